"""Signatures of messages between this site and a case system: HMAC-SHA256 over the time and the body. Pure."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence

TIMESTAMP, SIGNATURE = "Signpost-Timestamp", "Signpost-Signature"
WINDOW_SECONDS = 300
"""How far the time of a signature may be from the time of its arrival: a message that was recorded is refused
later."""
_VERSION = "v1="


def signed_headers(secret: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the two headers that prove who sent a body, and when."""
    return {TIMESTAMP: str(timestamp), SIGNATURE: _VERSION + _digest(secret, timestamp, body)}


def is_signed(secrets: Sequence[str], headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Return True where one of the secrets signed this body within the window around `now`."""
    text = headers.get(TIMESTAMP, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        return False
    if abs(now - int(text)) > WINDOW_SECONDS:
        return False
    given = headers.get(SIGNATURE, "").encode()
    expected = [(_VERSION + _digest(secret, int(text), body)).encode() for secret in secrets]
    return any(hmac.compare_digest(given, one) for one in expected)


def _digest(secret: str, timestamp: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
