"""Stores reports of mistakes in listings."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from core import clock
from core.db import db
from directory.models.corrections import Correction

# Without letters and digits that sound or look alike when a reference is read out on the telephone.
_LETTERS = "BCDFGHJKMNPQRTVWXY346789"
_LENGTH = 6
_SAME_REPORT = timedelta(hours=1)


def report(service_id: str, what: str, message: str, reply_to: str) -> Correction:
    """Store one report, commit, and return it. For the same report within an hour the first report is
    returned.
    """
    again = select(Correction).where(
        Correction.service_id == service_id,
        Correction.what == what,
        Correction.message == message,
        Correction.reply_to == reply_to,
        Correction.created_at > clock.now() - _SAME_REPORT,
    )
    known = db.session.scalar(again.limit(1))
    if known is not None:
        return known
    correction = Correction(
        service_id=service_id, reference=_free_reference(), what=what, message=message, reply_to=reply_to
    )
    db.session.add(correction)
    db.session.commit()
    return correction


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
