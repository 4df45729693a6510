"""Leaving and clearing: the visitor's session is emptied, and the browser is told to delete its copies."""

from flask import Response

from core.sessions import forget_visitor

CLEAR_SITE_DATA = '"cache", "storage"'
"""Without "cookies": the session's own cookie is deleted by itself, and a browser takes long to delete
all of them.
"""


def clear_visitor_data(response: Response) -> Response:
    """Empty the visitor's session and return the response with headers that make the browser delete its
    copies.
    """
    forget_visitor()
    response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
    response.headers["Cache-Control"] = "no-store"
    return response
