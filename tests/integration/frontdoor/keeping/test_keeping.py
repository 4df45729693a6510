"""What the front door keeps goes when its time is over, a person gets a copy of it, and it can be erased."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, or_, select

from accounts.roles import Role
from core import clock
from core.audit.models import AuditEntry
from core.crypt import vault
from core.db import Base, db
from core.settings import Settings
from frontdoor.callbacks import queries, services
from frontdoor.callbacks.details import CallBackDetails
from frontdoor.callbacks.models import CallBack
from frontdoor.callbacks.services import Booking
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel, ContactRecord, ContactState
from frontdoor.contacts.services import Typed
from frontdoor.ending import services as endings
from frontdoor.ending.counts import counts as counts_of
from frontdoor.ending.services import may_reopen
from frontdoor.group_referrals.models import GroupReferral, ReferralState
from frontdoor.keeping import retention
from frontdoor.keeping.register import kept, unregistered
from frontdoor.people.models import KnownPerson
from frontdoor.people.record import Agreed, PersonRecord
from selfassess.values.people import Person
from selfassess.values.saved import to_json
from tests.accounts import signed_in_as
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.integration.test_typed_data import FRONT_DOOR

pytestmark = pytest.mark.both_databases

FILLED = ("contact_record", "contact_field", "contact_event", "call_back", "group_referral", "known_person")


def settings(app: Flask) -> Settings:
    return app.extensions["settings"]


def known_person(app: Flask) -> str:
    """Add somebody who agreed to be known, and return their id."""
    row = KnownPerson(id=clock.new_id(), reference="K7MX-4RTP", agreed_at=clock.now())
    record = PersonRecord(Person(name="Joan Ash"), Agreed("Yes", "1", clock.now()))
    row.sealed = vault(settings(app)).seal(row.id, to_json(record))
    db.session.add(row)
    db.session.commit()
    return row.id


def ended_contact(app: Flask, person_id: str, outcome: str = "signposted", key: str = "k") -> str:
    """Add a contact that has ended, with a text, and return its id."""
    contact = contacts.start(settings(app), channel=Channel.PHONE, handler_id="ewa", key=key)
    contacts.save_field(settings(app), contact.id, Typed("said", "She fell", 0, "tab", 1), actor="ewa")
    held = contacts.hold(contact.id)
    held.state, held.outcome, held.ended_at = ContactState.ENDED, outcome, clock.now()
    held.known_person_id = person_id
    db.session.commit()
    return contact.id


@pytest.fixture
def filled(app: Flask) -> Flask:
    """Return a site that holds something of each kind, all of it ended."""
    with app.app_context():
        person_id = known_person(app)
        contact_id = ended_contact(app, person_id)
        window = queries.free_windows(settings(app), "adult")[0]
        details = CallBackDetails(name="Joan Ash", phone="01632 960201")
        row = services.book(settings(app), Booking("adult", window, details, contact_id=contact_id), "k")
        services.cancel(settings(app), row.id, actor="ewa")
        referral = GroupReferral(
            id=clock.new_id(),
            reference="K7MX-4RTQ",
            submission_key="k",
            organization_id="o",
            service_id="s",
            service_name="Falls group",
            contact_id=contact_id,
            state=ReferralState.ACCEPTED,
            due_on=clock.today(),
            made_by="ewa",
            ended_at=clock.now(),
        )
        db.session.add(referral)
        db.session.commit()
    return app


def counts(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {
            name: db.session.scalar(select(func.count()).select_from(Base.metadata.tables[name])) or 0
            for name in FILLED
        }


def aged(app: Flask, days: int) -> None:
    """Set the clock so many days on, and run the job as often as a long time needs (core.retention)."""
    with app.app_context():
        retention.purge(settings(app))
        clock.set_clock(lambda: NOW + timedelta(days=days))
        for _run in range(days // 2 + 2):
            retention.purge(settings(app))


def test_every_table_of_the_front_door_is_in_the_register(app: Flask) -> None:
    assert unregistered(set(FRONT_DOOR), settings(app)) == set()
    assert unregistered({"diary"}, settings(app)) == {"diary"}
    places = [entry.place for entry in kept(settings(app))]
    assert len(places) == len(set(places))


@pytest.mark.both_databases
@pytest.mark.slow
def test_before_their_time_all_stay_and_after_it_none(filled: Flask) -> None:
    aged(filled, 89)
    assert all(counts(filled).values())
    aged(filled, 91)
    assert [name for name, count in counts(filled).items() if not count] == ["call_back"]
    aged(filled, 729)
    assert counts(filled)["contact_record"] == 1
    aged(filled, 735)
    assert set(counts(filled).values()) == {0}


@slow_on_both
def test_what_was_passed_on_to_a_group_is_emptied_before_the_referral_goes(filled: Flask) -> None:
    def words() -> bytes | None:
        with filled.app_context():
            return db.session.scalars(select(GroupReferral.sealed)).one()

    with filled.app_context():
        row = db.session.scalars(select(GroupReferral)).one()
        row.sealed = vault(settings(filled)).seal(row.id, {"name": "Joan Ash"})
        db.session.commit()
    days = settings(filled).group_referral_days
    aged(filled, days - 1)
    assert words() is not None
    aged(filled, days + 1)
    assert words() is None
    assert counts(filled)["group_referral"] == 1


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_worry_about_safety_stays_longer_and_a_broken_off_call_shorter(app: Flask) -> None:
    with app.app_context():
        person_id = known_person(app)
        safety = ended_contact(app, person_id, "safeguarding", "a")
        ended_contact(app, person_id, "abandoned", "b")
        contacts.start(settings(app), channel=Channel.PHONE, handler_id="ewa", key="c")
    aged(app, 31)
    assert counts(app)["contact_record"] == 2
    aged(app, 800)
    with app.app_context():
        assert set(db.session.scalars(select(ContactRecord.id))) == {safety}, (
            "one that nobody ended was ended, and had its time"
        )


def left_open(app: Flask, key: str) -> str:
    """Add a contact in which somebody wrote and which nobody ends, and return its id."""
    found = contacts.start(settings(app), channel=Channel.PHONE, handler_id="ewa", key=key)
    contacts.save_field(settings(app), found.id, Typed("said", "She fell", 0, "tab", 1), actor="ewa")
    return found.id


def days_pass(app: Flask, first: int, last: int) -> None:
    """Let days pass, and run the job on each: deleting follows the clock step by step."""
    for day in range(first, last + 1):
        moment = NOW + timedelta(days=day)
        clock.set_clock(lambda moment=moment: moment)
        retention.purge(settings(app))


def test_a_contact_that_nobody_ends_is_ended_and_counted_apart(app: Flask) -> None:
    with app.app_context():
        forgotten, used = left_open(app, "a"), left_open(app, "b")
        days_pass(app, 1, 20)
        contacts.save_field(settings(app), used, Typed("said", "She is well", 1, "tab", 2), actor="ewa")
        days_pass(app, 21, 33)
        row = db.session.get_one(ContactRecord, forgotten, populate_existing=True)
        assert (row.state, row.outcome, row.ended_by) == ("ended", "left_open", "system")
        assert db.session.get_one(ContactRecord, used, populate_existing=True).state == ContactState.OPEN
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "contact.ended")).all()
        assert [(entry.actor, entry.subject_id) for entry in entries] == [("system", forgotten)]
        today = clock.today()
        found = counts_of(today - timedelta(days=40), today)
        assert (found.left_open, found.ended, found.carers.total()) == (1, 0, 0)
        assert retention.left_open_lately() == 1
        assert may_reopen(row, "ewa", leads=False)
        endings.reopen(settings(app), forgotten, row.version, actor="ewa", leads=False)
        assert db.session.get_one(ContactRecord, forgotten, populate_existing=True).state == ContactState.OPEN


@slow_on_both
@pytest.mark.parametrize(("kind", "days"), [("summary_sent", 730), ("safeguarding", 2190)])
def test_what_the_site_ended_stays_as_long_as_its_history_asks(app: Flask, kind: str, days: int) -> None:
    with app.app_context():
        contact_id = left_open(app, "a")
        contacts.hold(contact_id)
        contacts.add_event(contact_id, "k", kind, by="ewa")
        db.session.commit()
        endings.end_left_open(settings(app), NOW + timedelta(days=1))
        for ahead, count in ((timedelta(days=days, hours=-1), 1), (timedelta(days=days, hours=1), 0)):
            over = retention._contacts_over(settings(app), NOW + ahead)
            kept_rows = select(func.count()).select_from(ContactRecord).where(~or_(*over))
            assert db.session.scalar(kept_rows) == count


def test_a_clock_that_jumps_ahead_deletes_nothing(filled: Flask) -> None:
    with filled.app_context():
        retention.purge(settings(filled))
        clock.set_clock(lambda: NOW + timedelta(days=3000))
        retention.purge(settings(filled))
    assert all(counts(filled).values())


def person_id_of(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(KnownPerson.id)).one()


def test_a_supervisor_gives_a_person_a_copy_of_everything(filled: Flask) -> None:
    denise, person_id = signed_in_as(filled, Role.SUPERVISOR), person_id_of(filled)
    page = denise.get(f"/people/{person_id}/export").get_data(as_text=True)
    for text in ("Joan Ash", "She fell", "01632 960201", "Falls group"):
        assert text in page, text
    answer = denise.get(f"/people/{person_id}/export.json")
    found = json.loads(answer.data)
    assert answer.headers["Content-Disposition"] == "attachment; filename=K7MX-4RTP.json"
    assert found["contacts"][0]["texts"] == {"said": "She fell"}
    assert found["person"]["record"]["person"]["name"] == "Joan Ash"
    ewa = signed_in_as(filled, Role.CALL_HANDLER)
    for path in ("export", "export.json", "erase"):
        assert ewa.get(f"/people/{person_id}/{path}").status_code == 403
    assert denise.get("/people/nobody/export").status_code == 404


def test_erasure_asks_and_then_leaves_nothing_but_what_the_law_keeps(filled: Flask) -> None:
    denise, person_id = signed_in_as(filled, Role.SUPERVISOR), person_id_of(filled)
    with filled.app_context():
        ended_contact(filled, person_id, "safeguarding", "safety")
    address = f"/people/{person_id}/erase"
    page = denise.get(address).get_data(as_text=True)
    assert "1 contact" in page
    assert "about somebody’s safety" in page
    assert denise.post_form(address).status_code == 422
    for _press in range(2):
        assert denise.post_form(address, {"sure": "yes"}).location == "/people?done=person-erased"
    with filled.app_context():
        left = db.session.scalars(select(ContactRecord)).one()
        assert (left.outcome, left.known_person_id) == ("safeguarding", None)
        for table in (KnownPerson, CallBack, GroupReferral):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_of_a_restricted_person_only_that_they_exist_is_found(filled: Flask) -> None:
    denise, person_id = signed_in_as(filled, Role.SUPERVISOR), person_id_of(filled)
    with filled.app_context():
        db.session.get_one(KnownPerson, person_id).is_restricted = True
        db.session.commit()
    for path in ("export", "export.json", "erase"):
        answer = denise.get(f"/people/{person_id}/{path}")
        assert (answer.status_code, answer.location) == (303, f"/people/{person_id}")
    assert denise.post_form(f"/people/{person_id}/erase", {"sure": "yes"}).location == f"/people/{person_id}"
    assert "She fell" not in denise.get(f"/people/{person_id}").get_data(as_text=True)


def test_supervisors_see_what_is_kept(app: Flask) -> None:
    page = signed_in_as(app, Role.SUPERVISOR).get("/people/kept").get_data(as_text=True)
    assert "2 years after" in page
    assert "stays 6 years" in page
    assert "3 months after" in page
    assert "730" not in page
