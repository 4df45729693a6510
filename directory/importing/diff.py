"""Represents a record as a bundle: the rows of the record and of all its parts, by table and id.

An import writes and reports the difference between the stored and the new bundle.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from core.clock import stable_id
from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.contacts import Contact
from directory.open_referral.schema.locations import Location
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service
from directory.open_referral.schema.taxonomies import TaxonomyTerm
from directory.versions.rows import Bundle, TableRow

TermId = Callable[[TaxonomyTerm], str]

_ORDERED = {
    "phone",
    "contact",
    "schedule",
    "accessibility",
    "attribute",
    "cost_option",
    "service_at_location",
}
"""Tables whose rows are stored in the order of the source."""
_PARTS = {
    "service_at_locations",
    "schedules",
    "phones",
    "contacts",
    "cost_options",
    "languages",
    "service_areas",
    "funding",
    "attributes",
    "organization_identifiers",
    "addresses",
    "accessibility",
}
"""Fields that hold lists of parts, each with a table of its own."""
_NOT_COLUMNS = _PARTS | {
    "held_back",
    "id",
    "successor_ids",
    "parent_organization_id",
    "taxonomy_term",
    "organization",
    "location",
    "location_id",
    "incomplete_addresses",
}
NOT_IN_BRIEF = frozenset(
    {
        "hours_kind",
        "hours_text",
        "delivery",
        "route_in",
        "eligibility_description",
        "application_process",
        "fees",
    }
)
"""Columns that a short form mostly lacks. Where they are empty there, an import leaves their stored values.
"""


@cache
def _columns(kind: type[OpenReferralObject]) -> tuple[str, ...]:
    return tuple(name for name in kind.model_fields if name not in _NOT_COLUMNS)


@cache
def _part_fields(kind: type[OpenReferralObject]) -> tuple[str, ...]:
    return tuple(name for name in kind.model_fields if name in _PARTS)


def given_ids(record: OpenReferralObject) -> Iterator[tuple[str, str]]:
    """Yield table and id of every part to which the source gave an id."""
    for name in _part_fields(type(record)):
        for part in getattr(record, name):
            if part.id:
                yield part.object_name, part.id
            yield from given_ids(part)


@dataclass(slots=True)
class Builder:
    """Builds the bundle of one record. `refused` holds (table, id) pairs that belong to other records."""

    root: str
    refused: set[tuple[str, str]] = field(default_factory=set)
    bundle: Bundle = field(default_factory=dict)

    def add(self, table: str, row_id: str, row: TableRow) -> str:
        """Add a row to the bundle and return the row's id."""
        self.bundle.setdefault(table, {})[row_id] = {"id": row_id, **row}
        return row_id

    def children(self, parent: str, column: str, children: Iterable[Any], **links: Any) -> list[str]:
        """Add the rows of parts, whose `column` refers to the parent; return the ids of the rows."""
        return [self.child(parent, column, child, number, **links) for number, child in enumerate(children)]

    def child(self, parent: str, column: str, child: Any, number: int, **links: Any) -> str:
        """Add the row of one part and return its id: the source's id when no other row has it, else a stable
        id.
        """
        table = child.object_name
        taken = child.id and ((table, child.id) in self.refused or child.id in self.bundle.get(table, {}))
        row_id = child.id if child.id and not taken else stable_id(parent, table, str(number))
        order = {"position": number} if table in _ORDERED else {}
        return self.add(table, row_id, plain_columns(child) | links | order | {column: parent})

    def contacts(self, parent: str, column: str, contacts: list[Contact]) -> None:
        """Add rows for contacts and their telephone numbers."""
        for number, contact in enumerate(contacts):
            contact_id = self.child(parent, column, contact, number)
            self.children(contact_id, "contact_id", contact.phones)


def plain_columns(record: OpenReferralObject) -> TableRow:
    """Return the values of a record that are columns of its own table, by column."""
    return {name: getattr(record, name) for name in _columns(type(record))}


def organization_bundle(record: Organization, source: str, refused: set[tuple[str, str]]) -> Bundle:
    """Return the rows of an organization. Its parent is set later, when all organizations are stored."""
    build = Builder(record.id, refused)
    build.add("organization", record.id, plain_columns(record) | {"source": source})
    build.children(record.id, "organization_id", record.organization_identifiers)
    build.children(record.id, "organization_id", record.phones)
    build.children(record.id, "organization_id", record.funding)
    build.contacts(record.id, "organization_id", record.contacts)
    return build.bundle


