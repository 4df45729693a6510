"""Adding the people of the demonstration, and letting somebody be one of them."""

from dataclasses import dataclass

from flask import request
from sqlalchemy import select

from accounts import services as accounts
from accounts.models import Account
from accounts.organizations import matching_organizations, matching_referring
from accounts.queries import any_account_by_email
from accounts.roles import ORGANIZATION_ROLES, ROLE_LABELS, Role, role_of
from accounts.sessions import services as sessions
from accounts.sessions.queries import ACTIVE
from core.audit.services import SYSTEM
from core.db import db
from core.hosts import LOOPBACK, trusted_hosts
from core.settings import Settings

GROUP = "Ings Lane Luncheon Club"
"""The group of the editor and of the owner."""

REFERRING = "Dearne Hospital"
"""The organization of the professional, which the front door adds."""

PEOPLE = (
    (Role.GROUP_EDITOR, "Ken Aldous"),
    (Role.GROUP_OWNER, "Maureen Firth"),
    (Role.PROFESSIONAL, "Nasreen Akhtar"),
    (Role.MODERATOR, "Priya Nair"),
    (Role.CONTENT_EDITOR, "Tom Ashworth"),
    (Role.CALL_HANDLER, "Ewa Malinowska"),
    (Role.SUPERVISOR, "Denise Crossley"),
    (Role.TRIAGE, "Yusuf Rahman"),
    (Role.SAFEGUARDING, "Amina Begum"),
    (Role.CHILDREN, "Colin Fearnley"),
    (Role.MANAGER, "Helen Sykes"),
    (Role.ADMINISTRATOR, "Graham Peel"),
)

_PROXY_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """One of the people. `roles`: in words."""

    id: str
    name: str
    roles: str


def add_people(settings: Settings) -> int:
    """Add the people who are missing, commit, and return how many. Without an organization, its people stay out."""
    groups = [one.id for one in matching_organizations(GROUP) if one.name == GROUP]
    referring = [one.id for one in matching_referring(REFERRING) if one.name == REFERRING]
    added = 0
    for role, name in PEOPLE:
        email = f"{role.value.replace('_', '-')}@demo.example.org"
        found = referring if role is Role.PROFESSIONAL else groups
        held_for = found[0] if role in ORGANIZATION_ROLES and found else ""
        if any_account_by_email(email) is not None or (role in ORGANIZATION_ROLES and not held_for):
            continue
        account = accounts.add_account(settings, email=email, name=name, actor=SYSTEM, demonstration=True)
        accounts.grant(settings, account, role, actor=SYSTEM, organization_id=held_for)
        added += 1
    db.session.commit()
    return added


def is_offered(settings: Settings) -> bool:
    """Return whether the people can be chosen in this request.

    Only where the site is a demonstration, knows no host name but those of this machine, is served over plain
    http, and the request comes from this machine without a proxy.
    """
    is_demonstration = (settings.data_dir / "demonstration").exists()
    is_local_site = set(trusted_hosts(settings)) == set(LOOPBACK) and not settings.proxy_hops
    plain = not settings.cookie_secure and not request.is_secure
    is_local_request = request.remote_addr in ("127.0.0.1", "::1") and not any(
        name in request.headers for name in _PROXY_HEADERS
    )
    return is_demonstration and is_local_site and plain and is_local_request


def offered_people(settings: Settings) -> list[DemonstrationPerson]:
    """Return the people who can be chosen in this request; none where that is not allowed."""
    if not is_offered(settings):
        return []
    wanted = select(Account).where(Account.demonstration, Account.state == ACTIVE).order_by(Account.name)
    return [
        DemonstrationPerson(account.id, account.name, _roles(account))
        for account in db.session.scalars(wanted)
    ]


def enter(settings: Settings, account_id: str, *, device: str) -> str:
    """Begin a session as one of the people, commit, and return its token; empty where that is not allowed."""
    account = db.session.get(Account, account_id) if is_offered(settings) else None
    if account is None or not account.demonstration or account.state != ACTIVE:
        return ""
    token = sessions.begin(settings, account, way="demonstration", device=device)
    db.session.commit()
    return token


def _roles(account: Account) -> str:
    roles = sorted(found for grant in account.grants if (found := role_of(grant.role)))
    return ", ".join(str(ROLE_LABELS[role]) for role in roles)
