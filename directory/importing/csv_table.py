"""Our CSV template, and tables of others whose headings say the same; sister tables of organisations and places beside them."""

import csv
import io
from dataclasses import dataclass, field, replace

from directory import vocabulary
from directory.importing import columns
from directory.importing.plain_json import free_or_not, place_id, terms
from directory.open_referral import values as open_referral_values
from directory.open_referral.collector import Collector
from directory.open_referral.records import (
    AccessRecord,
    AreaRecord,
    AttributeRecord,
    CostRecord,
    IdentifierRecord,
    LanguageRecord,
    OrganizationRecord,
    ServiceRecord,
    SiteRecord,
    TermRecord,
)

KIND = "CSV table"
Row = dict[str, str]
_KINDS = {
    "registered charity": "charity",
    "charity": "charity",
    "community interest company": "cic",
    "community group": "community_group",
    "private company": "company",
    "company": "company",
    "council": "council",
    "nhs": "nhs",
    "housing association": "housing_association",
    "social enterprise": "social_enterprise",
    "faith group": "faith_group",
}
_ONLY = {
    "homeless only": "Only for people who are homeless.",
    "disability only": "Only for disabled people.",
    "children parents only": "Only for children and their parents.",
    "members only": "Only for members.",
    "referral only": "You need someone to refer you.",
}


class NotATableError(ValueError):
    """The text is no table of services; the message says what is missing."""


@dataclass(slots=True)
class Sisters:
    """What tables beside the services' one say: organisations and places by name (in small letters)."""

    organizations: dict[str, Row] = field(default_factory=dict)
    locations: dict[str, Row] = field(default_factory=dict)


def read_rows(text: str, known: dict[str, tuple[str, ...]]) -> tuple[list[Row], list[str]]:
    """The rows of a CSV text by column, and its headings that are not known. Commas, semicolons or tabs may part the cells.

    Raises NotATableError when there is no heading for the name.
    """
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    headings = next(reader, [])
    places = columns.recognise(headings, known)
    if "name" not in places.values():
        raise NotATableError(
            f"no column has the heading “name”; the headings are: {', '.join(headings)[:300]}"
        )
    rows = [{column: cells[place].strip() for place, column in places.items() if place < len(cells)} | _terms_in(headings, cells)
            for cells in reader]  # fmt: skip
    unknown = [
        h
        for place, h in enumerate(headings)
        if place not in places and columns.plain(h) not in columns.TERM_COLUMNS and h.strip()
    ]
    return rows, unknown


def _delimiter(text: str) -> str:
    heading = text.split("\n", 1)[0]
    return max(",;\t", key=heading.count)


def _terms_in(headings: list[str], cells: list[str]) -> Row:
    plain = [columns.plain(heading) for heading in headings]
    return {
        name: cells[place].strip()
        for place, name in enumerate(plain)
        if name in columns.TERM_COLUMNS and place < len(cells)
    }


def sisters(organizations: str = "", locations: str = "") -> Sisters:
    """Read the tables beside the services' one; an empty text is no table. Raises NotATableError."""
    found = Sisters()
    if organizations:
        rows = read_rows(organizations, columns.ORGANIZATION_COLUMNS)[0]
        found.organizations = {row["name"].lower(): row for row in rows if row.get("name")}
    if locations:
        rows = read_rows(locations, columns.LOCATION_COLUMNS)[0]
        found.locations = {row["name"].lower(): row for row in rows if row.get("name")}
    return found


def read(into: Collector, text: str, beside: Sisters) -> None:
    """Read a table of services into the feed. Raises NotATableError when it is none."""
    rows, unknown = read_rows(text, columns.SERVICE_COLUMNS)
    for heading in unknown:
        into.problem(heading, "is not a column that we know: left out")
    for row in beside.organizations.values():
        _known_organization(into, row)
    table = _Table(into, beside)
    for number, row in enumerate(rows, 2):
        if any(row.values()):
            into.at(number, row.get("name", ""))
            table.read(row)


def _known_organization(into: Collector, row: Row) -> str:
    kind = row.get("kind", "")
    record = OrganizationRecord(
        into.identity("organization", None, open_referral_values.name(row["name"])),
        open_referral_values.name(row["name"]),
    )
    record.description = open_referral_values.prose(row.get("description"))
    record.website = into.take("organisation's web address", open_referral_values.url, row.get("website"), "")
    record.email = into.take("organisation's e-mail", open_referral_values.email, row.get("email"), "")
    record.phones = into.phones("organisation's phone", row.get("phone"))
    record.legal_status, record.kind = kind, _KINDS.get(kind.lower(), "")
    record.source_id = row.get("id", "")
    return into.organization(record)


