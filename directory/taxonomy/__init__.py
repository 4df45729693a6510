"""Needs, themes and terms, read from the content folder."""
