"""Leaving and clearing: the visitor's session is emptied, and the browser is told to delete its copies."""

from flask import Response

from accounts.current import leave as leave_account
from core.csrf import forget_csrf_cookie
from core.sessions.current_session import forget_visitor

CLEAR_SITE_DATA = '"cache", "storage"'
"""Without "cookies": the session's own cookie is deleted by itself, and a browser takes long to delete
all of them.
"""


def clear_visitor_data(response: Response, *, leaves: bool = False) -> Response:
    """Empty the visitor's session, sign an account out, and return the response with headers that make the browser delete its
    copies.

    `leaves`: the visitor gets this response also where the session cannot be deleted in its store.
    """
    forget_visitor(leaves=leaves)
    leave_account()
    forget_csrf_cookie(response)
    response.headers["Clear-Site-Data"] = CLEAR_SITE_DATA
    response.headers["Cache-Control"] = "no-store"
    return response
