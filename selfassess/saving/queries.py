"""Reading what was saved. What has expired is not there, whether or not it has been deleted yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from core import clock
from core.crypt import vault
from core.db import db
from core.settings import Settings
from selfassess.models import SavedAssessment, SavedLink
from selfassess.values.saved import SavedBody, from_json


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """A saved assessment, opened. `expires_at`: when it is deleted if nobody uses it until then."""

    id: str
    questionnaire: str
    version: str
    body: SavedBody
    revision: int
    expires_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Locked:
    """A saved assessment by its reference, not yet opened."""

    id: str
    pass_hash: str


def read(settings: Settings, saved_id: str) -> Opened | None:
    """The saved assessment with this id; None when it was deleted or has expired. Raises core.crypt.Unreadable, BadRecord."""
    found = _first(SavedAssessment.id == saved_id)
    if found is None:
        return None
    body = from_json(SavedBody, vault(settings).open(found.id, found.body))
    return Opened(found.id, found.questionnaire, found.version, body, found.revision, found.expires_at)


def by_lookup(lookups: Sequence[str]) -> Locked | None:
    """The saved assessment whose reference has one of these hashes."""
    found = _first(SavedAssessment.secret_lookup.in_(lookups))
    return Locked(found.id, found.pass_hash) if found else None


def by_token(hashes: Sequence[str]) -> tuple[str, str] | None:
    """The ids of the link whose token has one of these hashes, and of what it leads to; None when it was used or is too old."""
    wanted = select(SavedLink.id, SavedLink.saved_id).where(
        SavedLink.token_hash.in_(hashes), SavedLink.expires_at > clock.now()
    )
    found = db.session.execute(wanted).first()
    return (found[0], found[1]) if found else None


def _first(condition: ColumnElement[bool]) -> Row[Any] | None:
    """Columns, not a mapped object: a second look in one request must see what another process has written."""
    columns = (c for c in SavedAssessment.__table__.columns)
    return db.session.execute(
        select(*columns).where(condition, SavedAssessment.expires_at > clock.now())
    ).first()
