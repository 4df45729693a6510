"""Listings that seem to be the one that somebody is about to add."""
