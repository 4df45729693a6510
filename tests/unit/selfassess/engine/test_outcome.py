"""What answers lead to: golden cases on the small questionnaire and the real ones."""

from pathlib import Path

import pytest

from directory.urgent import lines
from selfassess.engine.outcome import outcome
from selfassess.engine.path import walk
from selfassess.loading.library import load
from selfassess.rules.states import Indication
from tests.unit.selfassess.engine.samples import CONTENT, sample

SAFE = {"who_for": ("me",), "safe_now": ("safe",), "harm": ("no",)}
AREAS = (
    "washing",
    "toilet",
    "dressing",
    "eating",
    "safe_home",
    "keeping_home",
    "people",
    "getting_out",
    "work",
    "child",
)
ABLE = {
    **SAFE,
    **dict.fromkeys(AREAS, ("able",)),
    "health": ("moving",),
    "effect": ("significant",),
    "lately": ("none",),
    "bad_week": ("same",),
    "caring": ("no",),
}


@pytest.mark.parametrize(
    ("changes", "leading"),
    [
        ({"effect": ("none",)}, "community"),
        ({"safe_now": ("danger",)}, "emergency"),
        ({"harm": ("neglect",)}, "safeguarding_concern"),
        ({"safe_now": ("not_sure",)}, "safeguarding_advice"),
        ({"washing": ("unable",), "eating": ("takes_longer",)}, "needs_assessment"),
        ({"washing": ("unable",)}, "needs_assessment"),
        ({"washing": ("unable",), "eating": ()}, "needs_assessment"),
        ({"washing": ("unable",), "eating": ("unable",), "health": ("none",)}, "needs_assessment"),
        ({"washing": ("not_sure",), "eating": ("not_sure",)}, "needs_assessment"),
        ({"lately": ("home_lately",), "effect": ("some",)}, "short_term_help"),
        ({"lately": ("loss",), "effect": ("none",)}, "hub_appointment"),
        ({"caring": ("yes",), "effect": ("none",)}, "carers_assessment"),
        ({"caring": ("young",), "effect": ("none",)}, "young_carer"),
        ({"child": ("does_not_apply",), "work": ("does_not_apply",), "effect": ("none",)}, "community"),
    ],
)
def test_help_for_me_leads_as_the_law_says(changes: dict[str, tuple[str, ...]], leading: str) -> None:
    assert outcome(walk(load(CONTENT)["adult-needs"], {**ABLE, **changes})).leading.id == leading


def test_reasons_are_in_plain_words_with_the_law_beside_them() -> None:
    found = outcome(
        walk(load(CONTENT)["adult-needs"], {**ABLE, "washing": ("unable",), "dressing": ("prompting",)})
    )
    assert found.findings.adult is not None
    assert found.findings.adult.indication is Indication.MAY_MEET
    reasons = {reason.code: reason for reason in found.leading.reasons}
    assert reasons["unable_outcomes_met"].words == "these are hard for you: washing and getting dressed"
    assert reasons["unable_outcomes_met"].cites == "SI 2015/313 reg 2(1)(b)"
    assert found.leading.cites == "Care Act 2014 s.9"


def test_in_danger_nothing_but_danger_is_the_reason_to_call_999() -> None:
    found = outcome(walk(load(CONTENT)["adult-needs"], {**ABLE, "safe_now": ("danger",)}))
    assert [reason.code for reason in found.leading.reasons] == ["immediate_danger_met"]


def test_on_somebodys_behalf_the_words_are_about_them() -> None:
    answers = {
        **ABLE,
        "who_for": ("someone_else",),
        "relation": ("mother",),
        "agreement": ("cannot_decide",),
        "washing": ("unable",),
        "eating": ("unable",),
    }
    found = outcome(walk(load(CONTENT)["adult-needs"], answers))
    assert found.leading.say.startswith("Your mother may be able to get help")
    assert "these are hard for your mother: eating and drinking and washing" in [
        reason.words for reason in found.leading.reasons
    ]
    assert dict(found.notes)["cannot_decide"].startswith("Your mother still has a say")
    assert "advocacy" in {need.id for need in found.needs}


