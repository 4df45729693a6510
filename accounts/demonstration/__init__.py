"""Invented people, one for each role, who can be chosen on the sign-in page of a demonstration on this
machine.
"""
