"""Saving answers, opening a saved copy, and deleting everything that has expired.

A saved copy is found by its reference and opened by its three words; or by an e-mailed link, which works
once, for a day. An unknown reference and wrong words get the same answer after the same work.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from core import clock, rate_limits
from core.crypt import vault
from core.db import db
from core.outbox.messages import Email
from core.outbox.services import queue_email
from core.retention.services import deletion_limit
from core.settings import Settings
from core.slow_hash import NOBODYS_HASH, fits, slow_hash
from selfassess.models import ReturnAttempts, SavedAssessment, SavedLink
from selfassess.saved_copy import queries as copy_queries
from selfassess.saved_copy.queries import SavedCopy
from selfassess.saved_copy.services import (
    MOST_RACES,
    SavedCopyMissing,
    expiry,
    is_alive,
    rows_changed,
    sealed,
    used_now,
)
from selfassess.saving import queries, references
from selfassess.saving.emails import link_email
from selfassess.values.saved import SavedBody

LINK_LIFE = timedelta(hours=24)


class CannotOpen(Exception):
    """No saved copy can be opened with this reference and these words, or with this link.

    The exception does not tell which of them was wrong.
    """


@dataclass(frozen=True, slots=True, repr=False)
class NewlySaved:
    """The reference and words that the person must note, shown once, because the words are not stored.

    `generation` counts the words that this copy had.
    """

    id: str
    reference: str
    words: str
    expires_at: datetime
    generation: int = 1


@dataclass(frozen=True, slots=True)
class PurgeCounts:
    """How many rows of each kind were deleted because they had expired up to a moment."""

    upto: datetime
    saved: int
    links: int
    attempts: int


# Saving


def save(settings: Settings, questionnaire: str, version: str, body: SavedBody) -> NewlySaved:
    """Store answers and plan as a new saved copy, commit, and return its reference and words.

    The copy's revision continues that of the body, so that changes from pages that were open before are still
    noticed. Raises TooLarge.
    """
    for _race in range(MOST_RACES):
        secrets = _new_secrets(settings, clock.new_id())
        row = SavedAssessment(
            id=secrets.id,
            questionnaire=questionnaire,
            version=version,
            body=sealed(settings, secrets.id, body),
        )
        row.revision, row.expires_at = max(body.changed.values(), default=1), secrets.expires_at
        # Hashing is slow, so it comes before the insert, which locks the database until the commit.
        row.secret_lookup, row.pass_hash = _secret_columns(settings, secrets).values()
        db.session.add(row)
        if _committed():
            return secrets
    raise RuntimeError("no free reference was found")


def renew(settings: Settings, saved_id: str) -> NewlySaved:
    """Replace the reference and the words of a saved copy, commit, and return the new ones.

    The old reference and words no longer open the copy, nor do links that were sent before. Sessions that
    were opened with the old words end (selfassess.session.store). Raises SavedCopyMissing.
    """
    for _race in range(MOST_RACES):
        secrets = _new_secrets(settings, saved_id)
        values = {**_secret_columns(settings, secrets), **used_now(settings)}
        values["generation"] = SavedAssessment.generation + 1
        try:
            found = rows_changed(update(SavedAssessment).where(*is_alive(saved_id)).values(**values))
        except IntegrityError:
            db.session.rollback()
            continue
        rows_changed(delete(SavedLink).where(SavedLink.saved_id == saved_id))
        generation = copy_queries.generation(saved_id)
        db.session.commit()
        if not found or generation is None:
            raise SavedCopyMissing
        return replace(secrets, generation=generation)
    raise RuntimeError("no free reference was found")


def _new_secrets(settings: Settings, saved_id: str) -> NewlySaved:
    words = references.new_words(references.word_list(settings.content_dir))
    return NewlySaved(saved_id, references.new_reference(), words, expiry(settings))


def _secret_columns(settings: Settings, secrets: NewlySaved) -> dict[str, Any]:
    lookup = vault(settings).lookup("saved", secrets.reference)
    return {"secret_lookup": lookup, "pass_hash": slow_hash(secrets.words)}


# Coming back


def open_saved(settings: Settings, reference: str, words: str) -> SavedCopy:
    """Return the saved copy that a typed reference and typed words open, and commit.

    Raises CannotOpen, what `rate_limits.guess` and what `saved_copy.queries.read` raises.
    """
    lookups = vault(settings).lookups(
        "saved", references.read_reference(reference) or reference[: references.MOST_TYPED]
    )
    phrase = references.read_words(words, references.word_list(settings.content_dir))
    rate_limits.guess(lookups[0])
    found = queries.by_lookup(lookups)
    is_right = fits(found.pass_hash if found else NOBODYS_HASH, phrase)
    if found is None or not is_right:
        raise CannotOpen
    rate_limits.know_network(lookups[0])
    return _opened(settings, found.id)


def _opened(settings: Settings, saved_id: str) -> SavedCopy:
    """Extend the time of a saved copy, commit, and return it. Raises CannotOpen."""
    db.session.execute(update(SavedAssessment).where(*is_alive(saved_id)).values(**used_now(settings)))
    db.session.commit()
    opened = copy_queries.read(settings, saved_id)
    if opened is None:
        raise CannotOpen
    return opened


# Links


def send_link(settings: Settings, saved_id: str, recipient: str, url_of: Callable[[str], str]) -> str:
    """Queue an e-mail with a link that opens a saved copy once, within a day, and commit.

    `url_of` returns the address for a token. Return the id of the message. Raises SavedCopyMissing and
    EmailRefused.
    """
    if copy_queries.read(settings, saved_id) is None:
        raise SavedCopyMissing
    token = references.new_token()
    expires_at = clock.now() + LINK_LIFE
    db.session.add(
        SavedLink(saved_id=saved_id, token_hash=vault(settings).lookup("link", token), expires_at=expires_at)
    )
    subject, body = link_email(settings, url_of(token))
    message_id = queue_email(db.session, settings, Email(recipient, subject, body, purpose="link"))
    db.session.commit()
    return message_id


def claim_link(settings: Settings, token: str) -> SavedCopy:
    """Return the saved copy that a link opens, delete the link, and commit.

    Call it for a POST only, because mail programs follow links. Raises CannotOpen, and what
    `saved_copy.queries.read` raises.
    """
    found = queries.by_token(vault(settings).lookups("link", token[: 2 * references.MOST_TYPED]))
    if found is None or not rows_changed(delete(SavedLink).where(SavedLink.id == found[0])):
        raise CannotOpen
    return _opened(settings, found[1])


# Deleting what has expired


def purge() -> PurgeCounts:
    """Delete what has expired, commit, and return how many rows were deleted.

    core.retention limits how much one run deletes where the clock jumped.
    """
    upto = deletion_limit(db.session, "purge")
    purged = PurgeCounts(
        upto=upto,
        saved=rows_changed(delete(SavedAssessment).where(SavedAssessment.expires_at <= upto)),
        links=rows_changed(delete(SavedLink).where(SavedLink.expires_at <= upto)),
        attempts=rows_changed(delete(ReturnAttempts).where(ReturnAttempts.until <= upto)),
    )
    db.session.commit()
    return purged


def _committed() -> bool:
    """Commit and return True; False where a unique value, such as a reference, is taken."""
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True
