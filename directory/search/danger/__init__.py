"""Detection of danger in what people type into the search box: a small linear model over hashed n-grams.

docs/danger-model.md says what the model is, how it was trained and measured, and what it must not be used for.
"""
