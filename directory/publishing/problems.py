"""Errors of the feed as problem details (RFC 9457), and the headers that every answer of the feed has."""

import json
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from core.errors import add_error_answer
from directory.publishing.blueprint import BASE

MEDIA_TYPE = "application/problem+json"
_EXPOSED = "ETag, Last-Modified, Link, Retry-After"


def is_feed(path: str) -> bool:
    """Return True for an address of the feed, known or unknown."""
    return path == BASE or path.startswith(f"{BASE}/")


def problem(status: int, detail: str, **more: Any) -> Response:
    """Return an answer that says what went wrong."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype=MEDIA_TYPE)


_DETAILS = {
    404: "There is no such record or address in this feed.",
    410: "This service ended more than 90 days ago and has left the feed.",
    405: "This feed is read with GET and HEAD alone.",
    429: "Too many requests. Try again after the seconds in the header Retry-After.",
    503: "The feed is out of order for a moment. Try again after the seconds in the header Retry-After.",
}


def _problem_of(error: HTTPException) -> Response | None:
    """Return a problem for an error of the feed, with the headers of the error; None for other addresses."""
    if not is_feed(request.path):
        return None
    status = error.code or 500
    response = problem(status, _DETAILS.get(status, HTTPStatus(status).description))
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def init_feed_answers(app: Flask) -> None:
    """Answer errors of the feed as problems, and let pages of every origin read all answers (CORS)."""
    add_error_answer(app, _problem_of)

    @app.after_request
    def let_read(response: Response) -> Response:
        if is_feed(request.path):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = _EXPOSED
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            if request.method == "OPTIONS":
                response.mimetype = "text/plain"
                response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
                response.headers["Access-Control-Allow-Headers"] = (
                    "X-API-Key, If-None-Match, If-Modified-Since"
                )
                response.headers["Access-Control-Max-Age"] = "86400"
        return response
