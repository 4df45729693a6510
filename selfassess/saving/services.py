"""Saving, coming back, deleting what has expired. An unknown reference and wrong words get the same answer
after the same work.

A saved copy is found by its reference and opened by its three words; or by an e-mailed link, which works
once, for a day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.crypt import vault
from core.db import db
from core.settings import Settings
from selfassess.models import ReturnAttempts, SavedAssessment, SavedLink
from selfassess.private_messages.services import send_private_email, wipe_private_messages
from selfassess.saved_copy import queries as copy_queries
from selfassess.saved_copy.queries import SavedCopy
from selfassess.saved_copy.services import (
    MOST_RACES,
    Gone,
    expiry,
    is_alive,
    rows_changed,
    sealed,
    used_now,
)
from selfassess.saving import queries, references
from selfassess.saving.emails import link_email
from selfassess.values.saved import SavedBody

MOST_TRIES = 5
TRIES_WINDOW = timedelta(minutes=15)
LINK_LIFE = timedelta(hours=24)
# Argon2id with the least that OWASP's password storage cheat sheet asks for: 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# The hash of words that nobody has, for references that nobody has: as much work as a real one.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$L6gnD2XhYGq+M6vCwa4z2w$J2U+p0MACXGBsxFx3dIqRXTJPfoukBKrY1yRNeEKkrY"
)


class CannotOpen(Exception):
    """The reference and the words do not open anything, or the link does not: nobody learns which of them
    was wrong."""


class TooManyTries(Exception):
    """This reference was tried with wrong words too often. It is the same for one that there never was."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many tries")
        self.until = until


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

    The revision goes on from the body's own, so that pages which were open before it was saved still notice
    each other.
    """
    for _race in range(MOST_RACES):
        known = _new_secrets(settings, clock.new_id())
        row = SavedAssessment(
            id=known.id, questionnaire=questionnaire, version=version, body=sealed(settings, known.id, body)
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
    """Give a new reference and new words to somebody who has it open; the old ones open nothing any more.

    Commits. Raises Gone.
    """
    for _race in range(MOST_RACES):
        known = _new_secrets(settings, saved_id)
        values = {**_locks(settings, known), **used_now(settings)}
        try:
            found = rows_changed(update(SavedAssessment).where(*is_alive(saved_id)).values(**values))
        except IntegrityError:
            db.session.rollback()
            continue
        db.session.commit()
        if not found:
            raise Gone
        return known
    raise RuntimeError("no free reference was found")


def _new_secrets(settings: Settings, saved_id: str) -> NewlySaved:
    words = references.new_words(references.word_list(settings.content_dir))
    return NewlySaved(saved_id, references.new_reference(), words, expiry(settings))


def _locks(settings: Settings, known: NewlySaved) -> dict[str, Any]:
    lookup = vault(settings).lookup("saved", known.reference)
    return {"secret_lookup": lookup, "pass_hash": _hasher.hash(known.words)}


# Coming back


def open_saved(settings: Settings, reference: str, words: str) -> SavedCopy:
    """Open what was saved under a reference, with its words as they were typed, and commit.

    Raises CannotOpen, TooManyTries.
    """
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


def _welcome(settings: Settings, saved_id: str) -> SavedCopy:
    db.session.execute(update(SavedAssessment).where(*is_alive(saved_id)).values(**used_now(settings)))
    db.session.commit()
    opened = copy_queries.read(settings, saved_id)
    if opened is None:
        raise CannotOpen
    return opened


def _count_try(lookup: str) -> None:
    """Count a try before it is made, so that many at once are all counted, and commit.

    Raises TooManyTries.
    """
    columns = select(ReturnAttempts.tries, ReturnAttempts.until).where(ReturnAttempts.secret_lookup == lookup)
    for _race in range(MOST_RACES):
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
    """True when this try was counted; False when another was counted at the same moment.

    The last try starts the lock-out.
    """
    now = clock.now()
    more = tries + 1 if until > now else 1
    ends = now + TRIES_WINDOW if more in (1, MOST_TRIES) else until
    same = (
        ReturnAttempts.secret_lookup == lookup,
        ReturnAttempts.tries == tries,
        ReturnAttempts.until == until,
    )
    changed = rows_changed(update(ReturnAttempts).where(*same).values(tries=more, until=ends))
    db.session.commit()
    return changed == 1


# Links and messages


def send_link(settings: Settings, saved_id: str, recipient: str, url_of: Callable[[str], str]) -> None:
    """E-mail a link that opens what is saved, once, within a day; commits.

    `url_of` makes an address of a token. Raises Gone.
    """
    if copy_queries.read(settings, saved_id) is None:
        raise Gone
    token = references.new_token()
    expires_at = clock.now() + LINK_LIFE
    db.session.add(
        SavedLink(saved_id=saved_id, token_hash=vault(settings).lookup("link", token), expires_at=expires_at)
    )
    subject, body = link_email(settings, url_of(token))
    send_private_email(settings, recipient, subject, body)


def claim_link(settings: Settings, token: str) -> SavedCopy:
    """Open what a link leads to, and commit.

    It works once, and by POST only, because mail programs follow links. Raises CannotOpen.
    """
    _purge()
    found = queries.by_token(vault(settings).lookups("link", token[: 2 * references.MOST_TYPED]))
    if found is None or not rows_changed(delete(SavedLink).where(SavedLink.id == found[0])):
        raise CannotOpen
    return _welcome(settings, found[1])


# Deleting what has expired


def purge() -> Purged:
    """Delete everything whose time is over, and commit."""
    purged = _purge()
    db.session.commit()
    return purged


def _purge() -> Purged:
    now = clock.now()
    return Purged(
        saved=rows_changed(delete(SavedAssessment).where(SavedAssessment.expires_at <= now)),
        links=rows_changed(delete(SavedLink).where(SavedLink.expires_at <= now)),
        attempts=rows_changed(delete(ReturnAttempts).where(ReturnAttempts.until <= now)),
        messages=wipe_private_messages(),
    )


def _committed() -> bool:
    """True when it was committed; False when something of the same name is there already."""
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True
