"""Writing contacts: what is typed is stored as it comes, whoever works on the contact by then.

Each function holds the contact's row first, with an UPDATE, so that on both databases one writer follows the
other. What a contact's state allows is decided after that.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.audit.services import note
from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.contacts.models import (
    Channel,
    ContactAddition,
    ContactEvent,
    ContactField,
    ContactRecord,
    ContactService,
    ContactState,
)
from frontdoor.contacts.queries import field_place
from frontdoor.contacts.sheet import most_of
from selfassess.saving.references import REFERRAL_LENGTH, new_reference

_MOST_RACES = 10


class NoContact(LookupError):
    """There is no contact with this id."""


class NoSuchField(ValueError):
    """The sheet has no box of this name."""


class TooLong(ValueError):
    """The text is longer than its box holds. `most`: in characters."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} characters")
        self.most = most


class ChangedMeanwhile(Exception):
    """Somebody else has assigned, ended or merged the contact since the page was shown."""


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """A text of one box as a page sends it.

    `revision`: the one the page had read, 0 for an empty box. `tab`: random id of the page. `number`: counts
    the texts that this page has sent, from 1.
    """

    name: str
    text: str
    revision: int
    tab: str
    number: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a text.

    `revision`: to be sent with the next text of this box. `beside`: True where the text stands beside
    another, because somebody else had written in the box, or the contact has ended.
    """

    revision: int
    beside: bool


def start(settings: Settings, *, channel: Channel, handler_id: str, key: str) -> ContactRecord:
    """Begin a contact, commit, and return it; where the form with this key was sent before, the same contact.

    Raises ValueError without a key.
    """
    if not key:
        raise ValueError("a contact needs the key of its form")
    hashed = hashlib.sha256(f"{handler_id} {key}".encode()).hexdigest()
    for _attempt in range(_MOST_RACES):
        found = db.session.scalar(select(ContactRecord).where(ContactRecord.start_key == hashed))
        if found is not None:
            return found
        contact = ContactRecord(
            id=clock.new_id(),
            reference=new_reference(REFERRAL_LENGTH),
            start_key=hashed,
            channel=channel.value,
            handler_id=handler_id,
        )
        db.session.add(contact)
        try:
            db.session.flush()
            add_event(contact.id, "opened", "opened", by=handler_id)
            note(settings, handler_id, "contact.opened", "contact", contact.id, channel=channel.value)
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
        else:
            return contact
    raise RuntimeError("no free reference was found")


def hold(contact_id: str) -> ContactRecord:
    """Make other writers of this contact wait until the transaction ends, and return the contact as it is now.

    Follows merges. Raises NoContact.
    """
    moment = clock.now()
    while True:
        changed = db.session.execute(
            update(ContactRecord)
            .where(ContactRecord.id == contact_id)
            .values(touched_at=moment)
            .execution_options(synchronize_session=False)
        )
        if not changed.rowcount:  # type: ignore[attr-defined]
            db.session.rollback()
            raise NoContact(contact_id)
        contact = db.session.get_one(ContactRecord, contact_id, populate_existing=True)
        if not contact.merged_into:
            return contact
        contact_id = contact.merged_into


def save_field(settings: Settings, contact_id: str, typed: Typed, *, actor: str) -> Stored:
    """Store a text, commit, and say where it stands. No text is refused because of who works on the contact.

    A text that comes late or twice changes nothing. Raises NoContact, NoSuchField, TooLong.
    """
    most = most_of(typed.name)
    if not most:
        raise NoSuchField(typed.name)
    if len(typed.text) > most:
        raise TooLong(most)
    contact = hold(contact_id)
    why = "merged" if contact.id != contact_id else ""
    why = "ended" if contact.state == ContactState.ENDED else why
    row = db.session.get(ContactField, (contact.id, typed.name), populate_existing=True)
    if row is not None and _changes_nothing(settings, row, typed):
        stored = Stored(row.revision, beside=False)
    elif why or _stands_beside(contact.id, typed) or not _follows(row, typed):
        _write_beside(settings, contact.id, typed, actor, why or "two_wrote")
        stored = Stored(row.revision if row else 0, beside=True)
    else:
        stored = _write(settings, contact.id, row, typed, actor)
    db.session.commit()
    return stored


def forget_fields(contact_id: str, names: Sequence[str]) -> None:
    """Delete the texts of some boxes in the caller's transaction, with what stands beside them."""
    for table in (ContactField, ContactAddition):
        gone = delete(table).where(table.contact_id == contact_id, table.name.in_(names))
        db.session.execute(gone, execution_options={"synchronize_session": "fetch"})


def tick(settings: Settings, contact_id: str, service_id: str, *, actor: str, why: str = "") -> None:
    """Put a service into the caller's summary, or change why it may help. Commits. Raises NoContact."""
    contact = hold(contact_id)
    row = _ticked(contact.id, service_id)
    if row is None:
        last = select(func.max(ContactService.position)).where(ContactService.contact_id == contact.id)
        position = (db.session.scalar(last) or 0) + 1
        row = ContactService(
            id=clock.new_id(),
            contact_id=contact.id,
            service_id=service_id,
            position=position,
            added_by=actor,
        )
        db.session.add(row)
    if why or row.sealed:
        row.sealed = vault(settings).seal(row.id, {"why": why})
    db.session.commit()


