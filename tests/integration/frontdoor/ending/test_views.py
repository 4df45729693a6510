"""The screen that ends a contact, its counts, and who may do what."""

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.audit.models import AuditEntry
from core.db import db
from core.settings import Settings
from frontdoor.calls import resident
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel, ContactRecord
from frontdoor.contacts.services import Typed
from frontdoor.ending.models import CarerInstance, ContactEnding, UnmetNeed
from tests.accounts import add_person, sign_in, signed_in_as
from tests.conftest import StatementCounter
from tests.examples import sampled, slow_on_both
from tests.factories import make_service
from tests.page_checks import PageCheckingClient, parse


@pytest.fixture
def ewa(app: Flask) -> str:
    return add_person(app, "ewa@example.org", Role.CALL_HANDLER, name="Ewa")


@pytest.fixture
def handler(app: Flask, ewa: str) -> PageCheckingClient:
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    sign_in(app, client, ewa)
    return client


def settings(app: Flask) -> Settings:
    return app.extensions["settings"]


@pytest.fixture
def contact_id(app: Flask, ewa: str) -> str:
    with app.app_context():
        return contacts.start(settings(app), channel=Channel.PHONE, handler_id=ewa, key="k").id


def write(app: Flask, contact_id: str, **texts: str) -> None:
    with app.app_context():
        for number, (name, text) in enumerate(texts.items(), 1):
            contacts.save_field(settings(app), contact_id, Typed(name, text, 0, "t", number), actor="ewa")


