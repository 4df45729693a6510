"""Which needs a text speaks of: a small trained model, together with the phrases of the thesaurus.

docs/need-model.md says what the model is, and how it was trained and measured.
"""