def test_help_that_somebody_gets_now_lowers_nothing() -> None:
    questionnaire = load(CONTENT)["adult-needs"]
    needs = {**ABLE, "washing": ("unable",), "eating": ("unable",)}
    helped = outcome(walk(questionnaire, {**needs, "helpers": ("family_with", "paid", "equipment")}))
    assert helped.leading == outcome(walk(questionnaire, needs)).leading
    assert ("help_now.paid_care", "yes") in helped.facts


def test_the_persons_own_words_are_kept_as_written_and_in_their_order() -> None:
    answers = {
        **SAFE,
        "good_day": ("Out with  the DOG\nby ten",),
        "matters_most": ("the dog", "not being a bother"),
        "strengths": ("humour", "pet"),
    }
    found = outcome(walk(load(CONTENT)["adult-needs"], answers))
    assert [(own.purpose, own.words) for own in found.own_words] == [
        ("good_day", ("Out with  the DOG\nby ten",)),
        ("matters", ("the dog", "not being a bother")),
    ]
    assert found.strengths == ("A sense of humour", "A pet")


def test_a_worry_about_health_adds_the_gp_and_removes_nothing() -> None:
    questionnaire = load(CONTENT)["adult-needs"]
    found = outcome(walk(questionnaire, {**ABLE, "lately": ("low",)}))
    assert "GP" in dict(found.notes)["health"]
    assert {step.id for step in outcome(walk(questionnaire, ABLE)).routes} <= {
        step.id for step in found.routes
    }


def test_despair_interrupts_with_somebody_to_talk_to() -> None:
    found = outcome(walk(load(CONTENT)["adult-needs"], {**ABLE, "lately": ("no_hope",)}))
    assert [interrupt.id for interrupt in found.interrupts] == ["crisis"]
    calls = lines.load(CONTENT).calls_of_interrupt("crisis", found.interrupts[0].page)
    assert any("116 123" in str(line) for line in calls)


def test_somebody_who_cannot_travel_is_offered_a_visit() -> None:
    found = outcome(walk(load(CONTENT)["adult-needs"], {**ABLE, "lately": ("cannot_go_out", "loss")}))
    assert found.home_visit
    assert (
        next(step for step in found.routes if step.id == "hub_appointment").title == "Ask for a visit at home"
    )


def test_needs_come_from_the_hardest_answers_first_and_gaps_are_named(tmp_path: Path) -> None:
    answers = {
        "who_for": ("me",),
        "safe": ("safe",),
        "washing": ("not_sure",),
        "dressing": ("unable",),
        "home": ("cold",),
    }
    found = outcome(walk(sample(tmp_path), answers), live=lambda need: need != "bathing")
    assert [need.id for need in found.needs] == ["equipment", "home-care", "energy-bills", "bathing"]
    assert [need.why for need in found.needs] == ["dressing", "dressing", "home", "washing"]
    assert found.gaps == ("bathing",)


def test_the_version_says_by_what_a_result_came_about(tmp_path: Path) -> None:
    assert outcome(walk(sample(tmp_path), {})).version == (
        "sample",
        2,
        (("adult", "1"), ("safeguarding", "1")),
    )
    assert outcome(walk(load(CONTENT)["paying"], {})).version.rules == (
        ("safeguarding", "1"),
        ("money", "1"),
        ("benefits", "1"),
    )


def test_quick_check_is_quick_and_leads_on() -> None:
    questionnaire = load(CONTENT)["quick-check"]
    assert outcome(walk(questionnaire, {**SAFE, "independent": ("cannot",)})).leading.id == "needs_assessment"
    assert outcome(walk(questionnaire, {**SAFE, "safe_home": ("bath",)})).leading.id == "short_term_help"
    assert outcome(walk(questionnaire, {**SAFE, "offer": ("skill",)})).offers == (
        "A skill or a hobby to share",
    )


def test_what_is_skipped_leads_to_no_need() -> None:
    questionnaire = load(CONTENT)["quick-check"]
    skipped: dict[str, tuple[str, ...]] = {"safe_home": (), "connected": (), "independent": (), "caring": ()}
    assert [need.id for need in outcome(walk(questionnaire, {**SAFE, **skipped})).needs] == []
    unsure = {**SAFE, **skipped, "caring": ("not_sure",)}
    said = {need.id: need.why for need in outcome(walk(questionnaire, unsure)).needs}
    assert said["carers"] == "looking after someone"
