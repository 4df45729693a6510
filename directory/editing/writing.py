"""Writes an edited record to the tables, in the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core import clock
from core.slugs import Slugs
from directory import models
from directory.importing import queries as importing_queries
from directory.importing.differences import DifferenceFinder, RecordDifference
from directory.importing.store import services_changed, set_successors, store
from directory.importing.terms import TermFinder
from directory.merges.queries import replacement_of
from directory.open_referral.feed import Feed
from directory.open_referral.schema.base import OpenReferralObject, RootObject
from directory.open_referral.schema.locations import Location
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service
from directory.open_referral.schema.taxonomies import TaxonomyTerm
from directory.postcodes.queries import postcode_points
from directory.postcodes.text import compact
from directory.versions.record_json import Record, part_kind
from directory.versions.records import stored_locations, stored_records
from directory.versions.rows import table
from directory.versions.services import versions_kept

KIND = "edit"


class StaleEdit(Exception):
    """The record has changed since it was read. `version`: its version now; 0 where there is none."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the record is at version {version} now")
        self.version = version


@dataclass(frozen=True, slots=True)
class Written:
    """The version of the record now, and whether anything was written."""

    version: int
    changed: bool


def with_ids(record: Record) -> Record:
    """Return a copy in which every part has an id, so that sending it twice writes the same rows."""
    copied = record.model_copy(deep=True)
    _give_ids(copied)
    return copied


def _give_ids(record: OpenReferralObject) -> None:
    record.id = record.id or clock.new_id()
    if isinstance(record, RootObject):
        record.source_id = record.source_id or ""
    for name in type(record).model_fields:
        kind = part_kind(type(record), name)
        if kind is None or kind is TaxonomyTerm:
            continue
        value = getattr(record, name)
        for part in value if isinstance(value, list) else [value]:
            if part is not None:
                _give_ids(part)


def write_record(session: Session, record: Record, base_version: int, *, actor: str, origin: str) -> Written:
    """Write a record, raise its version, and write its history and search documents. The caller commits.

    `base_version`: the version that was edited; 0 for a new record. A record that is stored as it is changes
    no row. When the record was checked is not written. Raises StaleEdit, also for a record that was merged away.
    """
    kind = record.object_name
    version = _locked(session, kind, record.id, base_version)
    stored = stored_records(session, kind, [record.id]).get(record.id) if version else None
    record = with_ids(record)
    if isinstance(record, Organization):
        return _write_organization(session, record, version, actor=actor, origin=origin)
    _keep_facts(record, stored if isinstance(stored, Service) else None)
    return _write_service(session, record, version, actor=actor, origin=origin)


def _locked(session: Session, kind: str, record_id: str, base_version: int) -> int:
    version = lock_record(session, kind, record_id)
    if version != base_version or replacement_of(record_id):
        session.rollback()
        raise StaleEdit(version)
    return version


def lock_record(session: Session, kind: str, record_id: str) -> int:
    """Let no other write the record until the caller's transaction ends; return its version, 0 for none.

    The row is updated to itself, because a lock by SELECT does not exist on both databases.
    """
    of = table(kind)
    values: dict[str, Any] = {"version": of.c.version}
    if kind == "service":
        values["last_modified"] = of.c.last_modified
    locked = update(of).where(of.c.id == record_id).values(values).returning(of.c.version)
    return session.execute(locked).scalar() or 0


def _keep_facts(record: Service, stored: Service | None) -> None:
    """Set what no edit decides: when the record was checked, where it came from, and its former names."""
    record.assured_date = stored.assured_date if stored else None
    record.assurer_email = stored.assurer_email if stored else ""
    record.checked_by = stored.checked_by if stored else ""
    record.source_id = stored.source_id if stored else record.source_id
    record.last_modified = None
    if stored and stored.name != record.name:
        names = [stored.name, *record.former_names]
        record.former_names = [each for each in dict.fromkeys(names) if each != record.name]


def _write_service(session: Session, record: Service, version: int, *, actor: str, origin: str) -> Written:
    locations = _own_locations(session, record)
    terms = _Terms(session)
    differences = [
        *_location_differences(session, locations),
        *_finder(session, record, terms).find("service", [record]),
    ]
    successors = table("service_successor")
    before = set(
        session.scalars(select(successors.c.successor_id).where(successors.c.service_id == record.id))
    )
    changes = [each for each in differences if each.difference]
    if version and not changes and before == set(record.successor_ids) - {record.id}:
        return Written(version, changed=False)
    moved = {each.record.id for each in changes if each.kind == "location" and each.stored}
    touched = sorted({record.id} | importing_queries.services_of(session, set(), moved))
    terms.write()
    with versions_kept(session, "service", touched, actor=actor, origin=origin):
        store(session, [each.difference for each in changes])
        set_successors(session, {record.id: record.successor_ids})
    services_changed(session, touched)
    return Written(_version_now(session, "service", record.id), changed=True)


