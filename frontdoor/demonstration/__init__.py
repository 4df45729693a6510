"""Invented records of the front door, for a demonstration."""
