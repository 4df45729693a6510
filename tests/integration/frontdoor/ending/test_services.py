"""A contact ends once, whatever is pressed twice, by whom, and whatever the clocks say."""

from collections import Counter
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from bench import contacts as sequences
from core import clock
from core.audit.models import AuditEntry
from core.db import db
from core.settings import Settings
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel, ContactEvent, ContactRecord, ContactState
from frontdoor.contacts.services import ChangedMeanwhile
from frontdoor.ending import counts, services
from frontdoor.ending.models import ContactEnding
from frontdoor.ending.outcomes import Ending, Outcome, Unmet, WhyNot, WhyUnmet, likely_outcome
from frontdoor.ending.queries import living_ending, stored_ending
from frontdoor.ending.services import AlreadyEnded, CannotReopen
from selfassess.values.people import Way
from tests.conftest import NOW
from tests.databases import everything_stored
from tests.examples import slow_on_both

pytestmark = pytest.mark.both_databases

FULL = Ending(
    Outcome.COULD_NOT_HELP,
    why_not=WhyNot.NOTHING_FITS,
    more="Asked the walking group",
    is_carer=True,
    advised=("org-1", "own"),
    follow_up=True,
    follow_up_by=Way.PHONE,
    follow_up_on=NOW.date() + timedelta(days=21),
    unmet=(Unmet("falls", WhyUnmet.FULL, "Wombwell"),),
    is_dissatisfied=True,
    dissatisfied_words="Waited an hour",
)
PLAIN = Ending(Outcome.RESOLVED)


def settings(app: Flask) -> Settings:
    return app.extensions["settings"]


@pytest.fixture
def contact_id(app: Flask) -> str:
    with app.app_context():
        return contacts.start(settings(app), channel=Channel.PHONE, handler_id="ewa", key="k").id


def contact(contact_id: str) -> ContactRecord:
    db.session.rollback()
    return db.session.get_one(ContactRecord, contact_id)


def test_everything_of_an_end_is_stored_and_what_was_said_is_sealed(app: Flask, contact_id: str) -> None:
    with app.app_context():
        services.end(settings(app), contact_id, FULL, 1, actor="ewa")
        row = living_ending(contact_id)
        assert row is not None
        assert stored_ending(settings(app), row) == FULL
        found = contact(contact_id)
        assert (found.state, found.outcome, found.is_carer) == (ContactState.ENDED, "could_not_help", True)
        assert (found.version, found.ended_by) == (2, "ewa")
        assert "Waited an hour" not in everything_stored()
        actions = db.session.scalars(select(AuditEntry.action)).all()
        assert Counter(actions)["contact.ended"] == 1


def test_a_double_press_ends_once(app: Flask, contact_id: str) -> None:
    with app.app_context():
        for _press in range(3):
            services.end(settings(app), contact_id, FULL, 1, actor="ewa")
        assert len(db.session.scalars(select(ContactEnding)).all()) == 1
        kinds = db.session.scalars(select(ContactEvent.kind)).all()
        assert Counter(kinds) == {"opened": 1, "ended": 1}


@slow_on_both
@pytest.mark.parametrize(("actor", "ending"), [("denise", FULL), ("ewa", PLAIN)])
def test_who_ends_it_otherwise_is_told(app: Flask, contact_id: str, actor: str, ending: Ending) -> None:
    with app.app_context():
        services.end(settings(app), contact_id, FULL, 1, actor="ewa")
        with pytest.raises(AlreadyEnded):
            services.end(settings(app), contact_id, ending, 1, actor=actor)
        assert contact(contact_id).outcome == "could_not_help"


def test_who_ends_a_contact_that_was_assigned_meanwhile_is_told(app: Flask, contact_id: str) -> None:
    with app.app_context():
        contacts.assign(settings(app), contact_id, "denise", 1, actor="denise")
        with pytest.raises(ChangedMeanwhile):
            services.end(settings(app), contact_id, PLAIN, 1, actor="ewa")
        services.end(settings(app), contact_id, PLAIN, 2, actor="denise")
        assert contact(contact_id).ended_by == "denise"


