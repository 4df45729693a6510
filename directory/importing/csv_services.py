"""Converts our CSV template, and other tables with the same or synonymous headings, to Open Referral UK 3."""

from typing import Any

from directory import vocabulary
from directory.importing import columns
from directory.importing.csv_table import CsvRow, SisterTables, TableRows, read_rows
from directory.importing.plain_json import attribute_rows, restrictions
from directory.importing.table_marks import TableMarks
from directory.importing.table_places import add_places
from directory.importing.table_times import times_of, weekday_base
from directory.importing.table_values import ids, last_day, says_yes
from directory.open_referral import v3, values, worded_values
from directory.open_referral.collector import Collector
from directory.open_referral.leftovers import not_read
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
_TIMES = frozenset({"times", "days", "start time", "end time", "frequency"})
_PLACES = frozenset(
    """
    place|address|address 2|address 3|town|county|postcode|latitude|longitude|coordinates|how to get there
    """.strip().split("|")
)
_OWN_TERMS = {
    "needs": vocabulary.TAXONOMY_NEEDS,
    "audiences": vocabulary.TAXONOMY_AUDIENCES,
    "access": vocabulary.TAXONOMY_ACCESS,
    "culture": vocabulary.TAXONOMY_CULTURES,
}
"""The columns for terms of our own taxonomies, with the key of each taxonomy."""


def read(into: Collector, text: str, beside: SisterTables) -> None:
    """Read a table of services into the feed. Raises NotATableError when the text is no such table."""
    read_table(into, read_rows(text, columns.SERVICE_COLUMNS), beside)


def read_table(into: Collector, source: TableRows, beside: SisterTables) -> None:
    """Read the rows of a table of services into the feed."""
    into.feed.problems += [*source.problems, *beside.problems]
    for row in beside.organizations.values():
        into.at(0, row["name"])
        v3.read_organization(into, _sister_organization(row))
    numbered = list(source.numbered())
    marks = TableMarks([extra for _number, _row, extra in numbered])
    table = _Table(into, beside, weekday_base([row.get("days", "") for _number, row, _extra in numbered]))
    for number, row, extra in numbered:
        into.at(number, values.name(row.get("name")))
        table.add(row, extra, marks)
    table.finish()
    marks.tell_unread(into)


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

    def __init__(self, into: Collector, beside: SisterTables, first_weekday: int | None) -> None:
        self.into, self.beside, self.first_weekday = into, beside, first_weekday
        self.services: dict[str, tuple[int, JsonObject]] = {}
        self.rows: dict[str, CsvRow] = {}

    def add(self, row: CsvRow, extra: dict[str, str], marks: TableMarks) -> None:
        """Add one row. A row without a name is left out, with a problem."""
        name = values.name(row.get("name"))
        if not name:
            self.into.problem("name", "is missing: the row is left out", left_out=True)
            return
        row = row | {"times": times_of(self.into, row, extra, self.first_weekday)}
        held_back = marks.of_row(self.into, row, extra)
        organizations = values.listed(row.get("organisation"), ";|")
        organization = organizations[0] if organizations else ""
        service_id = self.into.identity("service", row.get("id"), f"{name}|{organization}")
        if service_id in self.services and values.words(row.get("id")):
            self._add_to(service_id, row, held_back)
            return
        if service_id in self.services and not _differs(self.rows[service_id], row):
            self._add_to(service_id, row, held_back)
            return
        if service_id in self.services:
            service_id = self._other_id(row, name, organization)
            if service_id in self.services:
                self._add_to(service_id, row, held_back)
                return
        service = _service(self.into, row, organizations)
        service |= {"id": service_id, "name": name, "held_back": held_back}
        add_places(self.into, service, row, self.beside)
        self.services[service_id] = (self.into.row, service)
        self.rows[service_id] = row

    def _other_id(self, row: CsvRow, name: str, organization: str) -> str:
        """Return the id of a row whose names another row has: with its place, then with all else that differs.

        Rows that differ in their times only have the same id.
        """
        places = [str(row.get(column)) for column in ("address", "postcode", "place")]
        parts = [name, organization, *places]
        service_id = self.into.identity("service", None, "|".join(parts))
        known = self.rows.get(service_id)
        if known is None or not _differs(known, row):
            return service_id
        others = [f"{column}={row[column]}" for column in sorted(row) if column not in _TIMES and row[column]]
        return self.into.identity("service", None, "|".join([*parts, *others]))

    def _add_to(self, service_id: str, row: CsvRow, held_back: list[str]) -> None:
        """Add a further row of a service: its place and its times. Other values that differ are problems."""
        service = self.services[service_id][1]
        known = self.rows[service_id]
        service["held_back"] = [*service["held_back"], *held_back]
        if row == known and not values.words(row.get("id")):
            self.into.problem("row", "is the same as an earlier row", left_out=True)
        times = values.prose(row.get("times"))
        before = values.prose(service[EXTRA]["hours_text"])
        if times and times not in before.split("\n"):
            place = values.name(row.get("place")) or values.name(row.get("address"))
            is_elsewhere = place and place != (
                values.name(known.get("place")) or values.name(known.get("address"))
            )
            service[EXTRA]["hours_text"] = "\n".join(
                filter(None, (before, f"{place}: {times}" if is_elsewhere else times))
            )
        for column in row.keys() - _PLACES - _TIMES - {"id", "access", "secret address", "delivery"}:
            if values.raw(row[column]) and values.words(row[column]) != values.words(known.get(column)):
                what = f"differs from an earlier row of the same service: {not_read(row[column])}"
                self.into.problem(column, what)
        add_places(self.into, service, row, self.beside)

    def finish(self) -> None:
        """Read the collected services into the feed."""
        for number, service in self.services.values():
            self.into.at(number, service["name"])
            v3.read(self.into, service)


