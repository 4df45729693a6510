"""Asking to look after a group, proving an address, and deciding."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from accounts import services as accounts
from accounts.queries import any_account_by_email, email_key
from accounts.roles import Role
from accounts.sessions.queries import ACTIVE, hash_of
from core import clock
from core.audit.services import PUBLIC, note
from core.crypt import vault
from core.db import db
from core.outbox.services import queue_email
from core.settings import Settings
from core.slugs import Slugs
from directory.corrections.references import new_reference
from directory.models import Organization, Phone
from upkeep.joining import emails
from upkeep.joining.models import GroupRequest, Proof, RequestKind, RequestState
from upkeep.joining.queries import Claimed, is_open, wish_of
from upkeep.joining.wishes import Wish

LINK_LIFE = timedelta(days=3)
WAITING_LIFE = timedelta(days=365)
DECIDED_LIFE = timedelta(days=90)
"""How long a request is stored after it was decided."""

PLACE = "TOKEN"
"""What stands in the address of a link until its token is made."""

_AGAIN = timedelta(minutes=10)
_NO_SYNC = {"synchronize_session": False}


class LinkIsOver(Exception):
    """The link is unknown, was used, or is too old."""


class AlreadyDecided(Exception):
    """Somebody else has decided about the request meanwhile."""


class NoAccount(Exception):
    """The account of the person is locked or closed, so it can get no role."""


@contextmanager
def _whole() -> Iterator[None]:
    """Roll back where something is refused, so that the page that says so finds nothing half done."""
    try:
        yield
    except Exception:
        db.session.rollback()
        raise


@_whole()
def ask_to_register(settings: Settings, wish: Wish, link_url: str) -> None:
    """Store a request for a group, and send the link to the person. Commits. Raises EmailRefused.

    The same request within ten minutes sends nothing again.
    """
    _ask(settings, wish, link_url, RequestKind.NEW, Proof.OWN, None)


@_whole()
def ask_to_claim(settings: Settings, wish: Wish, link_url: str, proof: Proof, listing: Claimed) -> None:
    """Store a claim of a listing, and send the link to the mailbox that proves it. Commits.

    Raises EmailRefused, and ValueError where the listing has no mailbox that can say yes.
    """
    if proof is Proof.LISTING and not listing.mailbox:
        raise ValueError("no mailbox speaks for this organization")
    _ask(settings, wish, link_url, RequestKind.CLAIM, proof, listing)


def _ask(
    settings: Settings, wish: Wish, link_url: str, kind: RequestKind, proof: Proof, listing: Claimed | None
) -> None:
    service_id = listing.service_id if listing else ""
    words = f"{kind} {proof} {service_id} {email_key(wish.email)} {wish.group.lower()}"
    same = vault(settings).lookups("group request", words)
    recent = GroupRequest.same.in_(same), GroupRequest.created_at > clock.now() - _AGAIN
    if db.session.scalar(select(GroupRequest.id).where(*recent)) is not None:
        return
    token, now = secrets.token_urlsafe(32), clock.now()
    request = GroupRequest(
        id=clock.new_id(),
        kind=kind.value,
        proof=proof.value,
        state=RequestState.UNPROVED.value,
        reference=_free_reference(),
        service_id=service_id or None,
        organization_id=listing.organization_id if listing else None,
        same=same[0],
        token_hash=hash_of(token),
        created_at=now,
        expires_at=now + LINK_LIFE,
    )
    request.sealed = vault(settings).seal(request.id, wish.to_json())
    db.session.add(request)
    url = link_url.replace(PLACE, token)
    email = (
        emails.listing_email(settings, wish, listing.name, listing.mailbox, url)
        if listing and proof is Proof.LISTING
        else emails.confirm_email(settings, wish, url)
    )
    queue_email(db.session, settings, email)
    _note(settings, PUBLIC, "group_request.made", request, kind=kind.value, proof=proof.value)
    db.session.commit()


def _free_reference() -> str:
    reference = new_reference()
    while db.session.scalar(select(GroupRequest.id).where(GroupRequest.reference == reference)):
        reference = new_reference()
    return reference


@_whole()
def confirm_address(settings: Settings, token: str) -> str:
    """Let a request wait for a moderator, commit, and return its reference. Raises LinkIsOver."""
    request = _taken(token, Proof.OWN, RequestState.WAITING)
    _note(settings, PUBLIC, "group_request.proved", request)
    db.session.commit()
    return request.reference


@_whole()
def say_yes(settings: Settings, token: str, sign_in_url: str) -> str:
    """Give the person the listing, as its own mailbox says. Commits. Return the reference.

    Raises LinkIsOver, NoAccount and EmailRefused.
    """
    request = _taken(token, Proof.LISTING, RequestState.ACCEPTED)
    organization = db.session.get(Organization, request.organization_id) if request.organization_id else None
    if organization is None:
        raise LinkIsOver
    _give(settings, request, organization, sign_in_url, actor=PUBLIC)
    db.session.commit()
    return request.reference


@_whole()
def say_no(settings: Settings, token: str, reason: str) -> str:
    """Decline a claim, as the listing's mailbox says, tell the person, and commit. Return the reference.

    Raises LinkIsOver and EmailRefused.
    """
    request = _taken(token, Proof.LISTING, RequestState.DECLINED)
    queue_email(db.session, settings, emails.declined_email(settings, wish_of(settings, request), reason))
    request.reason = reason
    _note(settings, PUBLIC, "group_request.declined", request)
    db.session.commit()
    return request.reference


def _taken(token: str, proof: Proof, state: RequestState) -> GroupRequest:
    """Use up a link, and return its request in the new state. Raises LinkIsOver."""
    now = clock.now()
    values = {"state": state.value, "proved_at": now}
    if state is not RequestState.WAITING:
        values |= {"decided_at": now}
    taken = (
        update(GroupRequest)
        .where(*is_open(token), GroupRequest.proof == proof.value)
        .values(values)
        .returning(GroupRequest.id)
    )
    return _changed(db.session.scalar(taken, execution_options=_NO_SYNC), LinkIsOver)


def _changed(request_id: str | None, otherwise: type[Exception]) -> GroupRequest:
    request = db.session.get(GroupRequest, request_id, populate_existing=True) if request_id else None
    if request is None:
        raise otherwise
    return request


@_whole()
def accept(settings: Settings, request_id: str, *, organization_id: str, actor: str, sign_in_url: str) -> str:
    """Accept a request, tell the person, and commit. Return the id of the organization.

    `organization_id`: empty makes a new organization. Raises AlreadyDecided, NoAccount, EmailRefused, and
    LookupError for an organization that is not listed.
    """
    request = _decided(request_id, RequestState.ACCEPTED, actor)
    organization = db.session.get(Organization, organization_id) if organization_id else None
    if organization_id and organization is None:
        raise LookupError(organization_id)
    organization = organization or _new_organization(wish_of(settings, request))
    _give(settings, request, organization, sign_in_url, actor=actor)
    db.session.commit()
    return organization.id


@_whole()
def decline(settings: Settings, request_id: str, reason: str, *, actor: str) -> None:
    """Decline a request, tell the person why, and commit. Raises AlreadyDecided and EmailRefused."""
    request = _decided(request_id, RequestState.DECLINED, actor)
    queue_email(db.session, settings, emails.declined_email(settings, wish_of(settings, request), reason))
    request.reason = reason
    _note(settings, actor, "group_request.declined", request)
    db.session.commit()


def _decided(request_id: str, state: RequestState, actor: str) -> GroupRequest:
    taken = (
        update(GroupRequest)
        .where(GroupRequest.id == request_id, GroupRequest.state == RequestState.WAITING)
        .values(state=state.value, decided_at=clock.now(), decided_by=actor)
        .returning(GroupRequest.id)
    )
    return _changed(db.session.scalar(taken, execution_options=_NO_SYNC), AlreadyDecided)


def _new_organization(wish: Wish) -> Organization:
    slugs = Slugs(set(db.session.scalars(select(Organization.slug))))
    organization = Organization(
        id=clock.new_id(),
        name=wish.group,
        slug=slugs.new(wish.group),
        description=wish.what,
        website=wish.website,
        phones=[Phone(number=wish.phone)] if wish.phone else [],
    )
    db.session.add(organization)
    db.session.flush()
    return organization


def _give(
    settings: Settings, request: GroupRequest, organization: Organization, sign_in_url: str, *, actor: str
) -> None:
    """Make the person an owner. The e-mail comes first, because all take the locks in this order."""
    wish = wish_of(settings, request)
    queue_email(db.session, settings, emails.accepted_email(settings, wish, organization.name, sign_in_url))
    known = any_account_by_email(wish.email)
    if known is not None and known.state != ACTIVE:
        raise NoAccount
    account = known or accounts.add_account(settings, email=wish.email, name=wish.name, actor=actor)
    accounts.grant(settings, account, Role.GROUP_OWNER, actor=actor, organization_id=organization.id)
    organization.claimed_at = organization.claimed_at or clock.now()
    request.organization_id = organization.id
    _note(settings, actor, "group_request.accepted", request, organization=organization.id)


def delete_old(upto: datetime) -> int:
    """Delete requests whose time was over at a moment, and commit. Return how many."""
    decided = GroupRequest.decided_at.is_not(None)
    over = or_(
        (GroupRequest.state == RequestState.UNPROVED) & (GroupRequest.expires_at <= upto),
        decided & (GroupRequest.decided_at <= upto - DECIDED_LIFE),
        GroupRequest.created_at <= upto - WAITING_LIFE,
    )
    found = db.session.execute(delete(GroupRequest).where(over), execution_options=_NO_SYNC)
    db.session.commit()
    return int(found.rowcount)  # type: ignore[attr-defined]


def seal_again(settings: Settings) -> int:
    """Encrypt what people wrote with the newest key, commit, and return how many rows. Raises Unreadable."""
    cipher = vault(settings)
    requests = db.session.scalars(select(GroupRequest)).all()
    for request in requests:
        request.sealed = cipher.sealed_again(request.sealed)
    db.session.commit()
    return len(requests)


def _note(settings: Settings, actor: str, action: str, request: GroupRequest, **detail: str) -> None:
    note(settings, actor, action, "group_request", request.id, **detail)
