"""Writes a feed to the database: adds and changes services, and hides services that the feed no longer has.

Safe to repeat.

Each group of services, with their organizations and locations, is one transaction. When a group fails, its
services are written one by one. A bad record then affects no other record.
"""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import clock
from core.audit.services import SYSTEM
from core.slugs import Slugs
from directory.importing import queries
from directory.importing.differences import DifferenceFinder, RecordDifference
from directory.importing.report import ImportReport, RecordChange
from directory.importing.store import link_parents, link_successors, services_changed, store
from directory.importing.terms import TermFinder
from directory.merges.queries import replacements_of
from directory.open_referral.feed import Feed
from directory.open_referral.problems import ImportProblem
from directory.open_referral.schema.locations import Location
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service
from directory.open_referral.schema.taxonomies import Attribute
from directory.progress import ProgressCallback
from directory.taxonomy.sync import ensure_own_taxonomies
from directory.versions.queries import GONE
from directory.versions.rows import table
from directory.versions.services import versions_kept
from directory.visibility import TAKEN_DOWN, is_gone

log = logging.getLogger("signpost.import")

GROUP = 250
"""The number of services that are written in one transaction."""
_SMALL_SOURCE = 10
"""A source with fewer services may shrink without a check."""


class ShrunkError(Exception):
    """The feed has at most half of the services that it had before."""

    def __init__(self, before: int, now: int) -> None:
        super().__init__(f"this source had {before} services and now has {now}")
        self.before, self.now = before, now


def apply_feed(
    session: Session,
    feed: Feed,
    *,
    dry_run: bool = False,
    allow_shrink: bool = False,
    progress: ProgressCallback | None = None,
) -> ImportReport:
    """Write a feed to the database, commit, and return the report.

    When a complete feed no longer has a stored service of this source, the service becomes inactive. Nothing
    is deleted.

    Raises ShrunkError, before anything is written, when the feed has halved and `allow_shrink` is False.
    """
    work = _Import(session, feed, dry_run)
    work.check_size(allow_shrink)
    work.leave_out_merged()
    work.prepare_terms()
    for start in range(0, len(feed.services), GROUP):
        services = feed.services[start : start + GROUP]
        work.write(work.group(services))
        if progress:
            progress(len(services))
    for start in range(0, max(len(feed.organizations), len(feed.locations)), GROUP):
        work.write(work.leftovers(start))
    work.link()
    work.hide_gone()
    return work.report


@dataclass(slots=True)
class _Group:
    """Records that are written together."""

    services: list[Service]
    organizations: list[Organization]
    locations: list[Location]


Shared = TypeVar("Shared", Organization, Location)


