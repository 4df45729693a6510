"""Error pages that cannot fail twice: where a template fails, a plain page with the telephone number is
shown.
"""

import logging

from flask import Flask, Response, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from werkzeug.exceptions import HTTPException, InternalServerError

from core.settings import Settings

log = logging.getLogger("signpost.errors")

TEMPLATES = {404: "errors/not_found.html", 429: "errors/too_many.html"}
"""Templates by status.

Other errors of a request get errors/problem.html, failures of ours errors/server.html.
"""


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
        body = render_template(template, code=code, seconds=getattr(error, "seconds", None))
    except Exception:
        log.exception("error page failed", extra={"status": code})
        body = _plain_page(settings, code)
    response = current_app.make_response((body, code))
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def init_errors(app: Flask, settings: Settings) -> None:
    """Answer every error with a page in plain words; log what is not an HTTP error and answer it with status
    500.
    """

    @app.errorhandler(CSRFError)
    def form_too_old(error: CSRFError) -> tuple[str, int]:
        return render_template("errors/form_too_old.html", code=400), 400

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        return _error_page(settings, error)

    @app.errorhandler(Exception)
    def failure(error: Exception) -> Response:
        log.exception("failure", extra={"endpoint": request.endpoint})
        return _error_page(settings, InternalServerError())
