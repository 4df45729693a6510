"""What the law says of paying for care, as worked examples: each was told wrongly, or not at all, before."""

import re

import pytest

from core.settings import ROOT
from selfassess.loading.library import load
from selfassess.proof.free_care_first import means_before_free_care
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.result.test_paying import (
    CARE_HOME,
    OWNER,
    Given,
    part,
    result,
    text_of_page,
)
from tests.integration.selfassess.steps import answer_all, text_of
from tests.page_checks import PageCheckingClient

HELD: Given = {**OWNER, "true_now": ["aftercare"], "savings": ["100000"]}
NO_PUBLIC_FUNDS: Given = {**OWNER, "public_funds": ["yes"]}
SINGLE_OWNER: Given = {
    **{key: answer for key, answer in CARE_HOME.items() if key not in ("lives_there", "home_worth")},
    "savings": ["80000"],
    "lives_there": ["not_sure"],
    "moved_in": ["not_yet"],
}
"""Single, owns a home, £80,000, and moves into a care home for good."""


def test_aftercare_under_section_117_comes_first_whatever_the_savings(
    demo_client: PageCheckingClient,
) -> None:
    page = result(demo_client, HELD)
    words = text_of_page(page)
    first = words.index("Nobody can charge you for your aftercare, however much money you have.")
    assert first < words.index("You may have to pay for all of your care at first")
    assert page.index('id="aftercare-first"') < page.index('id="first"')
    assert "only about other kinds of care" in part(page, "cost-aftercare")
    assert "Mental Health Act 1983 s.117" in part(page, "cost-aftercare")
    assert page.count('href="/ask/needs-assessment"') >= 2


@pytest.mark.parametrize(
    ("told", "says"), sampled([("aftercare_unsure", "It depends on the section."), ("other_section", "")], 2)
)
def test_only_some_sections_make_aftercare_free(
    demo_client: PageCheckingClient, told: str, says: str
) -> None:
    page = result(demo_client, {**HELD, "true_now": [told]})
    assert "Nobody can charge you for your aftercare" not in page
    assert ('id="aftercare-first"' in page) is bool(says)
    assert says in text_of_page(page)


def test_the_section_is_asked_before_any_means() -> None:
    questionnaire = load(ROOT / "content")["paying"]
    assert list(means_before_free_care(questionnaire)) == []
    ids = [question.id for question in questionnaire.questions]
    assert ids.index("true_now") < min(ids.index(id) for id in ("savings", "own_home", "home_worth"))


def test_no_recourse_to_public_funds_is_said_before_any_benefit(demo_client: PageCheckingClient) -> None:
    page = result(demo_client, NO_PUBLIC_FUNDS)
    assert page.index('id="public-funds"') < page.index('id="benefit-attendance-allowance"')
    words = text_of_page(page)
    assert "Get advice before you claim any benefit" in words
    for name in ("Attendance Allowance, PIP, DLA and Carer's Allowance are public funds", "harm your right"):
        assert name in words
    assert "Care from the council is not a public fund. You can always ask for an assessment." in words
    assert "/advice/independent-money-advice#if-you-come-from-another-country" in page
    assert page.count('href="/ask/needs-assessment"') >= 2


def test_who_did_not_say_still_reads_of_public_funds_first(demo_client: PageCheckingClient) -> None:
    page = result(demo_client, OWNER)
    assert page.index('id="public-funds"') < page.index('id="benefit-attendance-allowance"')
    assert "Benefits worth checking" in page


def test_who_may_claim_public_funds_reads_nothing_of_them(demo_client: PageCheckingClient) -> None:
    page = result(demo_client, {**OWNER, "public_funds": ["no"]})
    assert 'id="benefit-attendance-allowance"' in page
    assert 'id="public-funds"' not in page


@slow_on_both
def test_elsewhere_public_funds_come_before_benefits_too(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, {"age": ["adult"], "cared_for": ["adult"], "hours": ["many"]}, "/check/carer")
    page = text_of(demo_client.get("/check/carer/result"))
    assert page.index('id="public-funds"') < page.index('id="benefit-carers-allowance"')


def test_parents_read_of_dla_and_not_of_pip_alone(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, {"age": ["adult"], "cared_for": ["child"], "hours": ["many"]}, "/check/carer")
    words = part(text_of(demo_client.get("/check/carer/result")), "benefit-carers-allowance")
    assert "your child gets DLA for care, at the middle or top rate" in words


def test_a_single_owner_with_80000_reads_the_12_weeks_and_the_sums(demo_client: PageCheckingClient) -> None:
    page = result(demo_client, SINGLE_OWNER)
    cost, home = part(page, "cost"), part(page, "cost-home")
    assert "The sum: £80,000 is £56,750 more than £23,250." in cost
    assert 'href="/costs"' in page
    assert "does not count for the first 12 weeks after you move in for good" in home
    assert "if they lived there before you moved" in home
    assert "So you may still pay the full cost in these 12 weeks." in home
    assert "If there is a home" not in page
    assert "We charge interest up to a national limit, and set-up costs." in home


def test_with_little_savings_the_sum_of_the_tariff_is_shown(demo_client: PageCheckingClient) -> None:
    cost = part(result(demo_client, OWNER), "cost")
    assert "The sum: £20,000 is £5,750 more than £14,250." in cost
    assert "That makes £23 a week." in cost


@pytest.mark.parametrize(
    ("lives_there", "says"),
    sampled(
        [
            ("relative_60", "lived there before you moved"),
            ("moved_in_later", "the council can choose to leave the home out"),
        ],
        2,
    ),
)
def test_who_came_to_live_there_later_is_for_the_council_to_choose(
    demo_client: PageCheckingClient, lives_there: str, says: str
) -> None:
    words = part(result(demo_client, {**CARE_HOME, "lives_there": [lives_there]}), "cost-home")
    assert says in words
    assert ("sch 2 para 4" in words) is (lives_there == "moved_in_later")


def test_care_homes_nursing_top_ups_and_benefits_that_stop(demo_client: PageCheckingClient) -> None:
    page = result(demo_client, CARE_HOME)
    assert "the NHS pays £267.68 a week to the home" in part(page, "cost-ask")
    rights = part(page, "cost-rights")
    assert "This is called a top-up." in rights
    assert "Attendance Allowance stops after 28 days" in rights
    assert "ask the council to arrange it" not in rights


def test_who_pays_for_help_at_home_can_have_it_arranged(demo_client: PageCheckingClient) -> None:
    rights = part(result(demo_client, {**OWNER, "savings": ["100000"]}), "cost-rights")
    assert "it can't say no because of your savings" in rights
    assert "Care Act 2014 s.18(3)" in rights


def test_the_grant_may_be_more_than_its_usual_most(demo_client: PageCheckingClient) -> None:
    words = part(result(demo_client, OWNER), "benefit-disabled-facilities-grant")
    assert re.search(r"usual limit\. A council can choose to pay more: £30,000", words)
