"""Finds the rows that an import has to write for each record."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from core import clock
from core.slugs import Slugs
from directory.importing import queries
from directory.importing.diff import (
    Difference,
    TermId,
    difference,
    given_ids,
    location_bundle,
    organization_bundle,
    service_bundle,
    without_what_is_decided_here,
)
from directory.importing.limits import fitted
from directory.importing.report import RecordChange
from directory.importing.same_values import keep_same
from directory.open_referral.feed import Feed
from directory.open_referral.problems import ImportProblem
from directory.open_referral.schema.services import Service
from directory.postcodes.queries import postcode_points
from directory.postcodes.text import compact
from directory.versions.queries import hidden_by_hand
from directory.versions.rows import Bundle, TableRow, stored_bundles
from directory.visibility import DEFUNCT, TAKEN_DOWN, TEMPORARILY_CLOSED

TableId = tuple[str, str]
"""A table and the id of a row in it."""


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """One record of a feed, its stored rows (None for a new record), and the difference to write."""

    kind: str
    record: Any
    stored: Bundle | None
    difference: Difference

    @property
    def change(self) -> RecordChange:
        """Return the change of the record for the report."""
        name = _name(self.kind, self.record)
        if self.stored is None:
            return RecordChange(self.kind, name, "added")
        what = "changed" if self.difference else "unchanged"
        return RecordChange(self.kind, name, what, self.difference.columns)


def _name(kind: str, record: Any) -> str:
    first_line = record.addresses[0].address_1 if kind == "location" and record.addresses else ""
    name: str = record.name or first_line or record.id
    return name


@dataclass(slots=True)
class DifferenceFinder:
    """Compares the records of a feed with the stored records.

    `problems` receives a problem for each text that was cut. `claimed` maps the id of a part to the record
    to which the part belongs, because real feeds use the same id twice.
    """

    session: Session
    feed: Feed
    term_id: TermId
    problems: list[ImportProblem]
    slugs: dict[str, Slugs]
    claimed: dict[TableId, str] = field(default_factory=dict)
    edits: bool = False
    """True for a record that a person edited: it says everything, also the coordinates of its places."""

    def find(self, kind: str, records: list[Any]) -> list[RecordDifference]:
        """Return the differences of records of one kind, in the order of the records."""
        if not records:
            return []
        stored = stored_bundles(self.session, kind, [record.id for record in records])
        refused = self._refused(records, stored)
        bundles = [
            self._bundle(kind, record, refused[record.id], is_new=record.id not in stored)
            for record in records
        ]
        if kind == "location" and not self.edits:
            self._locate(bundles, stored)
        hidden = self._hidden_by_hand(records, stored) if kind == "service" and not self.edits else set()
        differences = []
        for record, bundle in zip(records, bundles, strict=True):
            old = stored.get(record.id)
            self._fit(record, bundle)
            self._finish(kind, record, bundle, old)
            if kind == "service" and old is not None and not self.edits:
                _keep_own_facts(record, bundle["service"][record.id], old["service"][record.id], hidden)
            differences.append(
                RecordDifference(kind, record, old, self._difference(kind, record, old, bundle))
            )
        return differences

    def _refused(self, records: list[Any], stored: dict[str, Bundle]) -> dict[str, set[TableId]]:
        """Return the ids of each record's parts that already belong to another record, by record id."""
        wanted = {record.id: set(given_ids(record)) for record in records}
        own = {record.id: _ids_of(stored.get(record.id, {})) for record in records}
        foreign = {pair for record_id, pairs in wanted.items() for pair in pairs - own[record_id]}
        in_use = queries.ids_in_use(self.session, foreign) if foreign else set()
        refused: dict[str, set[TableId]] = {}
        for record_id, pairs in wanted.items():
            others = in_use - own[record_id]
            taken = {
                pair for pair in pairs if pair in others or self.claimed.get(pair, record_id) != record_id
            }
            self.claimed |= dict.fromkeys(pairs - taken, record_id)
            refused[record_id] = taken
        return refused

    def _hidden_by_hand(self, records: list[Any], stored: dict[str, Bundle]) -> set[str]:
        """Return ids of services without a status in the feed that somebody here took down."""
        silent = [record.id for record in records if "status" not in record.model_fields_set]
        inactive = [
            each
            for each in silent
            if each in stored and stored[each]["service"][each]["status"] == TAKEN_DOWN
        ]
        return hidden_by_hand(self.session, inactive)

    def _bundle(self, kind: str, record: Any, refused: set[TableId], *, is_new: bool) -> Bundle:
        """Return the rows of a record. A new record is stored in full, also from a short form."""
        source = self.feed.source
        if kind == "organization":
            return organization_bundle(record, source, refused)
        if kind == "location":
            return location_bundle(record, source, refused)
        return service_bundle(record, source, refused, self.term_id, brief=self.feed.brief and not is_new)

    def _locate(self, bundles: list[Bundle], stored: dict[str, Bundle]) -> None:
        """Set missing coordinates of locations from their postcode. Without a known postcode, stored
        coordinates stay.
        """
        lacking = []
        for bundle in bundles:
            row = next(iter(bundle["location"].values()))
            if row["latitude"] is None and row["location_type"] == "physical":
                codes = [compact(address["postal_code"]) for address in bundle.get("address", {}).values()]
                lacking.append((row, next((code for code in codes if code), "")))
        wanted = {code for _row, code in lacking if code}
        points = postcode_points(self.session, wanted) if wanted else {}
        for row, code in lacking:
            before = stored.get(row["id"], {}).get("location", {}).get(row["id"], {})
            stored_point = before.get("latitude"), before.get("longitude")
            row["latitude"], row["longitude"] = points.get(code, stored_point)

    def _fit(self, record: Any, bundle: Bundle) -> None:
        """Bring each value into the limits of its column, and note a problem for what was cut or left out."""
        for name, rows in bundle.items():
            for row in rows.values():
                for column, value in row.items():
                    row[column], what = fitted(name, column, value)
                    if what:
                        place = self.feed.rows.get(record.id, 0)
                        self.problems.append(ImportProblem(place, f"{name}.{column}", what, record.name))

    def _finish(self, kind: str, record: Any, bundle: Bundle, old: Bundle | None) -> None:
        """Add values that depend on the database, such as the slug of a new record.

        A service without a date keeps the stored date.
        """
        row = bundle[kind][record.id]
        if kind == "service" and row["last_modified"] is None:
            del row["last_modified"]
        if kind == "service" and old is not None and not self.edits:
            bundle[kind][record.id] = without_what_is_decided_here(row, old[kind].get(record.id, {}))
        if old is None and kind in self.slugs:
            organization = self.feed.organizations.get(getattr(record, "organization_id", ""))
            beside = organization.name if organization and organization.name != record.name else ""
            row["slug"] = self.slugs[kind].new(record.name, beside)

    def _difference(self, kind: str, record: Any, old: Bundle | None, bundle: Bundle) -> Difference:
        if old is None:
            return difference({}, bundle, kind)
        if kind == "organization" and record.id in self.feed.stubs:
            return Difference()
        if kind == "service" and self.feed.brief:
            old = {"service": old["service"]}
        if not self.edits:
            keep_same(old, bundle)
        changes = difference(old, bundle, kind)
        if kind == "service" and changes:
            _set_last_modified(changes, record)
        return changes


