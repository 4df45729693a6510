"""Reads of saved copies. An expired copy is not found, whether or not it has been deleted yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from core import clock
from core.crypt import vault
from core.db import db
from core.settings import Settings
from selfassess.models import SavedAssessment
from selfassess.values.saved import SavedBody, from_json


@dataclass(frozen=True, slots=True, repr=False)
class SavedCopy:
    """A saved copy, decrypted.

    `generation` counts its words. `expires_at`: when the copy is deleted if nobody uses it until then.
    """

    id: str
    questionnaire: str
    version: str
    body: SavedBody
    revision: int
    generation: int
    expires_at: datetime


def read(settings: Settings, saved_id: str) -> SavedCopy | None:
    """Return the saved copy with this id; None when it was deleted or has expired.

    Raises core.crypt.Unreadable where the copy cannot be decrypted, BadRecord where its content is not
    understood, and core.crypt.BadKeys where the site has no key.
    """
    found = first(SavedAssessment.id == saved_id)
    if found is None:
        return None
    body = from_json(SavedBody, vault(settings).open(found.id, found.body))
    return SavedCopy(
        found.id,
        found.questionnaire,
        found.version,
        body,
        found.revision,
        found.generation,
        found.expires_at,
    )


def generation(saved_id: str) -> int | None:
    """Return the generation of a saved copy's words; None when the copy was deleted or has expired."""
    wanted = select(SavedAssessment.generation)
    return db.session.scalar(
        wanted.where(SavedAssessment.id == saved_id, SavedAssessment.expires_at > clock.now())
    )


def first(condition: ColumnElement[bool]) -> Row[Any] | None:
    """Return the columns of the first unexpired saved copy that meets a condition; None where there is none.

    Columns are selected, not a mapped object: a second read in one request must see what another process has
    written.
    """
    columns = SavedAssessment.__table__.columns
    return db.session.execute(
        select(*columns).where(condition, SavedAssessment.expires_at > clock.now())
    ).first()
