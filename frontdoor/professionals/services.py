"""Referring organisations and their professionals: adding, switching, and sending what a professional wrote."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import select, update

from accounts import services as accounts
from accounts.models import Account
from accounts.roles import Role
from accounts.sessions.queries import hash_of
from core import clock
from core.audit.services import note
from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.professionals.models import (
    ProfessionalDetails,
    ProfessionalReferral,
    ReferringOrganization,
)
from selfassess.models import Referral
from selfassess.referrals import services as referrals
from selfassess.referrals.queries import id_of
from selfassess.referrals.services import Receipt
from selfassess.tracking.services import answer_question
from selfassess.values.request import RequestValue

_SENDER: ContextVar[str] = ContextVar("the account of the professional who sends a request", default="")


class ChangedMeanwhile(Exception):
    """Somebody else has switched the form since the page was shown."""


def add(settings: Settings, name: str, kind: str, *, actor: str) -> ReferringOrganization:
    """Store an organisation with a new secret, commit, and return it.

    One with this name and kind is returned as it is, so that a double press adds one.
    """
    same = ReferringOrganization.name == name, ReferringOrganization.kind == kind
    found = db.session.scalar(select(ReferringOrganization).where(*same))
    if found is not None:
        return found
    token = secrets.token_urlsafe(24)
    row = ReferringOrganization(
        id=clock.new_id(), name=name, kind=kind, token_hash=hash_of(token), created_by=actor
    )
    row.sealed = vault(settings).seal(row.id, {"token": token})
    db.session.add(row)
    note(settings, actor, "referring_organization.added", "referring_organization", row.id, kind=kind)
    db.session.commit()
    return row


def switch(settings: Settings, organization_id: str, version: int, *, active: bool, actor: str) -> None:
    """Switch an organisation off, or on with the same address. Commits. Raises ChangedMeanwhile."""
    _set(settings, organization_id, version, "active", active, "switched", actor)


def share(settings: Settings, organization_id: str, version: int, *, shares: bool, actor: str) -> None:
    """Let the professionals of an organisation see what colleagues sent, or no more. Commits.

    Raises ChangedMeanwhile.
    """
    _set(settings, organization_id, version, "shares", shares, "sharing_switched", actor)


def _set(
    settings: Settings, organization_id: str, version: int, name: str, value: bool, action: str, actor: str
) -> None:
    """Set a column of the organisation's row. The same press twice is one change. Raises ChangedMeanwhile."""
    changed = (
        update(ReferringOrganization)
        .where(ReferringOrganization.id == organization_id, ReferringOrganization.version == version)
        .values({name: value, "version": version + 1})
        .returning(ReferringOrganization.id)
    )
    if db.session.execute(changed, execution_options={"synchronize_session": False}).scalar() is None:
        db.session.rollback()
        row = db.session.get(ReferringOrganization, organization_id)
        if row is None or getattr(row, name) is not value:
            raise ChangedMeanwhile(organization_id)
        return
    whole = f"referring_organization.{action}_{'on' if value else 'off'}"
    note(settings, actor, whole, "referring_organization", organization_id)
    db.session.commit()


def remove_professional(settings: Settings, organization_id: str, account_id: str, *, actor: str) -> bool:
    """Take the role from somebody, and commit. Return False where they do not have it."""
    account = db.session.get(Account, account_id)
    role = Role.PROFESSIONAL
    if account is None or not accounts.take(
        settings, account, role, actor=actor, organization_id=organization_id
    ):
        return False
    db.session.commit()
    return True


def send(settings: Settings, request: RequestValue, key: str, account_id: str) -> Receipt:
    """Send a professional's request once for each key, commit, and return the receipt.

    `account_id`: who is signed in; empty where the form's address is enough. Their role and phone number are
    kept for the next time. Raises what `referrals.submit` raises.
    """
    with _sent_by(account_id):
        receipt = referrals.submit(settings, request, key)
    if account_id and request.professional:
        details = ProfessionalDetails(
            account_id=account_id, role=request.professional.role, phone=request.asker.phone
        )
        db.session.merge(details)
        reference = receipt.reference
        note(settings, account_id, "request.sent_by_professional", "request", id_of(reference))
        db.session.commit()
    return receipt


@contextmanager
def _sent_by(account_id: str) -> Iterator[None]:
    token = _SENDER.set(account_id)
    try:
        yield
    finally:
        _SENDER.reset(token)


def note_sender(_settings: Settings, row: Referral, request: RequestValue) -> None:
    """Store which organisation sent a request, in the caller's transaction."""
    if request.professional and request.professional.organisation_id:
        sent = ProfessionalReferral(referral_id=row.id, organization_id=request.professional.organisation_id)
        sent.account_id = _SENDER.get()
        db.session.add(sent)
        db.session.flush()


def answer(settings: Settings, referral_id: str, asked: int, words: str, *, by: str, actor: str) -> bool:
    """Store a professional's answer to what the team asked, and commit.

    `by`: their name. False where that question is answered or gone.
    """
    if not answer_question(settings, referral_id, asked, words, by=by):
        return False
    note(settings, actor, "request.answered_by_professional", "request", referral_id)
    db.session.commit()
    return True


def seal_again(settings: Settings) -> int:
    """Encrypt the secrets with the newest key, commit, and return how many. Raises Unreadable."""
    cipher = vault(settings)
    rows = db.session.scalars(select(ReferringOrganization)).all()
    for row in rows:
        row.sealed = cipher.sealed_again(row.sealed)
    db.session.commit()
    return len(rows)
