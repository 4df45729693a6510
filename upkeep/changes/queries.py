"""Reads the queue of changes, and what changed lately, with a fixed number of statements for each page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from core import clock
from core.db import db
from directory.editing.differences import FieldDifference, differences
from directory.editing.holding import reasons_to_hold
from directory.editing.queries import (
    OPEN_STATES,
    QUESTION,
    WAITING,
    base_record,
    changed_record,
    open_changes_of,
    record_id_of,
)
from directory.editing.text_form import HoldReason
from directory.models.editing import ListingChange, ListingVersion
from directory.models.organizations import Organization
from directory.models.services import Service
from directory.versions.queries import column_of
from directory.versions.record_json import Record, from_json
from directory.versions.records import stored_records
from upkeep.changes.notes import FormNote, notes_of

DAYS_RECENT = 14
LOOK, ALL = "look", ""
NEW, CHANGED, GROUP_ITSELF, HANDLERS = "new", "changed", "organization", "handler"

_KINDS: Mapping[str, ColumnElement[bool]] = {
    NEW: and_(ListingChange.kind == "service", ListingChange.base_version == 0),
    CHANGED: and_(ListingChange.kind == "service", ListingChange.base_version > 0),
    GROUP_ITSELF: ListingChange.kind == "organization",
    HANDLERS: ListingChange.origin == "handler",
}
_STATES: Mapping[str, ColumnElement[bool]] = {
    ALL: ListingChange.state == WAITING,
    QUESTION: ListingChange.state == QUESTION,
    LOOK: ListingChange.to_look_at.is_(True),
}


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which changes are shown. `state`: "", "question" or "look". `kind`: "" or a key of the kinds."""

    state: str = ALL
    kind: str = ""
    organization_id: str = ""

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "QueueFilter":
        """Return the filter of an address; what is unknown counts as not given."""
        state, kind = args.get("state", ALL), args.get("kind", "")
        return cls(
            state if state in _STATES else ALL, kind if kind in _KINDS else "", args.get("group", "")[:36]
        )

    @property
    def values(self) -> dict[str, str]:
        """The filter as values of an address."""
        given = {"state": self.state, "kind": self.kind, "group": self.organization_id}
        return {name: value for name, value in given.items() if value}

    @property
    def condition(self) -> ColumnElement[bool]:
        """The SQL condition."""
        conditions = [_STATES[self.state]]
        if self.kind:
            conditions.append(_KINDS[self.kind])
        if self.organization_id:
            conditions.append(ListingChange.organization_id == self.organization_id)
        return and_(*conditions)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A change in the queue. `labels`: what it changes. `reasons`: why it is held."""

    change: ListingChange
    name: str
    group: str
    labels: list[str]
    reasons: list[HoldReason]


def waiting_count() -> int:
    """Return how many changes wait for a moderator."""
    waits = or_(_STATES[ALL], _STATES[LOOK])
    return db.session.scalar(select(func.count()).select_from(ListingChange).where(waits)) or 0


def queue(wanted: QueueFilter, *, page: int, per_page: int) -> tuple[list[QueueRow], int]:
    """Return the changes of one page, those that wait longest first, and how many there are."""
    found = select(ListingChange).where(wanted.condition)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    ordered = found.order_by(ListingChange.submitted_at, ListingChange.id)
    changes = db.session.scalars(ordered.offset((page - 1) * per_page).limit(per_page)).all()
    bases = _base_records(changes)
    names = group_names([change.organization_id for change in changes])
    return [_row(change, bases.get(change.id), names) for change in changes], total


def _base_records(changes: Sequence[ListingChange]) -> dict[str, Record]:
    """Return the record with which each change began, by the id of the change: a former one, or the stored
    one.
    """
    stored: dict[str, Record] = {}
    wanted = []
    for kind in ("service", "organization"):
        of_kind = [change for change in changes if change.kind == kind and change.base_version]
        stored |= stored_records(db.session, kind, [record_id_of(change) for change in of_kind])
        wanted += [
            and_(column_of(kind) == record_id_of(change), ListingVersion.number == change.base_version)
            for change in of_kind
        ]
    rows = db.session.scalars(select(ListingVersion).where(or_(false(), *wanted)))
    former = {(row.service_id or row.organization_id, row.number): row.record for row in rows}
    found: dict[str, Record] = {}
    for change in changes:
        record_id = record_id_of(change)
        before = former.get((record_id, change.base_version))
        if before is not None:
            found[change.id] = from_json(change.kind, before)
        elif change.base_version and record_id in stored:
            found[change.id] = stored[record_id]
    return found


def _row(change: ListingChange, base: Record | None, names: Mapping[str, str]) -> QueueRow:
    record = changed_record(change)
    found = differences(base, record)
    return QueueRow(
        change,
        record.name,
        names.get(change.organization_id, ""),
        [each.label for each in found],
        reasons_to_hold(record),
    )


def group_names(ids: Sequence[str]) -> dict[str, str]:
    """Return names of organizations by id."""
    wanted = select(Organization.id, Organization.name).where(Organization.id.in_(set(ids)))
    return {row.id: row.name for row in db.session.execute(wanted)}


def groups_in_queue() -> list[tuple[str, str]]:
    """Return id and name of the groups of which something waits, by name."""
    ids = select(ListingChange.organization_id).where(or_(*_STATES.values()))
    rows = db.session.execute(
        select(Organization.id, Organization.name).where(Organization.id.in_(ids)).order_by(Organization.name)
    )
    return [(row.id, row.name) for row in rows]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """What a moderator, or the group, sees of one change."""

    change: ListingChange
    record: Record
    group: Organization
    differences: list[FieldDifference]
    reasons: list[HoldReason]
    notes: list[FormNote]
    slug: str
    stored_version: int
    is_at_desk: bool
    """Whether the forms of the listing edit this change: the newest one of the listing."""

    @property
    def is_stale(self) -> bool:
        """Whether the record changed since the change was begun."""
        return self.stored_version != self.change.base_version

    @property
    def is_private(self) -> bool:
        """Whether the page shows what is not for the public, such as a private contact."""
        record: Any = self.record
        places = (site.location for site in getattr(record, "service_at_locations", []))
        return (
            any(contact.private for contact in record.contacts)
            or getattr(record, "secret_address", False)
            or any(place is not None and place.secret for place in places)
        )


def change_page(change_id: str) -> ChangePage | None:
    """Return a change with its differences from the record with which it began; None where there is none."""
    change = db.session.get(ListingChange, change_id)
    if change is None:
        return None
    record = changed_record(change)
    base = base_record(db.session, change) if change.base_version else None
    row = db.session.get(Service, record.id) if change.kind == "service" else None
    group = db.session.get_one(Organization, change.organization_id)
    version = row.version if row else group.version if change.kind == "organization" else 0
    return ChangePage(
        change,
        record,
        group,
        differences(base, record, _other_names(base, record)),
        reasons_to_hold(record),
        notes_of(record),
        row.slug if row else "",
        version,
        _is_at_desk(change),
    )


def _is_at_desk(change: ListingChange) -> bool:
    if change.kind != "service" or change.state not in OPEN_STATES:
        return False
    if change.service_id is None:
        return True
    newest = open_changes_of(db.session, change.service_id)
    return bool(newest) and newest[0].id == change.id


def _other_names(*records: Record | None) -> dict[str, str]:
    """Return the names of the organizations and successors to which services refer, by id."""
    organizations, successors = set(), set()
    for record in records:
        organizations.add(getattr(record, "organization_id", ""))
        successors |= set(getattr(record, "successor_ids", ()))
    names = group_names([each for each in organizations if each])
    if successors:
        rows = db.session.execute(select(Service.id, Service.name).where(Service.id.in_(successors)))
        names |= {row.id: row.name for row in rows}
    return names


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a record, and what it changed. `changes`: None for the oldest that is known."""

    version: ListingVersion
    kind: str
    name: str
    slug: str
    organization_id: str
    changes: list[FieldDifference] | None

    @property
    def record_id(self) -> str:
        """The id of the record."""
        return self.version.service_id or self.version.organization_id or ""


