"""Requests to the council: who works on which, by when, and what becomes of each."""
