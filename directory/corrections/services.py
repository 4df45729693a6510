"""Stores reports of mistakes in listings."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update

from core import clock
from core.crypt import Unreadable, vault
from core.db import db
from core.settings import Settings
from directory.models.corrections import Correction

log = logging.getLogger("signpost.corrections")

# Without letters and digits that sound or look alike when a reference is read out on the telephone.
_LETTERS = "BCDFGHJKMNPQRTVWXY346789"
_LENGTH = 6
_SAME_REPORT = timedelta(hours=1)

ADDRESS_LIFE = timedelta(days=30)
"""How long the e-mail address of somebody who wants an answer is stored. The page of thanks names it."""

REPORT_LIFE = timedelta(days=365)
"""How long a report is stored."""


def report(settings: Settings, service_id: str, what: str, message: str, reply_to: str) -> Correction:
    """Store one report, commit, and return it. For the same report within an hour the first report is
    returned.
    """
    again = select(Correction).where(
        Correction.service_id == service_id,
        Correction.what == what,
        Correction.message == message,
        Correction.created_at > clock.now() - _SAME_REPORT,
    )
    for known in db.session.scalars(again):
        if address(settings, known) == reply_to:
            return known
    correction = Correction(
        id=clock.new_id(), service_id=service_id, reference=_free_reference(), what=what, message=message
    )
    _seal(settings, correction, reply_to)
    db.session.add(correction)
    db.session.commit()
    return correction


def address(settings: Settings, correction: Correction) -> str:
    """Return the address of a person who wants an answer; empty where there is none.

    One that no key opens is logged, and counts as none.
    """
    if correction.reply_sealed is None:
        return ""
    try:
        return str(vault(settings).open(correction.id, correction.reply_sealed)["reply_to"])
    except Unreadable:
        log.error("the address on a report cannot be read")
        return ""


def _seal(settings: Settings, correction: Correction, reply_to: str) -> None:
    if reply_to:
        correction.reply_sealed = vault(settings).seal(correction.id, {"reply_to": reply_to})


def wipe_addresses(upto: datetime) -> int:
    """Wipe addresses whose time was over at a moment, and commit. Return how many."""
    expired = Correction.created_at <= upto - ADDRESS_LIFE, Correction.reply_sealed.is_not(None)
    result = db.session.execute(
        update(Correction).where(*expired).values(reply_sealed=None),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()
    return result.rowcount if isinstance(result, CursorResult) else 0


def delete_old_reports(upto: datetime) -> int:
    """Delete reports whose time was over at a moment, and commit. Return how many."""
    result = db.session.execute(
        delete(Correction).where(Correction.created_at <= upto - REPORT_LIFE),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()
    return result.rowcount if isinstance(result, CursorResult) else 0


def seal_plain_addresses(settings: Settings) -> int:
    """Seal or empty the addresses that the previous version stored in clear; commit. Return how many."""
    corrections = db.session.scalars(select(Correction).where(Correction.reply_to != "")).all()
    for correction in corrections:
        if correction.created_at > clock.now() - ADDRESS_LIFE:
            _seal(settings, correction, correction.reply_to)
        correction.reply_to = ""
    db.session.commit()
    return len(corrections)


def new_reference() -> str:
    """Return a short reference such as 'H7K-3MQ', from a random id."""
    number, letters = UUID(clock.new_id()).int, ""
    for _position in range(_LENGTH):
        number, digit = divmod(number, len(_LETTERS))
        letters += _LETTERS[digit]
    return f"{letters[:3]}-{letters[3:]}"


def _free_reference() -> str:
    reference = new_reference()
    while db.session.scalar(select(Correction.id).where(Correction.reference == reference)):
        reference = new_reference()
    return reference


def is_reference(text: str) -> bool:
    """Return True when the text has the form of a reference, whether or not such a report exists."""
    return (
        len(text) == _LENGTH + 1 and text[3] == "-" and all(c in _LETTERS for c in text.replace("-", "", 1))
    )
