"""What came of a known person without a contact: requests sent elsewhere, and calls that a group was asked for.

They are recognised by the name together with the phone number, the e-mail address, or day of birth and postcode.
"""

import logging
from collections.abc import Sequence

from sqlalchemy import or_, select

from core.crypt import BadKeys, Unreadable
from core.db import db
from core.settings import Settings
from frontdoor.callbacks.models import CallBack
from frontdoor.callbacks.queries import details_of
from frontdoor.inbox.matching import hashes_of, phone_digits
from frontdoor.inbox.models import RequestWork
from selfassess.models import Referral
from selfassess.referrals.queries import request_in
from selfassess.values.people import Person
from selfassess.values.request import RequestKind, RequestValue
from selfassess.values.saved import BadRecord

log = logging.getLogger("signpost.keeping")


def requests_of(settings: Settings, person: Person) -> list[str]:
    """Return the ids of the requests about somebody with this name and one of the other details."""
    hashes = hashes_of(settings, RequestValue(RequestKind.NEEDS_ASSESSMENT, about=person))
    pairs = (
        (RequestWork.phone_lookup, hashes.phone),
        (RequestWork.email_lookup, hashes.email),
        (RequestWork.person_lookup, hashes.person),
    )
    same = [column == value for column, value in pairs if value]
    if not same:
        return []
    found = db.session.scalars(
        select(Referral).join(RequestWork, RequestWork.referral_id == Referral.id).where(or_(*same))
    ).all()
    return [row.id for row in found if _is_named(settings, row, person.name)]


def _is_named(settings: Settings, row: Referral, name: str) -> bool:
    try:
        return _folded(request_in(settings, row).about.name) == _folded(name)
    except (BadKeys, BadRecord, Unreadable):
        log.exception("a request cannot be read")
        return False


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def calls_of_groups(settings: Settings, person: Person) -> Sequence[CallBack]:
    """Return the calls that somebody with this name and number asked a group for. Each is opened to read it."""
    wanted = _folded(person.name), phone_digits(person.phone)
    if not all(wanted):
        return []
    rows = db.session.scalars(select(CallBack).where(CallBack.organization_id != "")).all()
    return [row for row in rows if _who(settings, row) == wanted]


def _who(settings: Settings, row: CallBack) -> tuple[str, str]:
    try:
        details = details_of(settings, row)
    except (BadKeys, BadRecord, Unreadable):
        log.exception("a call-back cannot be read")
        return "", ""
    return _folded(details.name), phone_digits(details.phone)