def _write_organization(
    session: Session, record: Organization, version: int, *, actor: str, origin: str
) -> Written:
    changes = [
        each
        for each in _finder(session, record, _Terms(session)).find("organization", [record])
        if each.difference
    ]
    if not changes:
        return Written(version, changed=False)
    with versions_kept(session, "organization", [record.id], actor=actor, origin=origin):
        store(session, [each.difference for each in changes])
    services_changed(session, importing_queries.services_of(session, {record.id}, set()))
    return Written(_version_now(session, "organization", record.id), changed=True)


def _version_now(session: Session, kind: str, record_id: str) -> int:
    of = table(kind)
    return session.scalar(select(of.c.version).where(of.c.id == record_id)) or 0


class _Terms:
    """Ids of the terms of a record. What is stored under its id needs no look at all other terms."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._finder: TermFinder | None = None

    def find(self, term: TaxonomyTerm) -> str:
        """Return the id of a term; empty when one of our own taxonomies lacks it."""
        stored = models.TaxonomyTerm.id == term.id
        if term.id and self._session.scalar(select(models.TaxonomyTerm.id).where(stored)):
            return term.id
        self._finder = self._finder or TermFinder(self._session)
        return self._finder.find(term)

    def write(self) -> None:
        """Store new terms of other taxonomies."""
        if self._finder:
            self._finder.write()


def _source_of(session: Session, kind: str, record_id: str) -> str | None:
    """Return the source under which a record is stored; None where it is new."""
    of = table(kind)
    return session.scalar(select(of.c.source).where(of.c.id == record_id))


def _finder(session: Session, record: Record, terms: _Terms) -> DifferenceFinder:
    kind = record.object_name
    source = _source_of(session, kind, record.id)
    slugs = {kind: Slugs(importing_queries.slugs(session, kind))} if source is None else {}
    feed = Feed(KIND, source or "")
    if isinstance(record, Service) and source is None:
        name = session.scalar(
            select(models.Organization.name).where(models.Organization.id == record.organization_id)
        )
        organization = Organization.model_construct(id=record.organization_id, name=name or "")
        feed.organizations[record.organization_id] = organization
    return DifferenceFinder(session, feed, terms.find, [], slugs, edits=True)


def _location_differences(session: Session, locations: list[Location]) -> list[RecordDifference]:
    found: list[RecordDifference] = []
    for location in locations:
        source = _source_of(session, "location", location.id) or ""
        finder = DifferenceFinder(session, Feed(KIND, source), _no_term, [], {}, edits=True)
        found += finder.find("location", [location])
    return found


def _no_term(_term: TaxonomyTerm) -> str:
    return ""


def _own_locations(session: Session, record: Service) -> list[Location]:
    """Return the locations that come with the record's sites, each once and at its point.

    A changed location at which other organizations are too becomes a new one: they have not moved.
    """
    sites = [site for site in record.service_at_locations if site.location is not None]
    stored = stored_locations(session, {site.location.id for site in sites if site.location})
    others = _used_by_others(session, record, stored)
    wanted: dict[str, Location] = {}
    for site in sites:
        location = site.location
        assert location is not None
        before = stored.get(location.id)
        if before is not None and location != before:
            _place_again(session, location, before)
            if before.id in others:
                location = _copied(location)
        elif before is None and location.latitude is None:
            _place_again(session, location, None)
        site.location, site.location_id = location, location.id
        wanted[location.id] = location
    return list(wanted.values())


def _used_by_others(session: Session, record: Service, ids: Iterable[str]) -> set[str]:
    at, service = models.ServiceAtLocation, models.Service
    rows = session.scalars(
        select(at.location_id)
        .join(service, service.id == at.service_id)
        .where(at.location_id.in_(list(ids)), service.organization_id != record.organization_id)
    )
    return set(rows)


def _copied(location: Location) -> Location:
    copied = location.model_copy(deep=True)
    copied.id, copied.source_id = clock.new_id(), ""
    for part in (*copied.addresses, *copied.accessibility, *copied.phones):
        part.id = clock.new_id()
    return copied


def _place_again(session: Session, location: Location, before: Location | None) -> None:
    """Set the point from the postcode where the postcode changed and the point did not."""
    code = _postcode(location)
    if before and (code == _postcode(before) or _point(location) != _point(before)):
        return
    points = postcode_points(session, {code}) if code else {}
    location.latitude, location.longitude = points.get(code, (None, None))


def _point(location: Location) -> tuple[float | None, float | None]:
    return location.latitude, location.longitude


def _postcode(location: Location) -> str:
    codes = (compact(address.postal_code) for address in location.addresses)
    return next((code for code in codes if code), "")