def test_two_at_once_leave_one_end(app: Flask, contact_id: str) -> None:
    start, told = Barrier(2), []

    def press(actor: str, outcome: Outcome) -> None:
        with app.app_context():
            start.wait()
            try:
                services.end(settings(app), contact_id, Ending(outcome), 1, actor=actor)
            except AlreadyEnded:
                told.append(actor)

    pressing = (("ewa", Outcome.RESOLVED), ("denise", Outcome.SIGNPOSTED))
    threads = [Thread(target=press, args=each) for each in pressing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        row = db.session.scalars(select(ContactEnding)).one()
        assert told == [{"ewa": "denise", "denise": "ewa"}[row.by]]


def test_a_clock_that_is_behind_makes_no_negative_time(app: Flask, contact_id: str) -> None:
    with app.app_context():
        clock.set_clock(lambda: NOW + timedelta(minutes=5))
        contacts.assign(settings(app), contact_id, "denise", 1, actor="denise")
        clock.set_clock(lambda: NOW - timedelta(hours=1))
        services.end(settings(app), contact_id, PLAIN, 2, actor="denise")
        found = contact(contact_id)
        assert found.ended_at == NOW + timedelta(minutes=5)
        events = db.session.scalars(select(ContactEvent).order_by(ContactEvent.at, ContactEvent.kind)).all()
        assert events[-1].at >= found.ended_at
        services.reopen(settings(app), contact_id, 3, actor="denise", leads=True)
        row = db.session.scalars(select(ContactEnding)).one()
        assert row.reopened_at == row.at


def test_a_contact_opened_again_has_a_further_end_and_the_first_does_not_count(
    app: Flask, contact_id: str
) -> None:
    with app.app_context():
        services.end(settings(app), contact_id, FULL, 1, actor="ewa")
        for _press in range(2):
            services.reopen(settings(app), contact_id, 2, actor="ewa", leads=False)
        found = contact(contact_id)
        assert (found.state, found.outcome, found.ended_at, found.is_carer) == ("open", "", None, None)
        with pytest.raises(ChangedMeanwhile):
            services.end(settings(app), contact_id, FULL, 1, actor="ewa")
        services.end(settings(app), contact_id, PLAIN, 3, actor="ewa")
        today = clock.today()
        found_counts = counts.counts(today, today)
        assert found_counts.outcomes == {Outcome.RESOLVED: 1}
        assert (found_counts.instances, found_counts.unmet, found_counts.dissatisfied) == ([], [], 0)
        with pytest.raises(ChangedMeanwhile):
            services.reopen(settings(app), contact_id, 2, actor="ewa", leads=False)


@pytest.mark.parametrize(
    ("actor", "leads", "may"), [("ewa", False, True), ("amy", False, False), ("amy", True, True)]
)
def test_who_may_open_it_again_and_until_when(
    app: Flask, contact_id: str, actor: str, leads: bool, may: bool
) -> None:
    with app.app_context():
        with pytest.raises(CannotReopen):
            services.reopen(settings(app), contact_id, 1, actor="ewa", leads=True)
        services.end(settings(app), contact_id, PLAIN, 1, actor="ewa")
        assert services.may_reopen(contact(contact_id), actor, leads=leads) is may
        clock.set_clock(lambda: NOW + timedelta(days=1))
        with pytest.raises(CannotReopen):
            services.reopen(settings(app), contact_id, 2, actor=actor, leads=leads)


@slow_on_both
def test_counts_have_their_definitions(app: Flask) -> None:
    with app.app_context():
        endings = [
            FULL,
            Ending(Outcome.RESOLVED, is_carer=True, advised=("org-1",)),
            Ending(Outcome.SUMMARY_SENT, is_carer=False, follow_up=False),
            Ending(Outcome.ABANDONED),
        ]
        for number, ending in enumerate(endings):
            started = contacts.start(settings(app), channel=Channel.PHONE, handler_id="ewa", key=str(number))
            services.end(settings(app), started.id, ending, 1, actor="ewa")
        today = clock.today()
        found = counts.counts(today, today)
        assert (found.ended, found.answered, found.at_first_contact, found.resolved_percent) == (4, 3, 2, 67)
        assert found.carers == {True: 2, False: 1, None: 1}
        assert found.follow_ups == {True: 1, False: 1, None: 2}
        assert (found.instances, found.instances_in_all) == ([("org-1", 2), ("own", 1)], 3)
        assert [(one.need_id, one.why, one.area, one.times) for one in found.unmet] == [
            ("falls", WhyUnmet.FULL, "Wombwell", 1)
        ]
        assert found.dissatisfied == 1
        before = today - timedelta(days=1)
        assert counts.counts(before, before).resolved_percent is None


def test_words_of_endings_are_sealed_with_the_newest_key(app: Flask, contact_id: str) -> None:
    with app.app_context():
        services.end(settings(app), contact_id, FULL, 1, actor="ewa")
        assert services.seal_again(settings(app)) == 1
        row = living_ending(contact_id)
        assert row is not None
        assert stored_ending(settings(app), row) == FULL


@pytest.mark.parametrize(
    ("kinds", "ticked", "outcome"),
    [
        ({"opened"}, False, None),
        ({"opened"}, True, Outcome.SIGNPOSTED),
        ({"opened", "summary_sent"}, True, Outcome.SUMMARY_SENT),
        ({"summary_sent", "group_referred"}, True, Outcome.GROUP_REFERRAL),
        ({"call_back", "request_sent"}, False, Outcome.TEAM_REFERRAL),
    ],
)
def test_the_outcome_that_follows_from_what_happened(
    kinds: set[str], ticked: bool, outcome: Outcome | None
) -> None:
    assert likely_outcome(kinds, has_ticked=ticked) == outcome


NOTHING_WRONG = {"missing": 0, "doubled": 0, "negative": 0}


@pytest.mark.both_databases
@pytest.mark.slow
@pytest.mark.parametrize("count", [40, pytest.param(2000, marks=pytest.mark.slow)])
def test_no_order_of_what_happens_loses_or_doubles_an_end(app: Flask, count: int) -> None:
    with app.app_context():
        found = sequences.run(settings(app), count, seed=7)
    assert (found.contacts, found.ended) == (count, count)
    assert {name: getattr(found, name) for name in NOTHING_WRONG} == NOTHING_WRONG


@slow_on_both
def test_a_lost_and_a_doubled_end_would_be_noticed(app: Flask) -> None:
    with app.app_context():
        sequences.run(settings(app), 2, seed=7)
        rows = db.session.scalars(select(ContactEnding).where(ContactEnding.reopened_at.is_(None))).all()
        rows[0].reopened_at = NOW
        again = ContactEnding(contact_id=rows[1].contact_id, number=90, from_version=1, outcome="x", by="x")
        db.session.add(again)
        db.session.get_one(ContactRecord, rows[1].contact_id).ended_at = NOW - timedelta(days=2)
        db.session.commit()
        found = sequences.faults()
    assert (found.missing, found.doubled, found.negative) == (1, 1, 1)
