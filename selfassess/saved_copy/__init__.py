"""The saved copy of answers and plan in the database: read by its id, changed, deleted.

Sealed (core.crypt).
"""
