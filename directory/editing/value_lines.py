"""Values of a record as lines of text, for people who compare two records. Pure.

Lines are plain text, never markup: whoever shows them escapes them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from core import i18n
from core.messages import N_
from core.messages import gettext as _
from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.contacts import Contact, Phone
from directory.open_referral.schema.locations import Accessibility, Address, Location
from directory.open_referral.schema.organizations import Funding, OrganizationIdentifier
from directory.open_referral.schema.parts import CostOption, Language, ServiceArea
from directory.open_referral.schema.schedules import Schedule
from directory.open_referral.schema.services import Service, ServiceAtLocation
from directory.open_referral.schema.taxonomies import Attribute
from directory.schedules.phone_hours import phone_hours_words
from directory.schedules.schedule import ALWAYS_OPEN
from directory.schedules.stored import hours_of_rows
from directory.schedules.wording.hours import hours_lines
from directory.vocabulary import AVAILABILITY, COST, DELIVERY, ROUTE_IN

STATUS_WORDS = {
    "active": N_("Open"),
    "temporarily closed": N_("Paused"),
    "inactive": N_("Taken down"),
    "defunct": N_("Ended"),
}
_VOCABULARIES: dict[str, Mapping[str, str]] = {
    "delivery": DELIVERY,
    "route_in": ROUTE_IN,
    "availability": AVAILABILITY,
}


def lines_of(unit: str, record: OpenReferralObject) -> list[str]:
    """Return what a record says in one unit of `directory.editing.units`, as lines; none for nothing."""
    if unit == "hours" and isinstance(record, Service):
        return _hours(record.hours_kind, record.schedules, record.hours_text)
    if unit == "status" and isinstance(record, Service):
        return _status(record)
    if unit == "ages" and isinstance(record, Service):
        return _ages(record)
    if unit == "registration" and isinstance(record, Service):
        return _filled(record.registration_body, record.registration_number)
    if unit == "photo" and isinstance(record, Service):
        return _filled(record.photo_alt or (_("A photo") if record.photo_id else ""))
    return _lines(unit, getattr(record, unit))


def _lines(name: str, value: Any) -> list[str]:
    if isinstance(value, list):
        return [line for each in value for line in _lines(name, each)]
    if isinstance(value, OpenReferralObject):
        return part_lines(value)
    if isinstance(value, bool):
        return [_("Yes")] if value else []
    if name in _VOCABULARIES and value in _VOCABULARIES[name]:
        return [_(_VOCABULARIES[name][value])]
    if isinstance(value, date):
        return [i18n.plain_date(value)]
    return str(value).splitlines() if value not in (None, "") else []


def _hours(kind: str, schedules: list[Schedule], text: str) -> list[str]:
    if kind == "always":
        return hours_lines(ALWAYS_OPEN)
    hours = hours_of_rows(schedules)  # type: ignore[arg-type]
    lines = hours_lines(hours) if hours.kind != "unknown" else []
    notes = [row.description for row in schedules if row.has_days and row.description]
    return [*lines, *dict.fromkeys(notes), *text.splitlines()]


def _status(record: Service) -> list[str]:
    lines = [_(STATUS_WORDS.get(record.status, record.status))]
    if record.paused_from:
        lines.append(_("Paused from %(day)s", day=i18n.plain_date(record.paused_from)))
    if record.paused_until:
        lines.append(_("Paused until %(day)s", day=i18n.plain_date(record.paused_until)))
    if record.ends_on:
        lines.append(_("Last day: %(day)s", day=i18n.plain_date(record.ends_on)))
    return [*lines, *_filled(record.ended_reason), *record.successor_ids]


def _ages(record: Service) -> list[str]:
    lines = []
    if record.minimum_age is not None:
        lines.append(_("From %(age)s years", age=record.minimum_age))
    if record.maximum_age is not None:
        lines.append(_("Up to %(age)s years", age=record.maximum_age))
    return lines


def _filled(*values: object) -> list[str]:
    return [str(value) for value in values if value not in (None, "", [])]


def _joined(*values: object) -> list[str]:
    text = ", ".join(_filled(*values))
    return [text] if text else []


def part_lines(part: OpenReferralObject) -> list[str]:
    """Return a part of a record as lines of text."""
    return _PART_LINES[type(part)](part)


def _phone(phone: Phone) -> list[str]:
    kind = phone.type if phone.type != "voice" else ""
    extension = _("extension %(number)s", number=phone.extension) if phone.extension else ""
    return _joined(phone.number, extension, kind, phone.description, phone_hours_words(phone.answers))


def _contact(contact: Contact) -> list[str]:
    numbers = [line for phone in contact.phones for line in _phone(phone)]
    private = _("not shown to the public") if contact.private else ""
    return _joined(contact.name, contact.title, contact.department, contact.email, *numbers, private)


def _cost(cost: CostOption) -> list[str]:
    kind = _(COST[cost.kind]) if cost.kind in COST else ""
    days = [i18n.plain_date(day) if day else "" for day in (cost.valid_from, cost.valid_to)]
    return _joined(_money(cost.amount, cost.currency), cost.amount_description, kind, cost.option, *days)


def _money(amount: Decimal | None, currency: str) -> str:
    if amount is None:
        return ""
    return i18n.pounds(amount) if currency == "GBP" else f"{amount:,.2f} {currency}"


def _site(site: ServiceAtLocation) -> list[str]:
    lines = location_lines(site.location) if site.location else _filled(site.location_id)
    return [*lines, *_filled(site.description), *_hours("scheduled", site.schedules, "")]


def location_lines(location: Location) -> list[str]:
    """Return a place as lines: name and address first, then what else is known about it."""
    addresses = [line for address in location.addresses for line in _address(address)]
    access = [line for each in location.accessibility for line in _access(each)]
    kind = location.location_type if location.location_type != "physical" else ""
    secret = _("Secret: never shown to the public") if location.secret else ""
    numbers = [line for phone in location.phones for line in _phone(phone)]
    others = (location.alternate_name, location.description, location.transportation, kind)
    identifier = _joined(location.external_identifier_type, location.external_identifier)
    return [*_filled(secret, location.name), *addresses, *_filled(*others), *access, *numbers, *identifier]


def _address(address: Address) -> list[str]:
    kind = address.address_type if address.address_type != "physical" else ""
    country = address.country if address.country != "GB" else ""
    lines = (address.attention, address.address_1, address.address_2, address.city, address.region)
    return _joined(*lines, address.state_province, address.postal_code, country, kind)


def _access(access: Accessibility) -> list[str]:
    return _joined(access.description, access.details, access.url)


def _attribute(attribute: Attribute) -> list[str]:
    return _joined(attribute.taxonomy_term.name, attribute.value)


def _schedule(schedule: Schedule) -> list[str]:
    return _hours("scheduled", [schedule], "")


def _language(language: Language) -> list[str]:
    return _joined(language.name, language.note)


def _area(area: ServiceArea) -> list[str]:
    return _joined(area.name, area.extent, area.uri)


def _funding(funding: Funding) -> list[str]:
    return _filled(funding.source)


def _identifier(identifier: OrganizationIdentifier) -> list[str]:
    return _joined(identifier.identifier_type or identifier.identifier_scheme, identifier.identifier)


_PART_LINES: dict[type[OpenReferralObject], Callable[[Any], list[str]]] = {
    Phone: _phone,
    Contact: _contact,
    CostOption: _cost,
    ServiceAtLocation: _site,
    Location: location_lines,
    Address: _address,
    Accessibility: _access,
    Attribute: _attribute,
    Schedule: _schedule,
    Language: _language,
    ServiceArea: _area,
    Funding: _funding,
    OrganizationIdentifier: _identifier,
}