class _Import:
    """One import of one feed, step by step."""

    def __init__(self, session: Session, feed: Feed, dry_run: bool) -> None:
        self.session, self.feed, self.dry_run = session, feed, dry_run
        self.report = ImportReport(problems=list(feed.problems))
        self.terms = TermFinder(session)
        self.done: set[tuple[str, str]] = set()
        self.known = queries.services_from(session, feed.source)
        self.finder = DifferenceFinder(
            session,
            feed,
            lambda term: self.terms.find(term),
            self.report.problems,
            {kind: Slugs(queries.slugs(session, kind)) for kind in ("service", "organization")},
        )

    def check_size(self, allow_shrink: bool) -> None:
        """Raise ShrunkError when the feed has halved; a dry run notes it as a problem."""
        before = sum(not is_gone(status) for _name, status in self.known.values())
        now = len(self.feed.services) + len(self.feed.also_seen)
        has_halved = self.feed.complete and before >= _SMALL_SOURCE and now * 2 <= before
        if allow_shrink or not has_halved:
            return
        if not self.dry_run:
            raise ShrunkError(before, now)
        what = f"{ShrunkError(before, now)}: a real run needs --allow-shrink"
        self.report.problems.insert(0, ImportProblem(0, "", what))

    def leave_out_merged(self) -> None:
        """Leave out services that were merged into others here; those of a merged organization follow it."""
        groups = replacements_of(self.feed.organizations)
        self.feed.organizations = {
            each: record for each, record in self.feed.organizations.items() if each not in groups
        }
        merged = replacements_of(service.id for service in self.feed.services)
        for service in self.feed.services:
            service.organization_id = groups.get(service.organization_id, service.organization_id)
            if service.id in merged:
                what = f"was merged into another listing here ({merged[service.id]}): left out"
                self._problem(service, "record", what, left_out=True)
        self.feed.also_seen |= merged.keys()
        self.feed.services = [service for service in self.feed.services if service.id not in merged]

    def prepare_terms(self) -> None:
        """Store new terms, and note a problem for each term that our own taxonomies lack."""
        if not self.dry_run:
            # Also where the source has none of our terms: groups choose from them, and the feed publishes them.
            ensure_own_taxonomies(self.session)
            self.terms = TermFinder(self.session)
        for service, attribute in self._attributes():
            term = attribute.taxonomy_term
            if not self.terms.find(term):
                what = f"“{term.name}” is not one of our {term.own_taxonomy}"
                self._problem(service, term.own_taxonomy, what)
        if self.dry_run:
            self.session.rollback()
        else:
            self.terms.write()
            self.session.commit()

    def _attributes(self) -> Iterator[tuple[Service, Attribute]]:
        for service in self.feed.services:
            for attribute in service.attributes:
                yield service, attribute

    def _problem(self, service: Service, name: str, what: str, *, left_out: bool = False) -> None:
        row = self.feed.rows[service.id]
        self.report.problems.append(ImportProblem(row, name, what, service.name, left_out))

    def group(self, services: list[Service]) -> _Group:
        """Return a group of services, with their organizations and locations that are not written yet."""
        organization_ids = dict.fromkeys(service.organization_id for service in services)
        location_ids = dict.fromkeys(
            site.location_id for service in services for site in service.service_at_locations
        )
        return _Group(
            services,
            self._waiting("organization", self.feed.organizations, organization_ids),
            self._waiting("location", self.feed.locations, location_ids),
        )

    def leftovers(self, start: int) -> _Group:
        """Return a group of organizations and locations without a service in this feed.

        The group holds at most GROUP of each, counted from `start`.
        """
        organization_ids = list(self.feed.organizations)[start : start + GROUP]
        location_ids = list(self.feed.locations)[start : start + GROUP]
        return _Group(
            [],
            self._waiting("organization", self.feed.organizations, dict.fromkeys(organization_ids)),
            self._waiting("location", self.feed.locations, dict.fromkeys(location_ids)),
        )

    def _waiting(self, kind: str, records: dict[str, Shared], ids: dict[str, None]) -> list[Shared]:
        return [records[each] for each in ids if each in records and (kind, each) not in self.done]

    def write(self, group: _Group) -> None:
        """Write a group in one transaction. When the transaction fails, write each service in its own."""
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
                where = "organizations and places without services"
                self.report.problems.append(ImportProblem(0, where, what))

    def _write(self, group: _Group) -> None:
        all_differences: list[RecordDifference] = []
        for kind, records in (
            ("organization", group.organizations),
            ("location", group.locations),
            ("service", group.services),
        ):
            all_differences += self.finder.find(kind, list(records))
        if not self.dry_run:
            self._store(all_differences)
            services_changed(self.session, self._touched_services(all_differences))
            self.session.commit()
            self.session.expunge_all()
        self.done |= {("organization", record.id) for record in group.organizations}
        self.done |= {("location", record.id) for record in group.locations}
        self.report.add(each.change for each in all_differences)

    def _store(self, differences: list[RecordDifference]) -> None:
        """Write differences, and the history of the stored records that they change."""
        changed: dict[str, set[str]] = {"service": set(), "organization": set(), "location": set()}
        for each in differences:
            if each.difference and each.stored:
                changed[each.kind].add(each.record.id)
        changed["service"] |= queries.services_of(self.session, set(), changed["location"])
        with ExitStack() as kept:
            for kind in ("organization", "service"):
                if changed[kind]:
                    kept.enter_context(
                        versions_kept(self.session, kind, changed[kind], actor=SYSTEM, origin="import")
                    )
            store(self.session, [each.difference for each in differences])

    def _touched_services(self, differences: list[RecordDifference]) -> set[str]:
        """Return ids of services whose search document changes with their own rows, organization or
        location.
        """
        touched: dict[str, set[str]] = {"service": set(), "organization": set(), "location": set()}
        for each in differences:
            # A new organization or location has only services of this group.
            if each.difference and (each.stored or each.kind == "service"):
                touched[each.kind].add(each.record.id)
        around = queries.services_of(self.session, touched["organization"], touched["location"])
        return touched["service"] | around

    def link(self) -> None:
        """Set links between records of the same kind: parents of organizations, successors of services."""
        if self.dry_run:
            return
        link_parents(self.session, self.feed)
        services_changed(self.session, link_successors(self.session, self.feed))
        self.session.commit()

    def hide_gone(self) -> None:
        """Hide stored services that a complete feed no longer has. An incomplete feed hides none."""
        if not self.feed.complete:
            return
        present = {service.id for service in self.feed.services} | self.feed.also_seen
        gone = [
            service_id
            for service_id, (_name, status) in self.known.items()
            if service_id not in present and not is_gone(status)
        ]
        if gone and not self.dry_run:
            services = table("service")
            statement = update(services).where(services.c.id.in_(gone))
            with versions_kept(self.session, "service", gone, actor=SYSTEM, origin=GONE):
                self.session.execute(statement.values(status=TAKEN_DOWN, last_modified=clock.now()))
            services_changed(self.session, gone)
            self.session.commit()
        self.report.add(RecordChange("service", self.known[each][0], "gone") for each in gone)
