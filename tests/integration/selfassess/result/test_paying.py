"""“Paying for care” through its pages: what is said of money, by which figures, and that it never stands
in the way of help."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from core import clock
from core.settings import ROOT, Settings
from selfassess.engine.outcome import outcome
from selfassess.engine.path import walk
from selfassess.loading.library import load
from selfassess.referrals import assessment_record
from selfassess.referrals import export as referrals_export
from selfassess.referrals import queries as referrals_queries
from selfassess.referrals import services as referrals_services
from selfassess.saving import services as saving_services
from selfassess.values.saved import SavedBody
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import answer_all, begin, send, text_of
from tests.page_checks import PageCheckingClient
from tests.unit.selfassess.referrals.samples import full_request

PAYING = "/check/paying"
Given = Mapping[str, Sequence[str]]
OWNER: Given = {
    "who_for": ["me"],
    "safe_now": ["safe"],
    "harm": ["no"],
    "talked": ["yes"],
    "setting": ["home"],
    "true_now": ["none"],
    "age": ["80"],
    "day_night": ["day"],
    "how_long": ["from_6"],
    "looked_after": ["no"],
    "benefits": ["none"],
    "couple": ["single"],
    "savings": ["20000"],
    "own_home": ["yes"],
}
"""A single home owner of 80 with £20,000, who gets help at home by day."""
CARE_HOME: Given = {
    **OWNER,
    "setting": ["for_good"],
    "lives_there": ["nobody"],
    "moved_in": ["from_12"],
    "home_worth": ["180000"],
}
MRS_T: Given = {
    **CARE_HOME,
    "who_for": ["mother"],
    "talked": ["no"],
    "true_now": ["hospital", "nursing"],
    "age": ["98"],
    "day_night": ["both"],
    "savings": ["18,000"],
    "moved_in": ["not_yet"],
}
"""98, in hospital; her son asks on her behalf."""


def result(client: PageCheckingClient, answers: Given) -> str:
    """The result page for these answers."""
    answer_all(client, answers, PAYING)
    return text_of(client.get(f"{PAYING}/result"))


def text_of_page(page: str) -> str:
    """The page's words on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def part(page: str, id: str) -> str:
    """The words of one box of the part about money."""
    return text_of_page(page.partition(f'id="{id}"')[2].partition('<div class="step"')[0])


def set_day(text: str) -> None:
    """From now on it is noon on that day."""
    noon = datetime.fromisoformat(f"{text}T12:00").replace(tzinfo=clock.LONDON)
    clock.set_clock(lambda: noon)


def test_mrs_ts_son_asks_on_her_behalf(demo_client: PageCheckingClient) -> None:
    page = result(demo_client, MRS_T)
    words = text_of_page(page)
    # Need comes first, then the way home from hospital, then money.
    first = page.index("Ask for a care assessment")
    assert first < page.index('id="step-short_term_help"') < page.index('id="step-money_advice"')
    assert "we have not talked with your mother yet, and that comes before money" in words
    assert (
        "Your mother may get help with part of the cost. "
        "For £18,000 of savings, the council may count £15 a week as income." in words
    )
    assert (
        "Your mother's home does not count for the first 12 weeks after they move in for good. "
        "After that, it may." in words
    )
    assert (
        "This is called a deferred payment. You can ask if their other savings are £23,250 or less" in words
    )
    assert "They keep at least £144 a week" in words
    assert "£31.80 a week" in part(page, "cost-left")
    assert "You can ask for your mother to be checked for NHS continuing healthcare" in words
    assert "£114.60 a week" in part(page, "benefit-attendance-allowance")
    assert "because you told us: your mother is of State Pension age or over" in words
    assert "Personal Independence Payment" not in part(page, "benefits")
    assert 'href="/advice/independent-money-advice"' in page
    assert "your savings" not in words


def test_her_answers_can_be_looked_over_with_sums_as_sums_are_written(
    demo_client: PageCheckingClient,
) -> None:
    answer_all(demo_client, MRS_T, PAYING)
    answers = text_of(demo_client.get(f"{PAYING}/answers"))
    assert "£18,000" in answers
    assert '<p class="answer-words">98</p>' in answers