class _Table:
    """Reads the rows one by one; a second row with the same id adds a place to its service."""

    def __init__(self, into: Collector, beside: Sisters) -> None:
        self.into, self.beside = into, beside
        self.by_id: dict[str, ServiceRecord] = {}

    def read(self, row: Row) -> None:
        name = open_referral_values.name(row.get("name"))
        if not name:
            self.into.problem("name", "is missing: the row is left out", left_out=True)
            return
        partners = open_referral_values.listed(row.get("organisation"), ";|")
        runs = partners[0] if partners else ""
        service_id = self.into.identity("service", row.get("id"), f"{name}|{runs}")
        known = self.by_id.get(service_id)
        if known and row.get("id"):
            _places(self.into, known, row, self.beside)
            return
        if known:
            service_id = self.into.identity(
                "service",
                None,
                f"{name}|{runs}|{row.get('address')}|{row.get('postcode')}|{row.get('place')}",
            )
        service = ServiceRecord(service_id, name, _organization(self.into, row, runs or name, not runs))
        self.by_id[service_id] = service
        service.source_id = row.get("id", "")
        for fill in (_texts, _contact, _who, _cost, _how, _dates):
            fill(self.into, service, row)
        _places(self.into, service, row, self.beside)
        service.attributes = _attributes(row, partners[1:])
        self.into.service(service)


def _organization(into: Collector, row: Row, name: str, unnamed: bool) -> str:
    if unnamed:
        into.problem("organisation", "has no name: the service's name is taken for it")
    record = OrganizationRecord(into.identity("organization", None, name), name, stub=unnamed)
    record.description = open_referral_values.prose(row.get("organisation description"))
    record.website = into.take(
        "organisation website", open_referral_values.url, row.get("organisation website"), ""
    )
    record.email = into.take(
        "organisation email", open_referral_values.email, row.get("organisation email"), ""
    )
    record.phones = into.phones("organisation phone", row.get("organisation phone"))
    numbers = (("charity number", "GB-CHC", "Charity number"), ("company number", "GB-COH", "Company number"))
    record.identifiers = [
        IdentifierRecord(row[column], scheme, kind) for column, scheme, kind in numbers if row.get(column)
    ]
    return into.organization(record)


def _texts(into: Collector, service: ServiceRecord, row: Row) -> None:
    service.former_names = open_referral_values.listed(row.get("other names"))
    service.summary = open_referral_values.prose(row.get("summary"))
    service.description = open_referral_values.prose(row.get("description"))
    service.hours_text = open_referral_values.prose(row.get("times"))
    service.status = into.take("status", open_referral_values.status, row.get("status"), "active")
    service.registration_body = row.get("registration body", "")
    service.registration_number = row.get("registration number", "")


def _contact(into: Collector, service: ServiceRecord, row: Row) -> None:
    service.url = into.take("website", open_referral_values.url, row.get("website"), "")
    service.email = into.take("email", open_referral_values.email, row.get("email"), "")
    texts = into.phones("text number", row.get("text number"))
    service.phones = into.phones("phone", row.get("phone")) + [replace(each, type="text") for each in texts]


def _who(into: Collector, service: ServiceRecord, row: Row) -> None:
    service.minimum_age, service.maximum_age = into.ages(row.get("minimum age"), row.get("maximum age"))
    said = [
        open_referral_values.prose(row.get("who it is for")),
        f"For: {row['audience']}." if row.get("audience") else "",
    ]
    said += [
        sentence
        for column, sentence in _ONLY.items()
        if into.take(column, open_referral_values.yes, row.get(column), False)
    ]
    service.eligibility_description = " ".join(filter(None, said))
    service.professionals_only = into.take(
        "professionals only", open_referral_values.yes, row.get("professionals only"), False
    )


def _cost(into: Collector, service: ServiceRecord, row: Row) -> None:
    note = open_referral_values.prose(row.get("cost notes"))
    amount = into.take("cost", open_referral_values.money, row.get("cost"), None)
    if amount is not None:
        service.cost_options = [
            CostRecord(amount=amount, amount_description=note, kind="fixed" if amount else "free")
        ]
        return
    service.fees = note
    free_or_not(into, service, row.get("free"))


