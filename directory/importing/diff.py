"""Records as rows of tables: one bundle of rows for a record and all that hangs on it, by table and id.

The differences of two bundles, the stored one and the new one, are what an import has to write and to tell.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from core.clock import stable_id
from directory.open_referral import records as r

Row = dict[str, Any]
Bundle = dict[str, dict[str, Row]]
TermId = Callable[[r.TermRecord], str]

TABLES: dict[type, str] = {
    r.PhoneRecord: "phone",
    r.ContactRecord: "contact",
    r.ScheduleRecord: "schedule",
    r.AddressRecord: "address",
    r.AccessRecord: "accessibility",
    r.IdentifierRecord: "organization_identifier",
    r.FundingRecord: "funding",
    r.AttributeRecord: "attribute",
    r.CostRecord: "cost_option",
    r.LanguageRecord: "language",
    r.AreaRecord: "service_area",
    r.SiteRecord: "service_at_location",
}
# Tables whose rows keep the order in which the source has them.
_ORDERED = {
    "phone",
    "contact",
    "schedule",
    "accessibility",
    "attribute",
    "cost_option",
    "service_at_location",
}
_CHILDREN = {
    "sites", "schedules", "phones", "contacts", "cost_options", "languages", "service_areas", "funding", "attributes",
    "identifiers", "addresses", "accessibility",
}  # fmt: skip
_NOT_COLUMNS = _CHILDREN | {"id", "row", "stub", "successor_ids", "parent_organization_id", "term"}
# What a list's short form does not say, and which therefore stays as it is.
NOT_IN_BRIEF = frozenset(
    {"hours_kind", "hours_text", "delivery", "route_in", "eligibility_description", "application_process", "fees"}
)  # fmt: skip


@cache
def _columns(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.name not in _NOT_COLUMNS)


@cache
def _lists(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.name in _CHILDREN)


def given_ids(record: Any) -> Iterator[tuple[str, str]]:
    """Table and id of every child that has an id of the source's own."""
    for name in _lists(type(record)):  # type: ignore[arg-type]  # a class is hashable
        for child in getattr(record, name):
            if child.id:
                yield TABLES[type(child)], child.id
            yield from given_ids(child)


@dataclass(slots=True)
class Builder:
    """Builds the bundle of one record. `refused` are ids (with their tables) that belong to other records."""

    root: str
    refused: set[tuple[str, str]] = field(default_factory=set)
    bundle: Bundle = field(default_factory=dict)

    def add(self, table: str, row_id: str, row: Row) -> str:
        """Put a row into the bundle; returns its id."""
        self.bundle.setdefault(table, {})[row_id] = {"id": row_id, **row}
        return row_id

    def children(self, parent: str, column: str, children: Iterable[Any], **links: Any) -> list[str]:
        """Rows for the children of `parent`, which they name in `column`."""
        return [self.child(parent, column, child, number, **links) for number, child in enumerate(children)]

    def child(self, parent: str, column: str, child: Any, number: int, **links: Any) -> str:
        """The row of one child."""
        table = TABLES[type(child)]
        taken = child.id and ((table, child.id) in self.refused or child.id in self.bundle.get(table, {}))
        row_id = child.id if child.id and not taken else stable_id(parent, table, str(number))
        order = {"position": number} if table in _ORDERED else {}
        return self.add(table, row_id, plain_columns(child) | links | order | {column: parent})

    def contacts(self, parent: str, column: str, contacts: list[r.ContactRecord]) -> None:
        """Rows for contacts and their telephone numbers."""
        for number, contact in enumerate(contacts):
            contact_id = self.child(parent, column, contact, number)
            self.children(contact_id, "contact_id", contact.phones)


def plain_columns(record: Any) -> Row:
    """The values of a record that are columns themselves."""
    return {name: getattr(record, name) for name in _columns(type(record))}  # type: ignore[arg-type]  # a class is hashable


