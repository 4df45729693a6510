"""A merge keeps everything that named the record that is gone, and can be taken back exactly."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.audit.services import SYSTEM
from core.db import Base, db
from directory.alerts.queries import forget_copy, live_alerts
from directory.corrections.services import report
from directory.editing.records import record_of, stored_version
from directory.editing.services import publish
from directory.editing.writing import StaleEdit
from directory.importing.services import apply_feed
from directory.merges.queries import ORGANIZATION, SERVICE, replacement_of
from directory.merges.references import FOLLOWING, STAYING
from directory.models import Correction, Merge, Organization, RetiredId, Service
from directory.models.alerts import ServiceAlert
from directory.models.usage import ListingUse
from directory.open_referral.feed import Feed
from directory.versions.record_json import as_json
from directory.versions.rows import PARTS
from frontdoor.callbacks.models import CallBack
from frontdoor.group_referrals.models import GroupReferral
from tests.examples import slow_on_both
from upkeep.merges.services import (
    UNDO_DAYS,
    NotMergeable,
    NotUndoable,
    forget_old_merges,
    merge,
    two_records,
    undo,
)


def _ids() -> tuple[str, str]:
    rows = dict(
        db.session.execute(select(Service.slug, Service.id).where(Service.name.startswith("Coffee "))).all()
    )
    assert len(rows) >= 2, rows
    kept, other = sorted(rows)[:2]
    return rows[kept], rows[other]


def _state(service_id: str) -> dict[str, object]:
    record = record_of(service_id)
    assert record is not None
    return as_json(record) | {"last_modified": None}


def _use_both(kept: str, other: str) -> dict[tuple[str, str], int]:
    """Count uses of both listings on one day, and return them."""
    counted = {(kept, "a"): 2, (other, "a"): 3, (other, "b"): 7}
    for (service_id, what), times in counted.items():
        db.session.add(ListingUse(made_on=clock.today(), service_id=service_id, what=what, times=times))
    db.session.commit()
    return counted


def _uses() -> dict[tuple[str, str], int]:
    rows = db.session.execute(select(ListingUse.service_id, ListingUse.what, ListingUse.times))
    return {(service_id, what): times for service_id, what, times in rows}


def _merge(app: Flask, kept: str, other: str, **choices: str) -> str:
    return merge(app.extensions["settings"], two_records(SERVICE, kept, other), choices, actor="m").id


def test_a_merge_and_its_undo(own_demo_app: Flask) -> None:
    settings = own_demo_app.extensions["settings"]
    with own_demo_app.app_context():
        kept, other = _ids()
        reference = report(settings, other, "phone", "The number is wrong", "").reference
        before = _state(kept), _state(other)
        figures = _use_both(kept, other)
        version = stored_version(kept)
        merge_id = _merge(own_demo_app, kept, other)
        assert stored_version(kept) == version + 1
        assert replacement_of(other) == kept
        assert _uses() == {(kept, "a"): 5, (kept, "b"): 7}
        gone = db.session.get_one(Service, other)
        assert gone.status == "inactive"
        correction = db.session.scalars(select(Correction).where(Correction.reference == reference)).one()
        assert correction.service_id == kept
        name = before[1]["name"]
        assert name in (_state(kept)["name"], *_state(kept)["former_names"])  # type: ignore[misc]
        undo(settings, merge_id, actor="m")
        assert (_state(kept), _state(other)) == before
        assert _uses() == figures
        assert stored_version(kept) == version + 2
        assert replacement_of(other) is None
        assert db.session.get_one(Correction, correction.id).service_id == other
        with pytest.raises(NotUndoable, match="undone"):
            undo(settings, merge_id, actor="m")


@pytest.mark.both_databases
@pytest.mark.slow
def test_an_alert_about_the_listing_that_is_gone_is_about_the_one_that_stays(own_demo_app: Flask) -> None:
    with own_demo_app.app_context():
        kept, other = _ids()
        times = {"starts_at": clock.now(), "ends_at": clock.now() + timedelta(days=1)}
        alert = ServiceAlert(
            kind="closure", severity="warning", title="Closed today", service_ids=[other], **times
        )
        alert.published_at = clock.now()
        db.session.add(alert)
        db.session.commit()
        _merge(own_demo_app, kept, other)
        forget_copy()
        assert [one.service_ids for one in live_alerts() if one.title == alert.title] == [frozenset({kept})]


@slow_on_both
def test_a_paused_listing_stays_paused(own_demo_app: Flask) -> None:
    with own_demo_app.app_context():
        kept, other = _ids()
        db.session.get_one(Service, other).status = "temporarily closed"
        db.session.get_one(Service, other).paused_until = clock.today() + timedelta(days=30)
        db.session.commit()
        _merge(own_demo_app, kept, other)
        assert db.session.get_one(Service, kept).status == "temporarily closed"
        assert db.session.get_one(Service, other).status == "inactive"


def test_a_stale_page_merges_nothing(own_demo_app: Flask) -> None:
    settings = own_demo_app.extensions["settings"]
    with own_demo_app.app_context():
        kept, other = _ids()
        two = two_records(SERVICE, kept, other)
        record = record_of(other)
        assert record is not None
        record.summary = "Somebody wrote this meanwhile."
        publish(settings, record, base_version=two.other_version, actor="x", origin="moderator")
        with pytest.raises(StaleEdit):
            merge(settings, two, {}, actor="m")
        assert db.session.scalars(select(Merge)).all() == []


@slow_on_both
def test_a_merged_listing_is_neither_edited_nor_merged_again(own_demo_app: Flask) -> None:
    settings = own_demo_app.extensions["settings"]
    with own_demo_app.app_context():
        kept, other = _ids()
        _merge(own_demo_app, kept, other)
        record = record_of(other)
        assert record is not None
        record.status = "active"
        with pytest.raises(StaleEdit):
            publish(settings, record, base_version=stored_version(other), actor="x", origin="group")
        with pytest.raises(NotMergeable, match="merged"):
            two_records(SERVICE, kept, other)


def test_an_undo_after_a_change_asks_first(own_demo_app: Flask) -> None:
    settings = own_demo_app.extensions["settings"]
    with own_demo_app.app_context():
        kept, other = _ids()
        before = _state(kept)
        merge_id = _merge(own_demo_app, kept, other)
        record = record_of(kept)
        assert record is not None
        record.summary = "Changed after the merge."
        publish(settings, record, base_version=stored_version(kept), actor="x", origin="group")
        with pytest.raises(NotUndoable, match="changed"):
            undo(settings, merge_id, actor="m")
        undo(settings, merge_id, actor="m", sure=True)
        assert _state(kept) == before


@slow_on_both
def test_an_import_of_the_merged_id_changes_nothing(own_demo_app: Flask) -> None:
    with own_demo_app.app_context():
        kept, other = _ids()
        record = record_of(other)
        assert record is not None
        _merge(own_demo_app, kept, other)
        before = _state(kept), _state(other)
        record.name, record.status = "From the feed again", "active"
        source = db.session.get_one(Service, other).source
        feed = Feed("test", source, services=[record], rows={other: 1}, complete=False)
        found = apply_feed(db.session, feed)
        assert any(kept in problem.what for problem in found.problems)
        assert (_state(kept), _state(other)) == before


def test_organizations_merge_with_their_services(own_demo_app: Flask) -> None:
    settings = own_demo_app.extensions["settings"]
    with own_demo_app.app_context():
        organizations = select(Organization.id).join(Service).where(Service.status == "active").distinct()
        kept, other = db.session.scalars(organizations.order_by(Organization.id).limit(2)).all()
        moved = db.session.scalars(select(Service.id).where(Service.organization_id == other)).all()
        two = two_records(ORGANIZATION, kept, other)
        merge_id = merge(settings, two, {}, actor="m").id
        assert {db.session.get_one(Service, each).organization_id for each in moved} == {kept}
        assert replacement_of(other) == kept
        slug = db.session.get_one(Organization, other).slug
        answer = own_demo_app.test_client().get(f"/organization/{slug}")
        assert answer.status_code == 308
        undo(settings, merge_id, actor="m")
        assert {db.session.get_one(Service, each).organization_id for each in moved} == {other}


def _told(service_id: str, organization_id: str) -> tuple[str, str]:
    """Add a referral to a group and a request for a call, and return their ids."""
    key = clock.new_id()
    referral = GroupReferral(id=key, reference=key[:10], submission_key=key, organization_id=organization_id)
    referral.service_id, referral.service_name, referral.due_on = service_id, "x", clock.today()
    referral.made_by = "h"
    call = CallBack(id=key, booking_key=key, team="group", sealed=b"x", service_id=service_id)
    call.organization_id = organization_id
    db.session.add_all([referral, call])
    db.session.commit()
    return referral.id, call.id


def _where(told: tuple[str, str]) -> set[tuple[str, str]]:
    db.session.expire_all()
    rows = db.session.get_one(GroupReferral, told[0]), db.session.get_one(CallBack, told[1])
    return {(row.service_id, row.organization_id) for row in rows}


@slow_on_both
def test_what_a_group_was_told_of_people_follows_its_listings(own_demo_app: Flask) -> None:
    settings = own_demo_app.extensions["settings"]
    with own_demo_app.app_context():
        kept, other = _ids()
        group = db.session.get_one(Service, kept).organization_id
        own, strangers = _told(other, group), _told(other, "another group")
        merge_id = _merge(own_demo_app, kept, other)
        assert _where(own) == {(kept, group)}
        # The person agreed that this group is told, and no other.
        assert _where(strangers) == {(other, "another group")}
        undo(settings, merge_id, actor="m")
        assert _where(own) == {(other, group)}


def test_what_a_group_was_told_of_people_follows_the_group(own_demo_app: Flask) -> None:
    settings = own_demo_app.extensions["settings"]
    with own_demo_app.app_context():
        organizations = select(Organization.id).join(Service).where(Service.status == "active").distinct()
        first, second = db.session.scalars(organizations.order_by(Organization.id).limit(2)).all()
        service_id = db.session.scalars(select(Service.id).where(Service.organization_id == second)).first()
        assert service_id
        before = _told(service_id, second)
        merge_id = merge(settings, two_records(ORGANIZATION, first, second), {}, actor="m").id
        since = _told(service_id, first)
        assert _where(before) == _where(since) == {(service_id, first)}
        undo(settings, merge_id, actor="m")
        assert _where(before) == _where(since) == {(service_id, second)}


def test_what_a_merge_keeps_is_deleted_when_it_is_old(
    own_demo_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with own_demo_app.app_context():
        kept, other = _ids()
        merge_id = _merge(own_demo_app, kept, other)
        assert forget_old_merges() == 0
        later = clock.now() + timedelta(days=UNDO_DAYS + 1)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert forget_old_merges() == 1
        assert db.session.get_one(Merge, merge_id).before == {}
        with pytest.raises(NotUndoable, match="old"):
            undo(own_demo_app.extensions["settings"], merge_id, actor=SYSTEM)
        assert db.session.get(RetiredId, other) is not None


def test_everything_that_names_a_record_follows_or_stays_on_purpose() -> None:
    parts = {name for rows in PARTS.values() for name, _column, _parent in rows}
    known = parts | STAYING | {"service_successor", "service", "organization"}
    for kind in (SERVICE, ORGANIZATION):
        named = {
            table.name
            for table in Base.metadata.sorted_tables
            for key in table.foreign_keys
            if key.column.table.name == kind
        }
        assert named - known - {name for name, _column in FOLLOWING[kind]} == set()
