"""What templates show, and the promises that go with a request."""

import re
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from core.settings import ROOT, Settings
from directory.schedules.holidays import Calendar
from directory.taxonomy.needs import load as load_needs
from directory.teams.answers import teams_of
from selfassess.engine.outcome import outcome
from selfassess.engine.path import walk
from selfassess.engine.schema import Tier
from selfassess.loading.library import load
from selfassess.questions.view_models import answer_in_words
from selfassess.referrals import prefill, response_times
from selfassess.referrals.draft import Draft
from selfassess.result import view_models
from selfassess.values.request import RequestKind

LIBRARY = load(ROOT / "content")
SAFETY_NEEDS = load_needs(ROOT / "content").safety
QUICK, ADULT, PAYING = (LIBRARY[id] for id in ("quick-check", "adult-needs", "paying"))


@pytest.mark.parametrize(("typed", "words"), [("18000", "£18,000"), ("18000.5", "£18,000.50"), ("0", "£0")])
def test_a_sum_is_shown_as_sums_are_written(typed: str, words: str) -> None:
    path = walk(PAYING, {"savings": (typed,)})
    step = path.step("savings")
    assert step
    assert answer_in_words(step, path.voice) == (words,)


def test_the_leading_step_is_shown_first_and_every_other_step_after_it() -> None:
    came_to = outcome(walk(QUICK, {"who_for": ("me",), "safe_now": ("safe",), "harm": ("hurt",)}))
    view = view_models.result_view(came_to, "needs_assessment", SAFETY_NEEDS)
    assert view.safety
    shown = [view.leading.id, *(step.id for step in view.others), view.community.id if view.community else ""]
    assert sorted(shown) == sorted(step.id for step in came_to.routes)


def test_the_steps_of_safety_are_those_of_the_routes() -> None:
    assert {
        route.id for route in LIBRARY.shared.routes if route.tier is Tier.SAFETY
    } == view_models.SAFETY_STEPS


@pytest.mark.parametrize("answer", ["hurt", "money", "at_risk", "neglect", "self_neglect", "not_sure"])
def test_where_somebody_may_come_to_harm_no_groups_are_looked_for_in_answer(answer: str) -> None:
    came_to = outcome(walk(ADULT, {"safe_now": ("safe",), "harm": (answer,), "eating": ("unable",)}))
    view = view_models.result_view(came_to, "needs_assessment", SAFETY_NEEDS)
    assert view.safety
    assert {need.id for need in view.needs} == {need.id for need in came_to.needs} - SAFETY_NEEDS
    assert "meals" in {need.id for need in view.needs}


def test_every_need_that_only_a_safeguarding_answer_leads_to_is_known() -> None:
    """A need that a new alarm brings in must be looked at by a person: is a list of groups an answer to
    it?
    """
    answers = [
        option for one in LIBRARY.values() for question in one.questions for option in question.options
    ]
    alarming = {need for option in answers if option.alarm for need in option.needs}
    told_of_elsewhere = {"trauma", "crime-scams", "clutter", "having-your-say", "hate-crime"}
    told_of_elsewhere |= {"carers-breaks", "carers-emergency"}
    assert alarming - told_of_elsewhere <= SAFETY_NEEDS


@pytest.mark.parametrize(("answer", "is_crisis"), [("no_hope", True), ("low", False)])
def test_somebody_to_talk_to_comes_first_when_hope_is_gone(answer: str, is_crisis: bool) -> None:
    view = view_models.result_view(
        outcome(walk(ADULT, {"safe_now": ("safe",), "harm": ("no",), "lately": (answer,)})),
        "needs_assessment",
        SAFETY_NEEDS,
    )
    assert view.crisis is is_crisis
    assert not view.safety


@pytest.mark.parametrize(
    ("who", "relation"),
    [
        ("mother", "family_or_friend"),
        ("neighbour", "neighbour"),
        ("client", "professional"),
        ("me", "self"),
        ("not_sure", ""),
    ],
)
def test_whom_the_answers_are_about_is_not_asked_again(who: str, relation: str) -> None:
    assert prefill.relation_value(walk(QUICK, {"who_for": (who,)})).get("asker.relation", "") == relation


def test_what_an_earlier_request_says_of_the_visitor_is_known_to_the_next() -> None:
    details = {"about.name": "Ann", "about.phone": "01632 960900", "whereabouts.lives": "S73"}
    mine = Draft(RequestKind.CALL_BACK, "k", {"asker.relation": "self", **details})
    known = prefill.told(mine)
    again = prefill.values_told(RequestKind.NEEDS_ASSESSMENT, known, "")
    assert again == {"asker.relation": "self", **details}
    for_mother = prefill.values_told(RequestKind.NEEDS_ASSESSMENT, known, "family_or_friend")
    assert for_mother == {
        "asker.relation": "family_or_friend",
        "asker.name": "Ann",
        "asker.phone": "01632 960900",
    }
    assert "whereabouts.lives" not in prefill.values_told(RequestKind.CARERS_ASSESSMENT, known, "")
    assert prefill.values_told(RequestKind.CHILDREN_HELP, known, "") == {}
    assert prefill.told(Draft(RequestKind.CHILDREN_HELP, "k", details)) == {}


def test_a_request_begins_with_what_matters_in_the_persons_order() -> None:
    came_to = outcome(walk(ADULT, {"matters_most": ("the dog", "my sister")}))
    assert prefill.values_of_outcome(came_to)["own_words"] == "the dog\nmy sister"


@pytest.mark.parametrize(
    ("today", "days", "day"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 11, 28), 0, date(2026, 11, 30)),
        (date(2026, 12, 23), 3, date(2026, 12, 30)),
        (date(2026, 11, 28), 1, date(2026, 12, 1)),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(today: date, days: int, day: date) -> None:
    holidays = {date(2026, 12, 25), date(2026, 12, 28)}
    assert response_times.working_day(today, days, holidays.__contains__) == day


def test_promises_are_those_that_the_result_page_makes(app: Flask) -> None:
    said = {}
    for route in LIBRARY.shared.routes:
        found = re.search(r"within (\d+) working days", route.words["by_when"].you)
        if found:
            said.setdefault(RequestKind(route.requests[0]), int(found[1]))
    with app.test_request_context():
        assert {kind: response_times.WORKING_DAYS[kind] for kind in said} == said
        assert all(
            response_times.promise(
                kind, datetime(2026, 11, 23, tzinfo=UTC), teams_of(Settings()), Calendar()
            ).what
            for kind in RequestKind
        )
