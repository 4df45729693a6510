"""The link of a message that asks for a check: signed, and over after its time."""

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from core import clock
from core.db import db
from upkeep.freshness.models import CheckRequest

LIFE_DAYS = 90
"""How long a link can be used. A round of asking takes six weeks."""


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="check of listings")


def token_of(request_id: str) -> str:
    """Return the signed token of a request."""
    return str(_signer().dumps(request_id))


def request_of(token: str) -> CheckRequest | None:
    """Return the request of a token, also one that was used; None for a wrong token and after its time."""
    try:
        request_id = _signer().loads(token)
    except BadData:
        return None
    found = db.session.get(CheckRequest, str(request_id))
    return found if found and found.expires_at > clock.now() else None
