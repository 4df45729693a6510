"""Records are read, published and kept without loss; what is paused, ended or not public stays so."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from core import clock
from core.audit.models import AuditEntry
from core.audit.services import SYSTEM
from core.db import db
from directory import models
from directory.editing.jobs import follow_breaks
from directory.editing.records import (
    organization_record_of,
    record_as_of,
    record_of,
    stored_version,
)
from directory.editing.services import (
    ConflictingEdit,
    NotTheirListing,
    Saved,
    StaleChange,
    propose,
    publish,
    submit,
    withdraw,
)
from directory.editing.writing import StaleEdit
from directory.importing.services import apply_feed
from directory.models.editing import ListingVersion
from directory.open_referral.feed import Feed
from directory.open_referral.schema.contacts import Contact, Phone
from directory.open_referral.schema.locations import Address, Location
from directory.open_referral.schema.services import Service, ServiceAtLocation
from directory.versions.record_json import as_json, from_json
from directory.versions.services import delete_old_versions
from tests.conftest import NOW
from tests.examples import sampled, slow_on_both
from tests.factories import make_service

ACTOR = "6b1f0d7a-0000-4000-8000-000000000001"


@pytest.fixture
def site(own_demo_app: Flask) -> Iterator[Flask]:
    """Return a demonstration borough of this test's own."""
    with own_demo_app.app_context():
        yield own_demo_app


def settings_of(app: Flask):  # type: ignore[no-untyped-def]
    return app.extensions["settings"]


def any_service() -> Service:
    found = db.session.scalar(select(models.Service.id).order_by(models.Service.name))
    record = record_of(str(found))
    assert record
    return record


def service_ids() -> list[str]:
    return list(db.session.scalars(select(models.Service.id).order_by(models.Service.id)))


def save(app: Flask, record: Service, *, origin: str = "group") -> int:
    return publish(
        settings_of(app), record, base_version=stored_version(record.id), actor=ACTOR, origin=origin
    )


@pytest.mark.both_databases
@pytest.mark.slow
@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.slow), 9])
def test_publishing_what_is_stored_changes_no_row(site: Flask, step: int) -> None:
    ids = service_ids()[::step]
    written: list[str] = []

    def note(_conn, _cursor, statement: str, _params, _context, _many) -> None:  # type: ignore[no-untyped-def]
        if statement.split()[0] in ("INSERT", "DELETE"):
            written.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    modified = dict(db.session.execute(select(models.Service.id, models.Service.last_modified)).all())
    for service_id in ids:
        record = record_of(service_id)
        assert record
        assert from_json("service", as_json(record)) == record
        assert save(site, record) == 1
    for organization_id in list(db.session.scalars(select(models.Organization.id)))[::step]:
        organization = organization_record_of(organization_id)
        assert organization
        assert from_json("organization", as_json(organization)) == organization
        publish(settings_of(site), organization, base_version=1, actor=ACTOR, origin="group")
    event.remove(db.engine, "before_cursor_execute", note)
    assert written == []
    assert dict(db.session.execute(select(models.Service.id, models.Service.last_modified)).all()) == modified


def test_a_change_writes_version_history_and_audit(site: Flask) -> None:
    record = any_service()
    old_name, checked = record.name, record.assured_date
    record.name, record.assured_date = "A new name for it", date(2026, 11, 23)
    record.phones = [*record.phones, Phone.model_construct(number="01632 960999")]
    assert save(site, record) == 2
    stored = record_of(record.id)
    assert stored
    assert stored.name == "A new name for it"
    assert stored.former_names[0] == old_name
    assert stored.assured_date == checked
    assert stored.phones[-1].number == "01632 960999"
    first, second = (record_as_of(db.session, "service", record.id, number) for number in (1, 2))
    assert first
    assert second
    assert (first.name, second.name) == (old_name, "A new name for it")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert entry
    assert (entry.action, entry.actor, entry.subject_id) == ("listing.published", ACTOR, record.id)
    with pytest.raises(StaleEdit):
        publish(settings_of(site), record, base_version=1, actor=ACTOR, origin="group")


