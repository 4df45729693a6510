"""Logs: one JSON line an event. Addresses with their query, names, searches and bodies never reach a log.

The security log is a part of it: lines with the logger signpost.security say what happened, with what
outcome, and in which request. They hold no text that somebody typed and no network address. `client` is a
keyed hash of the network that changes every day: lines of one day can be compared, lines of two days cannot.
"""

import hashlib
import hmac
import json
import logging
import re
import secrets
import sys
import time
from datetime import date
from typing import Any, Literal, get_args

from flask import Flask, Response, current_app, g, has_request_context, request

from core import clock
from core.networks import network_of
from core.settings import Settings

_FIELDS = ("endpoint", "method", "status", "ms", "job", "kind", "outcome", "where")

SecurityEvent = Literal[
    "access",
    "account",
    "backup",
    "come_back",
    "csrf",
    "hand_over_answer",
    "host",
    "key_rotation",
    "message_limit",
    "new_words",
    "notify_receipt",
    "purge",
    "rate_limit",
    "request_withdrawn",
    "restore",
    "saved_copy_deleted",
    "session",
    "sign_in",
    "track",
]
SecurityOutcome = Literal["tried", "failed", "succeeded", "refused"]
SECURITY_EVENTS: frozenset[str] = frozenset(get_args(SecurityEvent))
SECURITY_OUTCOMES: frozenset[str] = frozenset(get_args(SecurityOutcome))
SECURITY_FIELDS = frozenset({"count", "error", "kind", "limit", "purpose", "reason", "seconds", "status"})
"""The names of further values on a line of the security log. None of them is for what somebody typed."""

_NAME_FROM_CODE = re.compile(r"[A-Za-z][A-Za-z_. -]{0,59}")
"""Text that the security log takes: no digit and no @, so no telephone number, postcode, e-mail or token."""

_security_log = logging.getLogger("signpost.security")


class JsonLines(logging.Formatter):
    """Format a log record as JSON.

    Arguments that are containers are refused: personal data leaks through them.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without a line end."""
        arguments = record.args.values() if isinstance(record.args, dict) else record.args or ()
        if any(isinstance(argument, (dict, list, tuple, set)) for argument in arguments):
            record.args, record.msg = None, "a log message held a container and was dropped"
        line: dict[str, Any] = {
            "at": clock.now().isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= {field: getattr(record, field) for field in _FIELDS if hasattr(record, field)}
        line |= getattr(record, "security", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def security_event(event: SecurityEvent, outcome: SecurityOutcome, **safe: str | int | None) -> None:
    """Write one line to the security log. Never raises.

    `safe`: further values under the names in SECURITY_FIELDS: numbers, or names from our own code. Any other
    value is replaced by "dropped". Example: security_event("come_back", "failed", reason="words").
    """
    fields: dict[str, Any] = {"outcome": outcome if outcome in SECURITY_OUTCOMES else "dropped"}
    fields |= {name: _safe(name, value) for name, value in safe.items() if value is not None}
    if has_request_context():
        fields |= {
            "request": g.get("request_id"),
            "endpoint": request.endpoint,
            "client": client_hash(str(current_app.secret_key), request.remote_addr or "", clock.today()),
        }
    _security_log.info(event if event in SECURITY_EVENTS else "dropped", extra={"security": fields})


def _safe(name: str, value: object) -> str | int:
    if name not in SECURITY_FIELDS:
        return "dropped"
    if isinstance(value, int):
        return value
    return value if isinstance(value, str) and _NAME_FROM_CODE.fullmatch(value) else "dropped"


def client_hash(signing_key: str, address: str, day: date) -> str:
    """Return 16 hexadecimal digits that stand for a client's network on one day; "" without an address."""
    if not address:
        return ""
    key = hmac.digest(signing_key.encode(), f"security log {day.isoformat()}".encode(), hashlib.sha256)
    return hmac.new(key, network_of(address).encode(), hashlib.sha256).hexdigest()[:16]


def init_logs(app: Flask, settings: Settings) -> None:
    """Log each request by the name of its endpoint, never by its address.

    Each request gets an id, which the response tells in X-Request-ID. The security log is written whatever
    `log_level` says.
    """
    _security_log.setLevel(logging.INFO)
    log = logging.getLogger("signpost")
    log.setLevel(settings.log_level)
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        log.addHandler(handler)
        log.propagate = False
    requests = logging.getLogger("signpost.requests")

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()
        g.request_id = secrets.token_hex(8)

    @app.after_request
    def finish(response: Response) -> Response:
        milliseconds = round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1)
        fields = {
            "endpoint": request.endpoint,
            "method": request.method,
            "status": response.status_code,
            "ms": milliseconds,
        }
        requests.debug("request", extra=fields)
        if "request_id" in g:
            response.headers["X-Request-ID"] = g.request_id
        return response
