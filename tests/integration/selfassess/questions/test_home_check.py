"""“Help around the home”, from its first question to its result: golden results in the demonstration
borough."""

import re
from collections.abc import Mapping, Sequence

import pytest

from tests.examples import slow_on_both
from tests.integration.selfassess.steps import answer_all, text_of
from tests.page_checks import PageCheckingClient

HOME = "/check/home"
NOTHING_HARD: Mapping[str, Sequence[str]] = {
    "who_for": ["me"],
    "safe_now": ["safe"],
    "harm": ["no"],
    "matters_most": ["Walking the dog again", "Seeing people"],
    "fallen": ["no"],
    "fall_worry": ["no"],
    "steps_stairs": ["none"],
    "bath": ["none"],
    "toilet": ["none"],
    "bed_chair": ["none"],
    "kitchen": ["none"],
    "memory": ["none"],
    "senses": ["none"],
    "calling": ["fine"],
    "house": ["none"],
    "helpers": ["nobody"],
    "overall": ["fine"],
    "lately": ["none"],
}
FALLS_AND_BATH: Mapping[str, Sequence[str]] = {
    **NOTHING_HARD,
    "fallen": ["more"],
    "fall_worry": ["avoid"],
    "bath": ["in_out"],
}
BEATRICE: Mapping[str, Sequence[str]] = {
    **NOTHING_HARD,
    "fallen": ["once"],
    "fall_worry": ["avoid"],
    "steps_stairs": ["outside", "stairs"],
    "bath": ["in_out", "reaching"],
    "toilet": ["by_night"],
    "bed_chair": ["chair"],
    "kitchen": ["kettle", "opening"],
    "senses": ["edges", "letters", "light"],
    "calling": ["floor"],
    "helpers": ["equipment", "friends"],
    "overall": ["some"],
    "lately": ["stroke"],
}
"""After a stroke, partly sighted, with a frame and a neighbour."""
SHORT_TERM, ASSESSMENT, COMMUNITY = (
    "Get help to do things for yourself",
    "Ask for a care assessment",
    "Find help and company",
)
STEPS = (SHORT_TERM, ASSESSMENT, COMMUNITY, "Call 999 now")


def result(client: PageCheckingClient, answers: Mapping[str, Sequence[str]], where: str = "Wombwell") -> str:
    answer_all(client, answers, HOME)
    client.post_form(f"{HOME}/where", {"where": where})
    return text_of(client.get(f"{HOME}/result"))


def leading(page: str) -> str:
    """The title of the step that comes first."""
    return min((step for step in STEPS if step in page), key=page.index)


def services(page: str, need: str) -> str:
    """The part of a result that shows services for one need: from its heading to the link to all of them."""
    found = re.search(
        rf">\s*{re.escape(need)}\s*</(?:h3|span)>(.*?): {re.escape(need)}</span>", page, re.DOTALL
    )
    assert found, f"there is nothing for the need {need}"
    return found[1]


def test_falls_and_the_bath_lead_to_equipment_and_an_occupational_therapist(
    demo_client: PageCheckingClient,
) -> None:
    page = result(demo_client, FALLS_AND_BATH)
    assert leading(page) == SHORT_TERM
    assert "you told us that this is hard for you: falling and the bath or shower" in page
    assert "An occupational therapist can show what would help at home." in page
    assert 'href="/ask/occupational-therapy"' in page
    assert "Please also tell your GP" in page
    assert "Because of what you said about the bath or shower" in page
    assert "Steady Feet" in services(page, "Falls and balance")
    assert "Easyreach" in services(page, "Equipment that makes life easier")
    assert 'class="card"' in services(page, "Getting in and out of the bath")
    assert 'class="card"' in services(page, "Rails, ramps and changes to your home")
    assert 'href="/ask/needs-assessment"' in page


@slow_on_both
def test_who_cannot_manage_without_help_is_led_to_an_assessment(demo_client: PageCheckingClient) -> None:
    page = result(
        demo_client,
        {**BEATRICE, "who_for": ["mother"], "overall": ["cannot"], "lately": ["hospital", "cannot_go_out"]},
    )
    assert leading(page) == ASSESSMENT
    assert "you told us that this is hard for your mother without help: managing at home" in page
    # The tiers below come with it, and she need not travel for any of them.
    assert (
        page.index(ASSESSMENT)
        < page.index(SHORT_TERM)
        < page.index("Ask for a visit at home")
        < page.index("Read what may help")
    )
    assert "a few weeks of help may make daily life easier for your mother" in page


@slow_on_both
def test_one_room_is_enough_where_nothing_goes_without_somebody(demo_client: PageCheckingClient) -> None:
    page = result(demo_client, {**NOTHING_HARD, "toilet": ["helped"]})
    assert leading(page) == ASSESSMENT
    assert "you told us that this is hard for you without help: using the toilet" in page


def test_where_nothing_is_hard_the_assessment_can_be_asked_for_all_the_same(
    demo_client: PageCheckingClient,
) -> None:
    page = result(demo_client, NOTHING_HARD)
    assert leading(page) == COMMUNITY
    assert "You can ask for an assessment, whatever you answered" in page
    assert 'href="/ask/needs-assessment"' in page
    assert SHORT_TERM not in page


@pytest.mark.both_databases
@pytest.mark.slow
def test_danger_comes_before_every_room(demo_client: PageCheckingClient) -> None:
    page = result(demo_client, {**BEATRICE, "safe_now": ["danger"]})
    assert leading(page) == "Call 999 now"
    assert 'href="tel:999"' in page
    assert page.index("Call 999 now") < page.index(ASSESSMENT) < page.index(SHORT_TERM)


def test_beatrice_finds_help_for_falls_the_bath_and_her_sight(demo_client: PageCheckingClient) -> None:
    page = result(demo_client, BEATRICE)
    assert leading(page) == SHORT_TERM
    assert "a few weeks of help may make daily life easier for you" in page
    assert page.index("Walking the dog again") < page.index("Seeing people")
    for need in (
        "Falls and balance",
        "Getting in and out of the bath",
        "Blindness and sight loss",
        "Alarms and someone to check on you",
    ):
        assert 'class="card"' in services(page, need)
    assert "Stroke, brain injury and nerve conditions" in page
    # She does not have to tell it twice.
    demo_client.get("/ask/occupational-therapy")
    assert "Walking the dog again\nSeeing people" in text_of(
        demo_client.get("/ask/occupational-therapy/words")
    )