def location_bundle(record: Location, source: str, refused: set[tuple[str, str]]) -> Bundle:
    """Return the rows of a location."""
    build = Builder(record.id, refused)
    build.add("location", record.id, plain_columns(record) | {"source": source})
    for children in (record.addresses, record.accessibility, record.phones):
        build.children(record.id, "location_id", children)
    return build.bundle


def service_bundle(
    record: Service, source: str, refused: set[tuple[str, str]], term_id: TermId, *, brief: bool
) -> Bundle:
    """Return the rows of a service. A `brief` service has only its own row, without the empty ones among the
    columns NOT_IN_BRIEF.
    """
    build = Builder(record.id, refused)
    columns = plain_columns(record)
    if brief:
        columns = {
            name: value
            for name, value in columns.items()
            if name not in NOT_IN_BRIEF or value not in ("", [], "unknown")
        }
    build.add("service", record.id, columns | {"source": source})
    if brief:
        return build.bundle
    _add_parts(build, record, term_id)
    return build.bundle


def _add_parts(build: Builder, record: Service, term_id: TermId) -> None:
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
    for number, site in enumerate(record.service_at_locations):
        site_id = build.child(record.id, "service_id", site, number, location_id=site.location_id)
        build.children(site_id, "service_at_location_id", site.schedules)
    known = [(each, term_id(each.taxonomy_term)) for each in record.attributes]
    for number, (attribute, term) in enumerate(pair for pair in known if pair[1]):
        build.child(record.id, "service_id", attribute, number, taxonomy_term_id=term)


def without_what_is_decided_here(row: TableRow, stored: TableRow) -> TableRow:
    """Return the new row of a stored service without what an import must not undo.

    A break that somebody entered here goes on where the source only says that the service is active, which
    is also what a source without a status says. The same holds for a listing that only signposts.
    """
    kept: set[str] = set()
    if stored.get("paused_from") and not row.get("paused_from"):
        kept |= {"paused_from", "paused_until"}
        if row.get("status") == "active":
            kept.add("status")
    if stored.get("signposts_only"):
        kept.add("signposts_only")
    return {name: value for name, value in row.items() if name not in kept}


@dataclass(slots=True)
class Difference:
    """The inserts, updates and deletes that make the stored bundle equal to the new one."""

    inserts: list[tuple[str, TableRow]] = field(default_factory=list)
    updates: list[tuple[str, str, TableRow]] = field(default_factory=list)
    deletes: list[tuple[str, str]] = field(default_factory=list)
    columns: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Changed fields, as "description" or "phone.number", each with the stored and the new value.

    For several rows of a table, the values are those of the first changed row.
    """

    def __bool__(self) -> bool:
        return bool(self.inserts or self.updates or self.deletes)


def difference(stored: Bundle, new: Bundle, root_table: str) -> Difference:
    """Return the difference between two bundles. Columns that the new rows lack do not count as changed."""
    result = Difference()
    for table in {**stored, **new}:
        old_rows, new_rows = stored.get(table, {}), new.get(table, {})
        for row_id, row in new_rows.items():
            if row_id in old_rows:
                _compare(result, table, root_table, old_rows[row_id], row)
            else:
                result.inserts.append((table, row))
                _record_part(result, table, root_table, None, _gist(row))
        for row_id in old_rows.keys() - new_rows.keys():
            result.deletes.append((table, row_id))
            _record_part(result, table, root_table, _gist(old_rows[row_id]), None)
    return result


def _compare(result: Difference, table: str, root_table: str, old: TableRow, new: TableRow) -> None:
    changed = {column: value for column, value in new.items() if old.get(column) != value}
    if changed:
        result.updates.append((table, new["id"], changed))
        for column, value in changed.items():
            name = column if table == root_table else f"{table}.{column}"
            result.columns.setdefault(name, (old.get(column), value))


def _record_part(result: Difference, table: str, root_table: str, old: Any, new: Any) -> None:
    if table != root_table:
        result.columns.setdefault(table, (old, new))


def _gist(row: TableRow) -> str:
    """Return a few words by which a person recognises the row."""
    telling = (
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
    return ", ".join(str(row[column]) for column in telling if row.get(column))[:80] or "a row"
