"""A labelled sample of pairs of listings, and how well near-duplicates are found in it."""
