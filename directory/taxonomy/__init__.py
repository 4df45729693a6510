"""Needs, themes and terms, from content."""
