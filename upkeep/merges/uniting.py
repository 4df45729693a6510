"""Makes one record of two: lists are united without doubles, and for the rest one of the two values stays.
Pure.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, cast

from rapidfuzz import utils

from directory.editing.units import Unit, units_of
from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.contacts import Contact, Phone
from directory.open_referral.schema.locations import Location
from directory.open_referral.schema.organizations import Funding, OrganizationIdentifier
from directory.open_referral.schema.parts import CostOption, Language, ServiceArea
from directory.open_referral.schema.schedules import Schedule
from directory.open_referral.schema.services import Service, ServiceAtLocation
from directory.open_referral.schema.taxonomies import Attribute
from directory.postcodes.text import compact
from directory.versions.record_json import Record, part_kind
from directory.visibility import OPERATING, TEMPORARILY_CLOSED

KEPT, OTHER = "kept", "other"
"""Whose value stays: that of the record whose address stays, or that of the other one."""

_UNITED = frozenset(
    {
        *(
            "phones",
            "contacts",
            "service_at_locations",
            "hours",
            "service_areas",
            "cost_options",
            "languages",
        ),
        *("attributes", "funding", "former_names", "delivery", "route_in", "organization_identifiers"),
    }
)
_MOST_CAREFUL = frozenset({"status", "secret_address", "professionals_only", "sensitive", "signposts_only"})
_KEEPS = frozenset({"organization_id"})
"""Units in which the value of the kept record stays unless somebody says otherwise."""


def choices_between(kept: Record, other: Record) -> list[Unit]:
    """Return the units in which both records say something, and not the same: somebody chooses."""
    return [
        unit
        for unit in units_of(kept)
        if unit.name not in _UNITED | _MOST_CAREFUL
        and _says_something(unit, kept)
        and _says_something(unit, other)
        and unit.values(kept) != unit.values(other)
    ]


def better_checked(kept: Record, other: Record) -> str:
    """Return which of two records was checked later; the kept one where neither was, or both on one day."""
    if not isinstance(kept, Service) or not isinstance(other, Service) or other.assured_date is None:
        return KEPT
    return OTHER if kept.assured_date is None or other.assured_date > kept.assured_date else KEPT


def default_choice(unit: Unit, kept: Record, other: Record) -> str:
    """Return whose value stays unless somebody says otherwise: that of the record that was checked later."""
    return KEPT if unit.name in _KEEPS else better_checked(kept, other)


def united(kept: Record, other: Record, choices: Mapping[str, str]) -> Record:
    """Return the record that replaces both, under the id of the kept one.

    `choices`: KEPT or OTHER by the name of a unit. Parts that come from the other record have no ids yet. A
    record that is paused, secret, sensitive or for workers only in one of the two is so afterwards.
    """
    result = kept.model_copy(deep=True)
    first, second = kept, other
    if better_checked(kept, other) == OTHER:
        first, second = other, kept
    for unit in units_of(kept):
        if unit.name in _UNITED or unit.name in _MOST_CAREFUL:
            continue
        _set(result, unit, other if _stays(unit, kept, other, choices) == OTHER else kept)
    for unit in units_of(kept):
        if unit.name in _UNITED and unit.name != "hours":
            name = unit.fields[0]
            setattr(result, name, _union(_copied(first, name, kept), _copied(second, name, kept)))
    if isinstance(result, Service) and isinstance(kept, Service) and isinstance(other, Service):
        _unite_service(result, kept, other, cast(Service, first), cast(Service, second))
    return result


def _stays(unit: Unit, kept: Record, other: Record, choices: Mapping[str, str]) -> str:
    if not _says_something(unit, other):
        return KEPT
    if not _says_something(unit, kept):
        return OTHER
    return choices.get(unit.name) or default_choice(unit, kept, other)


def _says_something(unit: Unit, record: Record) -> bool:
    return any(value not in (None, "", [], False) for value in unit.values(record))


def _set(result: Record, unit: Unit, source: Record) -> None:
    for name in unit.fields:
        setattr(result, name, getattr(source, name))


def _unite_service(result: Service, kept: Service, other: Service, first: Service, second: Service) -> None:
    _unite_hours(result, first, second, kept)
    _unite_status(result, kept, other)
    names = [*kept.former_names, *other.former_names, kept.name, other.name]
    result.former_names = [name for name in dict.fromkeys(names) if name not in (result.name, "")]
    result.secret_address = kept.secret_address or other.secret_address or _betrays_a_secret(result)
    result.professionals_only = kept.professionals_only or other.professionals_only
    result.sensitive = kept.sensitive or other.sensitive
    result.signposts_only = kept.signposts_only and other.signposts_only
    ours = {kept.id, other.id}
    result.successor_ids = [each for each in result.successor_ids if each not in ours]


def _betrays_a_secret(result: Service) -> bool:
    """Return True where one listing shows the address that the other keeps secret."""
    places = [site.location for site in result.service_at_locations if site.location is not None]
    secret = {compact(each.postal_code) for place in places if place.secret for each in place.addresses}
    shown = {compact(each.postal_code) for place in places if not place.secret for each in place.addresses}
    return bool((secret & shown) - {""})


def _unite_status(result: Service, kept: Service, other: Service) -> None:
    """Set the state: a break of either stays, and of two breaks the one that lasts longer."""
    paused = [each for each in (kept, other) if each.status == TEMPORARILY_CLOSED or each.paused_until]
    if not paused:
        return
    source = max(paused, key=lambda each: (each.paused_until is None, str(each.paused_until or "")))
    result.paused_from, result.paused_until = source.paused_from, source.paused_until
    closed = any(each.status == TEMPORARILY_CLOSED for each in paused)
    result.status = TEMPORARILY_CLOSED if closed else result.status or OPERATING


def _unite_hours(result: Service, first: Service, second: Service, kept: Service) -> None:
    """Set the times: both rows, where both have rows; else those of the record that says something."""
    if first.hours_kind == second.hours_kind == "scheduled":
        rows = _union(_copied(first, "schedules", kept), _copied(second, "schedules", kept))
        result.schedules, result.hours_kind = rows, "scheduled"
        result.hours_text = first.hours_text or second.hours_text
        return
    source = first if first.hours_kind != "unknown" or second.hours_kind == "unknown" else second
    result.hours_kind, result.schedules = source.hours_kind, _copied(source, "schedules", kept)
    result.hours_text = source.hours_text or first.hours_text or second.hours_text


def _copied(source: Record, name: str, kept: Record) -> list[Any]:
    """Return copies of the parts in a field, without ids where they are not the kept record's own."""
    values = [
        each.model_copy(deep=True) if isinstance(each, OpenReferralObject) else each
        for each in getattr(source, name)
    ]
    if source is not kept:
        for each in values:
            _forget_ids(each)
    return values


