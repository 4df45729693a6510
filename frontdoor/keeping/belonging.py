"""What came of a known person without a contact: requests sent elsewhere, and calls that a group was asked for.

They are recognised by the name together with the phone number, the e-mail address, or day of birth and postcode.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from core.crypt import BadKeys, Unreadable
from core.db import db
from core.settings import Settings
from frontdoor.callbacks.models import CallBack
from frontdoor.callbacks.queries import details_of
from frontdoor.inbox.matching import all_hashes_of, key_marks, phone_digits
from frontdoor.inbox.models import RequestWork
from selfassess.models import Referral
from selfassess.referrals.queries import request_in
from selfassess.values.people import Person
from selfassess.values.request import RequestKind, RequestValue
from selfassess.values.saved import BadRecord

log = logging.getLogger("signpost.keeping")


@dataclass(frozen=True, slots=True)
class Belonging:
    """The ids of the rows of one kind that are about a person.

    `not_compared`: how many could not be read, so that nobody knows whether they are about the person.
    """

    ids: tuple[str, ...] = ()
    not_compared: int = 0


def requests_of(settings: Settings, person: Person, contact_ids: Sequence[str]) -> Belonging:
    """Return the requests about somebody with this name and one of the other details.

    Hashes of every key of the site are compared. `contact_ids`: requests of these contacts are known anyway.
    """
    unknown = select(func.count()).where(
        RequestWork.hashes_key.not_in(key_marks(settings)), RequestWork.contact_id.not_in(contact_ids)
    )
    not_compared = db.session.scalar(unknown) or 0
    columns = {
        "phone": RequestWork.phone_lookup,
        "email": RequestWork.email_lookup,
        "person": RequestWork.person_lookup,
    }
    hashes = all_hashes_of(settings, RequestValue(RequestKind.NEEDS_ASSESSMENT, about=person))
    if not hashes:
        return Belonging(not_compared=not_compared)
    found = db.session.scalars(
        select(Referral)
        .join(RequestWork, RequestWork.referral_id == Referral.id)
        .where(or_(*(columns[what].in_(known) for what, known in hashes.items())))
    ).all()
    names = {row.id: _name_in(settings, row) for row in found}
    wanted = _folded(person.name)
    return Belonging(
        tuple(id for id, name in names.items() if name == wanted),
        not_compared + sum(name is None for name in names.values()),
    )


def _name_in(settings: Settings, row: Referral) -> str | None:
    try:
        return _folded(request_in(settings, row).about.name)
    except (BadKeys, BadRecord, Unreadable):
        log.exception("a request cannot be read")
        return None


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def calls_of_groups(settings: Settings, person: Person) -> Belonging:
    """Return the calls that somebody with this name and number asked a group for. Each is opened to read it."""
    wanted = _folded(person.name), phone_digits(person.phone)
    if not all(wanted):
        return Belonging()
    rows = db.session.scalars(select(CallBack).where(CallBack.organization_id != "")).all()
    found = {row.id: _who(settings, row) for row in rows}
    return Belonging(
        tuple(id for id, who in found.items() if who == wanted), sum(who is None for who in found.values())
    )


def _who(settings: Settings, row: CallBack) -> tuple[str, str] | None:
    try:
        details = details_of(settings, row)
    except (BadKeys, BadRecord, Unreadable):
        log.exception("a call-back cannot be read")
        return None
    return _folded(details.name), phone_digits(details.phone)
