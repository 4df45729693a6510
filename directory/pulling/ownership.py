"""Whose a record is, when several feeds have it: decides which records of a feed may be written.

The first publisher counts. We may read A, and B may pass A's records on: then A's records come from A alone.
The same record is recognised by its UUID, or by the address of its first publisher's feed and its id there,
which our own feed tells under `x_signpost.source`.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from directory.merges.queries import replacements
from directory.models import FeedProfile, Location, Organization, PulledRecord, Service, ServiceAtLocation
from directory.open_referral.feed import Feed, Origin
from directory.open_referral.schema import services as schema
from directory.pulling.addresses import same_feed

OWN, COPY, OTHERS, MERGED, CLAIMED = "own", "copy", "others", "merged", "claimed"
"""Why a record is not written: it is our own; a copy of what we read directly; another source's; merged into
another one here; a group's own here."""

_AT_ONCE = 500


@dataclass(slots=True)
class Sorted:
    """What was taken out of a feed: how many records by reason, and those that a group looks after here and
    that have changed in the feed. `digests`: what the feed says, by id of all that is stored or asked.
    `adopted`: the feed's own ids of records that are stored under another id here.
    """

    held: Counter[str] = field(default_factory=Counter)
    asked: list[schema.Service] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    adopted: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Stored:
    """What decides about a stored service."""

    source: str
    claimed: bool
    origin: str
    digest: str


def sort_out(session: Session, feed: Feed, url: str, *, own_url: str) -> Sorted:
    """Take out of a feed what it may not write here, and return what was taken out.

    `url`: the address of the feed. `own_url`: the address of our own.
    """
    return _Sorting(session, feed, url, own_url).done()


class _Sorting:
    def __init__(self, session: Session, feed: Feed, url: str, own_url: str) -> None:
        self.session, self.feed, self.url, self.own_url = session, feed, url, own_url
        self.merged: dict[str, str] = {}
        self.read_directly = list(
            session.scalars(
                select(FeedProfile.url).where(
                    FeedProfile.enabled.is_(True),
                    FeedProfile.last_success_at.is_not(None),
                    FeedProfile.source != feed.source,
                )
            )
        )
        self.result = Sorted()

    def done(self) -> Sorted:
        self._adopt()
        self._follow_merged_organizations()
        ids = [record.id for record in self.feed.services]
        stored = _stored(self.session, ids)
        for some in _groups(ids):
            self.merged |= replacements(some)
        kept = []
        for record in self.feed.services:
            reason = self._reason(record, stored.get(record.id))
            if reason in ("", CLAIMED):
                self.result.digests[record.id] = record_digest(self.feed, record)
            if not reason:
                kept.append(record)
                continue
            self.result.held[reason] += 1
            self.feed.also_seen.add(record.id)
            if reason == CLAIMED and stored[record.id].digest != self.result.digests[record.id]:
                self.result.asked.append(self._with_places(record))
        taken_out = len(kept) != len(self.feed.services)
        self.feed.services = kept
        self._keep_checks(kept)
        self.feed.also_seen |= _claimed_from(self.session, self.feed.source)
        self._leave_shared_records(taken_out=taken_out)
        return self.result

    def _adopt(self) -> None:
        """Give a record the id under which it is stored already, because another feed passed it on before."""
        passed_on = _passed_on(self.session, self.feed.source, self.url)
        if not passed_on:
            return
        for record in self.feed.services:
            known = passed_on.get(record.source_id or "") or passed_on.get(record.id)
            if known and known != record.id and record.id not in self.feed.origins:
                self.result.adopted[known] = record.id
                self.feed.rows[known] = self.feed.rows.pop(record.id)
                record.id = known

    def _follow_merged_organizations(self) -> None:
        """Give services of an organization that was merged into another one here to that one."""
        for some in _groups(list(self.feed.organizations)):
            for old, now in replacements(some).items():
                organization = self.feed.organizations.pop(old)
                if now not in self.feed.organizations:
                    self.feed.organizations[now] = organization.model_copy(update={"id": now})
                    self.feed.stubs.add(now)
                for record in self.feed.services:
                    if record.organization_id == old:
                        record.organization_id = now

    def _reason(self, record: schema.Service, stored: _Stored | None) -> str:
        """Return why a record is not written; empty where it is."""
        origin = self.feed.origins.get(record.id)
        if origin and same_feed(origin.url, self.own_url):
            return OWN
        if record.id in self.merged:
            return MERGED
        if origin and any(same_feed(origin.url, url) for url in self.read_directly):
            return COPY
        if stored is None:
            return ""
        if stored.source != self.feed.source and not same_feed(stored.origin, self.url):
            return OTHERS
        return CLAIMED if stored.claimed else ""

    def _with_places(self, record: schema.Service) -> schema.Service:
        """Return a copy of a record with its places in it, in the form in which records are edited."""
        copied = record.model_copy(deep=True)
        for site in copied.service_at_locations:
            site.location = self.feed.locations[site.location_id].model_copy(deep=True)
        copied.organization = None
        return copied

    def _keep_checks(self, records: Iterable[schema.Service]) -> None:
        """Keep the day of a later check here: a feed that changes a record has not checked it."""
        by_id = {record.id: record for record in records}
        for ids in _groups(list(by_id)):
            columns = select(Service.id, Service.assured_date).where(Service.id.in_(ids))
            for service_id, checked in self.session.execute(columns):
                record = by_id[service_id]
                if checked and (record.assured_date is None or record.assured_date < checked):
                    record.assured_date = checked

    def _leave_shared_records(self, *, taken_out: bool) -> None:
        """Leave organizations and places alone that belong to another source, or to a group that looks after
        them here, and those of which only records that were taken out speak.
        """
        feed = self.feed
        if taken_out:
            organizations = {record.organization_id for record in feed.services}
            places = {site.location_id for record in feed.services for site in record.service_at_locations}
            feed.organizations = {key: one for key, one in feed.organizations.items() if key in organizations}
            feed.locations = {key: one for key, one in feed.locations.items() if key in places}
        for ids in _groups(list(feed.organizations)):
            others = (Organization.source != feed.source) | Organization.claimed_at.is_not(None)
            feed.stubs |= set(
                self.session.scalars(select(Organization.id).where(Organization.id.in_(ids), others))
            )
        for ids in _groups(list(feed.locations)):
            for location_id in _places_of_others(self.session, ids, feed.source):
                del feed.locations[location_id]


