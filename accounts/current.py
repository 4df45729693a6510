"""The account that is signed in in this request: what views of every package use.

The cookie and the table are apart from those of visitors' sessions, so that answers of a resident and the work
of an account never mix in one session.
"""

from dataclasses import dataclass

from flask import Flask, Response, g, request

from accounts.roles import GROUP_ROLES, ORGANIZATION_ROLES, Role, role_of
from accounts.sessions import services
from accounts.sessions.device import device_name
from accounts.sessions.queries import FoundSession, found_session
from core.settings import Settings
from core.stores import optional
from core.web import settings

BY_LINK = "link"
"""The way of an e-mailed link or its code: enough for a role in an organization, not for the work of staff."""


@dataclass(frozen=True, slots=True, repr=False)
class SignedIn:
    """The account of this request, with the roles that count in it.

    `grants`: pairs of a role and an organization's id, which is empty for a role of staff. Roles of staff
    count only where the person proved more than that they read an e-mail.
    """

    id: str
    name: str
    email: str
    session_id: str
    way: str
    grants: frozenset[tuple[Role, str]]
    held: frozenset[tuple[Role, str]]
    demonstration: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """All roles that count, whatever the organization."""
        return frozenset(role for role, _organization in self.grants)

    def has(self, *roles: Role) -> bool:
        """Return True where the account has one of the roles."""
        return bool(self.roles & set(roles))

    def organizations(self, *roles: Role) -> list[str]:
        """Return the ids of the organizations for which the account has one of the roles; without: of a group."""
        wanted = set(roles or GROUP_ROLES)
        return sorted({organization for role, organization in self.grants if organization and role in wanted})

    def may_edit(self, organization_id: str) -> bool:
        """Return True where the account edits or owns this organization."""
        return bool(organization_id) and organization_id in self.organizations(*GROUP_ROLES)

    def refers_for(self, organization_id: str) -> bool:
        """Return True where the account refers people for this referring organization."""
        return bool(organization_id) and organization_id in self.organizations(Role.PROFESSIONAL)

    def owns(self, organization_id: str) -> bool:
        """Return True where the account is an owner of this organization."""
        return bool(organization_id) and organization_id in self.organizations(Role.GROUP_OWNER)

    @property
    def waits_for_stronger_sign_in(self) -> bool:
        """Whether the account holds roles that do not count after this way of signing in."""
        return self.held != self.grants


def current_account() -> SignedIn | None:
    """Return who is signed in; None for a visitor, and for somebody in the middle of signing in."""
    found = current_session()
    return None if found is None or found.waits_for else _signed_in(found)


def signed_in() -> SignedIn:
    """Return who is signed in, for an endpoint that the access list opens to accounts only."""
    found = current_account()
    assert found is not None, "the access list lets visitors into a page for accounts"
    return found


def current_session() -> FoundSession | None:
    """Return the account's session of this request, also one that waits for the second step; None for none."""
    if "account_session" not in g:
        token = request.cookies.get(cookie_name(settings()), "")
        g.account_session = found_session(token) if token else None
    found: FoundSession | None = g.account_session
    return found


def has_cookie() -> bool:
    """Return True where the browser sent a cookie of an account. Asks no store."""
    return bool(request.cookies.get(cookie_name(settings())))


def device() -> str:
    """Return the browser of this request in words, such as "Firefox, Windows"."""
    return device_name(request.headers.get("User-Agent", ""))


def set_session(token: str) -> None:
    """Give the answer to this request the cookie of a session; an empty token removes the cookie."""
    g.account_cookie = token
    g.pop("account_session", None)


def sign_out() -> None:
    """End the session of this browser, and commit; nothing where there is none."""
    found = current_session()
    if found is not None:
        services.end(settings(), found.account_id, found.id)
    if has_cookie():
        set_session("")


def leave() -> None:
    """Sign out for somebody who has to get away: the cookie goes at once, also where the store hangs."""
    if not has_cookie():
        return
    token, own_settings = request.cookies[cookie_name(settings())], settings()
    optional("the end of an account's session", lambda: _end(own_settings, token), None, insist=True)
    set_session("")


def _end(settings: Settings, token: str) -> None:
    found = found_session(token)
    if found is not None:
        services.end(settings, found.account_id, found.id)


def cookie_name(settings: Settings) -> str:
    """Return the name of the cookie. Browsers accept the prefix `__Host-` over https only."""
    return "__Host-signpost-account" if settings.cookie_secure else "signpost-account"


def _signed_in(found: FoundSession) -> SignedIn:
    pairs = ((role_of(role), organization) for role, organization in found.grants)
    held = frozenset((role, organization) for role, organization in pairs if role)
    weak = found.way == BY_LINK
    return SignedIn(
        id=found.account_id,
        name=found.name,
        email=found.email,
        session_id=found.id,
        way=found.way,
        grants=frozenset(grant for grant in held if not weak or grant[0] in ORGANIZATION_ROLES),
        held=held,
        demonstration=found.demonstration,
    )


def init_current(app: Flask, settings: Settings) -> None:
    """Set and remove the cookie, and count clicks of accounts."""

    @app.after_request
    def set_cookie(response: Response) -> Response:
        found: FoundSession | None = g.get("account_session")
        if "account_session" in g:
            response.vary.add("Cookie")
        if "account_cookie" in g:
            _set_cookie(response, settings, g.account_cookie)
        elif found is not None and not found.waits_for:
            services.touch(settings, found.id, found.expires_at, found.ends_at)
        return response


def _set_cookie(response: Response, settings: Settings, token: str) -> None:
    flags = {"secure": settings.cookie_secure, "httponly": True, "samesite": "Lax"}
    if token:
        response.set_cookie(cookie_name(settings), token, **flags)  # type: ignore[arg-type]
    else:
        response.delete_cookie(cookie_name(settings), **flags)  # type: ignore[arg-type]
