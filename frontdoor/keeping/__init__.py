"""Keeping and giving back: what the front door holds and how long, a copy for one person, and erasure."""
