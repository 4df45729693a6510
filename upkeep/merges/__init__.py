"""Moderators put two records into one, and take that back."""
