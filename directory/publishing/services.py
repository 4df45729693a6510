"""Writes keys for the feed, and what may be done with the records of other feeds. Commits happen here."""

import hashlib
import secrets

from sqlalchemy.orm import Session

from core import clock
from directory.models.publishing import ApiKey, FeedSource

_PREFIX = "spk_"
_BYTES = 32


def key_hash(key: str) -> str:
    """Return the hash under which a key is stored."""
    return hashlib.sha256(key.encode()).hexdigest()


def create_key(session: Session, name: str) -> tuple[ApiKey, str]:
    """Store a new key and return its row and the key itself, which nobody can read again."""
    key = _PREFIX + secrets.token_urlsafe(_BYTES)
    row = ApiKey(name=name, key_hash=key_hash(key))
    session.add(row)
    session.commit()
    return row, key


def revoke_key(session: Session, key_id: str) -> bool:
    """Revoke a key by its id. Returns False when there is no such key in use."""
    row = session.get(ApiKey, key_id)
    if row is None or row.revoked_at is not None:
        return False
    row.revoked_at = clock.now()
    session.commit()
    return True


def note_source(session: Session, source: str, url: str) -> None:
    """Remember that a source is somebody else's feed. It is not published again until somebody allows it."""
    row = session.get(FeedSource, source)
    if row is None:
        session.add(FeedSource(source=source, url=url))
    else:
        row.url = url
    session.commit()


def allow_source(session: Session, source: str, *, publisher: str, licence: str, licence_url: str) -> bool:
    """Let the records of a source be published again under their licence. Returns False for an unknown one."""
    row = session.get(FeedSource, source)
    if row is None:
        return False
    row.publisher, row.licence, row.licence_url, row.republish = publisher, licence, licence_url, True
    session.commit()
    return True


def keep_source_back(session: Session, source: str) -> bool:
    """Stop publishing the records of a source. Returns False for an unknown one."""
    row = session.get(FeedSource, source)
    if row is None:
        return False
    row.republish = False
    session.commit()
    return True