def record_digest(feed: Feed, record: schema.Service) -> str:
    """Return a hash of a record with its organization and places. The moment of its change does not count."""
    parts = [record.model_dump_json(exclude={"last_modified"}, exclude_defaults=True)]
    organization = feed.organizations.get(record.organization_id)
    places = [feed.locations.get(site.location_id) for site in record.service_at_locations]
    parts += [each.model_dump_json(exclude_defaults=True) for each in (organization, *places) if each]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _groups(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _stored(session: Session, ids: Sequence[str]) -> dict[str, _Stored]:
    found = {}
    for some in _groups(ids):
        columns = (
            select(
                Service.id, Service.source, Organization.claimed_at, PulledRecord.origin, PulledRecord.digest
            )
            .join(Organization, Organization.id == Service.organization_id)
            .outerjoin(PulledRecord, PulledRecord.service_id == Service.id)
        )
        for service_id, source, claimed_at, origin, digest in session.execute(
            columns.where(Service.id.in_(some))
        ):
            found[service_id] = _Stored(source, claimed_at is not None, origin or "", digest or "")
    return found


def _passed_on(session: Session, source: str, url: str) -> dict[str, str]:
    """Return the ids of stored services by their ids in the feed at `url`, of those that another feed passed on
    before, and that are stored under its id since.
    """
    pulled = PulledRecord
    rows = session.execute(
        select(pulled.source, pulled.origin, pulled.origin_id, pulled.service_id).where(
            pulled.origin_id != ""
        )
    )
    return {
        record_id: service_id
        for owner, origin, record_id, service_id in rows
        if same_feed(origin, url) or (not origin and owner == source)
    }


def _claimed_from(session: Session, source: str) -> set[str]:
    """Return the services of a source that a group looks after here. They never count as gone."""
    claimed = select(Service.id).join(Organization, Organization.id == Service.organization_id)
    return set(session.scalars(claimed.where(Service.source == source, Organization.claimed_at.is_not(None))))


def _places_of_others(session: Session, ids: Sequence[str], source: str) -> set[str]:
    """Return the places of another source, and those where a service is that a group looks after here."""
    of_others = select(Location.id).where(Location.id.in_(ids), Location.source != source)
    claimed = (
        select(ServiceAtLocation.location_id)
        .join(Service, Service.id == ServiceAtLocation.service_id)
        .join(Organization, Organization.id == Service.organization_id)
        .where(ServiceAtLocation.location_id.in_(ids), Organization.claimed_at.is_not(None))
    )
    return {*session.scalars(of_others), *session.scalars(claimed)}


def note_records(session: Session, feed: Feed, sorted_out: Sorted) -> None:
    """Store what the feed last said of these services, and who published them first. The caller commits."""
    for ids in _groups(list(sorted_out.digests)):
        existing = set(session.scalars(select(Service.id).where(Service.id.in_(ids))))
        rows = {
            row.service_id: row
            for row in session.scalars(select(PulledRecord).where(PulledRecord.service_id.in_(ids)))
        }
        new = []
        for service_id in ids:
            origin = feed.origins.get(service_id, Origin(""))
            values = {
                "source": feed.source,
                "origin": origin.url,
                "origin_name": origin.name,
                "origin_id": sorted_out.adopted.get(service_id, origin.record_id),
                "digest": sorted_out.digests[service_id],
            }
            row = rows.get(service_id)
            if row is None and service_id in existing:
                new.append({"service_id": service_id} | values)
            elif row is not None and any(getattr(row, name) != value for name, value in values.items()):
                session.execute(
                    update(PulledRecord).where(PulledRecord.service_id == service_id).values(values)
                )
        if new:
            session.execute(insert(PulledRecord), new)
