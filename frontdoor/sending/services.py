"""Writing and sending summaries.

Each function holds the contact's row first, so that a double press and two pages follow one another.
"""

import hashlib
import secrets
from base64 import b32encode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select

from core import clock
from core.audit.services import note
from core.crypt import vault
from core.db import db
from core.languages import catalogues, languages_of_messages
from core.outbox.messages import Email
from core.outbox.receipts import NOT_ARRIVED
from core.outbox.services import queue_email, settle
from core.settings import Settings
from frontdoor.contacts.services import add_event, forget_fields, hold
from frontdoor.contacts.sheet import RECIPIENTS, text_box
from frontdoor.people.queries import needs_of_contact
from frontdoor.people.safe_contact import Refusal
from frontdoor.sending.content import SummaryContent
from frontdoor.sending.kinds import LEAVING, LetterForm, SummaryChannel
from frontdoor.sending.meeting import Verdict, verdict
from frontdoor.sending.models import SentSummary
from frontdoor.sending.queries import content_of, same_message, state_of
from frontdoor.sending.text_parts import size_of
from selfassess.values.saved import to_json

PURPOSE = "summary"
DRAFT_LIFE = timedelta(days=1)
_TOKEN_BYTES = 16
EVENT = "summary_sent"
UNDECIDED = frozenset({"maybe_sent", "failed", *NOT_ARRIVED})
"""The states in which a person decides what follows."""


