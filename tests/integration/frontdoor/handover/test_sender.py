"""Hand-overs to a case system over real HTTP: never two referrals, and nothing lost, whatever fails."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import clock
from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.handover import sender, services, transport
from frontdoor.handover.models import HandOver, HandOverState
from frontdoor.handover.reactions import CaseSystemAnswer
from frontdoor.handover.sender import send_due
from frontdoor.handover.services import HandOverDecision
from frontdoor.handover.targets import target_of
from frontdoor.handover.transport import NotSent
from selfassess.models import Referral
from selfassess.referrals.queries import find
from selfassess.saving.references import REFERRAL_LENGTH, new_reference
from selfassess.values.saved import to_json
from tests.conftest import NOW
from tests.examples import examples, sampled, slow_on_both
from tests.integration.frontdoor.handover.case_system import SECRET, CaseSystem, case_system
from tests.unit.selfassess.referrals.samples import full_request


@dataclass
class Site:
    """A site with a case system."""

    app: Flask
    system: CaseSystem
    settings: Settings

    def start(self) -> str:
        """Store a request, begin to hand it over, and return the id of the hand-over."""
        number = clock.new_id()
        request = full_request()
        row = Referral(
            id=number,
            reference=new_reference(REFERRAL_LENGTH),
            kind=request.kind.value,
            submission_key=number,
            body=b"",
        )
        row.body = vault(self.settings).seal(row.id, to_json(request))
        db.session.add(row)
        db.session.commit()
        return self.begin(row)

    def begin(self, referral: Referral) -> str:
        """Begin to hand a request over, and return the id of the hand-over."""
        record, target = find(self.settings, referral.reference), target_of(self.settings)
        assert record is not None
        assert target is not None
        return services.start(self.settings, target, referral, record, actor="sam").id

    def send(self) -> int:
        """Send what is due."""
        return send_due(db.session, self.settings)

    def row(self, hand_over_id: str) -> HandOver:
        """Return a hand-over as it is now."""
        return db.session.get_one(HandOver, hand_over_id, populate_existing=True)

    def decide(self, hand_over_id: str, decision: HandOverDecision, **values: Any) -> None:
        """Decide as a person."""
        row = self.row(hand_over_id)
        referral = db.session.get_one(Referral, row.referral_id)
        record = find(self.settings, referral.reference)
        assert record is not None
        services.decide(
            self.settings,
            target_of(self.settings),
            row,
            record,
            decision,
            version=row.version,
            actor="sam",
            **values,
        )


def later(minutes: float) -> None:
    """Set the clock to so many minutes after NOW."""
    clock.set_clock(lambda: NOW + timedelta(minutes=minutes))


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    with case_system() as system, app.test_request_context():
        yield Site(app, system, with_case_system(app, system))


def with_case_system(app: Flask, system: CaseSystem, **values: Any) -> Settings:
    """Give the application the settings of a case system, and return them."""
    settings: Settings = app.extensions["settings"]
    more = {
        "case_system_name": "Cases",
        "case_system_url": system.url,
        "case_system_secret": SECRET,
        "case_system_timeout": 0.5,
        "case_system_idempotent": system.is_idempotent,
        **values,
    }
    changed = Settings(**settings.model_dump() | more)
    app.extensions["settings"] = changed
    return changed


@pytest.mark.both_databases
def test_a_request_arrives_once_signed_and_is_emptied_here(site: Site) -> None:
    hand_over_id = site.start()
    assert site.send() == 1
    assert site.send() == 0
    row = site.row(hand_over_id)
    assert (row.status, row.external_reference, row.document) == (HandOverState.SENT, "CS-1", None)
    assert b"signpost-referral" in site.system.referrals[0][1]
    assert site.system.unsigned == 0
    referral = db.session.get_one(Referral, row.referral_id)
    assert site.begin(referral) == hand_over_id


@pytest.mark.parametrize(
    ("behaviour", "state"),
    sampled(
        [
            ("400 required", HandOverState.NEEDS_PERSON),
            ("401 login", HandOverState.NEEDS_ADMINISTRATOR),
            ("409 conflict", HandOverState.CONFLICT),
        ],
        3,
    ),
)
def test_what_they_do_not_take_waits_for_a_person_and_goes_again_as_a_new_message(
    site: Site, behaviour: str, state: HandOverState
) -> None:
    hand_over_id = site.start()
    site.system.behaviours = [behaviour]
    assert site.send() == 0
    row = site.row(hand_over_id)
    first = row.message_id
    assert (row.status, row.last_code) == (state, behaviour)
    later(600)
    assert site.send() == 0
    site.decide(hand_over_id, HandOverDecision.AGAIN)
    assert site.send() == 1
    assert site.row(hand_over_id).message_id != first
    assert len(site.system.referrals) == 1


def test_a_duplicate_takes_the_reference_that_there_is(site: Site) -> None:
    hand_over_id = site.start()
    site.system.store(site.row(hand_over_id).message_id, b"")
    site.system.behaviours = ["409 duplicate"]
    assert site.send() == 1
    row = site.row(hand_over_id)
    assert (row.status, row.external_reference) == (HandOverState.SENT, "CS-1")
    assert len(site.system.referrals) == 1


@slow_on_both
def test_their_wait_is_kept_to_and_the_last_attempt_leaves_it_to_a_person(site: Site) -> None:
    site.settings = with_case_system(site.app, site.system, case_system_attempts=3)
    hand_over_id = site.start()
    site.system.behaviours = ["429 throttled", "503 transient", "503 transient"]
    site.system.headers = {"Retry-After": "1800"}
    site.send()
    assert site.row(hand_over_id).next_attempt_at == NOW + timedelta(minutes=30)
    later(29)
    site.send()
    assert site.system.requests == ["POST"]
    for minutes in (31, 90):
        later(minutes)
        site.send()
    assert site.row(hand_over_id).status == HandOverState.DEAD
    later(1000)
    assert site.send() == 0
    site.decide(hand_over_id, HandOverDecision.AGAIN)
    assert site.send() == 1
    assert site.system.requests == ["POST"] * 4


@pytest.mark.parametrize("behaviour", ["drop after", "half", "after 500 exception", "after 408 timeout"])
def test_who_may_have_it_is_asked_and_gets_it_once(site: Site, behaviour: str) -> None:
    hand_over_id = site.start()
    site.system.behaviours = [behaviour]
    site.send()
    row = site.row(hand_over_id)
    assert (row.status, row.may_be_there) == (HandOverState.WAITING, True)
    later(5)
    assert site.send() == 0
    later(20)
    assert site.send() == 1
    assert site.system.requests == ["POST", "GET"]
    assert site.row(hand_over_id).external_reference == "CS-1"
    assert len(site.system.referrals) == 1


@pytest.mark.parametrize("behaviour", sampled(["drop", "page", "500 transient"], 3))
def test_who_does_not_have_it_gets_it_again(site: Site, behaviour: str) -> None:
    site.start()
    site.system.behaviours = [behaviour]
    site.send()
    later(20)
    assert site.send() == 1
    assert site.system.requests == ["POST", "GET", "POST"]
    assert len(site.system.referrals) == 1


def test_a_bare_404_is_no_word_that_they_do_not_have_it(site: Site) -> None:
    hand_over_id = site.start()
    site.system.answers_look_ups = False
    site.system.behaviours = ["drop after"]
    for minutes in range(0, 20_000, 800):
        later(minutes)
        site.send()
    assert site.row(hand_over_id).status == HandOverState.DEAD
    assert site.row(hand_over_id).may_be_there
    assert site.system.requests.count("POST") == 1


def test_who_cannot_be_asked_is_left_to_a_person(site: Site) -> None:
    site.settings = with_case_system(site.app, site.system, case_system_look_up=False)
    hand_over_id = site.start()
    site.system.behaviours = ["drop after"]
    for minutes in (0, 20):
        later(minutes)
        site.send()
    assert site.row(hand_over_id).status == HandOverState.MAY_BE_THERE
    site.decide(hand_over_id, HandOverDecision.THERE, reference="CS-1")
    row = site.row(hand_over_id)
    assert (row.status, row.external_reference) == (HandOverState.SENT, "CS-1")
    assert site.system.requests == ["POST"]


def test_what_the_person_took_back_does_not_leave(site: Site) -> None:
    hand_over_id = site.start()
    db.session.execute(update(Referral).values(status="withdrawn"))
    db.session.commit()
    site.send()
    assert site.row(hand_over_id).last_code == "withdrawn"
    assert site.system.requests == []


def test_a_case_system_that_is_away_or_private_gets_nothing(site: Site) -> None:
    site.settings = with_case_system(site.app, site.system, case_system_url="http://127.0.0.1:9/none")
    hand_over_id = site.start()
    site.send()
    row = site.row(hand_over_id)
    assert (row.status, row.may_be_there, row.attempts) == (HandOverState.WAITING, False, 1)
    site.settings = with_case_system(site.app, site.system, case_system_url="https://10.0.0.1/none")
    target = target_of(site.settings)
    assert target is not None
    with pytest.raises(NotSent):
        transport.post(target, "m", b"{}", "application/json")


def test_a_person_does_not_decide_about_what_the_sender_changed(site: Site) -> None:
    hand_over_id = site.start()
    with pytest.raises(services.HandOverChanged):
        site.decide(hand_over_id, HandOverDecision.BY_HAND)
    assert site.row(hand_over_id).status == HandOverState.WAITING


# Random schedules


class Killed(BaseException):
    """The sender's process ends."""


