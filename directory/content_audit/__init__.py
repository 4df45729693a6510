"""Looks through the listings for what no reader can use: placeholders, swapped fields, duplicates."""
