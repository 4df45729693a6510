"""Saving, coming back, deleting. An unknown reference and wrong words get the same answer after the same work.

A saved assessment is found by its reference and opened by its words; or by an e-mailed link, which is good once, for a day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import CursorResult, Executable, delete, select, update
from sqlalchemy.exc import IntegrityError

from core import clock, notifications
from core.crypt import vault
from core.db import db
from core.models import OutboxMessage
from core.settings import Settings
from selfassess.models import PrivateMessage, ReturnAttempts, SavedAssessment, SavedLink
from selfassess.plan.documents import link_email
from selfassess.saving import queries, references
from selfassess.saving.queries import Opened
from selfassess.values.saved import FieldChange, Merged, SavedBody, merged, to_json

MOST_TRIES = 5
TRIES_WINDOW = timedelta(minutes=15)
LINK_LIFE = timedelta(hours=24)
MOST_BYTES = 512 * 1024
_MOST_RACES = 10
# Argon2id with the least that OWASP's password storage cheat sheet asks for: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# The hash of words that nobody has, for references that nobody has: as much work as a real one.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$L6gnD2XhYGq+M6vCwa4z2w$J2U+p0MACXGBsxFx3dIqRXTJPfoukBKrY1yRNeEKkrY"
)


class CannotOpen(Exception):
    """The reference and the words do not open anything, or the link does not: nobody learns which of them was wrong."""


class TooManyTries(Exception):
    """This reference was tried with wrong words too often. It is the same for one that there never was."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many tries")
        self.until = until


class Gone(Exception):
    """What was saved is not there any more: deleted, or expired."""


class TooLarge(Exception):
    """More than can be kept."""


@dataclass(frozen=True, slots=True, repr=False)
class NewlySaved:
    """What the person must note. It is shown once: the words are not kept."""

    id: str
    reference: str
    words: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Purged:
    """How many were deleted because their time was over."""

    saved: int
    links: int
    attempts: int
    messages: int


# Saving


def save(settings: Settings, questionnaire: str, version: str, body: SavedBody) -> NewlySaved:
    """Keep answers and plan, and commit. Raises TooLarge.

    The revision goes on from the body's own, so that pages which were open before it was saved still notice each other.
    """
    for _race in range(_MOST_RACES):
        known = _new_secrets(settings, clock.new_id())
        row = SavedAssessment(
            id=known.id, questionnaire=questionnaire, version=version, body=_sealed(settings, known.id, body)
        )
        row.revision, row.expires_at = max(body.changed.values(), default=1), known.expires_at
        # The slow work first: deleting what has expired takes the database's lock until the commit.
        row.secret_lookup, row.pass_hash = _locks(settings, known).values()
        _purge()
        db.session.add(row)
        if _committed():
            return known
    raise RuntimeError("no free reference was found")


def renew(settings: Settings, saved_id: str) -> NewlySaved:
    """Give a new reference and new words to somebody who has it open; the old ones open nothing any more. Commits. Raises Gone."""
    for _race in range(_MOST_RACES):
        known = _new_secrets(settings, saved_id)
        values = {**_locks(settings, known), **_touched(settings)}
        try:
            found = _rows(update(SavedAssessment).where(*_alive(saved_id)).values(**values))
        except IntegrityError:
            db.session.rollback()
            continue
        db.session.commit()
        if not found:
            raise Gone
        return known
    raise RuntimeError("no free reference was found")


def write(settings: Settings, saved_id: str, seen: int, changes: Sequence[FieldChange]) -> Merged:
    """Change what is saved, from a page that saw revision `seen`, and commit.

    What was changed elsewhere after that is not overwritten: such a change comes back in `refused`, and `body` holds the newer state.
    Changes to other keys merge. Raises Gone, TooLarge.
    """
    for _race in range(_MOST_RACES):
        now = queries.read(settings, saved_id)
        if now is None:
            raise Gone
        result = merged(now.body, now.revision, seen, tuple(changes))
        if result.revision == now.revision or _replaced(settings, now, result.body, now.version):
            return result
    raise RuntimeError("a saved assessment was changed too often at the same time")


