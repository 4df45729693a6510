"""The photo of a listing: added with words for those who cannot see it, changed, and taken away."""
