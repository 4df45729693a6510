"""Reading feeds by their profiles over HTTP: nothing is lost, nothing is doubled, nothing changes twice."""

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update

from core import clock
from core.clock import set_clock
from core.db import db
from core.settings import Settings
from directory.call_fixes.services import UNDONE, fix
from directory.editing.records import record_of, stored_version
from directory.importing import http
from directory.models import FeedProfile, Organization, PulledRecord, Service
from directory.models.call_fixes import CallFix
from directory.models.editing import ListingChange
from directory.models.merges import Merge, RetiredId
from directory.pulling import queries, services
from directory.pulling.questions import with_feed
from directory.pulling.reading import Reading, pull
from tests.conftest import NOW
from tests.examples import sampled, slow_on_both
from tests.feed_server import FakeFeed, service, serving

SOURCE = "Next Door"


@pytest.fixture
def feed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeFeed]:
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serving(FakeFeed([service(number) for number in range(12)])) as fake, app.app_context():
        yield fake


@pytest.fixture
def settings(app: Flask) -> Settings:
    found: Settings = app.extensions["settings"]
    return found


def add(settings: Settings, feed: FakeFeed, name: str = SOURCE) -> Reading:
    services.add_source(settings, feed.url, name=name)
    return pull(settings, name)


def whole(settings: Settings, name: str = SOURCE, *, may_shrink: bool = False) -> Reading:
    row = profile(name)
    services.ask_for_run(settings, row, actor="system", may_shrink=may_shrink)
    return pull(settings, name)


def profile(name: str = SOURCE) -> FeedProfile:
    row = queries.profile(name)
    assert row is not None
    return row


def stored() -> dict[str, str]:
    rows = db.session.execute(select(Service.id, Service.status))
    return dict(iter(rows))


def active() -> int:
    return sum(status == "active" for status in stored().values())


@pytest.mark.both_databases
def test_a_feed_is_read_and_read_again_without_changes(settings: Settings, feed: FakeFeed) -> None:
    first = add(settings, feed)
    assert (first.outcome, first.counts["added"], active()) == ("read", 12, 12)
    written: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.split(maxsplit=1)[0] in ("INSERT", "UPDATE", "DELETE"):
            written.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    second = whole(settings)
    event.remove(db.engine, "before_cursor_execute", note)
    assert (second.outcome, second.counts["unchanged"], second.counts["changed"]) == ("read", 12, 0)
    assert {statement.split()[1] for statement in written if "feed_profile" not in statement} <= {
        "INTO",
        "audit_head",
    }
    assert not [statement for statement in written if " service" in statement]


