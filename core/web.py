"""What every view needs: the settings, full addresses, and safe addresses to go back to."""

from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from core.forms import Form
from core.settings import Settings

_MOST_CHARACTERS = 2000


def settings() -> Settings:
    """Return the settings of the application that answers the request."""
    found: Settings = current_app.extensions["settings"]
    return found


def public_url(endpoint: str, **values: Any) -> str:
    """Return the full address of a page, for what is printed, sent or put into a QR code.

    It begins with the setting `base_url`. Without one, the site answers to the names of this machine alone
    (core.hosts), and one of these is used.
    """
    base = settings().base_url or request.url_root.rstrip("/")
    return base + url_for(endpoint, **values)


def can_send_links() -> bool:
    """Return whether a message may hold links: only the setting `base_url` says where they lead."""
    return bool(settings().base_url)


def links_are_sent(form: Form) -> bool:
    """Return `can_send_links`; where it is False, the form says that e-mail is not set up."""
    if not can_send_links():
        form.form_errors.append(
            _("We can’t send this email, because email is not set up on this site yet. Please call us")
        )
    return can_send_links()


def local_path(path: str, fallback: str) -> str:
    """Return `path` where it is the address of a page of this site, with its query string; otherwise the
    fallback.
    """
    # "//evil.example" and "/\\evil.example" are addresses of other sites to a browser.
    is_local = path.startswith("/") and not path.startswith("//") and "\\" not in path
    has_controls = any(ord(character) < 33 or ord(character) == 127 for character in path)
    if not is_local or has_controls or len(path) > _MOST_CHARACTERS:
        return fallback
    adapter = current_app.url_map.bind_to_environ(request.environ)
    try:
        endpoint, _values = adapter.match(path.partition("?")[0].partition("#")[0], method="GET")
    except (HTTPException, RequestRedirect):
        return fallback
    return fallback if endpoint == "static" else path
