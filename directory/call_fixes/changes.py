"""The one change of a record that a fix makes, and its way back. Pure."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.open_referral.schema.contacts import Phone
from directory.open_referral.schema.services import Service
from directory.visibility import TEMPORARILY_CLOSED

PHONE, EMAIL, CLOSED = "phone", "email", "closed"

KINDS_OF_FIXES: Mapping[str, Any] = {
    PHONE: _l("The phone number"),
    EMAIL: _l("The email address"),
    CLOSED: _l("It is closed for now"),
}


class NothingToFix(ValueError):
    """The record says so already, or no longer says what was to be changed."""


def with_fix(record: Service, what: str, before: str, after: str) -> Service:
    """Return the record with one fact changed from `before` to `after`.

    An empty `before` adds a phone number, and an empty `after` takes one away. Raises NothingToFix.
    """
    if before == after or before not in values_of(record, what):
        raise NothingToFix
    if what == EMAIL:
        return record.model_copy(update={"email": after})
    if what == CLOSED:
        return record.model_copy(update={"status": after})
    if not before:
        return record.model_copy(update={"phones": [*record.phones, Phone(number=after)]})
    changed = [
        one.model_copy(update={"number": after}) if one.number == before else one for one in record.phones
    ]
    return record.model_copy(update={"phones": [one for one in changed if one.number]})


def values_of(record: Service, what: str) -> tuple[str, ...]:
    """Return what a fix can start from: the numbers and "" for a new one, the e-mail address, or the status."""
    if what == PHONE:
        return (*(one.number for one in record.phones), "")
    return (record.email if what == EMAIL else record.status,)


def closed_from(record: Service) -> tuple[str, str]:
    """Return the statuses before and after a closure."""
    return record.status, TEMPORARILY_CLOSED