def test_a_request_carries_money_as_answers_like_any_others(app: Flask) -> None:
    questionnaire = load(ROOT / "content")["paying"]
    given = {id: tuple(answer) for id, answer in {**MRS_T, "savings": ["18000.50"]}.items()}
    made = assessment_record.record(
        walk(questionnaire, given), outcome(walk(questionnaire, given)), clock.now()
    )
    with app.app_context():
        site: Settings = app.extensions["settings"]
        reference = referrals_services.submit(site, full_request(assessment=made), "form-1").reference
        kept = referrals_queries.find(site, reference)
        assert kept
        assert "£18,000.50" in referrals_export.record_html(kept)
        exported = json.loads(json.dumps(referrals_export.exported(kept)))
    Draft202012Validator(
        json.loads((ROOT / "docs" / "referral.schema.json").read_text(encoding="utf-8"))
    ).validate(exported)
    told = exported["referral"]["request"]["assessment"]
    savings = next(answer for answer in told["answers"] if answer["question"] == "savings")
    assert (savings["asked"], savings["value"]) == (
        "About how much does your mother have in savings?",
        ["18000.50"],
    )
    assert told["facts"]["money.savings"] == "18000.50"
    assert told["routes"][0] == "needs_assessment"


@pytest.mark.parametrize(
    "answers",
    sampled([OWNER, CARE_HOME, MRS_T, {**OWNER, "savings": ["900000"]}, {**OWNER, "harm": ["money"]}], 3),
)
def test_whatever_money_somebody_has_they_can_ask_for_an_assessment(
    demo_client: PageCheckingClient, answers: Given
) -> None:
    page = result(demo_client, answers)
    assert "You can ask for an assessment whatever money you have." in page
    assert page.count('href="/ask/needs-assessment"') >= 2
    assert "This is a guide. Only the council can work out what care costs" in page
    assert 'href="tel:01632960100"' in page
    assert not re.search(r"eligib|entitle|qualif", page, re.IGNORECASE)


# Versions of the rules that are found in public, and are wrong


@pytest.mark.parametrize(
    ("savings", "says", "never"),
    sampled(
        [
            (
                "23250",
                "may get help with part of the cost. For £23,250 of savings, the council may count £36 a week",
                "at or above",
            ),
            (
                "23250.01",
                "You may have to pay for all of your care at first. "
                "This is so for people with more than £23,250.",
                "£36",
            ),
            ("14250", "Your savings may not count. They don't count up to £14,250.", "£1 a week"),
            ("14250.01", "the council may count £1 a week as income", "£0 a week"),
            ("14500", "the council may count £1 a week as income", "£2 a week"),
            ("£14,500.01", "the council may count £2 a week as income", "may count £1 a week"),
            ("20000", "the council may count £23 a week as income", "£22 a week"),
        ],
        4,
    ),
)
def test_the_limits_belong_to_the_lower_band_and_a_part_of_250_counts_whole(
    demo_client: PageCheckingClient, savings: str, says: str, never: str
) -> None:
    words = part(result(demo_client, {**OWNER, "savings": [savings]}), "cost")
    assert says in words
    assert never not in words


@slow_on_both
def test_a_child_protects_the_home_until_18(demo_client: PageCheckingClient) -> None:
    begin(demo_client, PAYING)
    page = result(demo_client, {**CARE_HOME, "lives_there": ["child"]})
    assert "a child under 18" in part(page, "cost-home")
    assert "under 16" not in page
    assert "A child of mine who is under 18" in text_of(demo_client.get(f"{PAYING}/lives_there"))


@pytest.mark.parametrize(
    ("day", "allowance", "kept", "first", "last"),
    sampled(
        [
            ("2026-04-05", "£73.90", "£30.65", "6 April 2025", "5 April 2026"),
            ("2026-04-06", "£76.70", "£31.80", "6 April 2026", "5 April 2027"),
            ("2027-04-05", "£76.70", "£31.80", "6 April 2026", "5 April 2027"),
        ],
        3,
    ),
)
def test_figures_are_those_of_the_day_with_their_days_and_source(
    demo_client: PageCheckingClient, day: str, allowance: str, kept: str, first: str, last: str
) -> None:
    set_day(day)
    page = result(demo_client, CARE_HOME)
    assert f"{allowance} a week" in part(page, "benefit-attendance-allowance")
    assert f"{kept} a week" in part(page, "cost-left")
    assert f"From {first} to {last}." in text_of_page(page)
    assert 'href="https://www.gov.uk/' in page
    assert {"£73.89", "£92.00", "£116.05"} & set(re.findall(r"£\d+\.\d\d", page)) == set()


