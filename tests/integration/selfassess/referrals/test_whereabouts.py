"""A request for somebody who lives in another council's area, or who is in hospital."""

import re
from collections.abc import Mapping
from datetime import date

import pytest
from flask import Flask

from selfassess.referrals.export import record_html
from selfassess.values.request import Stay, WhyUs
from tests.examples import slow_on_both
from tests.integration.selfassess.referrals.test_views import ME, fill, send, sent
from tests.integration.selfassess.steps import field, text_of
from tests.page_checks import PageCheckingClient

WHERE = "/ask/needs-assessment/where"
SON: Mapping[str, Mapping[str, object]] = {
    **ME,
    "who": {"asker-relation": "family_or_friend"},
    "where": {
        "whereabouts-lives": "LS6 2AB",
        "whereabouts-now": "hospital",
        "whereabouts-now_at": "Leeds General Infirmary",
        "whereabouts-home_when": "Friday",
    },
    "first": {"whereabouts-why_us": "moving_here"},
    "about": {"about-name": "George Sykes"},
    "you": {"asker-name": "Peter Sykes", "asker-agreement": "yes", "contact-whom": "asker"},
    "reach": {"contact-ways": ["phone"], "asker-phone": "01632 960555"},
}


HOSPITAL: Mapping[str, Mapping[str, object]] = {
    **ME,
    "where": {
        "whereabouts-lives": "S73 8CV",
        "whereabouts-now": "hospital",
        "whereabouts-home_when": "25 11 2026",
    },
}


def begin(client: PageCheckingClient, **where: object) -> str:
    """Say who it is about and where they are; the address that comes next."""
    client.get("/ask/needs-assessment")
    client.post_form("/ask/needs-assessment/who", dict(SON["who"]))
    data = {f"whereabouts-{name}": value for name, value in where.items()}
    response = client.post_form(WHERE, data)
    assert response.status_code == 303, text_of(response)
    return response.location.rsplit("/", 1)[1]


