"""Readers: each turns a source into neutral records and a list of problems in plain words. No Flask and no SQLAlchemy."""