@slow_on_both
@pytest.mark.parametrize("day", sampled(["2027-04-06", "2031-01-01"], 2))
def test_without_a_figure_for_the_day_none_is_given_and_everything_else_is_there(
    demo_client: PageCheckingClient, day: str
) -> None:
    set_day(day)
    page = result(demo_client, CARE_HOME)
    assert "We cannot give this figure for that date." in part(page, "cost")
    assert "We cannot give this figure for that date." in part(page, "benefit-attendance-allowance")
    assert "£" not in page.partition('id="money"')[2].partition('id="also"')[0]
    assert 'href="/ask/needs-assessment"' in page


# The home


@pytest.mark.parametrize(
    ("changes", "says", "deferred"),
    sampled(
        [
            ({}, "Your home may count.", True),
            ({"moved_in": ["under_12"]}, "for the first 12 weeks after you move in for good", True),
            (
                {"lives_there": ["partner"]},
                "may not count if the one you told us about lived there before you moved",
                False,
            ),
            ({"lives_there": ["someone_else"]}, "The council can choose to leave the home out.", True),
            (
                {"setting": ["for_a_while"]},
                "does not count for a stay in a care home that is not for good",
                False,
            ),
            ({"setting": ["home"]}, "does not count when you get help at home", False),
            ({"own_home": ["not_sure"]}, "In a care home for good it may count after 12 weeks", True),
        ],
        4,
    ),
)
def test_owners_are_told_what_becomes_of_their_home_and_why(
    demo_client: PageCheckingClient, changes: Given, says: str, deferred: bool
) -> None:
    words = part(result(demo_client, {**CARE_HOME, **changes}), "cost-home")
    assert says in words
    assert ("deferred payment" in words) is deferred
    assert "SI 2014/267" in words


@slow_on_both
def test_a_home_that_counts_makes_the_sum(demo_client: PageCheckingClient) -> None:
    assert "You may have to pay for all of your care at first" in part(result(demo_client, CARE_HOME), "cost")


def test_a_home_whose_worth_was_skipped_leaves_it_open(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, CARE_HOME, PAYING)
    send(demo_client, f"{PAYING}/home_worth", skip="yes")
    page = text_of(demo_client.get(f"{PAYING}/result"))
    assert "We can't say yet." in part(page, "cost")
    assert "It depends on what the home is worth" in part(page, "cost-home")


@slow_on_both
def test_who_owns_no_home_reads_nothing_of_homes_and_is_not_asked(demo_client: PageCheckingClient) -> None:
    page = result(demo_client, {**CARE_HOME, "own_home": ["no"]})
    assert 'id="cost-home"' not in page
    assert "Who else lives in your home" not in text_of(demo_client.get(f"{PAYING}/answers"))


def test_one_of_a_couple_reads_that_only_their_own_part_counts(demo_client: PageCheckingClient) -> None:
    page = result(demo_client, {**OWNER, "couple": ["couple"]})
    assert "Your partner's own money does not count." in part(page, "cost")
    assert "£" not in part(page, "cost-left")


# Benefits


@pytest.mark.parametrize(
    ("changes", "shown"),
    sampled(
        [
            ({}, {"attendance-allowance", "disabled-facilities-grant"}),
            ({"age": ["40"]}, {"personal-independence-payment", "disabled-facilities-grant"}),
            (
                {"age": ["66"]},
                {"attendance-allowance", "personal-independence-payment", "disabled-facilities-grant"},
            ),
            ({"benefits": ["attendance_allowance"]}, {"disabled-facilities-grant"}),
            ({"how_long": ["under_3"]}, {"disabled-facilities-grant"}),
            (
                {"how_long": ["under_3"], "true_now": ["end_of_life"]},
                {"attendance-allowance", "disabled-facilities-grant"},
            ),
            (
                {"looked_after": ["yes"]},
                {"attendance-allowance", "carers-allowance", "disabled-facilities-grant"},
            ),
            ({"looked_after": ["with_allowance"]}, {"attendance-allowance", "disabled-facilities-grant"}),
            ({"setting": ["for_good"], "own_home": ["no"]}, {"attendance-allowance"}),
        ],
        4,
    ),
)
def test_benefits_are_worth_checking_until_an_answer_rules_them_out(
    demo_client: PageCheckingClient, changes: Given, shown: set[str]
) -> None:
    page = result(demo_client, {**OWNER, **changes})
    assert set(re.findall(r'id="benefit-([a-z-]+)"', page)) == shown