@slow_on_both
def test_an_earlier_version_comes_back_whole(site: Flask) -> None:
    record = any_service()
    before = record.model_copy(deep=True)
    record.phones, record.schedules, record.attributes, record.description = [], [], [], "Nothing"
    save(site, record)
    earlier = record_as_of(db.session, "service", record.id, 1)
    assert isinstance(earlier, Service)
    assert save(site, earlier, origin="earlier") == 3
    now = record_of(record.id)
    moment = {"last_modified": None}
    assert now
    assert now.model_copy(update=moment) == before.model_copy(update=moment)


def test_a_removed_part_does_not_take_a_new_one_with_it(site: Flask) -> None:
    record = any_service()
    record.phones = [Phone.model_construct(number=f"01632 96000{n}") for n in range(3)]
    save(site, record)
    record = record_of(record.id)  # type: ignore[assignment]
    record.phones = [*record.phones[1:], Phone.model_construct(number="01632 960009")]
    save(site, record)
    stored = record_of(record.id)
    assert stored
    assert [phone.number for phone in stored.phones] == [
        "01632 960001",
        "01632 960002",
        "01632 960009",
    ]


def test_private_and_secret_parts_are_kept(site: Flask) -> None:
    record = any_service()
    private = Contact.model_construct(name="Ann", email="ann@example.org", private=True, phones=[])
    place = Location.model_construct(
        name="The house", secret=True, addresses=[Address.model_construct(postal_code="S73 8CV")]
    )
    record.contacts = [private]
    record.service_at_locations = [ServiceAtLocation.model_construct(location=place)]
    record.professionals_only = True
    save(site, record)
    stored = record_of(record.id)
    assert stored
    assert stored.contacts[0].private
    assert stored.professionals_only
    location = stored.service_at_locations[0].location
    assert location
    assert location.secret
    assert location.addresses[0].postal_code == "S73 8CV"
    assert save(site, stored) == 2


def shared_place(site: Flask) -> tuple[Service, Service]:
    """Return two services of different organizations at one place."""
    one, other = make_service(db.session, name="One"), make_service(db.session, name="Other")
    db.session.commit()
    first, second = record_of(one.id), record_of(other.id)
    assert first
    assert second
    place = Location.model_construct(name="Hall", addresses=[Address.model_construct(postal_code="S73 8CV")])
    first.service_at_locations = [ServiceAtLocation.model_construct(location=place)]
    save(site, first)
    first = record_of(one.id)
    assert first
    second.service_at_locations = [
        ServiceAtLocation.model_construct(location=first.service_at_locations[0].location)
    ]
    second.organization_id = str(
        db.session.scalar(
            select(models.Organization.id).where(models.Organization.id != first.organization_id).limit(1)
        )
    )
    save(site, second)
    second = record_of(other.id)
    assert second
    return first, second


def test_a_place_of_others_is_not_changed(site: Flask) -> None:
    first, second = shared_place(site)
    assert first.service_at_locations[0].location_id == second.service_at_locations[0].location_id
    moved = first.service_at_locations[0].location
    assert moved
    moved.name = "Another hall"
    save(site, first)
    one, other = record_of(first.id), record_of(second.id)
    assert one
    assert other
    places = [each.service_at_locations[0].location for each in (one, other)]
    assert [place.name for place in places if place] == ["Another hall", "Hall"]
    assert stored_version(second.id) == 2


@slow_on_both
def test_a_place_of_two_listings_of_a_group_changes_in_both(site: Flask) -> None:
    first, second = shared_place(site)
    second.organization_id = first.organization_id
    save(site, second)
    moved = first.service_at_locations[0].location
    assert moved
    moved.name = "Another hall"
    save(site, first)
    other = record_of(second.id)
    assert other
    assert other.service_at_locations[0].location
    assert other.service_at_locations[0].location.name == "Another hall"
    assert stored_version(second.id) == 4


