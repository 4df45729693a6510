"""What is typed about a contact stands, whoever works on it by then."""

import pytest
from flask import Flask

from core.db import db
from core.settings import Settings
from frontdoor.contacts import services
from frontdoor.contacts.models import Channel, ContactRecord, ContactState
from frontdoor.contacts.queries import additions_of, sheet_of, ticked_services
from frontdoor.contacts.services import Stored, Typed

pytestmark = pytest.mark.both_databases


@pytest.fixture
def contact_id(app: Flask) -> str:
    with app.app_context():
        return services.start(settings(app), channel=Channel.PHONE, handler_id="ewa", key="k").id


def settings(app: Flask) -> Settings:
    return app.extensions["settings"]


def typed(
    app: Flask, contact_id: str, text: str, *, revision: int = 0, tab: str = "a", number: int = 1
) -> Stored:
    with app.app_context():
        return services.save_field(
            settings(app), contact_id, Typed("said", text, revision, tab, number), actor="ewa"
        )


def written(app: Flask, contact_id: str) -> tuple[str, list[tuple[str, str]]]:
    with app.app_context():
        beside = [(one.text, one.why) for one in additions_of(settings(app), contact_id)]
        return sheet_of(settings(app), contact_id)["said"].text, beside


def test_a_double_press_begins_one_contact(app: Flask) -> None:
    with app.app_context():
        ids = {
            services.start(settings(app), channel=Channel.PHONE, handler_id="ewa", key="k").id
            for _ in range(2)
        }
        assert len(ids) == 1
        assert services.start(settings(app), channel=Channel.PHONE, handler_id="ewa", key="l").id not in ids


def test_a_text_that_comes_late_or_twice_changes_nothing(app: Flask, contact_id: str) -> None:
    assert typed(app, contact_id, "She fell", number=1) == Stored(1, beside=False)
    assert typed(app, contact_id, "She fell twice", number=3) == Stored(2, beside=False)
    assert typed(app, contact_id, "She fell twi", number=2) == Stored(2, beside=False)
    assert written(app, contact_id) == ("She fell twice", [])


def test_a_text_typed_back_is_newer_than_one_that_comes_late(app: Flask, contact_id: str) -> None:
    typed(app, contact_id, "A", number=1)
    typed(app, contact_id, "A", number=3)
    typed(app, contact_id, "B", number=2)
    assert written(app, contact_id) == ("A", [])


def test_of_two_who_write_in_one_box_nothing_is_lost(app: Flask, contact_id: str) -> None:
    typed(app, contact_id, "She fell", tab="a")
    assert typed(app, contact_id, "He fell", tab="b").beside
    assert typed(app, contact_id, "He fell twice", revision=1, tab="b", number=2).beside
    assert written(app, contact_id) == ("She fell", [("He fell twice", "two_wrote")])


def test_who_has_read_the_text_may_change_it(app: Flask, contact_id: str) -> None:
    typed(app, contact_id, "She fell", tab="a")
    assert not typed(app, contact_id, "She fell twice", revision=1, tab="b").beside
    assert written(app, contact_id) == ("She fell twice", [])


def test_what_was_typed_while_another_assigned_and_ended_stands(app: Flask, contact_id: str) -> None:
    typed(app, contact_id, "She fell")
    with app.app_context():
        services.assign(settings(app), contact_id, "denise", 1, actor="denise")
        contact = services.hold(contact_id)
        contact.state = ContactState.ENDED
        db.session.commit()
    assert typed(app, contact_id, "She fell twice", number=2).beside
    assert written(app, contact_id) == ("She fell", [("She fell twice", "ended")])


def test_who_assigns_a_contact_that_changed_is_told(app: Flask, contact_id: str) -> None:
    with app.app_context():
        services.assign(settings(app), contact_id, "denise", 1, actor="denise")
        with pytest.raises(services.ChangedMeanwhile):
            services.assign(settings(app), contact_id, "yusuf", 1, actor="ewa")
        assert db.session.get_one(ContactRecord, contact_id).handler_id == "denise"


def test_a_service_is_ticked_once(app: Flask, contact_id: str) -> None:
    with app.app_context():
        for why in ("", "It is free", ""):
            services.tick(settings(app), contact_id, "s1", actor="ewa", why=why)
        services.tick(settings(app), contact_id, "s2", actor="ewa")
        assert [one.service_id for one in ticked_services(settings(app), contact_id)] == ["s1", "s2"]
        services.untick(contact_id, "s1")
        assert [one.service_id for one in ticked_services(settings(app), contact_id)] == ["s2"]


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [("nothing", "x", services.NoSuchField), ("name", "x" * 321, services.TooLong)],
)
def test_other_boxes_and_longer_texts_are_refused(
    app: Flask, contact_id: str, name: str, text: str, error: type[Exception]
) -> None:
    with app.app_context(), pytest.raises(error):
        services.save_field(settings(app), contact_id, Typed(name, text, 0, "a", 1), actor="ewa")


def test_nothing_is_written_to_a_contact_that_there_is_not(app: Flask) -> None:
    with app.app_context(), pytest.raises(services.NoContact):
        services.untick("none", "s1")