def _how(into: Collector, service: ServiceRecord, row: Row) -> None:
    service.route_in = _ids(into, row, "route in", vocabulary.ROUTE_IN)
    if not service.route_in and into.take(
        "referral only", open_referral_values.yes, row.get("referral only"), False
    ):
        service.route_in = ["professional"]
    service.delivery = _ids(into, row, "delivery", vocabulary.DELIVERY)
    service.availability = next(iter(_ids(into, row, "availability", vocabulary.AVAILABILITY)), "")
    service.application_process = open_referral_values.prose(row.get("how to ask"))
    service.waiting_time = row.get("waiting time", "")
    service.if_full = open_referral_values.prose(row.get("if full"))
    service.direct_payment = into.take(
        "direct payment", open_referral_values.yes, row.get("direct payment"), False
    )
    service.languages = [
        LanguageRecord(each) for each in open_referral_values.listed(row.get("languages"), ";|,")
    ]
    service.service_areas = [AreaRecord(each) for each in open_referral_values.listed(row.get("areas"))]


def _dates(into: Collector, service: ServiceRecord, row: Row) -> None:
    service.starts_on = into.take("starts on", open_referral_values.day, row.get("starts on"), None)
    service.ends_on = into.take("ends on", open_referral_values.day, row.get("ends on"), None)
    service.assured_date = into.take("checked on", open_referral_values.day, row.get("checked on"), None)
    service.checked_by = row.get("checked by", "")


def _ids(into: Collector, row: Row, column: str, known: dict[str, str]) -> list[str]:
    """Ids of one of our closed lists, given as ids or as the words that people read."""
    by_words = {label.lower(): each for each, label in known.items()} | {
        each.replace("_", " "): each for each in known
    }
    found = []
    for part in open_referral_values.listed(row.get(column)):
        each = by_words.get(part.lower().replace("_", " ").strip())
        if each:
            found.append(each)
        else:
            into.problem(column, f"“{part}” is not one of: {', '.join(known)}")
    return found


def _places(into: Collector, service: ServiceRecord, row: Row, beside: Sisters) -> None:
    names = open_referral_values.listed(row.get("place"))
    secret = into.take("secret address", open_referral_values.yes, row.get("secret address"), False)
    service.secret_address = service.secret_address or secret
    given = {"address": row.get("address"), "city": row.get("town"), "postcode": row.get("postcode"),
             "lat": row.get("latitude"), "lon": row.get("longitude")}  # fmt: skip
    if not names and any(given.values()):
        names = [""]
    for name in names:
        if name.lower() == "online":
            service.delivery = list(dict.fromkeys([*service.delivery, "online"]))
            continue
        sister = beside.locations.get(name.lower(), {})
        place = _sister_place(sister) if sister and not any(given.values()) else given
        location_id = place_id(into, {"name": name, **place})
        _finish_place(into, location_id, row, sister, secret)
        if all(site.location_id != location_id for site in service.sites):
            service.sites.append(SiteRecord(location_id))
        if not row.get("delivery"):
            service.delivery = list(dict.fromkeys([*service.delivery, "place"]))


def _sister_place(row: Row) -> dict[str, str | None]:
    return {"address": row.get("address"), "city": row.get("town"), "postcode": row.get("postcode"),
            "lat": row.get("latitude"), "lon": row.get("longitude")}  # fmt: skip


def _finish_place(into: Collector, location_id: str, row: Row, sister: Row, secret: bool) -> None:
    location = into.feed.locations[location_id]
    location.secret = location.secret or secret
    location.source_id = location.source_id or sister.get("id", "")
    location.transportation = location.transportation or open_referral_values.prose(
        row.get("how to get there")
    )
    location.phones = location.phones or into.phones("place's phone", sister.get("phone"))
    if not location.accessibility:
        found = _ids(into, row, "access", vocabulary.ACCESS)
        location.accessibility = [AccessRecord(each, vocabulary.ACCESS[each]) for each in found]


def _attributes(row: Row, partners: list[str]) -> list[AttributeRecord]:
    groups = {"Categories": open_referral_values.listed(row.get("categories"))}
    groups |= {
        taxonomy: open_referral_values.listed(row.get(column), ";|,")
        for column, taxonomy in columns.TERM_COLUMNS.items()
    }
    groups |= {
        "Service type": open_referral_values.listed(row.get("service type")),
        "Audience": open_referral_values.listed(row.get("audience")),
        "Support needs": open_referral_values.listed(row.get("support needs"), ";|,"),
        "Partner organisations": partners,
    }
    ours = {"needs": vocabulary.TAXONOMY_NEEDS, "audiences": vocabulary.TAXONOMY_AUDIENCES,
            "access": vocabulary.TAXONOMY_ACCESS, "culture": vocabulary.TAXONOMY_CULTURES}  # fmt: skip
    own = [
        AttributeRecord(TermRecord(each, own=key))
        for column, key in ours.items()
        for each in open_referral_values.listed(row.get(column))
    ]
    return own + terms(groups)
