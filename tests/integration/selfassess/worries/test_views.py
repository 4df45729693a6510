"""Telling of a worry: one form, one button that sends, and a receipt with whom to call."""

from datetime import datetime

import pytest
from flask import Flask

from core import clock
from core.rate_limits import RATE_LIMITS, Quota
from selfassess.referrals import queries
from selfassess.referrals.export import record_html
from selfassess.values.referral import ReferralRecord
from selfassess.values.request import RequestKind
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import text_of
from tests.integration.selfassess.worries.steps import (
    UNNAMED,
    WHAT,
    WHERE,
    answer,
    hidden,
    reference_of,
    tell,
)
from tests.page_checks import PageCheckingClient


def stored(app: Flask, receipt: str) -> ReferralRecord:
    with app.app_context():
        found = queries.find(app.extensions["settings"], reference_of(receipt))
    assert found
    return found


def count(app: Flask) -> int:
    with app.app_context():
        return len(queries.summaries())


def test_a_neighbour_tells_without_a_name(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    typed = {"your_name": "Sam Hall", "phone": "07700 900123", "email": "sam@example.org", "safe_time": "8pm"}
    receipt = tell(own_demo_client, what={**WHAT, "harms": ["self_neglect"]}, you={**UNNAMED, **typed})
    record = stored(own_demo_app, receipt)
    assert record.request.kind is RequestKind.SAFEGUARDING_CONCERN
    assert record.request.own_words == WHAT["own_words"]
    concern = record.request.concern
    assert concern
    assert (concern.where, concern.harms) == (WHERE["where"], ("self_neglect",))
    assert [(reason.code, reason.cites) for reason in concern.conditions] == [
        ("needs_unclear", "Care Act 2014 s.42(1)(a)"),
        ("abuse_met", "Care Act 2014 s.42(1)(b)"),
        ("unable_to_protect_unclear", "Care Act 2014 s.42(1)(c)"),
    ]
    assert not any(told in repr_of(own_demo_app, record) for told in typed.values())
    assert "stay anonymous, so we can’t call you back" in receipt
    for other in ("0808 2000 247", '/my-plan">My plan</a></li>\n  <li><a class="govuk-link"', "groups"):
        assert other not in receipt.partition("<main")[2].partition("</main>")[0]
    assert own_demo_client.get("/tell-us/you").location == "/tell-us/sent"


def repr_of(app: Flask, record: ReferralRecord) -> str:
    """Return everything that a record holds, as it is printed."""
    with app.test_request_context():
        return record_html(record)


def test_nobody_is_sent_without_a_place_to_look(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    assert "I don’t know where they are" not in text_of(own_demo_client.get("/tell-us"))
    asked = answer(own_demo_client, "where", {"subject": "adult", "where": " ", "danger": "yes"})
    assert asked.status_code == 422
    page = text_of(asked)
    assert "We can’t find them without this" in page
    assert "Not sent yet" in page
    again = own_demo_client.post_form("/tell-us/where", {**hidden(page), "subject": "adult"})
    assert again.status_code == 422
    known = {"where_not_known": "yes", "how_to_find": "A blue car", "danger": "yes", "subject": "adult"}
    receipt = tell(own_demo_client, where=known)
    concern = stored(own_demo_app, receipt).request.concern
    assert concern
    assert (concern.where_not_known, concern.how_to_find, concern.in_danger_now) == (
        True,
        "A blue car",
        "yes",
    )
    assert receipt.index("Call 999 now") < receipt.index("Your reference is")


@pytest.mark.parametrize("subject", sampled(["child", "age_not_known", "me_child"], 3))
def test_nobody_who_may_be_under_18_reaches_a_team_for_adults(
    own_demo_app: Flask, own_demo_client: PageCheckingClient, subject: str
) -> None:
    where = {**WHERE, "subject": subject}
    assert answer(own_demo_client, "where", where).status_code == 303
    page = text_of(own_demo_client.get("/tell-us/what"))
    receipt = tell(
        own_demo_client, where=where, you={"phone": "07700 900123"} if "me" in subject else UNNAMED
    )
    record = stored(own_demo_app, receipt)
    assert record.request.kind is RequestKind.CHILD_CONCERN
    assert record.request.concern
    assert record.request.concern.conditions == ()
    assert "children" in record.request.promise.who
    for shown in (page, receipt):
        main = shown.partition("<main")[2]
        assert "0800 1111" in main
        assert "0808 800 5000" in main
        assert "adult" not in main.partition("</main>")[0]


def test_a_child_who_tells_of_an_adult_reaches_the_childrens_team(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    receipt = tell(own_demo_client, you={**UNNAMED, "under_18": "yes"})
    record = stored(own_demo_app, receipt)
    assert record.request.kind is RequestKind.CHILD_CONCERN
    assert record.request.concern
    assert record.request.concern.told_by_child
    assert record.request.concern.conditions
    assert "0800 1111" in receipt


def test_somebody_tells_of_themselves_and_says_how_to_be_reached(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer(own_demo_client, "where", {**WHERE, "subject": "me_adult"})
    assert "What is happening to you?" in text_of(own_demo_client.get("/tell-us/what"))
    reach = {"phone": "07700 900123", "safe_time": "After 9am", "never": ["no_letters", "no_voicemail"]}
    receipt = tell(own_demo_client, {**WHERE, "subject": "me_adult"}, {**WHAT, "can_keep_safe": "yes"}, reach)
    request = stored(own_demo_app, receipt).request
    assert (request.asker.relation, request.about.phone) == ("self", "07700 900123")
    assert (request.contact.safe_time, request.contact.voicemail_is_safe) == ("After 9am", "no")
    assert request.communication.needs == ("no_letters", "no_voicemail")
    assert request.concern
    # Who can keep safe today is still looked into: the test is the council's.
    assert request.concern.conditions[2].code == "unable_to_protect_unclear"
    assert "only in the way and at the time that you said is safe" in receipt


def test_a_professional_says_role_organisation_and_basis(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer(own_demo_client, "where", WHERE)
    answer(own_demo_client, "what", WHAT)
    refused = answer(own_demo_client, "you", {"who": "professional", "done": "Rang 111"})
    assert refused.status_code == 422
    page = text_of(refused)
    for says in ("Write your name", "Write your job or role", "Write where you work", "Choose if they agree"):
        assert says in page
    assert "Rang 111" in page
    assert WHAT["own_words"] in page
    you = {
        "who": "professional",
        "your_name": "Jo Reed",
        "role": "District nurse",
        "organisation": "Park Surgery",
        "done": "Rang 111",
        "basis": "vital_interests",
    }
    record = stored(own_demo_app, tell(own_demo_client, you=you))
    printed = repr_of(own_demo_app, record)
    for told in (
        "Jo Reed",
        "District nurse",
        "Park Surgery",
        "Rang 111",
        "someone’s life or health is at risk",
    ):
        assert told in printed


@pytest.mark.both_databases
@pytest.mark.slow
def test_at_night_the_number_that_answers_comes_first_and_the_promise_is_honest(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    clock.set_clock(lambda: datetime(2026, 11, 28, 23, 0, tzinfo=clock.LONDON))
    site = own_demo_app.extensions["settings"]
    receipt = tell(own_demo_client)
    main = receipt.partition("<main")[2]
    assert main.index(site.council_out_of_hours_phone) < main.index(site.council_phone)
    assert "30 November 2026" in main
    assert "28 November" not in main
    clock.set_clock(lambda: datetime(2026, 11, 30, 10, 0, tzinfo=clock.LONDON))
    by_day = tell(own_demo_client).partition("<main")[2]
    assert site.council_phone in by_day
    assert site.council_out_of_hours_phone not in by_day.partition("</main>")[0]


@pytest.mark.both_databases
@pytest.mark.slow
def test_another_councils_area_is_said_before_the_story_and_both_ways_are_open(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    where = {**WHERE, "where": "Ward 7, St James’s Hospital, Leeds", "place": ""}
    answer(own_demo_client, "where", where)
    page = text_of(own_demo_client.get("/tell-us/what")).partition("<main")[2]
    assert page.index("Leeds City Council") < page.index("In your own words")
    assert "https://www.gov.uk/find-local-council/leeds" in page
    assert "send it to us all the same" in page
    receipt = tell(own_demo_client, where=where)
    assert "Leeds City Council" in receipt
    assert "We pass it on to them" in receipt
    concern = stored(own_demo_app, receipt).request.concern
    assert concern
    assert concern.other_council == "Leeds City Council"
    answer(own_demo_client, "where", WHERE)
    assert "all the same" not in text_of(own_demo_client.get("/tell-us/what"))


@slow_on_both
def test_what_is_sent_twice_arrives_once_and_what_was_changed_arrives_too(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer(own_demo_client, "where", WHERE)
    answer(own_demo_client, "what", WHAT)
    page = hidden(text_of(own_demo_client.get("/tell-us/you")))
    for _press in range(2):
        assert own_demo_client.post_form("/tell-us/you", {**page, **UNNAMED}).location == "/tell-us/sent"
    assert count(own_demo_app) == 1
    changed = {**page, **UNNAMED, "own_words": "Today the door was open."}
    assert own_demo_client.post_form("/tell-us/you", changed).location == "/tell-us/sent"
    assert count(own_demo_app) == 2


def test_nothing_is_lost_where_the_session_or_the_token_ended(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer(own_demo_client, "where", WHERE)
    answer(own_demo_client, "what", WHAT)
    page = hidden(text_of(own_demo_client.get("/tell-us/you")))
    too_old = own_demo_client.post("/tell-us/you", data={**page, **UNNAMED, "csrf_token": "old"})
    assert too_old.status_code == 400
    assert str(WHAT["own_words"]) in text_of(too_old)
    own_demo_client.post_form("/clear")
    assert own_demo_client.post_form("/tell-us/you", {**page, **UNNAMED}).location == "/tell-us/sent"
    receipt = text_of(own_demo_client.get("/tell-us/sent"))
    assert stored(own_demo_app, receipt).request.own_words == WHAT["own_words"]


@pytest.mark.both_databases
@pytest.mark.slow
def test_back_keeps_everything_and_a_limit_says_who_to_call(
    own_demo_app: Flask, own_demo_client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(own_demo_client, "where", WHERE)
    assert answer(own_demo_client, "what", {**WHAT, "back": "yes"}).location == "/tell-us"
    assert str(WHERE["where"]) in text_of(own_demo_client.get("/tell-us"))
    assert str(WHAT["own_words"]) in text_of(own_demo_client.get("/tell-us/what"))
    limit = RATE_LIMITS["send_request"]
    monkeypatch.setitem(RATE_LIMITS, "send_request", type(limit)(network=limit.network, visitor=Quota(1, 60)))
    tell(own_demo_client)
    answer(own_demo_client, "where", WHERE)
    answer(own_demo_client, "what", {"own_words": "Once more."})
    refused = answer(own_demo_client, "you", UNNAMED)
    assert refused.status_code == 429
    main = text_of(refused).partition("<main")[2]
    assert "or call us" in main
    assert own_demo_app.extensions["settings"].council_phone in main
    assert "Once more." in main


def test_other_ways_in_lead_to_the_form(demo_client: PageCheckingClient) -> None:
    assert demo_client.get("/ask/safeguarding-concern").location == "/tell-us"
    assert demo_client.get("/ask/child-concern").location == "/tell-us?about=child"
    page = text_of(demo_client.get("/tell-us?about=child"))
    assert 'value="child" checked' in page
    assert "<title>Tell us –" in page
    assert "Exit this page" in page
