"""Sending requests and opening them as workers, for the tests of the inbox."""

from dataclasses import replace

from flask import Flask

from accounts.roles import Role
from core import clock
from frontdoor.inbox import queries
from frontdoor.inbox.queries import FoundRequest
from frontdoor.inbox.queues import Queue
from frontdoor.inbox.services import Worker
from selfassess.referrals.services import submit
from selfassess.values.concern import Concern, Subject
from selfassess.values.people import Answered, Asker, ChildAge, ContactWishes, Person, Relation, Way
from selfassess.values.request import Consent, RequestKind, RequestValue
from tests.accounts import add_person, sign_in
from tests.integration.selfassess.steps import field, text_of
from tests.page_checks import PageCheckingClient

ANN = Worker("a" * 36, "Ann Worker")
BEN = Worker("b" * 36, "Ben Worker")


def a_request(kind: RequestKind = RequestKind.NEEDS_ASSESSMENT, **more: object) -> RequestValue:
    """Return a request of Beatrice, who wants e-mails."""
    value = RequestValue(
        kind,
        own_words="I want to walk the dog again.",
        about=Person("Beatrice Hall", postcode="S73 8CV", phone="01632 960555", email="bea@example.org"),
        contact=ContactWishes(ways=(Way.EMAIL,)),
        consent=Consent("They may read it.", "1", given=True, at=clock.now()),
    )
    return replace(value, **more)  # type: ignore[arg-type]


def a_worry(**more: object) -> RequestValue:
    """Return a worry about an adult."""
    return replace(
        a_request(RequestKind.SAFEGUARDING_CONCERN),
        own_words="She is always scared of him.",
        about=Person("Vera Moss"),
        asker=Asker(Relation.OTHER, name="Next Door", phone="01632 960777"),
        contact=ContactWishes(whom="asker", ways=(Way.PHONE,)),
        concern=Concern(where="4 Mill Lane", subject=Subject.ADULT, in_danger_now=Answered.NO),
        **more,  # type: ignore[arg-type]
    )


def a_child() -> RequestValue:
    """Return a request about a child."""
    about = Person("Sam Hall", email="sam@example.org", age=ChildAge.FROM_11)
    return a_request(RequestKind.CHILDREN_HELP, about=about, looks_after="my mum")


def send(app: Flask, request: RequestValue, key: str = "") -> str:
    """Send a request and return its reference."""
    with app.app_context(), app.test_request_context():
        return submit(app.extensions["settings"], request, key or clock.new_id()).reference


def worker(app: Flask, *roles: Role, name: str = "Jo Bell") -> PageCheckingClient:
    """Return a client in which a new worker is signed in."""
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    sign_in(app, client, add_person(app, f"{clock.new_id()}@example.org", *roles, name=name))
    return client


def found(reference: str, queues: tuple[Queue, ...] = tuple(Queue)) -> FoundRequest:
    """Return a request from the database."""
    request = queries.request_in(queues, reference)
    assert request is not None
    return request


def step(client: PageCheckingClient, reference: str, name: str, **data: object) -> int:
    """Take a step as its page offers it, and return the status of the answer."""
    page = text_of(client.get(f"/requests/{reference}"))
    seen = field(page, "seen") if 'name="seen"' in page else "0"
    answer = client.post_form(f"/requests/{reference}/steps/{name}", {"seen": seen, **data})
    return answer.status_code