_IS_CHANGE = ListingVersion.origin != ""


def recent_versions(*, page: int, per_page: int, record_id: str = "") -> tuple[list[VersionRow], int]:
    """Return what changed in the last days, the newest first, and how many changes there are.

    With `record_id`: all known changes of one record.
    """
    since = clock.now() - timedelta(days=DAYS_RECENT)
    condition = and_(_IS_CHANGE, ListingVersion.published_at >= since)
    if record_id:
        condition = or_(ListingVersion.service_id == record_id, ListingVersion.organization_id == record_id)
    total = db.session.scalar(select(func.count()).select_from(ListingVersion).where(condition)) or 0
    found = db.session.scalars(
        select(ListingVersion)
        .where(condition)
        .order_by(ListingVersion.published_at.desc(), ListingVersion.number.desc(), ListingVersion.id)
        .offset((page - 1) * per_page)
        .limit(per_page)
    ).all()
    return _version_rows(found), total


def version_row(version_id: str) -> VersionRow | None:
    """Return one version with what it changed; None where there is none."""
    found = db.session.get(ListingVersion, version_id)
    return _version_rows([found])[0] if found else None


def _version_rows(versions: Sequence[ListingVersion]) -> list[VersionRow]:
    before = _versions_before(versions)
    slugs = {
        row.id: row.slug
        for row in db.session.execute(
            select(Service.id, Service.slug).where(
                Service.id.in_([each.service_id for each in versions if each.service_id])
            )
        )
    }
    rows = []
    for each in versions:
        kind = "service" if each.service_id else "organization"
        record = from_json(kind, each.record)
        old = before.get((each.service_id or each.organization_id or "", each.number - 1))
        changed = differences(from_json(kind, old), record) if old is not None else None
        organization_id = getattr(record, "organization_id", record.id)
        slug = slugs.get(record.id, "")
        rows.append(VersionRow(each, kind, record.name, slug, organization_id, changed))
    return rows


def _versions_before(versions: Sequence[ListingVersion]) -> dict[tuple[str, int], dict[str, Any]]:
    wanted = [
        and_(
            ListingVersion.service_id == each.service_id
            if each.service_id
            else ListingVersion.organization_id == each.organization_id,
            ListingVersion.number == each.number - 1,
        )
        for each in versions
    ]
    if not wanted:
        return {}
    rows = db.session.scalars(select(ListingVersion).where(or_(*wanted)))
    return {(row.service_id or row.organization_id or "", row.number): row.record for row in rows}


def trusted_groups() -> Sequence[Organization]:
    """Return the groups whose changes go live at once, by name."""
    return db.session.scalars(
        select(Organization).where(Organization.trusted.is_(True)).order_by(Organization.name)
    ).all()
