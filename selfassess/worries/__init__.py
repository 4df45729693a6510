"""Telling the council of a worry about somebody's safety: one form in three parts, sent once."""