def _differs(known: CsvRow, row: CsvRow) -> bool:
    return any(known.get(column, "") != row[column] for column in row.keys() - _TIMES)


def _service(into: Collector, row: CsvRow, organizations: list[str]) -> JsonObject:
    contacts = [{"name": row.get("contact name"), "title": row.get("contact role")}]
    phones = _phones(into, row)
    service: JsonObject = {
        "organization": _organization(row, organizations[0] if organizations else ""),
        "description": row.get("description"),
        "status": row.get("status"),
        "url": row.get("website"),
        "email": row.get("email"),
        "phones": phones,
        "contacts": contacts,
        "application_process": row.get("how to ask"),
        "languages": [{"name": name} for name in values.listed(row.get("languages"), ";|,")],
        "service_areas": [{"name": name} for name in values.listed(row.get("areas"))],
        "assured_date": into.take("checked on", values.day, row.get("checked on"), None),
        "service_at_locations": [],
        "attributes": _attributes(row, organizations[1:]),
    }
    return service | _ages(into, row) | _cost(into, row) | {EXTRA: _extension(into, row)}


def _ages(into: Collector, row: CsvRow) -> JsonObject:
    """Return the fields about whom the service is for. Words about ages that give no number stay words."""
    eligibility = _eligibility(into, row)
    youngest, oldest = row.get("minimum age", ""), row.get("maximum age", "")
    words = []
    found: JsonObject = {"minimum_age": youngest, "maximum_age": oldest}
    for column in ("ages", "minimum age", "maximum age"):
        text = values.words(row.get(column))
        both = worded_values.ages(text) if text else None
        if column == "ages" and text and both in (None, (None, None)):
            words.append(f"Ages: {text}")
        elif both and all(each is not None for each in both):
            found = {
                "minimum_age": both[0],
                "maximum_age": both[1] if column != "minimum age" or not oldest else oldest,
            }
        elif column == "ages" and both:
            found = {"minimum_age": youngest or both[0], "maximum_age": oldest or both[1]}
    return found | {"eligibility_description": "\n".join(filter(None, (eligibility, *words)))}


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
            if values.raw(row.get(column))
        ],
    }


