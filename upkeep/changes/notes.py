"""What a moderator should look at in a record: postcodes, numbers and addresses in a wrong form. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.messages import N_
from core.messages import gettext as _
from core.phone_links import pieces
from directory.open_referral import values
from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.contacts import Phone
from directory.open_referral.schema.locations import Address
from directory.postcodes.text import compact
from directory.schedules.parse_values import UnreadableError
from directory.versions.record_json import Record, part_kind

_URLS = frozenset({"url", "website", "logo", "uri", "schedule_link"})
_EMAILS = frozenset({"email"})
_LABELS = {
    "postcode": N_("This is no whole postcode"),
    "phone": N_("This is no phone number of the UK"),
    "url": N_("This is no web address"),
    "email": N_("This is no email address"),
}


@dataclass(frozen=True, slots=True)
class FormNote:
    """A value in a wrong form. `kind`: postcode, phone, url or email."""

    kind: str
    value: str

    @property
    def label(self) -> str:
        """What is wrong, in words."""
        return _(_LABELS[self.kind])


def notes_of(record: Record) -> list[FormNote]:
    """Return the values of a record that have a wrong form, without repetitions."""
    return list(dict.fromkeys(_notes(record)))


def _notes(part: OpenReferralObject) -> Iterator[FormNote]:
    if isinstance(part, Address) and part.country == "GB" and not compact(part.postal_code):
        yield FormNote("postcode", part.postal_code or part.address_1)
    if isinstance(part, Phone) and not _is_number(part.number):
        yield FormNote("phone", part.number)
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name in _URLS and value and not _reads(values.url, value):
            yield FormNote("url", value)
        if name in _EMAILS and value and not _reads(values.email, value):
            yield FormNote("email", value)
        if part_kind(type(part), name) is not None:
            for each in value if isinstance(value, list) else [value]:
                if each is not None:
                    yield from _notes(each)


def _is_number(text: str) -> bool:
    digits = text.replace("+44", "0", 1).replace("(", "").replace(")", "").replace("-", " ")
    return any(rings for _piece, rings in pieces(" ".join(digits.split()))) or _is_short_code(digits)


def _is_short_code(text: str) -> bool:
    """Return True for a number to which texts are sent, or that has the prefix of a relay service."""
    digits = "".join(text.split())
    return digits.isdigit() and (len(digits) in (5, 6) or digits.startswith("18001"))


def _reads(read: Any, value: str) -> bool:
    try:
        return bool(read(value))
    except UnreadableError:
        return False
