"""What a moderator does about a change. Each function commits, and tells whoever proposed it by e-mail."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import update
from sqlalchemy.orm import Session

from accounts.models import Account
from core import clock
from core.audit.services import record as record_audit
from core.db import db
from core.outbox.services import queue_email
from core.settings import Settings
from directory.editing.queries import APPROVED, QUESTION, REJECTED, WAITING
from directory.editing.records import record_as_of
from directory.editing.services import Saved, approve_taken, audit_change, publish, take_change
from directory.models.editing import ChangeMessage, ListingChange
from directory.models.organizations import Organization
from upkeep.changes.emails import ChangeEmail, decision_email

_UNDECIDED = (WAITING, QUESTION)


def approve(
    settings: Settings, saved: Saved, *, actor: str, link: str, choices: Mapping[str, str] | None = None
) -> None:
    """Publish a change. `choices`: which side counts, by the name of a unit that both changed.

    Raises StaleChange, ConflictingEdit, StaleEdit and EmailRefused; then nothing is written.
    """
    session = db.session
    with _rolled_back(session):
        change = take_change(session, saved, _UNDECIDED, updated_at=clock.now())
        _tell(session, settings, change, ChangeEmail.APPROVED, link)
        approve_taken(session, settings, change, actor=actor, decided_by=actor, choices=choices)
        audit_change(session, settings, change, "listing.change_approved", actor)
        session.commit()


def reject(settings: Settings, saved: Saved, *, actor: str, link: str, reason: str) -> None:
    """Reject a change with a reason that the group reads. Raises StaleChange and EmailRefused."""
    moment = clock.now()
    session = db.session
    with _rolled_back(session):
        values = {"reason": reason, "decided_by": actor, "decided_at": moment, "updated_at": moment}
        change = take_change(session, saved, _UNDECIDED, state=REJECTED, **values)
        _tell(session, settings, change, ChangeEmail.REJECTED, link)
        audit_change(session, settings, change, "listing.change_rejected", actor)
        session.commit()


def ask(settings: Settings, saved: Saved, *, actor: str, link: str, text: str) -> None:
    """Ask the group a question about a change. Raises StaleChange and EmailRefused."""
    session = db.session
    with _rolled_back(session):
        change = take_change(session, saved, _UNDECIDED, state=QUESTION, updated_at=clock.now())
        session.add(ChangeMessage(change_id=change.id, author_id=actor, side="moderator", text=text))
        _tell(session, settings, change, ChangeEmail.QUESTION, link)
        audit_change(session, settings, change, "listing.question_asked", actor)
        session.commit()


def note_looked_at(settings: Settings, saved: Saved, *, actor: str) -> None:
    """Note that a moderator looked at a change that went live at once. Raises StaleChange."""
    session = db.session
    with _rolled_back(session):
        change = take_change(session, saved, (APPROVED,), to_look_at=False)
        audit_change(session, settings, change, "listing.change_looked_at", actor)
        session.commit()


@contextmanager
def _rolled_back(session: Session) -> Iterator[None]:
    """Roll the transaction back where the block raises."""
    try:
        yield
    except Exception:
        session.rollback()
        raise


def _tell(session: Session, settings: Settings, change: ListingChange, what: ChangeEmail, link: str) -> None:
    """Queue the e-mail to whoever proposed the change, unless the account is gone."""
    author = session.get(Account, change.author_id)
    if author is not None and author.email:
        queue_email(session, settings, decision_email(settings, author.email, what, link))


def trust(settings: Settings, organization_id: str, *, trusted: bool, actor: str) -> None:
    """Let the changes of a group go live at once, or no longer. Nothing where that is so already."""
    session = db.session
    changed = session.execute(
        update(Organization)
        .where(Organization.id == organization_id, Organization.trusted.is_not(trusted))
        .values(trusted=trusted)
        .returning(Organization.id)
    ).scalar()
    if changed:
        record_audit(
            session,
            settings,
            actor=actor,
            action="organization.trusted" if trusted else "organization.no_longer_trusted",
            subject_kind="organization",
            subject_id=organization_id,
        )
    session.commit()


def bring_back(
    settings: Settings, kind: str, record_id: str, number: int, *, base_version: int, actor: str
) -> int | None:
    """Publish what a record was as one of its versions, as a new version, and return that.

    Returns None where the version is not known. Raises StaleEdit.
    """
    record = record_as_of(db.session, kind, record_id, number)
    if record is None:
        return None
    return publish(settings, record, base_version=base_version, actor=actor, origin="earlier")
