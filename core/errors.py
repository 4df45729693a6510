"""Error pages that cannot fail twice: where a template fails, a plain page with the telephone number is
shown.
"""

import logging
import re

from flask import Flask, Response, current_app, render_template, request
from markupsafe import escape
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from core.csrf import FIELD, SAFE_METHODS, CSRFError, is_from_here
from core.settings import Settings
from core.unavailable import StoreUnavailable

log = logging.getLogger("signpost.errors")

TEMPLATES = {404: "errors/not_found.html", 429: "errors/too_many.html"}
"""Templates by status.

Other errors of a request get errors/problem.html, failures of ours errors/server.html.
"""


RETRY_AFTER_SECONDS = 60

_NEVER_SHOWN = frozenset({"words"})
"""Fields with secrets, which no page repeats: the three words of a saved copy."""

_CODE = re.compile(r"[a-z0-9_.:/#?=&-]*")
"""Values of buttons, choices and hidden fields, such as `needs-assessment`."""


def _plain_page(settings: Settings, code: int) -> str:
    """Return a page that needs no template and no translation, because either may be what failed."""
    name, phone = escape(settings.council_name), escape(settings.council_phone)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>Sorry, something went wrong - {name}</title></head>"
        "<body><main><h1>Sorry, something went wrong</h1>"
        "<p>It is not your fault. Please try again in a few minutes, "
        f"or ring us on {phone}. In an emergency ring 999.</p><p>Code {code}</p></main></body></html>"
    )


def _error_page(settings: Settings, error: HTTPException) -> Response:
    code = error.code or 500
    try:
        template = TEMPLATES.get(code, "errors/problem.html" if code < 500 else "errors/server.html")
        body = render_template(template, code=code)
    except Exception:
        log.exception("error page failed", extra={"status": code})
        body = _plain_page(settings, code)
    response = current_app.make_response((body, code))
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def form_too_old_page(again: str = "") -> tuple[str, int]:
    """Return the page for a form that was refused (core.csrf), with what was typed.

    The page offers to send it again only where the browser says that the form came from this site.
    `again`: address of a page to start from; empty for none.
    """
    page = render_template(
        "errors/form_too_old.html",
        code=400,
        again=again,
        typed=typed_texts(),
        resent=sent_fields() if is_from_here() else {},
    )
    return page, 400


def say_not_kept(response: Response) -> None:
    """Turn an answer into the page that says that nothing was stored, with what was typed, and status 503."""
    settings: Settings = current_app.extensions["settings"]
    try:
        page = render_template(
            "errors/not_kept.html", code=503, typed=typed_texts(), resent=sent_fields(), again=""
        )
    except Exception:
        log.exception("error page failed", extra={"status": 503})
        page = _plain_page(settings, 503)
    response.status_code = 503
    response.set_data(page)
    response.mimetype = "text/html"
    for name in ("Location", "Content-Encoding", "ETag", "Refresh", "Clear-Site-Data"):
        response.headers.pop(name, None)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)


def sent_fields() -> dict[str, list[str]]:
    """Return the fields of the form that was sent, to be sent once more."""
    return {
        name: values for name, values in request.form.lists() if name != FIELD and name not in _NEVER_SHOWN
    }


def typed_texts() -> list[str]:
    """Return what a person wrote into the form that was sent, without the values of buttons and choices."""
    texts = [text.strip() for values in sent_fields().values() for text in values]
    return [text for text in texts if text and not _CODE.fullmatch(text)]


def init_errors(app: Flask, settings: Settings) -> None:
    """Answer every error with a page in plain words; log what is not an HTTP error and answer it with status
    500.
    """

    @app.errorhandler(CSRFError)
    def form_too_old(_error: CSRFError) -> tuple[str, int]:
        return form_too_old_page()

    @app.errorhandler(OperationalError)
    @app.errorhandler(StoreUnavailable)
    def store_failure(_error: Exception) -> Response:
        log.exception("a store does not answer", extra={"endpoint": request.endpoint})
        response = _error_page(settings, ServiceUnavailable(retry_after=RETRY_AFTER_SECONDS))
        if request.method not in SAFE_METHODS:
            say_not_kept(response)
        return response

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        return _error_page(settings, error)

    @app.errorhandler(Exception)
    def failure(error: Exception) -> Response:
        log.exception("failure", extra={"endpoint": request.endpoint})
        return _error_page(settings, InternalServerError())