def _keep_own_facts(record: Service, row: TableRow, stored: TableRow, hidden: set[str]) -> None:
    """Keep in a row what a feed does not say and somebody here did: that the service is closed or has ended,
    and its former names. The name of before a renaming becomes one of them.
    """
    is_closed_here = stored["status"] in (TEMPORARILY_CLOSED, DEFUNCT) or record.id in hidden
    if "status" not in record.model_fields_set and is_closed_here and "status" in row:
        row["status"] = stored["status"]
        for name in ("ends_on", "ended_reason"):
            row[name] = row.get(name) or stored[name]
    row["former_names"] = row.get("former_names") or _former_names(row["name"], stored)


def _former_names(name: str, stored: TableRow) -> list[str]:
    """Return the names by which people may still look for a service, the newest first.

    Another spelling with the same letters is no former name.
    """
    names = stored["former_names"]
    if name.casefold() != stored["name"].casefold():
        names = [stored["name"], *names]
    return [each for each in dict.fromkeys(names) if each.casefold() != name.casefold()]


def _ids_of(bundle: Bundle) -> set[TableId]:
    return {(name, row_id) for name, rows in bundle.items() for row_id in rows}


def _set_last_modified(changes: Difference, record: Service) -> None:
    """Set when a service was last changed: the moment in the feed, else now.

    Without this value an update sets the present moment, even when the feed gives another moment.
    """
    moment = record.last_modified or clock.now()
    others = [update for update in changes.updates if update[0] != "service"]
    own = next((changed for table, _row_id, changed in changes.updates if table == "service"), {})
    changes.updates = [*others, ("service", record.id, own | {"last_modified": moment})]
