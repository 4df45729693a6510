"""Leaving without a trace on this site: what a session held goes, and the browser is told to forget what it kept of us."""

from flask import Response

from core.sessions import forget_visitor

CLEAR_SITE_DATA = '"cache", "storage"'
"""Cookies are not named here: the session's own cookie is taken away by itself, and asking for all would hold the page up."""


def forget(response: Response) -> Response:
    """Clear the visitor's session, and have the browser drop its copies."""
    forget_visitor()
    response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
    response.headers["Cache-Control"] = "no-store"
    return response