@pytest.mark.parametrize(
    ("answer", "rates"),
    sampled(
        [
            ("day", {"£76.70"}),
            ("night", {"£76.70"}),
            ("both", {"£114.60"}),
            ("not_sure", {"£76.70", "£114.60"}),
        ],
        4,
    ),
)
def test_help_by_day_and_night_is_the_higher_rate(
    demo_client: PageCheckingClient, answer: str, rates: set[str]
) -> None:
    words = part(result(demo_client, {**OWNER, "day_night": [answer]}), "benefit-attendance-allowance")
    assert set(re.findall(r"£[\d.]+\d", words)) == rates


def test_everything_skipped_there_are_still_words_about_money_and_every_benefit(
    demo_client: PageCheckingClient,
) -> None:
    response = begin(demo_client, PAYING)
    while not response.location.endswith("/answers"):
        answer = {"safe_now": ["safe"], "harm": ["no"]}.get(response.location.rsplit("/", 1)[1], [])
        response = send(demo_client, response.location, answer, **({} if answer else {"skip": "yes"}))
    page = text_of(demo_client.get(f"{PAYING}/result"))
    assert "We can't say yet." in part(page, "cost")
    assert len(re.findall(r'id="benefit-', page)) == 4


def test_money_is_spoken_of_elsewhere_too_but_costs_only_here(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, {"age": ["adult"], "cared_for": ["adult"], "hours": ["many"]}, "/check/carer")
    page = text_of(demo_client.get("/check/carer/result"))
    words = part(page, "benefit-carers-allowance")
    assert "£86.45 a week" in words
    assert "because you told us: you are 16 or over you look after them for 35 hours a week or more" in words
    assert 'id="benefit-attendance-allowance"' in page
    assert 'id="cost"' not in page
    assert 'href="/check/paying"' in page


@pytest.mark.parametrize(
    ("money", "there"), sampled([("no", False), ("paying", True), ("not_sure", True)], 3)
)
def test_help_for_me_names_benefits_only_to_who_asks_about_money(
    demo_client: PageCheckingClient, money: str, there: bool
) -> None:
    answer_all(
        demo_client,
        {"who_for": ["me"], "safe_now": ["safe"], "harm": ["no"], "money": [money]},
        "/check/adult-needs",
    )
    page = text_of(demo_client.get("/check/adult-needs/result"))
    assert ('id="benefit-attendance-allowance"' in page) is there
    assert ('id="step-money_advice"' in page) is (money == "paying")


@slow_on_both
def test_a_carers_answers_from_before_the_line_at_35_hours_still_open(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    old = {
        "safe_now": ["safe"],
        "age": ["adult"],
        "cared_for": ["adult"],
        "good_day": [],
        "matters_most": ["sleep"],
        "tasks": ["nights"],
    }
    with own_demo_app.app_context():
        body = SavedBody(answers={**old, "hours": ["some"], "helpers": ["nobody"]})
        saved = saving_services.save(own_demo_app.extensions["settings"], "carer", "1", body)
    response = own_demo_client.post_form("/come-back", {"reference": saved.reference, "words": saved.words})
    assert response.location == "/check/carer/harm"
    send(own_demo_client, response.location, ["no"])
    assert send(own_demo_client, "/check/carer/coping", ["hard"]).location == "/check/carer/why_care"
    assert send(own_demo_client, "/check/carer/why_care", ["memory"]).location == "/check/carer/hours"
    response = own_demo_client.get("/check/carer/hours")
    page = text_of(response)
    assert "More than that, but less than 35 hours" in page
    assert " checked" not in page
    assert " checked" in text_of(own_demo_client.get("/check/carer/tasks"))


# The pages


def test_a_sum_that_is_none_is_asked_for_again_with_nothing_lost(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, OWNER, PAYING)
    response = send(demo_client, f"{PAYING}/savings", ["a lot"])
    assert response.status_code == 422
    assert "Write an amount in pounds, such as 250 or 250.50" in text_of(response)
    assert 'value="a lot"' in text_of(response)
    assert "£20,000" in text_of(demo_client.get(f"{PAYING}/answers"))


def test_everything_but_safety_can_be_skipped(demo_client: PageCheckingClient) -> None:
    questions = load(ROOT / "content")["paying"].questions
    assert [question.id for question in questions if not question.skippable] == ["safe_now", "harm"]


@slow_on_both
@pytest.mark.parametrize(
    "path",
    [
        "/check/",
        "/advice/paying-for-care",
        "/advice/independent-money-advice",
        "/advice/benefits-check",
        "/needs/paying-for-care",
        "/needs/care-homes",
        "/needs/benefits",
    ],
)
def test_people_get_there_from_where_they_would_look(demo_client: PageCheckingClient, path: str) -> None:
    assert 'href="/check/paying"' in text_of(demo_client.get(path))