def organization_bundle(record: r.OrganizationRecord, source: str, refused: set[tuple[str, str]]) -> Bundle:
    """The rows of an organization; its parent is set later, when all organizations are there."""
    build = Builder(record.id, refused)
    build.add("organization", record.id, plain_columns(record) | {"source": source})
    build.children(record.id, "organization_id", record.identifiers)
    build.children(record.id, "organization_id", record.phones)
    build.children(record.id, "organization_id", record.funding)
    build.contacts(record.id, "organization_id", record.contacts)
    return build.bundle


def location_bundle(record: r.LocationRecord, source: str, refused: set[tuple[str, str]]) -> Bundle:
    """The rows of a place."""
    build = Builder(record.id, refused)
    build.add("location", record.id, plain_columns(record) | {"source": source})
    for children in (record.addresses, record.accessibility, record.phones):
        build.children(record.id, "location_id", children)
    return build.bundle


def service_bundle(
    record: r.ServiceRecord, source: str, refused: set[tuple[str, str]], term_id: TermId, *, brief: bool
) -> Bundle:
    """The rows of a service. A `brief` one has its own row only, without what short forms do not say."""
    build = Builder(record.id, refused)
    columns = plain_columns(record)
    if brief:
        columns = {name: value for name, value in columns.items() if name not in NOT_IN_BRIEF}
    build.add("service", record.id, columns | {"source": source})
    if brief:
        return build.bundle
    _hang_on(build, record, term_id)
    return build.bundle


def _hang_on(build: Builder, record: r.ServiceRecord, term_id: TermId) -> None:
    for children in (
        record.schedules,
        record.phones,
        record.cost_options,
        record.languages,
        record.service_areas,
        record.funding,
    ):
        build.children(record.id, "service_id", children)
    build.contacts(record.id, "service_id", record.contacts)
    for number, site in enumerate(record.sites):
        site_id = build.child(record.id, "service_id", site, number)
        build.children(site_id, "service_at_location_id", site.schedules)
    known = [(each, term_id(each.term)) for each in record.attributes]
    for number, (attribute, term) in enumerate(pair for pair in known if pair[1]):
        build.child(record.id, "service_id", attribute, number, taxonomy_term_id=term)


@dataclass(slots=True)
class Difference:
    """What has to be written so that the stored bundle becomes the new one."""

    inserts: list[tuple[str, Row]] = field(default_factory=list)
    updates: list[tuple[str, str, Row]] = field(default_factory=list)
    deletes: list[tuple[str, str]] = field(default_factory=list)
    columns: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Changed fields, as "description" or "phone.number", with the stored and the new value of the first of them."""

    def __bool__(self) -> bool:
        return bool(self.inserts or self.updates or self.deletes)


def difference(stored: Bundle, new: Bundle, root_table: str) -> Difference:
    """Compare two bundles. Columns that the new rows do not have, and tables of a brief bundle, are left alone."""
    found = Difference()
    for table in {**stored, **new}:
        old_rows, new_rows = stored.get(table, {}), new.get(table, {})
        for row_id, row in new_rows.items():
            if row_id in old_rows:
                _compare(found, table, root_table, old_rows[row_id], row)
            else:
                found.inserts.append((table, row))
                _told(found, table, root_table, None, _gist(row))
        for row_id in old_rows.keys() - new_rows.keys():
            found.deletes.append((table, row_id))
            _told(found, table, root_table, _gist(old_rows[row_id]), None)
    return found


def _compare(found: Difference, table: str, root_table: str, old: Row, new: Row) -> None:
    changed = {column: value for column, value in new.items() if old.get(column) != value}
    if changed:
        found.updates.append((table, new["id"], changed))
        for column, value in changed.items():
            name = column if table == root_table else f"{table}.{column}"
            found.columns.setdefault(name, (old.get(column), value))


def _told(found: Difference, table: str, root_table: str, old: Any, new: Any) -> None:
    if table != root_table:
        found.columns.setdefault(table, (old, new))


def _gist(row: Row) -> str:
    """The few words of a row by which a person knows it."""
    told = (
        "number",
        "name",
        "option",
        "address_1",
        "postal_code",
        "byday",
        "opens_at",
        "description",
        "source",
        "identifier",
    )
    return ", ".join(str(row[column]) for column in told if row.get(column))[:80] or "a row"
