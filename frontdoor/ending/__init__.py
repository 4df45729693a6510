"""Ending a contact in one screen: what came of it, and what is counted."""