def untick(contact_id: str, service_id: str) -> None:
    """Take a service out of the caller's summary. Commits. Raises NoContact."""
    contact = hold(contact_id)
    db.session.execute(
        delete(ContactService).where(
            ContactService.contact_id == contact.id, ContactService.service_id == service_id
        )
    )
    db.session.commit()


def assign(settings: Settings, contact_id: str, to: str, version: int, *, actor: str) -> None:
    """Give an open contact to another handler. Commits.

    `version`: the one that the page had shown. Raises NoContact and ChangedMeanwhile.
    """
    contact = hold(contact_id)
    if contact.handler_id == to:
        db.session.commit()
        return
    if contact.version != version or contact.state != ContactState.OPEN:
        db.session.rollback()
        raise ChangedMeanwhile(contact_id)
    contact.handler_id, contact.version = to, contact.version + 1
    add_event(contact.id, f"assigned {contact.version}", "assigned", by=actor, subject_id=to)
    note(settings, actor, "contact.assigned", "contact", contact.id, to=to)
    db.session.commit()


def note_event(settings: Settings, contact_id: str, kind: str, *, actor: str, detail: str = "") -> None:
    """Write an event and an audit entry into the history of a contact, once for each of its versions. Commits."""
    held = hold(contact_id)
    add_event(held.id, f"{kind} {detail} {held.version}", kind, by=actor, detail=detail)
    note(settings, actor, f"contact.{kind}", "contact", held.id, detail=detail)
    db.session.commit()


def add_event(
    contact_id: str, key: str, kind: str, *, by: str, subject_id: str = "", detail: str = ""
) -> None:
    """Add an entry to a contact's history in the caller's transaction, once for each key."""
    same = select(ContactEvent.id).where(ContactEvent.contact_id == contact_id, ContactEvent.key == key)
    if db.session.scalar(same) is None:
        db.session.add(
            ContactEvent(
                id=clock.new_id(),
                contact_id=contact_id,
                key=key,
                kind=kind,
                subject_id=subject_id,
                detail=detail,
                by=by,
                at=_after_last(contact_id),
            )
        )


def _after_last(contact_id: str) -> datetime:
    """Return the time of a new entry: now, or the time of the last entry where a clock was put back."""
    last = db.session.scalar(select(func.max(ContactEvent.at)).where(ContactEvent.contact_id == contact_id))
    return max(last, clock.now()) if last else clock.now()


def _ticked(contact_id: str, service_id: str) -> ContactService | None:
    return db.session.scalar(
        select(ContactService).where(
            ContactService.contact_id == contact_id, ContactService.service_id == service_id
        )
    )


def _text(settings: Settings, row: ContactField) -> str:
    text: str = vault(settings).open(field_place(row.contact_id, row.name), row.sealed)["text"]
    return text


def _changes_nothing(settings: Settings, row: ContactField, typed: Typed) -> bool:
    """Return True for a text that its page has sent before, or that another page has written already."""
    if row.tab == typed.tab:
        return row.number >= typed.number
    return _text(settings, row) == typed.text


def _follows(row: ContactField | None, typed: Typed) -> bool:
    """Return True where the page had read the text that stands in the box, or wrote it."""
    return row is None or row.tab == typed.tab or row.revision == typed.revision


def _addition(contact_id: str, typed: Typed) -> ContactAddition | None:
    return db.session.scalar(
        select(ContactAddition).where(
            ContactAddition.contact_id == contact_id,
            ContactAddition.name == typed.name,
            ContactAddition.tab == typed.tab,
        )
    )


def _stands_beside(contact_id: str, typed: Typed) -> bool:
    """Return True where an earlier text of this page in this box stands beside: later ones stay with it."""
    return _addition(contact_id, typed) is not None


def _write(settings: Settings, contact_id: str, row: ContactField | None, typed: Typed, actor: str) -> Stored:
    sealed = vault(settings).seal(field_place(contact_id, typed.name), {"text": typed.text})
    if row is None:
        row = ContactField(contact_id=contact_id, name=typed.name, revision=0)
        db.session.add(row)
    row.sealed, row.revision, row.tab, row.number = sealed, row.revision + 1, typed.tab, typed.number
    row.typed_by, row.typed_at = actor, clock.now()
    return Stored(row.revision, beside=False)


def _write_beside(settings: Settings, contact_id: str, typed: Typed, actor: str, why: str) -> None:
    row = _addition(contact_id, typed)
    if row is None:
        row = ContactAddition(id=clock.new_id(), contact_id=contact_id, name=typed.name, tab=typed.tab)
        db.session.add(row)
    elif row.number >= typed.number:
        return
    row.number, row.why, row.typed_by, row.typed_at = typed.number, why, actor, clock.now()
    row.sealed = vault(settings).seal(row.id, {"text": typed.text})


def seal_again(settings: Settings) -> int:
    """Encrypt everything of contacts with the newest key, commit, and return how many texts. Raises
    Unreadable.
    """
    cipher = vault(settings)
    changed = 0
    for row in _sealed_rows():
        if row.sealed:
            row.sealed = cipher.sealed_again(row.sealed)
            changed += 1
    db.session.commit()
    return changed


def _sealed_rows() -> Iterator[ContactField | ContactAddition | ContactService]:
    yield from db.session.scalars(select(ContactField))
    yield from db.session.scalars(select(ContactAddition))
    yield from db.session.scalars(select(ContactService))
