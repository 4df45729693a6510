"""Logs: one JSON line an event. Addresses with their query, names, searches and bodies never reach a log."""

import json
import logging
import sys
import time
from typing import Any

from flask import Flask, Response, g, request

from core import clock
from core.settings import Settings

_FIELDS = ("endpoint", "method", "status", "ms", "job", "kind", "outcome", "where")


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
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def init_logs(app: Flask, settings: Settings) -> None:
    """Log each request by the name of its endpoint, never by its address."""
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
        return response