def migrate(settings: Settings, opened: Opened, version: str, body: SavedBody) -> Opened:
    """Put what was saved into the form of a newer version of its questionnaire, and commit. Raises Gone, TooLarge.

    Where another page changed it meanwhile, nothing is done and the newer state comes back, to be migrated again.
    """
    _replaced(settings, opened, body, version)
    now = queries.read(settings, opened.id)
    if now is None:
        raise Gone
    return now


def delete_now(saved_id: str) -> None:
    """Delete what is saved, with its links, and commit. It is no error when it has gone already."""
    db.session.execute(delete(SavedAssessment).where(SavedAssessment.id == saved_id))
    db.session.commit()


def _replaced(settings: Settings, old: Opened, body: SavedBody, version: str) -> bool:
    """True when the body was changed; False when somebody else was quicker."""
    values = {
        "body": _sealed(settings, old.id, body),
        "version": version,
        "revision": old.revision + 1,
        **_touched(settings),
    }
    changed = _rows(
        update(SavedAssessment)
        .where(*_alive(old.id), SavedAssessment.revision == old.revision)
        .values(**values)
    )
    db.session.commit()
    return changed == 1


def _sealed(settings: Settings, saved_id: str, body: SavedBody) -> bytes:
    sealed = vault(settings).seal(saved_id, to_json(body))
    if len(sealed) > MOST_BYTES:
        raise TooLarge
    return sealed


def _new_secrets(settings: Settings, saved_id: str) -> NewlySaved:
    words = references.new_words(references.word_list(settings.content_dir))
    return NewlySaved(saved_id, references.new_reference(), words, _expiry(settings))


def _locks(settings: Settings, known: NewlySaved) -> dict[str, Any]:
    lookup = vault(settings).lookup("saved", known.reference)
    return {"secret_lookup": lookup, "pass_hash": _hasher.hash(known.words)}


def _expiry(settings: Settings) -> datetime:
    return clock.now() + timedelta(days=settings.assessment_days)


def _touched(settings: Settings) -> dict[str, Any]:
    return {"touched_at": clock.now(), "expires_at": _expiry(settings)}


def _alive(saved_id: str) -> tuple[Any, Any]:
    return SavedAssessment.id == saved_id, SavedAssessment.expires_at > clock.now()


# Coming back


def open_saved(settings: Settings, reference: str, words: str) -> Opened:
    """Open what was saved under a reference, with its words as they were typed, and commit. Raises CannotOpen, TooManyTries."""
    _purge()
    lookups = vault(settings).lookups(
        "saved", references.read_reference(reference) or reference[: references.MOST_TYPED]
    )
    phrase = references.read_words(words, references.word_list(settings.content_dir))
    _count_try(lookups[0])
    found = queries.by_lookup(lookups)
    fits = _fits(found.pass_hash if found else NOBODYS_HASH, phrase)
    if found is None or not fits:
        raise CannotOpen
    db.session.execute(delete(ReturnAttempts).where(ReturnAttempts.secret_lookup == lookups[0]))
    return _welcome(settings, found.id)


def _fits(pass_hash: str, phrase: str) -> bool:
    try:
        return _hasher.verify(pass_hash, phrase)
    except VerificationError:
        return False


def _welcome(settings: Settings, saved_id: str) -> Opened:
    db.session.execute(update(SavedAssessment).where(*_alive(saved_id)).values(**_touched(settings)))
    db.session.commit()
    opened = queries.read(settings, saved_id)
    if opened is None:
        raise CannotOpen
    return opened


