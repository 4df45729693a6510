"""Steps on requests: two workers at once, what happens to joined requests, and what the person sees."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from pydantic import SecretStr

from core import clock
from core.crypt import vault
from core.db import db
from core.key_rotation import seal_rows_again
from frontdoor.inbox import arrivals, queries, services
from frontdoor.inbox.models import RequestWork, RestrictedOpening
from frontdoor.inbox.queues import Queue
from frontdoor.inbox.services import CannotJoin, Worker, WorkStep
from frontdoor.people import queries as people
from frontdoor.people.models import KnownPerson
from frontdoor.people.queries import PHONE
from frontdoor.people.record import Agreed, PersonRecord
from selfassess.models import Referral
from selfassess.referrals.services import ChangedMeanwhile
from selfassess.tracking.services import answer_question, withdraw
from selfassess.values.people import Person
from selfassess.values.referral import EventKind, Status
from selfassess.values.request import RequestKind
from selfassess.values.saved import to_json
from tests.conftest import make_app
from tests.examples import slow_on_both
from tests.integration.frontdoor.inbox.requests import ANN, BEN, a_request, found, send
from tests.outbox import emails


@pytest.mark.both_databases
def test_two_workers_at_once_take_one_step(app: Flask) -> None:
    reference = send(app, a_request())
    together = Barrier(2)

    def decide(worker: Worker, status: Status) -> str:
        with app.app_context(), app.test_request_context():
            request = found(reference)
            together.wait(timeout=30)
            try:
                step = WorkStep(1, status=status, note="No", told="Ring us")
                services.take_step(app.extensions["settings"], request, step, worker)
            except ChangedMeanwhile:
                return "told"
            return status.value

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(decide, (ANN, BEN), (Status.ACCEPTED, Status.DECLINED)))
    assert both.count("told") == 1
    with app.app_context():
        events = [event.status for event in found(reference).row.events]
        assert len(events) == 2
        assert events[1] in both
        # The message of the step that was not taken is not there either.
        news = [mail for mail in emails(app) if "There is news" in mail.text]
        assert len(news) == 1


@slow_on_both
@pytest.mark.both_databases
def test_two_who_join_two_requests_both_ways_leave_one_of_them_in_the_list(app: Flask) -> None:
    first, second = send(app, a_request()), send(app, a_request())
    with app.app_context(), app.test_request_context():
        one, other = found(first), found(second)
        services.join(app.extensions["settings"], one, 1, other, ANN)
        with pytest.raises((CannotJoin, ChangedMeanwhile)):
            services.join(app.extensions["settings"], other, 1, one, BEN)
        assert queries.open_count(tuple(Queue)) == 1


@slow_on_both
def test_a_joined_request_waits_by_itself_again_when_the_other_is_taken_back(app: Flask) -> None:
    first, second = send(app, a_request()), send(app, a_request())
    with app.app_context(), app.test_request_context():
        services.join(app.extensions["settings"], found(second), 1, found(first), ANN)
        withdraw(app.extensions["settings"], found(first).row.id)
        assert found(second).work.joined_to == ""
        assert queries.open_count(tuple(Queue)) == 1


def test_the_persons_answer_ends_the_wait(app: Flask) -> None:
    reference = send(app, a_request())
    with app.app_context(), app.test_request_context():
        step = WorkStep(1, EventKind.ASKED, note="Which door is yours?")
        services.take_step(app.extensions["settings"], found(reference), step, ANN)
        request = found(reference)
        assert request.work.asked_at is not None
        answered = answer_question(app.extensions["settings"], request.row.id, 2, "The green one")
        again = answer_question(app.extensions["settings"], request.row.id, 2, "The green one")
        assert (answered, again) == (True, False)
        request = found(reference)
        assert request.work.asked_at is None
        assert request.work.changed_by == ""
        assert [event.kind for event in request.row.events] == ["step", "asked", "answered"]


@slow_on_both
def test_a_person_of_the_same_kind_and_name_alone_is_not_the_same(app: Flask) -> None:
    reference = send(app, a_request())
    send(app, a_request(RequestKind.REVIEW))
    send(
        app,
        a_request(
            about=Person("Beatrice Hall", phone="01632 960001", email="x@example.org", postcode="S74 9AA")
        ),
    )
    with app.app_context():
        assert queries.maybe_same(found(reference)) == []
        send_again = send(
            app,
            a_request(
                about=Person("BEATRICE  hall", phone="01632 960002", email="y@example.org", postcode="s738cv")
            ),
        )
        assert [one for one, _sent in queries.maybe_same(found(reference))] == [send_again]


def test_requests_from_before_the_inbox_get_into_their_queues(app: Flask) -> None:
    reference, broken = send(app, a_request(RequestKind.REVIEW)), send(app, a_request())
    with app.app_context(), app.test_request_context():
        db.session.query(RequestWork).delete()
        row = db.session.query(Referral).filter_by(reference=broken).one()
        row.body = b"junk"
        db.session.commit()
        assert queries.open_count(tuple(Queue)) == 0
        assert arrivals.add_missing(app.extensions["settings"]) == 2
        assert arrivals.add_missing(app.extensions["settings"]) == 0
        assert found(reference).work.queue == Queue.REVIEWS
        assert found(broken).work.queue == Queue.ASSESSMENT


def test_a_request_arrives_whatever_is_wrong_with_the_due_times(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_content_dir: object) -> object:
        raise ValueError("request_priorities.yaml: a planted mistake")

    monkeypatch.setattr(arrivals, "due_times", broken)
    reference = send(app, a_request())
    with app.app_context():
        assert found(reference).work.due_at > found(reference).row.created_at


def test_the_reasons_are_sealed_again_with_the_newest_key(app: Flask) -> None:
    reference = send(app, a_request())
    with app.app_context(), app.test_request_context():
        services.open_restricted(app.extensions["settings"], found(reference), "I cover for Ann", BEN)
        assert services.seal_again(app.extensions["settings"]) == 1
        opening = db.session.query(RestrictedOpening).one()
        opened = vault(app.extensions["settings"]).open(opening.id, opening.sealed)
        assert opened == {"reason": "I cover for Ann"}


@slow_on_both
def test_after_a_change_of_keys_one_person_is_still_recognised(app: Flask) -> None:
    """The hashes of requests and of who agreed to be known are made with the new key; the old one can go."""
    settings = app.extensions["settings"]
    first = send(app, a_request())
    with app.app_context():
        person = KnownPerson(id=clock.new_id(), reference="K7MX-4RTP", agreed_at=clock.now())
        about = Person("Mary", phone="01632 960201", email="mary@example.org")
        record = PersonRecord(about, Agreed("I agree", "1", clock.now()))
        person.sealed = vault(settings).seal(person.id, to_json(record))
        person.phone_lookup = vault(settings).lookup(PHONE, "+441632960201")
        db.session.add(person)
        db.session.commit()
    old = (settings.data_dir / "encryption_key").read_text()
    new = Fernet.generate_key().decode()
    both = make_app(settings.model_copy(update={"encryption_keys": SecretStr(f"{new},{old}")}))
    with both.app_context():
        assert seal_rows_again(both) >= 2
    alone = make_app(settings.model_copy(update={"encryption_keys": SecretStr(new)}))
    with alone.app_context():
        found_again = people.recognised(alone.extensions["settings"], "01632 960201")
        assert [one.name for one in found_again] == ["Mary"]
        assert not people.recognised(alone.extensions["settings"], "mary@example.org"), "they did not agree"
    second = send(alone, a_request())
    with alone.app_context():
        works = [found(reference).work for reference in (first, second)]
        for name in ("phone_lookup", "email_lookup", "person_lookup"):
            hashes = {getattr(work, name) for work in works}
            assert len(hashes) == 1
            assert hashes != {""} or name == "person_lookup"