@slow_on_both
def test_a_break_begins_and_ends_by_itself(site: Flask) -> None:
    record = any_service()
    days = [clock.today() + timedelta(days=n) for n in (2, 3)]
    record.paused_from, record.paused_until = days
    save(site, record)
    start = clock.now()
    seen = []
    for day in range(5):
        clock.set_clock(lambda day=day: start + timedelta(days=day))  # type: ignore[misc]
        follow_breaks(settings_of(site))
        assert follow_breaks(settings_of(site)) == 0
        stored = record_of(record.id)
        assert stored
        seen.append(stored.status)
    assert seen == ["active", "active", "temporarily closed", "temporarily closed", "active"]
    stored = record_of(record.id)
    assert stored
    assert (stored.paused_from, stored.paused_until) == (None, None)


def feed_of(record: Service, **more: object) -> Feed:
    """Return a feed with one service that says nothing of its status."""
    row = {"id": record.id, "name": record.name, "description": "From the feed"} | more
    service = Service.model_validate(row)
    service.organization_id, service.source_id = record.organization_id, record.source_id
    source = db.session.scalar(select(models.Service.source).where(models.Service.id == record.id))
    feed = Feed("test", str(source), services=[service], complete=False)
    feed.rows[record.id] = 1
    return feed


@slow_on_both
@pytest.mark.parametrize("status", sampled(["temporarily closed", "defunct", "inactive"], 3))
def test_an_import_without_status_does_not_open_what_was_closed_here(site: Flask, status: str) -> None:
    record = any_service()
    record.status = status
    if status == "temporarily closed":
        record.paused_from, record.paused_until = date(2026, 11, 1), date(2026, 12, 31)
    save(site, record)
    record.name = "A new name"
    save(site, record)
    until = record.paused_until
    apply_feed(db.session, feed_of(record))
    stored = record_of(record.id)
    assert stored
    assert (stored.status, stored.paused_until) == (status, until)
    assert stored.description == "From the feed"
    assert stored.former_names
    assert stored_version(record.id) == 4
    version = db.session.scalars(
        select(models.ListingVersion).order_by(models.ListingVersion.number.desc())
    ).first()
    assert version
    assert (version.origin, version.actor, version.number) == ("import", SYSTEM, 4)


@slow_on_both
def test_what_left_its_feed_comes_back_with_it(site: Flask) -> None:
    record = any_service()
    feed = feed_of(record)
    keep = Feed("test", feed.source, services=[], also_seen=set(service_ids()) - {record.id})
    apply_feed(db.session, keep, allow_shrink=True)
    hidden = record_of(record.id)
    assert hidden
    assert hidden.status == "inactive"
    apply_feed(db.session, feed)
    stored = record_of(record.id)
    assert stored
    assert stored.status == "active"


@slow_on_both
def test_the_same_import_again_raises_no_version(site: Flask) -> None:
    record = any_service()
    apply_feed(db.session, feed_of(record))
    apply_feed(db.session, feed_of(record))
    assert stored_version(record.id) == 2


def start(app: Flask, record: Service, *, base: int | None = None):  # type: ignore[no-untyped-def]
    return propose(
        settings_of(app),
        record,
        organization_id=record.organization_id,
        author_id=ACTOR,
        base_version=stored_version(record.id) if base is None else base,
    )


def saved(change: models.ListingChange) -> Saved:
    return Saved(change.id, change.version)


def test_a_change_is_not_live_until_it_is_decided(site: Flask) -> None:
    record = any_service()
    old = record.description
    record.description = "Something else"
    change = start(site, record)
    change = submit(settings_of(site), saved(change), actor=ACTOR)
    assert change.state == "waiting"
    stored = record_of(record.id)
    assert stored
    assert stored.description == old
    withdraw(settings_of(site), saved(change), actor=ACTOR)
    with pytest.raises(StaleChange):
        submit(settings_of(site), saved(change), actor=ACTOR)


def test_the_change_of_a_trusted_group_is_live_at_once_unless_it_is_held(site: Flask) -> None:
    record = any_service()
    organization = db.session.get(models.Organization, record.organization_id)
    assert organization
    organization.trusted = True
    db.session.commit()
    record.description = "Something else"
    change = submit(settings_of(site), saved(start(site, record)), actor=ACTOR)
    assert (change.state, change.published_version, change.decided_by) == ("approved", 2, SYSTEM)
    record.description = "Cheap payday loans at https://bit.ly/x"
    change = submit(settings_of(site), saved(start(site, record)), actor=ACTOR)
    assert change.state == "waiting"


