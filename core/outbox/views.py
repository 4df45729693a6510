"""The address to which GOV.UK Notify sends its receipts."""

import hmac
import json

from flask import Blueprint, Response, abort, request

from core import rate_limits
from core.csrf import signed_by_system
from core.db import db
from core.logs import security_event
from core.outbox.receipt_services import receive
from core.outbox.receipts import BadReceipt, read_receipt
from core.web import settings

outbox = Blueprint("outbox", __name__)
_MOST_BYTES = 20_000


@outbox.post("/notify/receipts")
@signed_by_system
def notify_receipt() -> Response:
    """Take a receipt. One that comes again changes nothing. Without a token in the settings, answer 404."""
    rate_limits.use("notify_receipt")
    tokens = settings().receipt_tokens
    if not tokens:
        abort(404)
    if not _has_token(tokens):
        security_event("notify_receipt", "refused", reason="token")
        answer = _answer(401, "The bearer token is missing or wrong.")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    if (request.content_length or 0) > _MOST_BYTES:
        return _answer(413, "A receipt has 20,000 bytes at most.")
    try:
        found = read_receipt(request.get_data())
    except BadReceipt as error:
        security_event("notify_receipt", "failed", reason="body")
        return _answer(422, str(error))
    if not receive(db.session, found):
        return _answer(404, "No message of this site has this reference.")
    return _answer(200, "Received.")


def _has_token(tokens: tuple[str, ...]) -> bool:
    scheme, _space, sent = request.headers.get("Authorization", "").partition(" ")
    # All are compared, each in a time that tells nothing about its characters.
    same = [hmac.compare_digest(sent.strip().encode(), token.encode()) for token in tokens]
    return scheme.lower() == "bearer" and any(same)


def _answer(status: int, message: str) -> Response:
    return Response(json.dumps({"message": message}), status, content_type="application/json")