@slow_on_both
@pytest.mark.parametrize("evil", sampled(["hang", "cut", "empty", "error", "text", "halves"], 6))
def test_a_bad_day_of_a_feed_deletes_nothing(
    settings: Settings, feed: FakeFeed, evil: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(settings, feed)
    before = profile().last_success_at
    set_clock(lambda: NOW + timedelta(days=8))
    rows = list(feed.services)
    if evil == "hang":
        monkeypatch.setattr("directory.pulling.reading.SECONDS", 0.3)
        feed.hang = 1
    elif evil == "cut":
        feed.cut = True
    elif evil == "empty":
        feed.services = []
    elif evil == "error":
        feed.fails_at_page = 1
    elif evil == "text":
        feed.raw = b"<html>Sorry, we are closed</html>"
    else:
        feed.services = rows[:5]
    reading = pull(settings, SOURCE, seconds=0.4) if evil == "hang" else pull(settings, SOURCE)
    assert not reading.succeeded
    assert reading.outcome == {"empty": "empty", "halves": "shrunk"}.get(evil, "failed")
    assert active() == 12
    row = profile()
    assert row.last_success_at == before
    assert row.last_attempt_at == clock.now()
    assert row.failures == 1
    feed.hang, feed.cut, feed.fails_at_page, feed.raw, feed.services = 0, False, 0, None, rows
    assert pull(settings, SOURCE).succeeded
    assert (profile().failures, active()) == (0, 12)


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_page_that_fails_half_way_keeps_what_came_before_and_hides_nothing(
    settings: Settings, feed: FakeFeed
) -> None:
    add(settings, feed)
    feed.services = [service(number) for number in range(150)]
    feed.fails_at_page = 2
    reading = whole(settings)
    assert (reading.outcome, reading.counts["added"], active()) == ("cut", 88, 100)
    assert not reading.succeeded
    feed.fails_at_page = 0
    assert whole(settings).counts["added"] == 50


@slow_on_both
def test_a_feed_that_has_really_shrunk_is_believed_when_somebody_says_so(
    settings: Settings, feed: FakeFeed
) -> None:
    add(settings, feed)
    feed.services = feed.services[:4]
    assert whole(settings).outcome == "shrunk"
    assert whole(settings, may_shrink=True).counts["gone"] == 8
    assert active() == 4


@slow_on_both
def test_only_what_has_changed_is_asked_for_and_everything_once_a_week(
    settings: Settings, feed: FakeFeed
) -> None:
    add(settings, feed)
    day = NOW + timedelta(days=1)
    set_clock(lambda: day)
    feed.services[3] |= {"description": "A new meal.", "last_modified": day.isoformat()}
    # A change that the feed's own filter misses.
    feed.services[4] |= {"description": "Another new meal."}
    feed.asked.clear()
    reading = pull(settings, SOURCE)
    assert (reading.whole, reading.counts["changed"], reading.counts["gone"]) == (False, 1, 0)
    assert "modified_after=2026-11-22" in feed.asked[0]
    assert active() == 12
    set_clock(lambda: day + timedelta(days=1))
    assert pull(settings, SOURCE).outcome == "read"
    set_clock(lambda: day + timedelta(days=7))
    del feed.services[11]
    last = pull(settings, SOURCE)
    assert (last.whole, last.counts["changed"], last.counts["gone"]) == (True, 1, 1)


@slow_on_both
def test_nothing_changed_is_a_success(settings: Settings, feed: FakeFeed) -> None:
    add(settings, feed)
    set_clock(lambda: NOW + timedelta(days=2))
    reading = pull(settings, SOURCE)
    assert (reading.outcome, reading.succeeded, active()) == ("same", True, 12)


@slow_on_both
def test_a_feed_of_one_page_answers_that_nothing_has_changed(settings: Settings, feed: FakeFeed) -> None:
    feed.etag, feed.faults = '"1"', {"modified_after"}
    add(settings, feed)
    set_clock(lambda: NOW + timedelta(days=1))
    assert pull(settings, SOURCE).outcome == "same"
    assert profile().last_whole_at == clock.now()


def test_a_feed_of_version_1_is_read_too(settings: Settings, feed: FakeFeed) -> None:
    feed.version_1 = True
    feed.services = [
        {"id": str(n), "name": f"Club{n}", "status": "active", "organisation": {"id": "1", "name": "Group"}}
        for n in range(3)
    ]
    assert add(settings, feed).counts["added"] == 3
    assert whole(settings).counts["unchanged"] == 3


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_moment_of_a_change_is_no_check(settings: Settings, feed: FakeFeed) -> None:
    add(settings, feed)
    assert db.session.scalar(select(func.count()).where(Service.assured_date.is_not(None))) == 0
    checked = date(2026, 11, 20)
    db.session.execute(update(Service).values(assured_date=checked))
    db.session.commit()
    feed.services = [
        one | {"assured_date": "2026-01-01", "description": "New words."} for one in feed.services
    ]
    assert whole(settings).counts["changed"] == 12
    assert set(db.session.scalars(select(Service.assured_date))) == {checked}


def test_what_a_group_has_claimed_is_neither_overwritten_nor_hidden(
    settings: Settings, feed: FakeFeed
) -> None:
    add(settings, feed)
    group = feed.services[0]["organization"]["id"]
    organization = db.session.get(Organization, group)
    assert organization is not None
    organization.claimed_at = clock.now()
    db.session.commit()
    before = copy.deepcopy(feed.services)
    feed.services = [one | {"description": "New words."} for one in feed.services]
    feed.services[0]["organization"] = feed.services[0]["organization"] | {"name": "Overwritten"}
    feed.services[0]["service_at_locations"] = []
    reading = whole(settings)
    theirs = sum(one["organization"]["id"] == group for one in before)
    assert (reading.counts["claimed"], reading.counts["changed"]) == (theirs, 12 - theirs)
    assert db.session.get(Organization, group, populate_existing=True).name == "Group 0"  # type: ignore[union-attr]
    rows = db.session.scalars(select(Service.description).where(Service.organization_id == group))
    assert "New words." not in set(rows)
    changes = list(db.session.scalars(select(ListingChange)))
    assert {(change.state, change.origin, change.record["description"]) for change in changes} == {
        ("waiting", "feed", "New words.")
    }
    assert len(changes) == reading.counts["asked"] == theirs
    # The same again asks nobody again, and something newer replaces what still waits.
    assert whole(settings).counts["asked"] == 0
    feed.services[0]["description"] = "Newer words."
    assert whole(settings).counts["asked"] == 1
    assert db.session.scalar(select(func.count()).select_from(ListingChange)) == theirs
    # A source from which the claimed listings vanish.
    feed.services = [one for one in feed.services if one["organization"]["id"] != group]
    whole(settings)
    assert active() == 12


def test_a_feed_that_leaves_something_out_asks_for_nothing(settings: Settings, feed: FakeFeed) -> None:
    add(settings, feed)
    stored_record = record_of(feed.services[0]["id"])
    assert stored_record is not None
    fewer = stored_record.model_copy(update={"phones": [], "summary": "", "attributes": []}, deep=True)
    for phone in stored_record.phones:
        phone.id = clock.new_id()
    assert with_feed(stored_record, fewer) is None
    renamed = with_feed(stored_record, fewer.model_copy(update={"name": "Supper"}))
    assert renamed is not None
    assert (renamed.name, len(renamed.phones)) == ("Supper", 1)


@slow_on_both
def test_a_record_that_was_merged_away_does_not_come_back(settings: Settings, feed: FakeFeed) -> None:
    old, new = clock.new_id(), feed.services[0]["id"]
    add(settings, feed)
    group, group_now = clock.new_id(), feed.services[0]["organization"]["id"]
    for kind, was, now in (("service", old, new), ("organization", group, group_now)):
        merge = Merge(kind=kind, kept_id=now, retired_id=was, merged_by="system")
        db.session.add(merge)
        db.session.flush()
        db.session.add(RetiredId(old_id=was, kind=kind, replaced_by=now, slug=kind, merge_id=merge.id))
    db.session.commit()
    feed.services.append(service(77) | {"id": old})
    feed.services.append(service(78) | {"organization": {"id": group, "name": "Group 0 as it was"}})
    counts = whole(settings).counts
    assert (counts["merged"], counts["added"]) == (1, 1)
    assert old not in stored()
    assert db.session.get(Organization, group) is None
    added = db.session.get(Service, service(78)["id"])
    assert added is not None
    assert added.organization_id == group_now


def test_a_source_that_is_removed_keeps_its_listings(settings: Settings, feed: FakeFeed) -> None:
    add(settings, feed)
    services.remove(settings, profile(), actor="system")
    assert (queries.profiles(), active()) == ([], 12)


class TestDoubleFeeds:
    """A publishes, B passes A's records on, and we read both."""

    @staticmethod
    def passed_on(first: FakeFeed, *, new_ids: bool) -> list[dict[str, Any]]:
        rows = []
        for number, one in enumerate(first.services):
            origin = {"name": "A", "url": first.url, "id": one["id"], "licence": "OGL"}
            row = copy.deepcopy(one) | {"x_signpost": {"source": origin}}
            rows.append(row | ({"id": service(number + 500)["id"]} if new_ids else {}))
        return rows

    @pytest.mark.parametrize("new_ids", sampled([False, True], 2))
    @pytest.mark.parametrize("first", sampled(["A", "B"], 2))
    def test_no_listing_is_there_twice(
        self, settings: Settings, feed: FakeFeed, first: str, *, new_ids: bool
    ) -> None:
        other = FakeFeed([*self.passed_on(feed, new_ids=new_ids), service(100)])
        with serving(other):
            for name in (first, "B" if first == "A" else "A"):
                add(settings, feed if name == "A" else other, name)
            assert len(stored()) == 13
            owners = db.session.execute(
                select(Service.source, func.count()).group_by(Service.source).order_by(Service.source)
            )
            assert [tuple(row) for row in owners] == [("A", 12), ("B", 1)]
            for _again in range(2):
                for name in ("A", "B"):
                    counts = whole(settings, name).counts
                    assert counts["changed"] + counts["added"] + counts["gone"] == 0
            assert len(stored()) == active() == 13

    def test_our_own_records_do_not_come_back(self, settings: Settings, feed: FakeFeed) -> None:
        own = {"name": "We", "url": f"{settings.base_url}/open-referral/v3", "id": "1", "licence": "OGL"}
        feed.services[0]["x_signpost"] = {"source": own}
        assert add(settings, feed).counts["own"] == 1
        assert len(stored()) == 11

    @slow_on_both
    def test_two_sources_with_one_record_do_not_take_it_from_each_other(
        self, settings: Settings, feed: FakeFeed
    ) -> None:
        add(settings, feed)
        with serving(FakeFeed([one | {"name": f"{one['name']} again"} for one in feed.services])) as other:
            assert add(settings, other, "Other").counts["others"] == 12
        assert set(db.session.scalars(select(Service.source))) == {SOURCE}
        assert set(db.session.scalars(select(PulledRecord.source))) == {SOURCE}


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_source_that_times_out_keeps_no_other_one_waiting(
    settings: Settings, feed: FakeFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(FakeFeed([service(50)])) as slow, serving(FakeFeed([service(51)])) as second_slow:
        for number, server in enumerate((slow, second_slow, feed, feed, feed)):
            services.add_source(settings, server.url, name=str(number))
        for name in ("0", "1"):
            row = profile(name)
            row.next_due_at -= timedelta(days=1)
            row.failures, row.last_seconds, row.last_outcome = 3, 600, "failed"
        db.session.commit()
        assert queries.due(clock.now()) == ["2", "3", "4", "0"]
        slow.hang = 1
        assert pull(settings, "0", seconds=0.3).outcome == "failed"
        assert queries.due(clock.now()) == ["2", "3", "4", "1"]


def test_two_processes_do_not_read_one_feed_at_once(settings: Settings, feed: FakeFeed) -> None:
    services.add_source(settings, feed.url, name=SOURCE)
    row = profile()
    row.running_until = clock.now() + timedelta(minutes=1)
    db.session.commit()
    assert pull(settings, SOURCE).outcome == "busy"
    assert queries.due(clock.now()) == []
    set_clock(lambda: NOW + timedelta(minutes=2))
    assert pull(settings, SOURCE).outcome == "read"


def test_a_paused_source_is_not_due(settings: Settings, feed: FakeFeed) -> None:
    services.add_source(settings, feed.url, name=SOURCE)
    services.pause(settings, profile(), actor="system")
    assert queries.due(clock.now()) == []
    services.resume(settings, profile(), actor="system")
    assert queries.due(clock.now()) == [SOURCE]


@pytest.mark.both_databases
@pytest.mark.slow
def test_what_was_put_right_in_a_call_stays_until_the_feed_changes_it(
    settings: Settings, feed: FakeFeed
) -> None:
    feed.services[0]["email"] = "old@example.org"
    add(settings, feed)
    fixed = feed.services[0]["id"]
    change = ("email", "old@example.org", "new@example.org")
    fix(settings, fixed, stored_version(fixed), change, "They said so", actor="ewa")

    def email() -> str:
        return db.session.scalar(select(Service.email).where(Service.id == fixed)) or ""

    feed.services[0]["description"] = "New words."
    assert whole(settings).counts["changed"] == 1
    assert email() == "new@example.org"
    feed.services[0]["email"] = "newest@example.org"
    whole(settings)
    assert email() == "newest@example.org"
    feed.services[0]["email"] = "old@example.org"
    row = db.session.scalars(select(CallFix)).one()
    row.outcome = UNDONE
    db.session.commit()
    whole(settings)
    assert email() == "old@example.org"
