"""Puts what a feed says into the database: adds, changes, and hides what the feed no longer has. Safe to repeat.

Services go in groups, each with its organizations and places in one transaction. When a group fails, its services are
tried one by one, so that a bad record costs itself only.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.orm import Session

from core import clock
from core.slugs import Slugs
from directory.importing import queries
from directory.importing.diff import (
    Bundle,
    Difference,
    difference,
    given_ids,
    location_bundle,
    organization_bundle,
    service_bundle,
)
from directory.importing.terms import TermFinder
from directory.open_referral.feed import Feed
from directory.open_referral.problems import ImportProblem
from directory.open_referral.schema import Location, Organization, Service
from directory.postcodes.queries import postcode_points
from directory.postcodes.text import compact
from directory.progress import ProgressCallback
from directory.search import indexing as search_indexing
from directory.taxonomy.sync import ensure_own_taxonomies
from directory.visibility import TAKEN_DOWN, is_gone

log = logging.getLogger("signpost.import")

GROUP = 250
KINDS = ("service", "organization", "location")
_SMALL_SOURCE = 10
"""Sources with fewer services may shrink as they like."""


class ShrunkError(Exception):
    """The feed has at most half of the services that it had before."""

    def __init__(self, before: int, now: int) -> None:
        super().__init__(f"this source had {before} services and now has {now}")
        self.before, self.now = before, now


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one record: added, changed (with stored and new values by field) or gone."""

    kind: str
    name: str
    what: str
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """What an import did, or would do."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: {kind: Counter() for kind in KINDS})
    fields: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)

    def add(self, changes: Iterable[Change]) -> None:
        """Count changes; those without a difference are counted and not kept."""
        for change in changes:
            self.counts[change.kind][change.what] += 1
            if change.what != "unchanged":
                self.changes.append(change)
                self.fields.update(f"{change.kind}.{name}" for name in change.fields)

    @property
    def loaded(self) -> int:
        """How many services of the feed are in the directory now."""
        return sum(self.counts["service"][what] for what in ("added", "changed", "unchanged"))


@dataclass(slots=True)
class _Group:
    services: list[Service]
    organizations: list[Organization]
    locations: list[Location]


def apply_feed(
    session: Session,
    feed: Feed,
    *,
    dry_run: bool = False,
    allow_shrink: bool = False,
    progress: ProgressCallback | None = None,
) -> Report:
    """Make the database say what the feed says, and commit. `progress` is told how many services are done.

    Services that came from this source before and that a complete feed no longer has become inactive; nothing is deleted.
    Raises ShrunkError, before anything is written, when the feed has halved and that was not allowed.
    """
    work = _Import(session, feed, dry_run)
    work.check_size(allow_shrink)
    work.prepare_terms()
    for start in range(0, len(feed.services), GROUP):
        work.write(work.group(feed.services[start : start + GROUP]))
        if progress:
            progress(min(GROUP, len(feed.services) - start))
    for start in range(0, max(len(feed.organizations), len(feed.locations)), GROUP):
        work.write(work.leftovers(start))
    work.link()
    work.hide_gone()
    return work.report


class _Import:
    def __init__(self, session: Session, feed: Feed, dry_run: bool) -> None:
        self.session, self.feed, self.dry_run = session, feed, dry_run
        self.report = Report(problems=list(feed.problems))
        self.terms = TermFinder(session)
        self.slugs = {name: Slugs(queries.slugs(session, name)) for name in ("service", "organization")}
        self.done: set[tuple[str, str]] = set()
        self.claimed: dict[tuple[str, str], str] = {}
        self.known = queries.services_from(session, feed.source)

    def check_size(self, allowed: bool) -> None:
        before = sum(not is_gone(status) for _, status in self.known.values())
        now = len(self.feed.services) + len(self.feed.also_seen)
        if not self.feed.complete or before < _SMALL_SOURCE or now * 2 > before or allowed:
            return
        if not self.dry_run:
            raise ShrunkError(before, now)
        self.report.problems.insert(
            0, ImportProblem(0, "", f"{ShrunkError(before, now)}: a real run needs --allow-shrink")
        )

    def prepare_terms(self) -> None:
        own = any(
            attribute.taxonomy_term.own_taxonomy
            for service in self.feed.services
            for attribute in service.attributes
        )
        if own and not self.dry_run:
            ensure_own_taxonomies(self.session)
            self.terms = TermFinder(self.session)
        for service in self.feed.services:
            for attribute in service.attributes:
                if not self.terms.find(attribute.taxonomy_term):
                    self._problem(
                        service,
                        attribute.taxonomy_term.own_taxonomy,
                        f"“{attribute.taxonomy_term.name}” is not one of our {attribute.taxonomy_term.own_taxonomy}",
                    )
        if self.dry_run:
            self.session.rollback()
        else:
            self.terms.write()
            self.session.commit()

    def _problem(self, service: Service, name: str, what: str, *, left_out: bool = False) -> None:
        self.report.problems.append(
            ImportProblem(self.feed.rows[service.id], name, what, service.name, left_out)
        )

    def group(self, services: list[Service]) -> _Group:
        """Services with those of their organizations and places that were not written yet."""
        organization_ids = dict.fromkeys(service.organization_id for service in services)
        location_ids = dict.fromkeys(
            site.location_id for service in services for site in service.service_at_locations
        )
        return _Group(
            services,
            [
                self.feed.organizations[each]
                for each in organization_ids
                if self._waits("organization", each, self.feed.organizations)
            ],
            [
                self.feed.locations[each]
                for each in location_ids
                if self._waits("location", each, self.feed.locations)
            ],
        )

    def _waits(self, kind: str, record_id: str, records: dict[str, Any]) -> bool:
        return record_id in records and (kind, record_id) not in self.done

    def leftovers(self, start: int) -> _Group:
        """Organizations and places without a service in this feed."""
        organizations = list(self.feed.organizations.values())[start : start + GROUP]
        locations = list(self.feed.locations.values())[start : start + GROUP]
        return _Group([], [each for each in organizations if ("organization", each.id) not in self.done],
                      [each for each in locations if ("location", each.id) not in self.done])  # fmt: skip

    def write(self, group: _Group) -> None:
        """Write a group in one transaction; when that fails, each of its services in one of its own."""
        try:
            self._write(group)
        except Exception as error:
            self.session.rollback()
            if len(group.services) > 1:
                for service in group.services:
                    self.write(self.group([service]))
                return
            log.warning("import: a record failed", exc_info=error)
            what = f"could not be stored ({type(error).__name__}): left out"
            for service in group.services:
                self._problem(service, "record", what, left_out=True)
            if not group.services:
                self.report.problems.append(
                    ImportProblem(0, "organizations and places without services", what)
                )

    def _write(self, group: _Group) -> None:
        changes: list[Change] = []
        touched: dict[str, set[str]] = {kind: set() for kind in KINDS}
        for kind, records in (
            ("organization", group.organizations),
            ("location", group.locations),
            ("service", group.services),
        ):
            found = self._differences(kind, records)
            changes += [self._change(kind, record, stored, diff) for record, stored, diff in found]
            touched[kind] = {
                record.id for record, stored, diff in found if diff and (stored or kind == "service")
            }
            if not self.dry_run:
                store(self.session, [diff for _, _, diff in found])
        if not self.dry_run:
            around = queries.services_of(self.session, touched["organization"], touched["location"])
            services_changed(self.session, touched["service"] | around)
            self.session.commit()
            self.session.expunge_all()
        self.done |= {("organization", each.id) for each in group.organizations} | {
            ("location", each.id) for each in group.locations
        }
        self.report.add(changes)

    def _change(self, kind: str, record: Any, stored: Bundle | None, diff: Difference) -> Change:
        name = (
            record.name
            or (record.addresses[0].address_1 if kind == "location" and record.addresses else "")
            or record.id
        )
        if stored is None:
            return Change(kind, name, "added")
        return Change(kind, name, "changed" if diff else "unchanged", diff.columns)

    def _differences(self, kind: str, records: list[Any]) -> list[tuple[Any, Bundle | None, Difference]]:
        if not records:
            return []
        stored = queries.stored_bundles(self.session, kind, [record.id for record in records])
        refused = self._refused(kind, records, stored)
        bundles = [self._bundle(kind, record, refused.get(record.id, set())) for record in records]
        if kind == "location":
            self._locate(bundles, stored)
        found = []
        for record, bundle in zip(records, bundles, strict=True):
            old = stored.get(record.id)
            self._fit(record, bundle)
            self._finish(kind, record, bundle, old)
            found.append((record, old, self._difference(kind, record, old, bundle)))
        return found

    def _difference(self, kind: str, record: Any, old: Bundle | None, bundle: Bundle) -> Difference:
        if old is not None and record.id in self.feed.stubs:
            return Difference()
        if old is not None and kind == "service" and self.feed.brief:
            old = {"service": old["service"]}
        diff = difference(old or {}, bundle, kind)
        if kind == "service" and old is not None and diff:
            _date(diff, record)
        return diff

    def _refused(
        self, kind: str, records: list[Any], stored: dict[str, Bundle]
    ) -> dict[str, set[tuple[str, str]]]:
        """Ids of children that belong to another record already: real feeds use the same one twice."""
        wanted = {record.id: set(given_ids(record)) for record in records}
        own = {
            record.id: {(name, row_id) for name, rows in stored.get(record.id, {}).items() for row_id in rows}
            for record in records
        }
        strange = {pair for record_id, pairs in wanted.items() for pair in pairs - own[record_id]}
        in_use = queries.ids_in_use(self.session, strange) if strange else set()
        refused: dict[str, set[tuple[str, str]]] = {}
        for record_id, pairs in wanted.items():
            others = in_use - own[record_id]
            taken = {
                pair for pair in pairs if pair in others or self.claimed.get(pair, record_id) != record_id
            }
            self.claimed |= dict.fromkeys(pairs - taken, record_id)
            refused[record_id] = taken
        return refused

    def _bundle(self, kind: str, record: Any, refused: set[tuple[str, str]]) -> Bundle:
        source = self.feed.source
        if kind == "organization":
            return organization_bundle(record, source, refused)
        if kind == "location":
            return location_bundle(record, source, refused)
        return service_bundle(record, source, refused, self.terms.find, brief=self.feed.brief)

    def _locate(self, bundles: list[Bundle], stored: dict[str, Bundle]) -> None:
        """Give places without coordinates those of their postcode; without one they keep what is stored."""
        lacking = []
        for bundle in bundles:
            row = next(iter(bundle["location"].values()))
            codes = [compact(each["postal_code"]) for each in bundle.get("address", {}).values()]
            if row["latitude"] is None and row["location_type"] == "physical":
                lacking.append((row, next((code for code in codes if code), "")))
        points = postcode_points(self.session, {code for _, code in lacking if code}) if lacking else {}
        for row, code in lacking:
            kept = stored.get(row["id"], {}).get("location", {}).get(row["id"], {})
            row["latitude"], row["longitude"] = points.get(
                code, (kept.get("latitude"), kept.get("longitude"))
            )

    def _fit(self, record: Any, bundle: Bundle) -> None:
        """Cut texts that are longer than their column, and say so."""
        for name, rows in bundle.items():
            lengths = queries.TEXT_LENGTHS[name]
            for row in rows.values():
                for column, longest in lengths.items():
                    value = row.get(column)
                    if isinstance(value, str) and len(value) > longest:
                        row[column] = value[:longest]
                        what = f"is longer than {longest} letters: cut"
                        self.report.problems.append(
                            ImportProblem(
                                self.feed.rows.get(record.id, 0), f"{name}.{column}", what, record.name
                            )
                        )

    def _finish(self, kind: str, record: Any, bundle: Bundle, old: Bundle | None) -> None:
        """What only the database knows: the slug of a new record, and when a service was last changed."""
        row = bundle[kind][record.id]
        if kind == "service" and row["last_modified"] is None:
            del row["last_modified"]
        if old is None and kind in self.slugs:
            beside = self.feed.organizations.get(getattr(record, "organization_id", ""))
            row["slug"] = self.slugs[kind].new(
                record.name, beside.name if beside and beside.name != record.name else ""
            )

    def link(self) -> None:
        """Set what names other records of the same kind: parents of organizations, successors of services."""
        if self.dry_run:
            return
        parents = {
            each.id: each.parent_organization_id
            for each in self.feed.organizations.values()
            if each.parent_organization_id
        }
        there = (
            queries.existing(self.session, "organization", {*parents, *parents.values()})
            if parents
            else set()
        )
        organization = queries.table("organization")
        for child, parent in parents.items():
            if child in there and parent in there and child != parent:
                self.session.execute(
                    update(organization)
                    .where(organization.c.id == child)
                    .values(parent_organization_id=parent)
                )
        changed = self._link_successors()
        services_changed(self.session, changed)
        self.session.commit()

    def _link_successors(self) -> set[str]:
        wanted = {each.id: each.successor_ids for each in self.feed.services if each.successor_ids}
        if not wanted:
            return set()
        there = queries.existing(
            self.session, "service", {*wanted, *(each for ids in wanted.values() for each in ids)}
        )
        successor = queries.table("service_successor")
        pairs = {(a, b) for a, ids in wanted.items() for b in ids if {a, b} <= there and a != b}
        stored = {
            tuple(row)
            for row in self.session.execute(successor.select().where(successor.c.service_id.in_(wanted)))
        }
        if stored == pairs:
            return set()
        self.session.execute(delete(successor).where(successor.c.service_id.in_(wanted)))
        if pairs:
            self.session.execute(
                insert(successor), [{"service_id": a, "successor_id": b} for a, b in sorted(pairs)]
            )
        return set(wanted) & there

    def hide_gone(self) -> None:
        """Make inactive what this source had and has no longer; only a complete feed can say so."""
        if not self.feed.complete:
            return
        present = {each.id for each in self.feed.services} | self.feed.also_seen
        gone = [
            each for each, (_, status) in self.known.items() if each not in present and not is_gone(status)
        ]
        if gone and not self.dry_run:
            service = queries.table("service")
            self.session.execute(
                update(service)
                .where(service.c.id.in_(gone))
                .values(status=TAKEN_DOWN, last_modified=clock.now())
            )
            services_changed(self.session, gone)
            self.session.commit()
        self.report.add(Change("service", self.known[each][0], "gone") for each in gone)


def _date(diff: Difference, record: Service) -> None:
    """Say when a service was changed: as the feed says, or now. Left out, the column would take the present moment by itself."""
    moment = record.last_modified or clock.now()
    rest = [each for each in diff.updates if each[0] != "service"]
    own = next((changed for table, _, changed in diff.updates if table == "service"), {})
    diff.updates = [*rest, ("service", record.id, own | {"last_modified": moment})]


_INSERT_ORDER = (
    "organization", "location", "service", "organization_identifier", "contact", "address", "accessibility",
    "service_at_location", "schedule", "phone", "cost_option", "language", "service_area", "funding", "attribute",
)  # fmt: skip


def store(session: Session, differences: Iterable[Difference]) -> None:
    """Write differences: children go first and come last. The caller commits."""
    inserts: dict[str, dict[tuple[str, ...], list[dict[str, Any]]]] = {}
    deletes: dict[str, list[str]] = {}
    updates: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = {}
    for diff in differences:
        for name, row in diff.inserts:
            inserts.setdefault(name, {}).setdefault(tuple(row), []).append(row)
        for name, row_id in diff.deletes:
            deletes.setdefault(name, []).append(row_id)
        for name, row_id, changed in diff.updates:
            updates.setdefault((name, tuple(sorted(changed))), []).append({"row_id": row_id} | changed)
    for name in reversed(_INSERT_ORDER):
        if name in deletes:
            session.execute(delete(queries.table(name)).where(queries.table(name).c.id.in_(deletes[name])))
    for name in _INSERT_ORDER:
        for rows in inserts.get(name, {}).values():
            session.connection().execute(insert(queries.table(name)), rows)
    for (name, columns), rows in updates.items():
        table = queries.table(name)
        statement = (
            update(table)
            .where(table.c.id == bindparam("row_id"))
            .values({column: bindparam(column) for column in columns})
        )
        session.connection().execute(statement, rows)


def services_changed(session: Session, service_ids: Iterable[str]) -> None:
    """Tell search what changed, in the same transaction."""
    ids = list(service_ids)
    if not ids:
        return
    session.expire_all()
    search_indexing.services_changed(session, ids)