class NotNow(Exception):
    """The message may not be sent to this person. `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class NotConfirmed(Exception):
    """The person has to agree to something first. `missing`: what."""

    def __init__(self, missing: list[Refusal]) -> None:
        super().__init__(" ".join(each.code for each in missing))
        self.missing = missing


class SentBefore(Exception):
    """The same message was sent from another page a short time ago. `other`: that summary."""

    def __init__(self, other: SentSummary) -> None:
        super().__init__(other.id)
        self.other = other


class TooManyParts(Exception):
    """A text message that is too long, or empty. `over`: how many characters at least."""

    def __init__(self, over: int) -> None:
        super().__init__(f"{over} over")
        self.over = over


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """A summary as the form has it."""

    channel: SummaryChannel
    form: LetterForm
    content: SummaryContent


@dataclass(frozen=True, slots=True, repr=False)
class Sending:
    """What the page of the preview says: the text as edited, what was confirmed, and whether to send it again."""

    text: str = ""
    confirmed: frozenset[str] = frozenset()
    again: bool = False


Compose = Callable[[SentSummary, SummaryContent], Email]
"""Makes the message of a summary, which may take a while for a letter, or raise."""


def new_token() -> str:
    """Return a token of 128 random bits in 26 letters and digits, without signs that an address could lose."""
    return b32encode(secrets.token_bytes(_TOKEN_BYTES)).decode().rstrip("=").lower()


def write(settings: Settings, contact_id: str, key: str, draft: Draft, *, actor: str) -> SentSummary:
    """Store a draft, commit, and return its row; the form that comes twice changes the draft that it began.

    What was sent stays as it was. Raises NoContact, and ValueError without a key.
    """
    if not key:
        raise ValueError("a summary needs the key of its form")
    contact = hold(contact_id)
    hashed = hashlib.sha256(f"{contact.id} {actor} {key}".encode()).hexdigest()
    row = db.session.scalar(select(SentSummary).where(SentSummary.key == hashed))
    if row is not None and row.sent_at is not None:
        db.session.commit()
        return row
    if row is None:
        row = SentSummary(id=clock.new_id(), contact_id=contact.id, key=hashed, created_by=actor)
        row.created_at = clock.now()
        token = new_token()
    else:
        token = content_of(settings, row).token
    _fill(settings, row, draft, token)
    db.session.add(row)
    db.session.commit()
    return row


def _fill(settings: Settings, row: SentSummary, draft: Draft, token: str) -> None:
    content = replace(draft.content, token=token)
    before = row.digest
    row.channel, row.form = draft.channel.value, draft.form.value
    row.language = needs_of_contact(settings, row.contact_id).language[:100]
    row.services = " ".join(content.service_ids)
    row.token_hash = vault(settings).lookup("summary", token)
    row.expires_at = clock.now() + timedelta(days=settings.sent_link_days)
    row.digest = _digest(settings, row, content)
    if before and before != row.digest:
        # The text message as it was edited belongs to the words before.
        forget_fields(row.contact_id, [text_box(row.id)])
    row.sealed = vault(settings).seal(row.id, to_json(content))


def _digest(settings: Settings, row: SentSummary, content: SummaryContent) -> str:
    parts = (row.contact_id, row.channel, row.form, row.services, content.recipient.casefold())
    words = (content.opening, content.closing, *(each.why for each in content.services))
    return vault(settings).lookup("same summary", "\0".join((*parts, *words)))


def verdict_on(settings: Settings, row: SentSummary) -> Verdict:
    """Return whether a summary may be sent at this moment. Raises LookupError and Unreadable."""
    needs = needs_of_contact(settings, row.contact_id)
    return verdict(
        needs,
        SummaryChannel(row.channel),
        LetterForm(row.form),
        clock.now(),
        catalogues(),
        languages_of_messages(),
    )


def send(
    settings: Settings, row: SentSummary, sending: Sending, compose: Compose, *, actor: str
) -> SentSummary:
    """Send a draft, commit, and return its row. What was sent is not sent again, however often this is called.

    Raises NotNow, NotConfirmed, SentBefore, TooManyParts, EmailRefused, and what `compose` raises.
    """
    hold(row.contact_id)
    row = db.session.get_one(SentSummary, row.id, populate_existing=True)
    if row.sent_at is not None:
        db.session.commit()
        return row
    try:
        _leave(settings, row, sending, compose, actor)
    except Exception:
        db.session.rollback()
        raise
    db.session.commit()
    return row


def _leave(settings: Settings, row: SentSummary, sending: Sending, compose: Compose, actor: str) -> None:
    channel, content = SummaryChannel(row.channel), content_of(settings, row)
    found = verdict_on(settings, row)
    if found.refused is not None:
        raise NotNow(found.refused)
    if missing := found.missing(sending.confirmed):
        raise NotConfirmed(missing)
    if channel is SummaryChannel.TEXT:
        content = replace(content, text=sending.text)
        size = size_of(sending.text)
        if not sending.text.strip() or not size.fits:
            raise TooManyParts(size.over)
    if not sending.again and (other := same_message(row)) is not None:
        raise SentBefore(other)
    if channel in LEAVING:
        row.message_id = queue_email(db.session, settings, compose(row, content), not_before=found.not_before)
    row.sent_at, row.sent_by = clock.now(), actor
    row.expires_at = row.sent_at + timedelta(days=settings.sent_link_days)
    row.confirmed = " ".join(sorted(each.code for each in found.to_confirm))
    row.sealed = vault(settings).seal(row.id, to_json(content.after_sending()))
    forget_fields(row.contact_id, [*RECIPIENTS, text_box(row.id)])
    add_event(row.contact_id, f"summary {row.id}", EVENT, by=actor, subject_id=row.id, detail=row.channel)
    note(settings, actor, "summary.sent", "contact", row.contact_id, channel=row.channel, summary=row.id)


def letter_message(address: str, document: bytes, purpose: str = PURPOSE) -> Email:
    """Return a letter for the outbox. `address`: in lines; `document`: the PDF, with the address on it."""
    return Email(address, "", "", purpose, by_letter=True, document=b64encode(document).decode("ascii"))


def decide(settings: Settings, row: SentSummary, *, send_again: bool, decided: int, actor: str) -> bool:
    """Settle a message that failed or may have been sent, as a person decided. Commits.

    `decided`: the count that the page had shown. Return False where somebody decided before, or the message is
    in another state by now.
    """
    hold(row.contact_id)
    row = db.session.get_one(SentSummary, row.id, populate_existing=True)
    if row.decided != decided or not settle(db.session, row.message_id, send_again=send_again):
        db.session.rollback()
        return False
    row.decided += 1
    kind = "summary_sent_again" if send_again else "summary_left"
    add_event(row.contact_id, f"summary {row.id} {row.decided}", kind, by=actor, subject_id=row.id)
    note(settings, actor, f"summary.{kind}", "contact", row.contact_id, summary=row.id)
    db.session.commit()
    return True


def note_made(settings: Settings, row: SentSummary, *, actor: str) -> None:
    """Note that braille or a recording was made and passed on. Commits. A second time changes nothing."""
    hold(row.contact_id)
    row = db.session.get_one(SentSummary, row.id, populate_existing=True)
    if row.made_at is None and row.sent_at is not None:
        row.made_at = clock.now()
        add_event(row.contact_id, f"summary {row.id} made", "summary_made", by=actor, subject_id=row.id)
        note(settings, actor, "summary.made", "contact", row.contact_id, summary=row.id)
    db.session.commit()


def is_undecided(row: SentSummary) -> bool:
    """Return True where a person has to decide about the message."""
    return state_of(row) in UNDECIDED


def remove_expired(upto: datetime) -> int:
    """Delete drafts after a day, and what was sent when its link is over, and commit. Return how many.

    What others still have to make stays.
    """
    draft = and_(SentSummary.sent_at.is_(None), SentSummary.created_at <= upto - DRAFT_LIFE)
    over = and_(
        SentSummary.sent_at.is_not(None),
        SentSummary.expires_at <= upto,
        or_(SentSummary.channel != SummaryChannel.OTHER.value, SentSummary.made_at.is_not(None)),
    )
    found = db.session.execute(
        delete(SentSummary).where(or_(draft, over)), execution_options={"synchronize_session": False}
    )
    db.session.commit()
    return int(found.rowcount)  # type: ignore[attr-defined]


def seal_again(settings: Settings) -> int:
    """Encrypt all summaries with the newest key, commit, and return how many. Raises Unreadable."""
    cipher = vault(settings)
    rows = db.session.scalars(select(SentSummary)).all()
    for row in rows:
        row.sealed = cipher.sealed_again(row.sealed)
    db.session.commit()
    return len(rows)