@dataclass
class Killer:
    """Ends the sender at a random place: after its claim, before the message leaves, or before its record."""

    chance: random.Random
    is_on: bool = True

    def maybe(self) -> None:
        if self.is_on and self.chance.random() < 0.15:
            raise Killed


BEHAVIOURS = (
    *("ok", "drop", "drop after", "late", "page", "half"),
    *("429 throttled", "503 transient", "500 transient", "after 500 exception", "408 timeout"),
)
_RUNS = 200


def plant(monkeypatch: pytest.MonkeyPatch, killer: Killer) -> None:
    """Let the sender be killed at its three places."""
    post, run = transport.post, sender._Delivery.run

    def killed_post(*arguments: Any) -> CaseSystemAnswer:
        killer.maybe()
        answer = post(*arguments)
        killer.maybe()
        return answer

    def killed_run(delivery: Any) -> bool:
        killer.maybe()
        return run(delivery)

    monkeypatch.setattr(transport, "post", killed_post)
    monkeypatch.setattr(sender._Delivery, "run", killed_run)


@slow_on_both
@pytest.mark.parametrize("is_idempotent", sampled([False, True], 2))
def test_no_schedule_of_failures_makes_two_referrals_or_loses_one(
    site: Site, monkeypatch: pytest.MonkeyPatch, is_idempotent: bool
) -> None:
    site.system.is_idempotent = is_idempotent
    site.settings = with_case_system(site.app, site.system, case_system_attempts=30)
    moment = [NOW]
    clock.set_clock(lambda: moment[0])
    killer = Killer(random.Random())
    plant(monkeypatch, killer)
    kills, seen = 0, set()
    for seed in range(examples(_RUNS) // 2):
        killer.chance, killer.is_on = random.Random(seed), True
        site.system.behaviours = killer.chance.choices(BEHAVIOURS, k=6)
        seen |= set(site.system.behaviours)
        hand_over_id = site.start()
        for step in range(60):
            killer.is_on = step < 8
            kills += not sent(site)
            moment[0] += timedelta(minutes=killer.chance.choice((1, 5, 12, 45, 300)))
            if site.row(hand_over_id).status not in (
                HandOverState.WAITING,
                HandOverState.CLAIMED,
                HandOverState.SENDING,
            ):
                break
        site.system.behaviours = []
        row = site.row(hand_over_id)
        assert row.status == HandOverState.SENT, f"seed {seed}: {row.status} {row.last_code}"
        assert site.system.count(row.message_id) == 1, f"seed {seed}"
        assert row.external_reference, f"seed {seed}"
    moment[0] += timedelta(days=1)
    site.system.work_off()
    stored = [one for one, _body in site.system.referrals]
    assert len(stored) == len(set(stored)) == len(db.session.scalars(select(HandOver)).all())
    assert site.system.unsigned == 0
    assert kills
    assert seen == set(BEHAVIOURS)


def sent(site: Site) -> bool:
    """Send what is due; return False where the sender was killed."""
    try:
        site.send()
    except Killed:
        db.session.rollback()
        return False
    return True