def test_edits_of_different_fields_merge_and_of_the_same_field_ask(site: Flask) -> None:
    record = any_service()
    organization = db.session.get(models.Organization, record.organization_id)
    assert organization
    organization.trusted = True
    db.session.commit()
    mine, theirs = record.model_copy(deep=True), record.model_copy(deep=True)
    mine.description, theirs.email = "Mine", "theirs@example.org"
    change = start(site, mine)
    save(site, theirs)
    submit(settings_of(site), saved(change), actor=ACTOR)
    stored = record_of(record.id)
    assert stored
    assert (stored.description, stored.email) == ("Mine", "theirs@example.org")
    late = record.model_copy(deep=True)
    late.description = "Late"
    change = start(site, late, base=1)
    with pytest.raises(ConflictingEdit) as raised:
        submit(settings_of(site), saved(change), actor=ACTOR)
    assert [unit.name for unit in raised.value.units] == ["description"]
    change = db.session.get_one(models.ListingChange, change.id)
    assert change.state == "draft"
    submit(settings_of(site), saved(change), actor=ACTOR, choices={"description": "ours"})
    stored = record_of(record.id)
    assert stored
    assert (stored.description, stored.email) == ("Late", "theirs@example.org")


def test_nobody_proposes_for_the_listing_of_others(site: Flask) -> None:
    record = any_service()
    other = str(
        db.session.scalar(
            select(models.Organization.id).where(models.Organization.id != record.organization_id)
        )
    )
    for base in (0, 1):
        with pytest.raises(NotTheirListing):
            propose(settings_of(site), record, organization_id=other, author_id=ACTOR, base_version=base)


def test_a_new_listing_gets_its_slug_when_it_is_published(site: Flask) -> None:
    record = Service.model_construct(
        name="Steady Steps Again", organization_id=any_service().organization_id, description="Walks."
    )
    change = start(site, record, base=0)
    assert change.service_id is None
    before = len(service_ids())
    organization = db.session.get_one(models.Organization, record.organization_id)
    organization.trusted = True
    db.session.commit()
    change = submit(settings_of(site), saved(change), actor=ACTOR)
    assert len(service_ids()) == before + 1
    row = db.session.get_one(models.Service, change.service_id)
    assert (row.slug, row.version, row.assured_date) == ("steady-steps-again", 1, None)


def test_a_moved_place_gets_the_point_of_its_postcode(site: Flask) -> None:
    record = next(
        each
        for each in (record_of(service_id) for service_id in service_ids())
        if each and any(site.location and site.location.latitude for site in each.service_at_locations)
    )
    place = record.service_at_locations[0].location
    assert place
    assert place.addresses
    place.addresses[0].postal_code = "ZZ99 9ZZ"
    save(site, record)
    stored = record_of(record.id)
    assert stored
    assert stored.service_at_locations[0].location
    assert stored.service_at_locations[0].location.latitude is None


@slow_on_both
@pytest.mark.both_databases
def test_versions_are_deleted_when_their_time_is_over_and_the_present_one_never(site: Flask) -> None:
    record = any_service()
    for days, name in enumerate(("A name", "Another name", "The newest name")):
        clock.set_clock(lambda days=days: NOW + timedelta(days=days))
        record.name = name
        assert save(site, record) == days + 2

    def numbers() -> list[int]:
        statement = select(ListingVersion.number).where(ListingVersion.service_id == record.id)
        return sorted(db.session.scalars(statement))

    assert numbers() == [1, 2, 3, 4]
    assert delete_old_versions(db.session, NOW) == 0
    assert delete_old_versions(db.session, NOW + timedelta(days=1, hours=1)) == 2
    assert numbers() == [3, 4]
    assert delete_old_versions(db.session, NOW + timedelta(days=3000)) == 1
    assert numbers() == [4]
