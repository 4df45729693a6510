"""The parts of a service that versions 1 and 3 of Open Referral UK write alike."""

from collections.abc import Callable
from typing import Any

from directory.open_referral import values
from directory.open_referral.access_terms import access_id
from directory.open_referral.collector import Collector
from directory.open_referral.records import (
    AccessRecord,
    AddressRecord,
    AreaRecord,
    ContactRecord,
    CostRecord,
    FundingRecord,
    IdentifierRecord,
    LanguageRecord,
    PhoneRecord,
)

Row = dict[str, Any]


def first(row: Row, *keys: str) -> Any:
    """The first value that is there and is not empty."""
    return next((row[key] for key in keys if row.get(key) not in (None, "", [], {})), None)


def each(into: Collector, field: str, rows: object, read: Callable[[Collector, Row], Any]) -> list[Any]:
    """The members of a list as records. What is no list, or no set of named values, is noted and left out."""
    if rows is not None and not isinstance(rows, list | dict):
        into.problem(field, "is not a list: left out")
    return [record for record in (read(into, row) for row in values.mappings(rows)) if record is not None]


def phone_list(into: Collector, rows: object) -> list[PhoneRecord]:
    """Telephone numbers, each row perhaps holding several and words beside them."""
    found: list[PhoneRecord] = []
    for row in values.mappings(rows):
        records = into.phones("phone", row.get("number"))
        for record in records:
            record.description = "; ".join(
                filter(None, (record.description, values.words(row.get("description"))))
            )
            record.extension = record.extension or values.words(row.get("extension"))
            record.type = values.words(row.get("type")) or "voice"
        if records:
            records[0].id = values.uuid(row.get("id"))
        found.extend(records)
    return found


def contact(into: Collector, row: Row) -> ContactRecord | None:
    """A contact; version 1 may hold one number in `phone`. None when it says nothing."""
    phones = phone_list(into, row.get("phones")) + into.phones("contact's phone", row.get("phone"))
    record = ContactRecord(
        name=values.name(row.get("name")),
        title=values.name(row.get("title")),
        department=values.name(row.get("department")),
        email=into.take("contact's e-mail", values.email, row.get("email"), ""),
        phones=phones,
        id=values.uuid(row.get("id")),
    )
    return record if record.name or record.title or record.department or record.email or phones else None


def people(into: Collector, rows: object) -> tuple[list[ContactRecord], list[PhoneRecord]]:
    """Contacts that say who they are, and the numbers of those that do not: these are the service's own."""
    contacts: list[ContactRecord] = each(into, "contacts", rows, contact)
    named = [each for each in contacts if each.name or each.title or each.department or each.email]
    return named, [phone for each in contacts if each not in named for phone in each.phones]


def cost(into: Collector, row: Row) -> CostRecord | None:
    """One price; its kind is read from the amount and the words."""
    record = CostRecord(
        option=values.name(row.get("option")),
        amount=into.take("cost", values.money, row.get("amount"), None),
        amount_description=values.prose(row.get("amount_description")),
        currency=(values.words(row.get("currency")) or "GBP").upper()[:3],
        valid_from=into.take("cost valid from", values.day, row.get("valid_from"), None),
        valid_to=into.take("cost valid to", values.day, row.get("valid_to"), None),
        id=values.uuid(row.get("id")),
    )
    record.kind = values.words(row.get("cost_type")) or cost_kind(record)
    return record if record.option or record.amount is not None or record.amount_description else None


def cost_kind(record: CostRecord) -> str:
    """The kind of a price, where amount or words leave no doubt; else an empty text."""
    text = f"{record.option} {record.amount_description}".strip().lower()
    if "donation" in text:
        return "donation"
    if record.amount is None:
        return "free" if text in ("free", "free of charge", "no charge", "no cost") else ""
    return "fixed" if record.amount else "free"


def address(into: Collector, row: Row) -> AddressRecord | None:
    """An address; None when nothing is said."""
    record = AddressRecord(
        attention=values.name(row.get("attention")),
        address_1=values.name(row.get("address_1")),
        address_2=values.name(row.get("address_2")),
        city=values.name(row.get("city")),
        region=values.name(row.get("region")),
        state_province=values.name(row.get("state_province")),
        postal_code=values.name(first(row, "postal_code", "postcode")),
        country=into.take("country", values.country, row.get("country"), "GB"),
        address_type=values.words(row.get("address_type")) or "physical",
        id=values.uuid(row.get("id")),
    )
    return (
        record
        if record.address_1 or record.address_2 or record.city or record.postal_code or record.attention
        else None
    )


def access(into: Collector, row: Row) -> AccessRecord | None:
    """One help to get in; read as our own term where one fits."""
    text = values.prose(first(row, "description", "accessibility", "name"))
    details = values.prose(row.get("details"))
    if not text and not details:
        return None
    link = into.take("accessibility's web address", values.url, row.get("url"), "")
    return AccessRecord(
        access_id(text) or access_id(details), text, details, link, values.uuid(row.get("id"))
    )


def language(_into: Collector, row: Row) -> LanguageRecord | None:
    """A language; None when it is not named (the UK profile allows an id alone)."""
    named = values.name(first(row, "name", "language", "code"))
    if not named:
        return None
    return LanguageRecord(
        named, values.words(row.get("code")), values.words(row.get("note")), values.uuid(row.get("id"))
    )


def area(into: Collector, row: Row) -> AreaRecord | None:
    """A service area."""
    named = values.name(first(row, "name", "service_area"))
    extent = row.get("extent")
    words = values.words(extent) if not isinstance(extent, dict | list) else str(extent)
    if not named and not words:
        return None
    link = into.take("service area's web address", values.url, row.get("uri"), "")
    return AreaRecord(named, words, values.words(row.get("extent_type")), link, values.uuid(row.get("id")))


def funding(_into: Collector, row: Row) -> FundingRecord | None:
    """A source of money."""
    source = values.prose(row.get("source"))
    return FundingRecord(source, values.uuid(row.get("id"))) if source else None


def identifier(_into: Collector, row: Row) -> IdentifierRecord | None:
    """A charity number or the like."""
    number = values.words(row.get("identifier"))
    scheme, kind = values.words(row.get("identifier_scheme")), values.words(row.get("identifier_type"))
    return IdentifierRecord(number, scheme, kind, values.uuid(row.get("id"))) if number else None