def test_a_father_in_leeds_is_told_at_once_and_both_ways_are_open(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    assert begin(own_demo_client, lives="Leeds") == "first"
    page = text_of(own_demo_client.get("/ask/needs-assessment/first"))
    assert "Leeds is outside Dearne Valley" in page
    assert "https://www.gov.uk/find-local-council/leeds" in page
    assert "Or send it to us all the same" in page
    refused = own_demo_client.post_form("/ask/needs-assessment/first", {})
    assert refused.status_code == 422
    assert "Choose why you send it to us" in text_of(refused)


def test_the_request_says_where_he_lives_where_he_is_and_when_he_comes_home(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    record = sent(own_demo_app, send(own_demo_client, fill(own_demo_client, "needs-assessment", SON)))
    where = record.request.whereabouts
    assert where
    assert (where.lives, where.now, where.now_at) == ("LS6 2AB", Stay.HOSPITAL, "Leeds General Infirmary")
    assert (where.home_when, where.home_on) == ("Friday", date(2026, 11, 27))
    assert (where.other_council, where.why_us) == ("Another council, not known which", WhyUs.MOVING_HERE)
    assert record.request.about.postcode == "LS6 2AB"
    # He comes home on Friday: the promise is for Thursday, not for Monday of next week.
    assert record.respond_by == date(2026, 11, 26)
    with own_demo_app.test_request_context():
        document = record_html(record)
    assert "Leeds General Infirmary" in document
    assert "Moving to your area" in document


def test_coming_home_in_two_days_shows_the_number_to_ring(own_demo_client: PageCheckingClient) -> None:
    assert begin(own_demo_client, lives="Wombwell", now="hospital", home_when="tomorrow") == "first"
    page = text_of(own_demo_client.get("/ask/needs-assessment/first"))
    assert "Ring us now" in page
    assert "discharge team" in page
    assert "all the same" not in page
    response = own_demo_client.post_form("/ask/needs-assessment/first", {})
    assert response.location.endswith("/about")
    # Home on a day far away: how it works, and no hurry.
    begin(own_demo_client, lives="Wombwell", now="hospital", home_when="20 December")
    page = text_of(own_demo_client.get("/ask/needs-assessment/first"))
    assert "Ring us now" not in page
    assert "discharge team" in page


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_day_of_the_questions_goes_along_and_makes_it_urgent(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    """Today is Monday 23 November 2026."""
    path = "/check/adult-needs"

    def say(question: str, **sent: object) -> str:
        page = text_of(own_demo_client.get(f"{path}/{question}"))
        response = own_demo_client.post_form(
            f"{path}/{question}", {"revision": field(page, "revision"), **sent}
        )
        assert response.status_code in (200, 303, 422), response.status_code
        return text_of(response) if response.status_code == 422 else ""

    own_demo_client.post_form(f"{path}/begin")
    for question, chosen in {"who_for": "me", "age": "from_65", "safe_now": "safe", "harm": "no"}.items():
        say(question, answer=chosen)
    for question in ("good_day", "matters_most", "strengths", "helpers", "health"):
        say(question, skip="yes")
    say("lately", answer="hospital")
    assert "choose “I don’t know yet”" in say("home_when", answer="")
    refused = say("home_when", answer="when the nurse says so")
    assert "Write a day, such as Friday or 3 December" in refused
    assert "when the nurse says so" in refused
    say("home_when", answer="Wednesday")
    assert "25 11 2026" in text_of(own_demo_client.get(f"{path}/home_when"))
    for _question in range(30):
        where = own_demo_client.get(f"{path}/answers").location
        if not where:
            break
        say(where.rsplit("/", 1)[1], skip="yes")
    assert "25 November 2026" in text_of(own_demo_client.get(f"{path}/answers"))
    first = text_of(own_demo_client.get(f"{path}/result")).split('id="first"')[1].split("</section>")[0]
    assert "Call us now, because this can" in first
    assert 'href="tel:01632960100"' in first
    for kind in ("needs-assessment", "call-back"):
        own_demo_client.get(f"/ask/{kind}")
        own_demo_client.post_form(f"/ask/{kind}/who", dict(ME["who"]))
        page = text_of(own_demo_client.get(f"/ask/{kind}/where"))
        assert re.search(r'value="hospital"[^>]* checked', page)
        assert 'value="25 11 2026"' in page
    found = sent(own_demo_app, send(own_demo_client, fill(own_demo_client, "call-back", HOSPITAL)))
    assert found.request.whereabouts
    assert found.request.whereabouts.home_on == date(2026, 11, 25)
    # A call back takes three working days: here it is the day before they come home.
    assert found.respond_by == date(2026, 11, 24)


@slow_on_both
def test_somebody_here_and_at_home_goes_on_without_a_stop(own_demo_client: PageCheckingClient) -> None:
    for place in ("S73 8CV", "Wombwell", "not known", "the old barn"):
        assert begin(own_demo_client, lives=place) == "about", place
    # Changing the place back to ours takes the page off the path.
    assert begin(own_demo_client, lives="Leeds") == "first"
    assert begin(own_demo_client, lives="S73 8CV") == "about"
    assert own_demo_client.get("/ask/needs-assessment/first").status_code == 303


@slow_on_both
def test_the_place_must_be_said_and_the_postcode_is_asked_once(own_demo_client: PageCheckingClient) -> None:
    own_demo_client.get("/ask/occupational-therapy")
    own_demo_client.post_form("/ask/occupational-therapy/who", {"asker-relation": "self"})
    refused = own_demo_client.post_form("/ask/occupational-therapy/where", {})
    assert refused.status_code == 422
    assert "Write a postcode or a town" in text_of(refused)
    own_demo_client.post_form("/ask/occupational-therapy/where", {"whereabouts-lives": "s738cv"})
    assert "about-postcode" not in text_of(own_demo_client.get("/ask/occupational-therapy/about"))
    own_demo_client.post_form("/ask/occupational-therapy/where", {"whereabouts-lives": "Wombwell"})
    assert "about-postcode" in text_of(own_demo_client.get("/ask/occupational-therapy/about"))


def test_a_carer_is_asked_about_the_person_they_look_after(own_demo_client: PageCheckingClient) -> None:
    own_demo_client.get("/ask/carers-assessment")
    own_demo_client.post_form("/ask/carers-assessment/who", {"asker-relation": "self"})
    own_demo_client.post_form("/ask/carers-assessment/where", {"whereabouts-lives": "Leeds"})
    page = text_of(own_demo_client.get("/ask/carers-assessment/first"))
    assert "where the person you look after lives deals with help for you" in page