def _phones(into: Collector, row: CsvRow) -> list[JsonObject]:
    own: JsonObject = {}
    if row.get("phone"):
        own = {EXTRA: {"answers": row["phone hours"]}} if row.get("phone hours") else {}
    elif values.raw(row.get("phone hours")):
        into.problem("phone hours", f"are given without a phone: {not_read(row['phone hours'])}")
    return [
        {"number": row.get("phone")} | own,
        {"number": row.get("mobile"), "type": "cell"},
        {"number": row.get("text number"), "type": "text"},
    ]


def _eligibility(into: Collector, row: CsvRow) -> str:
    audience = row.get("audience")
    sentences = [values.prose(row.get("who it is for")), f"For: {audience}." if audience else ""]
    return " ".join(filter(None, sentences + restrictions(into, row, _RESTRICTIONS)))


def _cost(into: Collector, row: CsvRow) -> JsonObject:
    """Return the cost fields. An amount, or words about the cost, take precedence over a plain "no, not
    free".
    """
    note = values.prose(row.get("cost notes"))
    if row.get("cost", "").lower() == "none":
        into.problem("cost", "“None” can mean free, or not known: it is not used")
    priced = worded_values.cost(row.get("cost"), note) if values.raw(row.get("cost")) else {}
    stated = worded_values.free_or_words(row.get("free"))
    charged = worded_values.charged_or_words(row.get("charged"))
    if stated and charged and stated != charged:
        into.problem(
            "charged",
            f"{row.get('charged')!r} is not used, because the column about free says {row.get('free')!r}",
        )
    stated = stated or charged
    options = [*(priced.get("cost_options") or ()), *(stated.get("cost_options") or ())]
    is_plain = stated.get("fees") == worded_values.THERE_IS_A_CHARGE
    if options and is_plain and not priced.get("fees") and worded_values.is_free(options):
        into.problem("cost", f"says free and the column about free says no: “{row.get('cost')}” is not used")
        return {"fees": worded_values.THERE_IS_A_CHARGE}
    if worded_values.is_free(stated.get("cost_options") or []) and worded_values.has_price(priced):
        into.problem("free", "says free beside a price: the price is used")
        options = [*(priced.get("cost_options") or ())]
    fees = [
        priced.get("fees"),
        stated.get("fees") if not (is_plain and (priced.get("fees") or options)) else "",
    ]
    if not priced:
        fees.append(note if note not in fees else "")
    texts = [values.prose(each) for each in fees]
    return {"cost_options": _each_once(options), "fees": "\n".join(filter(None, dict.fromkeys(texts)))}


def _each_once(options: list[JsonObject]) -> list[JsonObject]:
    return [option for number, option in enumerate(options) if option not in options[:number]]


def _extension(into: Collector, row: CsvRow) -> JsonObject:
    route_in = ids(into, row, "route in", vocabulary.ROUTE_IN)
    if not route_in and into.take("referral only", values.yes, row.get("referral only"), False):
        route_in = ["professional"]
    return {
        "source_id": row.get("id", ""),
        "former_names": row.get("other names"),
        "summary": row.get("summary"),
        "hours_text": row.get("times"),
        "route_in": route_in,
        "delivery": ids(into, row, "delivery", vocabulary.DELIVERY),
        "availability": next(iter(ids(into, row, "availability", vocabulary.AVAILABILITY)), ""),
        "waiting_time": row.get("waiting time"),
        "if_full": row.get("if full"),
        "starts_on": into.take("starts on", values.day, row.get("starts on"), None),
        "ends_on": into.take("ends on", last_day, row.get("ends on"), None),
        "professionals_only": says_yes(into, row, "professionals only"),
        "direct_payment": into.take("direct payment", values.yes, row.get("direct payment"), False),
        "registration_body": row.get("registration body"),
        "registration_number": row.get("registration number"),
        "checked_by": row.get("checked by"),
    }


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
