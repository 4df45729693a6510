"""Converts our CSV template, and other tables with the same or synonymous headings, to Open Referral UK 3."""

from typing import Any

from directory import vocabulary
from directory.importing import columns
from directory.importing.csv_table import CsvRow, SisterTables, read_rows
from directory.importing.plain_json import attribute_rows, free_or_not, location_row, restrictions
from directory.open_referral import v3, values
from directory.open_referral.collector import Collector
from directory.schedules.open_referral import EXTRA

JsonObject = dict[str, Any]
KIND = "CSV table"
_ORGANIZATION_KINDS = {
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
_RESTRICTIONS = {
    "homeless only": "Only for people who are homeless.",
    "disability only": "Only for disabled people.",
    "children parents only": "Only for children and their parents.",
    "members only": "Only for members.",
    "referral only": "You need someone to refer you.",
}
_OWN_TERMS = {
    "needs": vocabulary.TAXONOMY_NEEDS,
    "audiences": vocabulary.TAXONOMY_AUDIENCES,
    "access": vocabulary.TAXONOMY_ACCESS,
    "culture": vocabulary.TAXONOMY_CULTURES,
}
"""The columns for terms of our own taxonomies, with the key of each taxonomy."""


def read(into: Collector, text: str, beside: SisterTables) -> None:
    """Read a table of services into the feed. Raises NotATableError when the text is no such table."""
    rows, unknown = read_rows(text, columns.SERVICE_COLUMNS)
    for heading in unknown:
        into.problem(heading, "is not a column that we know: left out")
    for row in beside.organizations.values():
        v3.read_organization(into, _sister_organization(row))
    table = _Table(into, beside)
    for number, row in enumerate(rows, 2):
        if any(row.values()):
            into.at(number, row.get("name", ""))
            table.add(row)
    table.finish()


def _sister_organization(row: CsvRow) -> JsonObject:
    kind = row.get("kind", "")
    return {
        "name": row["name"],
        "description": row.get("description"),
        "website": row.get("website"),
        "email": row.get("email"),
        "phones": [{"number": row.get("phone")}],
        "legal_status": kind,
        EXTRA: {"kind": _ORGANIZATION_KINDS.get(kind.lower(), ""), "source_id": row.get("id", "")},
    }


class _Table:
    """Collects the rows of a table as services. A second row with the same id adds a place to the service."""

    def __init__(self, into: Collector, beside: SisterTables) -> None:
        self.into, self.beside = into, beside
        self.services: dict[str, tuple[int, JsonObject]] = {}

    def add(self, row: CsvRow) -> None:
        """Add one row. A row without a name is left out, with a problem."""
        name = values.name(row.get("name"))
        if not name:
            self.into.problem("name", "is missing: the row is left out", left_out=True)
            return
        organizations = values.listed(row.get("organisation"), ";|")
        organization = organizations[0] if organizations else ""
        service_id = self.into.identity("service", row.get("id"), f"{name}|{organization}")
        if service_id in self.services and row.get("id"):
            _add_places(self.into, self.services[service_id][1], row, self.beside)
            return
        if service_id in self.services:
            parts = (
                name,
                organization,
                *(str(row.get(column)) for column in ("address", "postcode", "place")),
            )
            service_id = self.into.identity("service", None, "|".join(parts))
        service = _service(self.into, row, organizations) | {"id": service_id, "name": name}
        _add_places(self.into, service, row, self.beside)
        self.services[service_id] = (self.into.row, service)

    def finish(self) -> None:
        """Read the collected services into the feed."""
        for number, service in self.services.values():
            self.into.at(number, service["name"])
            v3.read(self.into, service)


def _service(into: Collector, row: CsvRow, organizations: list[str]) -> JsonObject:
    service = {
        "organization": _organization(row, organizations[0] if organizations else ""),
        "description": row.get("description"),
        "status": row.get("status"),
        "url": row.get("website"),
        "email": row.get("email"),
        "phones": _phones(row),
        "minimum_age": row.get("minimum age"),
        "maximum_age": row.get("maximum age"),
        "eligibility_description": _eligibility(into, row),
        "application_process": row.get("how to ask"),
        "languages": [{"name": name} for name in values.listed(row.get("languages"), ";|,")],
        "service_areas": [{"name": name} for name in values.listed(row.get("areas"))],
        "assured_date": into.take("checked on", values.day, row.get("checked on"), None),
        "service_at_locations": [],
        "attributes": _attributes(row, organizations[1:]),
    }
    return service | _cost(into, row) | {EXTRA: _extension(into, row)}


def _organization(row: CsvRow, name: str) -> JsonObject:
    numbers = (("charity number", "GB-CHC", "Charity number"), ("company number", "GB-COH", "Company number"))
    return {
        "name": name,
        "description": row.get("organisation description"),
        "website": row.get("organisation website"),
        "email": row.get("organisation email"),
        "phones": [{"number": row.get("organisation phone")}],
        "organization_identifiers": [
            {"identifier": row.get(column), "identifier_scheme": scheme, "identifier_type": kind}
            for column, scheme, kind in numbers
        ],
    }


def _phones(row: CsvRow) -> list[JsonObject]:
    return [{"number": row.get("phone")}, {"number": row.get("text number"), "type": "text"}]


def _eligibility(into: Collector, row: CsvRow) -> str:
    audience = row.get("audience")
    sentences = [values.prose(row.get("who it is for")), f"For: {audience}." if audience else ""]
    return " ".join(filter(None, sentences + restrictions(into, row, _RESTRICTIONS)))


def _cost(into: Collector, row: CsvRow) -> JsonObject:
    note = values.prose(row.get("cost notes"))
    amount = into.take("cost", values.money, row.get("cost"), None)
    if amount is None:
        return free_or_not(into, row.get("free"), note)
    kind = "fixed" if amount else "free"
    return {"cost_options": [{"amount": str(amount), "amount_description": note, EXTRA: {"kind": kind}}]}


def _extension(into: Collector, row: CsvRow) -> JsonObject:
    route_in = _ids(into, row, "route in", vocabulary.ROUTE_IN)
    if not route_in and into.take("referral only", values.yes, row.get("referral only"), False):
        route_in = ["professional"]
    return {
        "source_id": row.get("id", ""),
        "former_names": row.get("other names"),
        "summary": row.get("summary"),
        "hours_text": row.get("times"),
        "route_in": route_in,
        "delivery": _ids(into, row, "delivery", vocabulary.DELIVERY),
        "availability": next(iter(_ids(into, row, "availability", vocabulary.AVAILABILITY)), ""),
        "waiting_time": row.get("waiting time"),
        "if_full": row.get("if full"),
        "starts_on": into.take("starts on", values.day, row.get("starts on"), None),
        "ends_on": into.take("ends on", values.day, row.get("ends on"), None),
        "professionals_only": into.take(
            "professionals only", values.yes, row.get("professionals only"), False
        ),
        "direct_payment": into.take("direct payment", values.yes, row.get("direct payment"), False),
        "registration_body": row.get("registration body"),
        "registration_number": row.get("registration number"),
        "checked_by": row.get("checked by"),
    }


def _ids(into: Collector, row: CsvRow, column: str, labels: dict[str, str]) -> list[str]:
    """Return ids of one of our closed lists. The cell holds ids, or labels as people read them."""
    by_words = {each.replace("_", " "): each for each in labels}
    by_words = {label.lower(): each for each, label in labels.items()} | by_words
    ids = []
    for part in values.listed(row.get(column)):
        each = by_words.get(part.lower().replace("_", " ").strip())
        if each:
            ids.append(each)
        else:
            into.problem(column, f"“{part}” is not one of: {', '.join(labels)}")
    return ids


def _add_places(into: Collector, service: JsonObject, row: CsvRow, beside: SisterTables) -> None:
    """Add the places of one row to a service of version 3."""
    extension = service[EXTRA]
    secret = into.take("secret address", values.yes, row.get("secret address"), False)
    extension["secret_address"] = extension.get("secret_address", False) or secret
    own = _place(row)
    names = values.listed(row.get("place")) or ([""] if any(own.values()) else [])
    for name in names:
        if name.lower() == "online":
            extension["delivery"] = [*extension["delivery"], "online"]
            continue
        sister = beside.locations.get(name.lower(), {})
        place = _place(sister) if sister and not any(own.values()) else own
        location = location_row(into, {"name": name, **place}) | {
            "transportation": row.get("how to get there"),
            "phones": [{"number": sister.get("phone")}],
            "accessibility": _accessibility(into, row),
            EXTRA: {"secret": secret, "source_id": sister.get("id", "")},
        }
        if location["id"] not in [site["location"]["id"] for site in service["service_at_locations"]]:
            service["service_at_locations"].append({"location": location})
        if not row.get("delivery"):
            extension["delivery"] = [*extension["delivery"], "place"]


def _place(row: CsvRow) -> dict[str, str | None]:
    return {
        "address": row.get("address"),
        "city": row.get("town"),
        "postcode": row.get("postcode"),
        "lat": row.get("latitude"),
        "lon": row.get("longitude"),
    }


def _accessibility(into: Collector, row: CsvRow) -> list[JsonObject]:
    return [
        {"description": vocabulary.ACCESS[each], EXTRA: {"access_id": each}}
        for each in _ids(into, row, "access", vocabulary.ACCESS)
    ]


def _attributes(row: CsvRow, partners: list[str]) -> list[JsonObject]:
    own = [
        {"taxonomy_term": {"name": name, EXTRA: {"own_taxonomy": taxonomy}}}
        for column, taxonomy in _OWN_TERMS.items()
        for name in values.listed(row.get(column))
    ]
    groups = {"Categories": values.listed(row.get("categories"))}
    for column, taxonomy in columns.TERM_COLUMNS.items():
        groups[taxonomy] = values.listed(row.get(column), ";|,")
    groups["Service type"] = values.listed(row.get("service type"))
    groups["Audience"] = values.listed(row.get("audience"))
    groups["Support needs"] = values.listed(row.get("support needs"), ";|,")
    groups["Partner organisations"] = partners
    return own + attribute_rows(groups)