def _count_try(lookup: str) -> None:
    """Count a try before it is made, so that many at once are all counted, and commit. Raises TooManyTries."""
    columns = select(ReturnAttempts.tries, ReturnAttempts.until).where(ReturnAttempts.secret_lookup == lookup)
    for _race in range(_MOST_RACES):
        now, counted = clock.now(), db.session.execute(columns).first()
        if counted is None:
            db.session.add(ReturnAttempts(secret_lookup=lookup, tries=1, until=now + TRIES_WINDOW))
            if _committed():
                return
        elif counted.tries >= MOST_TRIES and counted.until > now:
            raise TooManyTries(counted.until)
        elif _counted(lookup, counted.tries, counted.until):
            return
    raise TooManyTries(clock.now() + TRIES_WINDOW)


def _counted(lookup: str, tries: int, until: datetime) -> bool:
    """True when this try was counted; False when another was counted at the same moment. The last try starts the lock-out."""
    now = clock.now()
    more = tries + 1 if until > now else 1
    ends = now + TRIES_WINDOW if more in (1, MOST_TRIES) else until
    same = (
        ReturnAttempts.secret_lookup == lookup,
        ReturnAttempts.tries == tries,
        ReturnAttempts.until == until,
    )
    changed = _rows(update(ReturnAttempts).where(*same).values(tries=more, until=ends))
    db.session.commit()
    return changed == 1


# Links and messages


def send_link(settings: Settings, saved_id: str, recipient: str, url_of: Callable[[str], str]) -> None:
    """E-mail a link that opens what is saved, once, within a day; commits. `url_of` makes an address of a token. Raises Gone."""
    if queries.read(settings, saved_id) is None:
        raise Gone
    token = references.new_token()
    expires_at = clock.now() + LINK_LIFE
    db.session.add(
        SavedLink(saved_id=saved_id, token_hash=vault(settings).lookup("link", token), expires_at=expires_at)
    )
    subject, body = link_email(settings, url_of(token))
    send_privately(settings, recipient, subject, body)


def claim_link(settings: Settings, token: str) -> Opened:
    """Open what a link leads to, and commit. It works once, and by POST only, because mail programs follow links. Raises CannotOpen."""
    _purge()
    found = queries.by_token(vault(settings).lookups("link", token[: 2 * references.MOST_TYPED]))
    if found is None or not _rows(delete(SavedLink).where(SavedLink.id == found[0])):
        raise CannotOpen
    return _welcome(settings, found[1])


def send_privately(settings: Settings, recipient: str, subject: str, body: str) -> None:
    """Send an e-mail that is not kept: commits, tries to deliver, and deletes it as soon as it has left, after a day in any case."""
    message = notifications.queue_email(db.session, recipient, subject, body)
    db.session.flush()
    db.session.add(PrivateMessage(message_id=message.id, wipe_at=clock.now() + LINK_LIFE))
    db.session.commit()
    notifications.deliver_waiting(db.session, settings)
    _wipe_messages()
    db.session.commit()


# Deleting what has expired


def purge() -> Purged:
    """Delete everything whose time is over, and commit."""
    purged = _purge()
    db.session.commit()
    return purged


def _purge() -> Purged:
    now = clock.now()
    return Purged(
        saved=_rows(delete(SavedAssessment).where(SavedAssessment.expires_at <= now)),
        links=_rows(delete(SavedLink).where(SavedLink.expires_at <= now)),
        attempts=_rows(delete(ReturnAttempts).where(ReturnAttempts.until <= now)),
        messages=_wipe_messages(),
    )


def _wipe_messages() -> int:
    """Delete private messages that have left or whose time is over; those that the site only keeps stay until then."""
    private = select(PrivateMessage.message_id).join(
        OutboxMessage, OutboxMessage.id == PrivateMessage.message_id
    )
    over = private.where((PrivateMessage.wipe_at <= clock.now()) | (OutboxMessage.status == "sent"))
    return _rows(delete(OutboxMessage).where(OutboxMessage.id.in_(over)))


def _rows(statement: Executable) -> int:
    """Carry out a change; how many rows it met. Objects in the session are not brought up to date: none are read here."""
    result = db.session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0


def _committed() -> bool:
    """True when it was committed; False when something of the same name is there already."""
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True
