"""Asking the council: the forms, consent, sending once, the receipt."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask import Flask

from core.rate_limits import RATE_LIMITS, Quota
from selfassess.referrals import queries as referrals_queries
from selfassess.referrals.export import record_html
from selfassess.values.people import ChildAge
from selfassess.values.referral import ReferralRecord
from selfassess.values.request import BY_PROFESSIONALS, CONCERNS, RequestKind
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import HARD, QUICK, answer_all, begin, field, text_of
from tests.integration.selfassess.steps import send as send_answer
from tests.page_checks import PageCheckingClient, parse

ME: Mapping[str, Mapping[str, object]] = {
    "who": {"asker-relation": "self"},
    "where": {"whereabouts-lives": "S73 8CV"},
    "about": {"about-name": "Beatrice Hall", "about-postcode": "S73 8CV"},
    "reach": {
        "contact-ways": ["phone"],
        "about-phone": "01632 960555",
        "contact-safe_time": "Tuesday morning",
    },
    "talking": {"communication-needs": ["large_print", "no_letters"]},
    "words": {"own_words": "I want to walk the dog again."},
    "worry": {},
}
CHILD: Mapping[str, Mapping[str, object]] = {
    **ME,
    "about": {"about-name": "Sam Hall", "about-age": "from_11"},
    "words": {"own_words": "My mum is ill and I do everything.", "looks_after": "my mum"},
}


def fill(
    client: PageCheckingClient,
    kind: str,
    pages: Mapping[str, Mapping[str, object]] = ME,
    *,
    again: bool = False,
) -> str:
    """Fill in every page of a form; the last address is that of "check and send"."""
    where = client.get(f"/ask/{kind}{'?again=yes' if again else ''}").location
    for _page in range(10):
        name = where.rsplit("/", 1)[1]
        if name == "check":
            return where
        client.get(where)
        response = client.post_form(where, dict(pages.get(name, ME["where"] if name == "where" else {})))
        assert response.status_code == 303, text_of(response)
        where = response.location
    raise AssertionError("the form does not end")


def send(client: PageCheckingClient, where: str, **data: object) -> str:
    """Send it, and give the reference of the receipt."""
    key = field(text_of(client.get(where)), "key")
    assert client.post_form(where, {"key": key, "agree": "yes", **data}).location == "/ask/sent"
    return reference(client)


def reference(client: PageCheckingClient) -> str:
    page = text_of(client.get("/ask/sent"))
    return page.split('class="reference">')[1].split("<")[0]


def sent(app: Flask, reference: str) -> ReferralRecord:
    with app.app_context():
        found = referrals_queries.find(app.extensions["settings"], reference)
    assert found
    return found


@pytest.mark.parametrize(
    "kind",
    sampled(
        [kind.value.replace("_", "-") for kind in RequestKind if kind not in CONCERNS | BY_PROFESSIONALS], 7
    ),
)
def test_every_kind_can_be_sent_without_answering_anything(
    own_demo_app: Flask, own_demo_client: PageCheckingClient, kind: str
) -> None:
    pages = CHILD if kind == "children-help" else ME
    found = sent(own_demo_app, send(own_demo_client, fill(own_demo_client, kind, pages)))
    assert found.request.kind == kind.replace("-", "_")
    assert found.request.about.name == pages["about"]["about-name"]
    assert found.request.assessment is None
    assert found.respond_by


def test_a_child_reaches_the_team_for_children_with_age_and_words(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    own_demo_client.get("/ask/children-help")
    where = own_demo_client.post_form("/ask/children-help/who", {"asker-relation": "self"}).location
    own_demo_client.post_form(where, dict(ME["where"]))
    refused = own_demo_client.post_form("/ask/children-help/about", {"about-name": "Sam Hall"})
    assert refused.status_code == 422
    assert "Choose an age" in text_of(refused)
    assert "Sam Hall" in text_of(refused)
    check = fill(own_demo_client, "children-help", CHILD)
    page = text_of(own_demo_client.get(check))
    assert "11 to 15" in page
    assert "01632 960102" in page
    found = sent(own_demo_app, send(own_demo_client, check))
    request = found.request
    assert (request.about.age, request.looks_after) == (ChildAge.FROM_11, "my mum")
    assert request.promise.who == "Our team for children and young people"
    receipt = text_of(own_demo_client.get("/ask/sent"))
    assert "0800 1111" in receipt
    assert "01632 960102" in receipt
    with own_demo_app.test_request_context():
        assert "11 to 15" in record_html(found)


@pytest.mark.parametrize("kind", ["needs-assessment", "carers-assessment"])
def test_a_date_of_birth_under_18_leads_to_the_team_for_children_and_loses_nothing(
    own_demo_client: PageCheckingClient, kind: str
) -> None:
    own_demo_client.get(f"/ask/{kind}")
    page = text_of(own_demo_client.get(f"/ask/{kind}/who"))
    assert 'href="/ask/children-help"' in page
    own_demo_client.post_form(f"/ask/{kind}/who", {"asker-relation": "self"})
    own_demo_client.post_form(f"/ask/{kind}/where", dict(ME["where"]))
    sent_on = own_demo_client.post_form(
        f"/ask/{kind}/about", {"about-name": "Sam Hall", "about-born": "24 11 2008"}
    )
    assert sent_on.location == "/ask/children-help/about"
    page = text_of(own_demo_client.get(sent_on.location))
    assert "another team" in page
    assert "Sam Hall" in page
    assert re.search(r'value="from_16"[^>]* checked', page)
    # 18 yesterday: the team for adults.
    own_demo_client.post_form(f"/ask/{kind}/who", {"asker-relation": "self"})
    own_demo_client.post_form(f"/ask/{kind}/where", dict(ME["where"]))
    grown = own_demo_client.post_form(
        f"/ask/{kind}/about", {"about-name": "Sam Hall", "about-born": "22 11 2008"}
    )
    assert grown.location == f"/ask/{kind}/reach"


def test_the_receipt_says_what_happens_by_when(own_demo_client: PageCheckingClient) -> None:
    send(own_demo_client, fill(own_demo_client, "needs-assessment"))
    page = text_of(own_demo_client.get("/ask/sent"))
    # Five working days from Monday 23 November 2026.
    assert "30 November 2026" in page
    assert "Our adult social care team" in page
    assert "&lt;" not in own_demo_client.get("/ask/sent").get_data(as_text=True)


@slow_on_both
def test_the_answers_go_along_if_the_person_wants(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    found = sent(
        own_demo_app, send(own_demo_client, fill(own_demo_client, "needs-assessment"), answers="yes")
    )
    record = found.request.assessment
    assert record
    assert record.questionnaire == "quick-check"
    assert [answer.question for answer in record.answers] == [
        "who_for",
        "safe_now",
        "harm",
        "matters_most",
        "safe_home",
        "connected",
        "independent",
        "caring",
        "offer",
    ]
    assert record.answers[4].answered == ("Falling", "Getting in or out of the bath")
    assert record.routes[0] == "needs_assessment"
    assert record.reasons
    assert found.request.own_words == "I want to walk the dog again."
    assert found.request.consent
    assert found.request.consent.given
    assert "Dearne Valley Council" in found.request.consent.text


@pytest.mark.both_databases
@pytest.mark.slow
def test_nobody_is_asked_twice_in_one_visit(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    """The place of the search, who it is for, and name and number are there already, and can be changed."""
    client = own_demo_client
    page = text_of(client.get("/find?q=I+keep+falling&where=S73+8"))
    card = page[page.index("first-step") :]
    where, to = field(card, "where"), field(card, "to")
    assert client.post_form("/check/place", {"where": where, "to": to}).location == to == "/check/home"
    answer_all(client, {"who_for": ["me"]}, "/check/home")
    assert "Near S73 8" in text_of(client.get("/check/home/result"))
    assert 'value="self" checked' in text_of(client.get("/ask/call-back/who"))
    assert 'value="S73 8"' in text_of(client.get("/ask/needs-assessment/where"))
    send(client, fill(client, "call-back", {**ME, "about": {**ME["about"], "about-name": "Ann Oak"}}))
    second = client.get("/ask/hub-appointment").location
    assert 'value="self" checked' in text_of(client.get(second))
    assert 'value="Ann Oak"' in text_of(client.get("/ask/hub-appointment/about"))
    assert client.post_form("/clear").status_code == 303
    assert "Ann Oak" not in text_of(client.get("/ask/hub-appointment/about"))


@pytest.mark.parametrize("to", ["https://elsewhere.example", "//elsewhere.example", ""])
def test_the_place_leads_nowhere_else(demo_client: PageCheckingClient, to: str) -> None:
    assert demo_client.post_form("/check/place", {"where": "S73", "to": to}).location == "/check/"


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_answers_stay_if_the_person_does_not_want_it(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    assert (
        sent(
            own_demo_app, send(own_demo_client, fill(own_demo_client, "needs-assessment"))
        ).request.assessment
        is None
    )


@slow_on_both
def test_pressing_the_button_again_sends_once(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    where = fill(own_demo_client, "call-back")
    key = field(text_of(own_demo_client.get(where)), "key")
    references = []
    for _press in range(3):
        assert own_demo_client.post_form(where, {"key": key, "agree": "yes"}).location == "/ask/sent"
        references.append(reference(own_demo_client))
    assert len(set(references)) == 1
    with own_demo_app.app_context():
        assert len(referrals_queries.summaries()) == 1


@pytest.mark.both_databases
@pytest.mark.slow
def test_many_presses_at_once_and_later_lead_to_the_same_receipt(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    where = fill(own_demo_client, "call-back")
    key = field(text_of(own_demo_client.get(where)), "key")
    answers = {
        own_demo_client.post_form(where, {"key": key, "agree": "yes"}).status_code for _press in range(40)
    }
    assert answers == {303}
    with own_demo_app.app_context():
        assert len(referrals_queries.summaries()) == 1


@pytest.mark.both_databases
@pytest.mark.slow
def test_going_back_after_sending_leads_to_the_receipt(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    where = fill(own_demo_client, "call-back")
    first = send(own_demo_client, where)
    for page in ("/ask/call-back", "/ask/call-back/about", where):
        assert own_demo_client.get(page).location == "/ask/sent"
    assert own_demo_client.post_form("/ask/call-back/about", {"about-name": "Bea"}).location == "/ask/sent"
    assert reference(own_demo_client) == first
    assert 'href="/ask/call-back?again=yes"' in text_of(own_demo_client.get("/ask/sent"))
    assert send(own_demo_client, fill(own_demo_client, "call-back", again=True)) != first
    with own_demo_app.app_context():
        assert len(referrals_queries.summaries()) == 2


@pytest.mark.both_databases
@pytest.mark.slow
def test_two_windows_with_two_requests_do_not_mix_them_up(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    one = fill(own_demo_client, "call-back", {**ME, "about": {"about-name": "Beatrice Hall"}})
    other = fill(own_demo_client, "hub-appointment", {**ME, "about": {"about-name": "Tom Hall"}})
    first, second = send(own_demo_client, one), send(own_demo_client, other)
    assert sent(own_demo_app, first).request.about.name == "Beatrice Hall"
    assert sent(own_demo_app, second).request.about.name == "Tom Hall"
    # Each has its own receipt to come back to.
    own_demo_client.get("/ask/call-back")
    assert reference(own_demo_client) == first


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_request_stands_in_the_plan_as_asked_for(own_demo_client: PageCheckingClient) -> None:
    answer_all(own_demo_client, HARD)
    own_demo_client.post_form("/my-plan/begin")
    assert 'href="/ask/needs-assessment"' in text_of(own_demo_client.get("/my-plan"))
    where = fill(own_demo_client, "needs-assessment")
    known = send(own_demo_client, where, answers="yes")
    own_demo_client.post_form("/my-plan/begin")
    own_demo_client.post_form(where, {"key": field(text_of(own_demo_client.get("/my-plan")), "revision")})
    plan = text_of(own_demo_client.get("/my-plan"))
    assert plan.count(f"Asked for on 23 November 2026. Reference: {known}.") == 1
    assert "Our adult social care team: We get in touch" in plan
    assert "By 30 November 2026." in plan
    assert plan.count('plan-list__words">Ask for a care assessment') == 1
    assert 'href="/ask/needs-assessment"' not in plan


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_request_waits_in_the_plan_that_is_made_later(own_demo_client: PageCheckingClient) -> None:
    known = send(own_demo_client, fill(own_demo_client, "needs-assessment"))
    assert "It is in your plan too" in text_of(own_demo_client.get("/ask/sent"))
    answer_all(own_demo_client, HARD)
    own_demo_client.post_form("/my-plan/begin")
    plan = text_of(own_demo_client.get("/my-plan"))
    assert plan.count(known) == 1
    assert plan.count('plan-list__words">Ask for a care assessment') == 1


@pytest.mark.both_databases
@pytest.mark.slow
def test_who_does_not_send_the_answers_is_not_asked_to_say_so_twice(
    own_demo_client: PageCheckingClient,
) -> None:
    answer_all(own_demo_client, HARD)
    where = fill(own_demo_client, "needs-assessment")
    box = re.compile(r'<input[^>]*name="answers"[^>]*>')
    page = text_of(own_demo_client.get(where))
    assert "checked" in box.findall(page)[0]
    refused = text_of(own_demo_client.post_form(where, {"key": field(page, "key")}))
    assert "checked" not in box.findall(refused)[0]


def test_whom_it_is_for_is_known_from_the_answers(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, {**HARD, "who_for": ["mother"]})
    chosen = re.compile(r'<input[^>]*value="family_or_friend"[^>]*>')
    assert "checked" in chosen.findall(text_of(demo_client.get("/ask/needs-assessment/who")))[0]
    assert "checked" not in chosen.findall(text_of(demo_client.get("/ask/carers-assessment/who")))[0]


@pytest.mark.both_databases
@pytest.mark.slow
def test_answers_that_are_not_finished_say_so(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    begin(own_demo_client)
    send_answer(own_demo_client, f"{QUICK}/who_for", ["me"])
    found = sent(
        own_demo_app, send(own_demo_client, fill(own_demo_client, "needs-assessment"), answers="yes")
    ).request.assessment
    assert found
    assert found.finished_at is None
    assert len(found.answers) == 1


@pytest.mark.parametrize("typed", ["x" * 10_001, "<script>" + "ü" * 11_000])
def test_a_long_story_is_kept_and_asked_to_be_shorter(demo_client: PageCheckingClient, typed: str) -> None:
    response = demo_client.post_form("/ask/needs-assessment/words", {"own_words": typed})
    assert response.status_code == 422
    assert "This is too long" in text_of(response)
    assert typed in text_of(response)


@pytest.mark.both_databases
@pytest.mark.slow
def test_odd_characters_come_through_to_paper(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    odd = "Zoë \x07می\u200cخواهم\ufdd0 \u202e<b>{{7*7}}"
    pages = {**ME, "words": {"own_words": odd}, "about": {"about-name": odd}}
    found = sent(own_demo_app, send(own_demo_client, fill(own_demo_client, "call-back", pages)))
    assert found.request.own_words == "Zoë می\u200cخواهم \u202e<b>{{7*7}}"
    with own_demo_app.app_context():
        page = parse(record_html(found), own_demo_app)
    assert page.errors == []
    assert "{{7*7}}" in " ".join(page.tree.itertext())


@slow_on_both
def test_without_consent_nothing_is_sent(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    where = fill(own_demo_client, "needs-assessment")
    key = field(text_of(own_demo_client.get(where)), "key")
    response = own_demo_client.post_form(where, {"key": key})
    assert response.status_code == 422
    assert "Tick the box" in text_of(response)
    with own_demo_app.app_context():
        assert referrals_queries.summaries() == []


def test_on_behalf_asks_who_asks_and_whether_they_agree(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    pages = {
        **ME,
        "who": {"asker-relation": "family_or_friend"},
        "you": {"asker-name": "Sam Hall", "asker-agreement": "yes", "contact-whom": "asker"},
        "reach": {"contact-ways": ["email"], "asker-email": "sam@example.org"},
    }
    found = sent(own_demo_app, send(own_demo_client, fill(own_demo_client, "needs-assessment", pages)))
    assert found.request.asker.name == "Sam Hall"
    assert found.request.asker.agreement == "yes"
    assert found.request.contact.whom == "asker"
    assert found.request.asker.email == "sam@example.org"


@slow_on_both
@pytest.mark.parametrize(
    ("page", "typed", "says"),
    sampled(
        [
            ("who", {}, "Choose who this is about"),
            ("about", {"about-name": ""}, "Write your name"),
            ("about", {"about-name": "B", "about-born": "31 2 1950"}, "Write the date of birth"),
            ("about", {"about-name": "B", "about-born": "1 1 2099"}, "Write the date of birth"),
            ("about", {"about-name": "B" * 201}, "This is too long"),
            ("talking", {"communication-needs": ["interpreter"]}, "Write which language"),
            ("reach", {"contact-ways": ["phone"], "about-phone": ""}, "Write a phone number"),
            ("reach", {"contact-ways": ["phone"], "about-phone": "12"}, "with its area code"),
            ("reach", {"contact-ways": ["email"], "about-email": "x@"}, "like name@example.com"),
            ("reach", {"contact-ways": ["letter"], "about-phone": "01632 960555"}, "We need an address"),
        ],
        4,
    ),
)
def test_mistakes_are_told_with_nothing_lost(
    demo_client: PageCheckingClient, page: str, typed: dict[str, object], says: str
) -> None:
    where = demo_client.get("/ask/needs-assessment").location
    while not where.endswith(page):
        where = demo_client.post_form(where, dict(ME[where.rsplit("/", 1)[1]])).location
    response = demo_client.post_form(where, typed)
    assert response.status_code == 422
    text = text_of(response)
    assert says in text
    assert all(str(value) in text for value in typed.values() if isinstance(value, str))


def test_the_receipt_is_shown_to_nobody_else(demo_client: PageCheckingClient) -> None:
    assert demo_client.get("/ask/sent").location == "/check/"
    assert demo_client.get("/ask/nothing").status_code == 404
    assert demo_client.get("/ask/needs-assessment/nothing").status_code == 303


@pytest.mark.both_databases
@pytest.mark.slow
def test_sending_is_limited(own_demo_client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(RATE_LIMITS["send_request"], visitor=Quota(3, 3600))
    monkeypatch.setitem(RATE_LIMITS, "send_request", few)
    answers = []
    for _n in range(4):
        where = fill(own_demo_client, "call-back", again=True)
        key = field(text_of(own_demo_client.get(where)), "key")
        answers.append(own_demo_client.post_form(where, {"key": key, "agree": "yes"}).status_code)
    assert answers == [303] * 3 + [429]


@pytest.mark.parametrize("kind", sorted(BY_PROFESSIONALS))
def test_what_professionals_ask_for_has_no_form_for_residents(
    demo_client: PageCheckingClient, kind: str
) -> None:
    assert demo_client.get(f"/ask/{kind.replace('_', '-')}").status_code == 404