def _forget_ids(part: Any) -> None:
    if not isinstance(part, OpenReferralObject) or isinstance(part, Location):
        return
    part.id = ""
    for name in type(part).model_fields:
        if part_kind(type(part), name) is not None and name != "taxonomy_term":
            value = getattr(part, name)
            for each in value if isinstance(value, list) else [value]:
                _forget_ids(each)


def _union(first: list[Any], second: list[Any]) -> list[Any]:
    """Return both lists as one, each thing once: as the first list has it, with what the second adds to it."""
    found: dict[Hashable, Any] = {}
    for each in (*first, *second):
        key = _KEYS.get(type(each), _plain_key)(each)
        if key in found:
            _add(found[key], each)
        else:
            found[key] = each
    return list(found.values())


def _add(there: Any, more: Any) -> None:
    """Add to a part what the same part of the other record says besides."""
    if isinstance(there, ServiceAtLocation):
        there.schedules = _union(there.schedules, more.schedules)
        there.description = there.description or more.description
    elif isinstance(there, Contact):
        there.private = there.private or more.private
        there.phones = _union(there.phones, more.phones)
        there.email, there.title = there.email or more.email, there.title or more.title
    elif isinstance(there, Phone):
        there.description, there.extension = (
            there.description or more.description,
            there.extension or more.extension,
        )


def _tidy(*texts: str) -> tuple[str, ...]:
    return tuple(utils.default_process(text or "") for text in texts)


def _plain_key(value: Any) -> Hashable:
    return value if isinstance(value, Hashable) else repr(value)


def _phone_key(phone: Phone) -> Hashable:
    digits = "".join(sign for sign in phone.number if sign.isdigit())
    return (digits[-10:] or phone.number, phone.extension)


def _contact_key(contact: Contact) -> Hashable:
    numbers = (
        frozenset(map(_phone_key, contact.phones)) if not (contact.name or contact.email) else frozenset()
    )
    return (*_tidy(contact.name, contact.email if not contact.name else ""), numbers)


def _site_key(site: ServiceAtLocation) -> Hashable:
    location = site.location
    if location is None or location.secret:
        return site.location_id
    address = location.addresses[0] if location.addresses else None
    if address is None or not compact(address.postal_code):
        return site.location_id
    return (compact(address.postal_code), *_tidy(address.address_1 or location.name))


def _schedule_key(row: Schedule) -> Hashable:
    """Rows on the same days from the same time are one, whenever they end."""
    if not row.has_days:
        return _tidy(row.description or row.notes)
    days = frozenset(row.byday.split(","))
    span = (
        row.dtstart if row.freq is None or row.interval > 1 else None,
        row.until,
        row.valid_from,
        row.valid_to,
    )
    return (row.freq, row.interval, days, row.bymonthday, row.opens_at, *span)


def _attribute_key(attribute: Attribute) -> Hashable:
    term = attribute.taxonomy_term
    return (term.id or (term.own_taxonomy, term.code, term.name), attribute.value)


def _cost_key(cost: CostOption) -> Hashable:
    return (cost.kind, cost.amount, cost.currency, *_tidy(cost.option, cost.amount_description))


def _identifier_key(one: OrganizationIdentifier) -> Hashable:
    return _tidy(one.identifier_scheme, one.identifier)


_KEYS: Mapping[type, Callable[[Any], Hashable]] = {
    Phone: _phone_key,
    Contact: _contact_key,
    ServiceAtLocation: _site_key,
    Schedule: _schedule_key,
    Attribute: _attribute_key,
    CostOption: _cost_key,
    OrganizationIdentifier: _identifier_key,
    Language: lambda one: _tidy(one.name),
    ServiceArea: lambda one: _tidy(one.name, one.extent),
    Funding: lambda one: _tidy(one.source),
}
"""What makes two parts one thing, by their kind."""
