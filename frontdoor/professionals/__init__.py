"""Professionals refer people to the council: one form for each organisation, into the requests of residents."""
