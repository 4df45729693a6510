"""Error pages that cannot fail twice: where a template fails, a plain page with the telephone number is
shown.
"""

import logging
import re
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, redirect, render_template, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from core.addresses import address_without_slash
from core.csrf import FIELD, SAFE_METHODS, CSRFError, is_from_here
from core.settings import Settings
from core.stores import StoreUnavailable, is_store_failure

log = logging.getLogger("signpost.errors")

TEMPLATES = {
    404: "errors/not_found.html",
    429: "errors/too_many.html",
    503: "errors/out_of_order.html",
}
"""Templates by status.

Other errors of a request get errors/problem.html, failures of ours errors/server.html.
"""

RETRY_AFTER_SECONDS = 30
"""The value of Retry-After where a store is out of order."""


_NEVER_SHOWN = frozenset({"words", "password", "present", "code", "credential"})
"""Fields with secrets, which no page repeats: words of a saved copy, passwords and codes of accounts."""

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
    template = TEMPLATES.get(code, "errors/problem.html" if code < 500 else "errors/server.html")
    return _rendered_page(settings, error, template)


ErrorAnswer = Callable[[HTTPException], Response | None]
"""Returns the answer to an error of a request in another form than a page; None where it is none of its own.
"""


def add_error_answer(app: Flask, answer: ErrorAnswer) -> None:
    """Let addresses that programs read answer errors in a form of their own."""
    app.extensions.setdefault("error_answers", []).append(answer)


def _rendered_page(settings: Settings, error: HTTPException, template: str, **values: Any) -> Response:
    code = error.code or 500
    answers: list[ErrorAnswer] = current_app.extensions.get("error_answers", [])
    for answer in answers:
        if (response := answer(error)) is not None:
            return response
    try:
        body = render_template(template, code=code, seconds=getattr(error, "seconds", None), **values)
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


def out_of_order_page(template: str = TEMPLATES[503], **values: Any) -> Response:
    """Return a page with status 503 and Retry-After, for a store that is out of order.

    A form is answered with the page that says that it was not kept, with what was typed. A blueprint with a
    page of its own registers a handler of StoreUnavailable that calls this function.
    """
    error = ServiceUnavailable(retry_after=RETRY_AFTER_SECONDS)
    if request.method not in SAFE_METHODS:
        template, values = "errors/not_kept.html", {"typed": typed_texts(), "resent": sent_fields()}
    return _rendered_page(current_app.extensions["settings"], error, template, **values)


def say_not_kept(response: Response) -> None:
    """Turn a finished answer into `out_of_order_page`, because what it confirms could not be stored."""
    page = out_of_order_page()
    response.status_code = page.status_code
    response.set_data(page.get_data())
    response.mimetype = "text/html"
    for name in ("Location", "Content-Encoding", "ETag", "Refresh", "Clear-Site-Data"):
        response.headers.pop(name, None)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = page.headers["Retry-After"]


def sent_fields() -> dict[str, list[str]]:
    """Return the fields of the form that was sent, to be sent once more; none where they cannot be read."""
    try:
        fields = dict(request.form.lists())
    except (HTTPException, OSError):
        return {}
    return {name: values for name, values in fields.items() if name != FIELD and name not in _NEVER_SHOWN}


def typed_texts() -> list[str]:
    """Return what a person wrote into the form that was sent, without the values of buttons and choices."""
    texts = [text.strip() for values in sent_fields().values() for text in values]
    return [text for text in texts if text and not _CODE.fullmatch(text)]


def init_errors(app: Flask, settings: Settings) -> None:
    """Answer every error with a page in plain words.

    What is not an HTTP error is logged: where a store is out of order the status is 503, otherwise 500.
    """

    @app.errorhandler(CSRFError)
    def form_too_old(_error: CSRFError) -> tuple[str, int]:
        return form_too_old_page()

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if shorter := address_without_slash(error):
            return current_app.make_response(redirect(shorter, 308))
        original = getattr(error, "original_exception", None)
        return failure(original) if original is not None else _error_page(settings, error)

    @app.errorhandler(StoreUnavailable)
    def out_of_order(_error: StoreUnavailable) -> Response:
        return out_of_order_page()

    @app.errorhandler(Exception)
    def failure(error: Exception) -> Response:
        if is_store_failure(error):
            # The kind alone: the message of a database error can hold what was typed.
            log.error("a store is out of order: %s", type(error).__name__, extra=_where())
            # The handler of the request's blueprint comes first.
            return current_app.make_response(
                current_app.handle_user_exception(StoreUnavailable(type(error).__name__))
            )
        log.exception("failure", extra=_where())
        return _error_page(settings, InternalServerError())


def _where() -> dict[str, str | None]:
    return {"endpoint": request.endpoint}
