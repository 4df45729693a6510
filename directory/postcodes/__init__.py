"""Postcodes and their coordinates."""
