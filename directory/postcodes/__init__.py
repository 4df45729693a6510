"""Postcodes and where they lie."""