def page(client: PageCheckingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def form(**more: str | list[str]) -> dict[str, str | list[str]]:
    values: dict[str, str | list[str]] = {
        "outcome": "resolved",
        "carer": "not_asked",
        "follow_up": "not_asked",
    }
    return values | {"version": "1"} | more


def ending(app: Flask) -> ContactEnding:
    with app.app_context():
        return db.session.scalars(select(ContactEnding).where(ContactEnding.reopened_at.is_(None))).one()


@slow_on_both
def test_two_keys_end_a_contact_and_what_happened_is_chosen_already(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    write(app, contact_id, who="carer")
    with app.app_context():
        service = make_service(db.session, name="Kettle Chat")
        db.session.commit()
        contacts.tick(settings(app), contact_id, service.id, actor="ewa")
        organization_id = service.organization_id
        contacts.add_event(contact_id, "summary 1", "summary_sent", by="ewa")
        db.session.commit()
    shown = parse(page(handler, f"/calls/{contact_id}/end"), app)
    inputs = [
        one.attrib for one in shown.all("input") if "checked" in one.attrib or one.attrib["name"] == "version"
    ]
    sent = {one["name"]: one["value"] for one in inputs if one["name"] != "advised"}
    assert (sent["outcome"], sent["carer"]) == ("summary_sent", "yes")
    advised = [one["value"] for one in inputs if one["name"] == "advised"]
    answer = handler.post_form(f"/calls/{contact_id}/end", {**sent, "advised": advised})
    assert answer.location == "/calls?done=contact-ended"
    assert "what came of it is stored" in page(handler, answer.location)
    with app.app_context():
        told = set(db.session.scalars(select(CarerInstance.organization_id)))
        assert told == {"own", organization_id}
        assert "contact.viewed" in set(db.session.scalars(select(AuditEntry.action)))


def test_what_the_caller_answered_in_this_browser_is_forgotten(
    app: Flask, handler: PageCheckingClient, contact_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[bool] = []
    monkeypatch.setattr(resident, "begin_afresh", lambda: forgotten.append(True))
    assert handler.post_form(f"/calls/{contact_id}/end", form(outcome="")).status_code == 422
    assert forgotten == []
    assert handler.post_form(f"/calls/{contact_id}/end", form()).status_code == 303
    assert forgotten == [True]


@slow_on_both
@pytest.mark.parametrize(
    ("more", "says"),
    sampled(
        [
            ({"outcome": ""}, "Choose what came of the contact"),
            ({"outcome": "could_not_help"}, "Choose why we could not help"),
            ({"unmet_need": "falls"}, "Choose why they can’t get it"),
            ({"unmet_why": "full"}, "Choose what we could not find"),
            ({"unmet_need_3": "falls"}, "Choose why they can’t get it"),
            ({"follow_up": "yes"}, "Choose how we may get in touch"),
            ({"follow_up": "yes", "follow_up_by": "letter"}, "They asked us to send no letters"),
            ({"more": "x" * 2001}, "This is too long"),
        ],
        4,
    ),
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(
    app: Flask, handler: PageCheckingClient, contact_id: str, more: dict[str, str], says: str
) -> None:
    write(app, contact_id, needs="no_letters")
    typed = form(unhappy_words="Waited for an hour", **more)
    answer = handler.post_form(f"/calls/{contact_id}/end", typed)
    assert answer.status_code == 422
    said = answer.get_data(as_text=True)
    assert said.count(says) == 2
    assert "Waited for an hour" in said
    with app.app_context():
        assert db.session.scalars(select(ContactEnding)).all() == []


def test_a_whole_form_is_stored(app: Flask, handler: PageCheckingClient, contact_id: str) -> None:
    typed = form(
        outcome="could_not_help",
        why_not="nothing_fits",
        more="Tried two groups",
        carer="no",
        advised=["own"],
        follow_up="yes",
        follow_up_by="phone",
        follow_up_when="weeks_6",
        unmet_need="falls",
        unmet_why="full",
        unmet_area="all",
        unmet_need_2="bathing",
        unmet_why_2="too_far",
        unmet_need_3="falls",
        unmet_why_3="cost",
        unhappy_words="Waited for an hour",
    )
    for _press in range(2):
        assert handler.post_form(f"/calls/{contact_id}/end", typed).status_code == 303
    stored = ending(app)
    assert (stored.outcome, stored.is_carer, stored.follow_up_by) == ("could_not_help", False, "phone")
    assert stored.follow_up_on is not None
    assert stored.follow_up_on.isoformat() == "2027-01-04"
    assert stored.is_dissatisfied
    with app.app_context():
        assert db.session.scalars(select(CarerInstance)).all() == []
        unmet = db.session.execute(select(UnmetNeed.need_id, UnmetNeed.why).order_by(UnmetNeed.need_id)).all()
        # A need that was chosen twice counts once.
        assert [tuple(one) for one in unmet] == [("bathing", "too_far"), ("falls", "full")]
    said = page(handler, f"/calls/{contact_id}/end")
    for part in (
        "We know of nothing that fits",
        "Tried two groups",
        "Phone, 4 January 2027",
        "Waited for an hour",
    ):
        assert part in said


@slow_on_both
def test_of_two_handlers_the_second_is_told_and_keeps_what_they_wrote(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    denise = signed_in_as(app, Role.SUPERVISOR)
    assert handler.post_form(f"/calls/{contact_id}/end", form(more="Rang the club")).status_code == 303
    answer = denise.post_form(f"/calls/{contact_id}/end", form(outcome="signposted", more="Two groups"))
    assert answer.status_code == 409
    said = answer.get_data(as_text=True)
    for part in (
        "Somebody has ended this contact already",
        "Rang the club",
        "Two groups",
        "Store mine instead",
    ):
        assert part in said
    assert ending(app).outcome == "resolved"
    mine = form(outcome="signposted", more="Two groups", version="2", replace="yes")
    assert denise.post_form(f"/calls/{contact_id}/end", mine).status_code == 303
    assert ending(app).outcome == "signposted"


def test_who_presses_after_it_was_assigned_is_told_and_may_press_again(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    with app.app_context():
        contacts.assign(settings(app), contact_id, "denise", 1, actor="denise")
    answer = handler.post_form(f"/calls/{contact_id}/end", form())
    assert answer.status_code == 409
    assert "Somebody else changed this contact meanwhile" in answer.get_data(as_text=True)
    assert handler.post_form(f"/calls/{contact_id}/end", form(version="2")).status_code == 303


@slow_on_both
def test_a_contact_is_opened_again_on_the_same_day(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    handler.post_form(f"/calls/{contact_id}/end", form())
    assert "Open again" in page(handler, f"/calls/{contact_id}/end")
    for _press in range(2):
        answer = handler.post_form(f"/calls/{contact_id}/reopen", {"version": "2"})
        assert answer.location == f"/calls/{contact_id}?done=contact-reopened"
    assert "End contact" in page(handler, f"/calls/{contact_id}/end")
    handler.post_form(f"/calls/{contact_id}/end", form(version="3"))
    answer = handler.post_form(f"/calls/{contact_id}/reopen", {"version": "2"})
    assert answer.location == f"/calls/{contact_id}/end?done=contact-not-reopened"


def test_contacts_of_others_are_not_there(app: Flask, contact_id: str) -> None:
    stranger = signed_in_as(app, Role.CALL_HANDLER)
    assert stranger.get(f"/calls/{contact_id}/end").status_code == 404
    assert stranger.post_form(f"/calls/{contact_id}/end", form()).status_code == 404
    assert stranger.post_form(f"/calls/{contact_id}/reopen", {"version": "1"}).status_code == 404
    assert stranger.get(f"/calls/{contact_id}/person").status_code == 404
    with app.app_context():
        assert db.session.get_one(ContactRecord, contact_id).state == "open"


def test_counts_are_for_supervisors_and_managers_and_name_nobody(
    app: Flask, handler: PageCheckingClient, contact_id: str, statements: StatementCounter
) -> None:
    manager = signed_in_as(app, Role.MANAGER)
    assert "No contact ended in these days" in page(manager, "/calls/counts")
    write(app, contact_id, name="Margaret Hoyle", who="carer")
    with app.app_context():
        organizations = [make_service(db.session, name=f"Club {one}").organization_id for one in range(8)]
        service = make_service(db.session, name="Kettle Chat")
        db.session.commit()
        contacts.tick(settings(app), contact_id, service.id, actor="ewa")
        first = service.organization_id
    sent = form(carer="yes", advised=["own", first], unmet_need="falls", unmet_why="full", unmet_area="all")
    handler.post_form(f"/calls/{contact_id}/end", sent)
    with statements(app) as one:
        said = page(manager, "/calls/counts")
    for part in ("100%", "1 of 1", "2 times in all", "Falls and balance", "Full, or a long wait"):
        assert part in said.replace("<strong>", "").replace("</strong>", ""), part
    assert "Margaret" not in said
    with app.app_context():
        row = db.session.scalars(select(ContactEnding)).one()
        for number, organization_id in enumerate(organizations):
            db.session.add(
                CarerInstance(
                    id=f"i{number}", ending_id=row.id, organization_id=organization_id, on=row.at.date()
                )
            )
        db.session.commit()
    with statements(app) as many:
        page(manager, "/calls/counts")
    assert len(many) == len(one)
    assert handler.get("/calls/counts").status_code == 403
    answer = manager.get("/calls/counts?first=5+11+2026&last=4+11+2026")
    assert answer.status_code == 422
    assert "not before the first one" in answer.get_data(as_text=True)
