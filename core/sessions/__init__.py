"""Visitors' sessions, stored on the server: the cookie holds a random id and nothing else.

No session exists, and no cookie of one is set, until something is stored in it. `interface` connects
sessions to Flask, `visitor_session` describes how overlapping requests behave, and `current_session` is what views
use.
"""
