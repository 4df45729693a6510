"""Passwords of staff: which are good enough, and where their hashes are."""
