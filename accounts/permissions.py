"""Checks of every request against the access list (accounts.access_list)."""

from collections.abc import Mapping

from flask import Flask, Response, current_app, redirect, render_template, request, url_for

from accounts.access_list import ACCESS, PUBLIC, SECOND_FACTOR, SETTING_UP, SIGNED_IN, Access
from accounts.current import BY_LINK, SignedIn, current_account, current_session
from accounts.roles import ORGANIZATION_ROLES, STAFF_ROLES
from accounts.sessions import services as sessions
from core.csrf import SAFE_METHODS
from core.errors import sent_fields, typed_texts
from core.logs import security_event

ACCESS_LIST = "signpost-access"
"""The name under which an application has its list."""


class UnlistedEndpoint(Exception):
    """The application has an endpoint that is not in the access list, or the list has one that is gone."""


def allowed(access: Access, account: SignedIn | None, waits_for: str = "") -> bool:
    """Return True where somebody may open an endpoint with this entry.

    `account`: None for a visitor, and for a session that waits. `waits_for`: what the session waits for.
    """
    if access is PUBLIC:
        return True
    if access is SECOND_FACTOR:
        return waits_for == sessions.SECOND_FACTOR
    if account is None:
        return access is SETTING_UP and waits_for == sessions.SETTING_UP
    if access is SETTING_UP:
        return account.way != BY_LINK and account.has(*STAFF_ROLES)
    return access is SIGNED_IN or (isinstance(access, frozenset) and account.has(*access))


def unlisted(app: Flask, access: Mapping[str, Access]) -> list[str]:
    """Return the endpoints that the application or the list has alone, sorted."""
    return sorted({rule.endpoint for rule in app.url_map.iter_rules()} ^ access.keys())


def init_access(app: Flask) -> None:
    """Check every request against the access list, before any view."""
    app.extensions[ACCESS_LIST] = dict(ACCESS)
    app.before_request(check_access)


def check_access_list(app: Flask) -> None:
    """Raise UnlistedEndpoint unless the list has exactly the endpoints of the application."""
    if found := unlisted(app, app.extensions[ACCESS_LIST]):
        raise UnlistedEndpoint(f"accounts/access_list.py and the application differ in: {', '.join(found)}")


def open_to_public(app: Flask, *endpoints: str) -> None:
    """Add endpoints that a test puts on the application after its start."""
    app.extensions[ACCESS_LIST].update(dict.fromkeys(endpoints, PUBLIC))


def access_of(endpoint: str) -> Access:
    """Return who may open an endpoint; nobody for one that is not listed."""
    listed: dict[str, Access] = current_app.extensions[ACCESS_LIST]
    try:
        return listed[endpoint]
    except KeyError:
        return frozenset()


def check_access() -> Response | tuple[str, int] | None:
    """Let a request through, send a visitor to the sign-in page, or refuse."""
    if request.endpoint is None:
        return None
    access = access_of(request.endpoint)
    if access is PUBLIC:
        return None
    account, session = current_account(), current_session()
    if allowed(access, account, session.waits_for if session else ""):
        return None
    if account is None:
        return _sign_in_first(access)
    if access is SECOND_FACTOR:
        return current_app.make_response(redirect(url_for("accounts.account"), 303))
    security_event("access", "refused")
    return render_template("errors/other_role.html"), 403


def is_for_staff(access: Access) -> bool:
    """Return True where no role in an organization is enough, so that an e-mailed link leads nowhere."""
    return access is SETTING_UP or (isinstance(access, frozenset) and not access & ORGANIZATION_ROLES)


def may_open(endpoint: str) -> bool:
    """Return True where the account of this request may open an endpoint: for links in templates."""
    return allowed(access_of(endpoint), current_account())


def _sign_in_first(access: Access) -> Response | tuple[str, int]:
    """Send a visitor to the sign-in page and later back; a form is answered with what was written in it."""
    if access is SECOND_FACTOR:
        return current_app.make_response(redirect(url_for("accounts.staff_sign_in"), 303))
    if request.method in SAFE_METHODS:
        path = request.full_path if request.query_string else request.path
        page = "accounts.staff_sign_in" if is_for_staff(access) else "accounts.sign_in"
        return current_app.make_response(redirect(url_for(page, next=path), 303))
    page = render_template("accounts/signed_out_form.html", typed=typed_texts(), resent=sent_fields())
    return page, 403
