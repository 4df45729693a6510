"""Worked examples of the law on the real questionnaires: answers, the first steps, and true reasons."""

from datetime import date
from pathlib import Path

import pytest

from selfassess.engine.migrations import migrate_answers
from selfassess.engine.money_indications import money_indications
from selfassess.engine.outcome import Outcome, outcome
from selfassess.engine.path import walk
from selfassess.engine.schema import Answer
from selfassess.loading.library import load
from selfassess.proof.checker import FOR_ADULTS
from selfassess.result.need_order import in_order
from selfassess.rules.figures import Figures

LIBRARY = load(Path(__file__).parents[4] / "content")
Given = dict[str, Answer]

AREAS = ("washing", "toilet", "dressing", "eating", "safe_home", "keeping_home", "people", "getting_out")
WELL: Given = {
    "who_for": ("me",),
    "age": ("from_18",),
    "safe_now": ("safe",),
    "harm": ("no",),
    "health": ("none",),
    "lately": ("none",),
    **dict.fromkeys((*AREAS, "work", "child"), ("able",)),
    "bad_week": ("same",),
    "effect": ("none",),
    "caring": ("no",),
    "talking": ("none",),
    "money": ("no",),
}
CARER: Given = {
    "age": ("adult",),
    "cared_for": ("adult",),
    "safe_now": ("safe",),
    "harm": ("no",),
    "coping": ("coping",),
    "hours": ("few",),
    "without_you": ("fine",),
    "health": ("no",),
    "feelings": ("fine",),
    **dict.fromkeys(("home", "eating", "people", "work", "getting_out", "joy"), ("able",)),
    "why_care": ("other",),
    "children_or_others": ("neither",),
    "effect": ("none",),
    "would_help": ("nothing",),
}
QUICK: Given = {
    "who_for": ("me",),
    "safe_now": ("safe",),
    "harm": ("no",),
    "safe_home": ("none",),
    "connected": ("fine",),
    "independent": ("fine",),
    "caring": ("no",),
}
HOME: Given = {
    "who_for": ("me",),
    "safe_now": ("safe",),
    "harm": ("no",),
    "fallen": ("no",),
    "fall_worry": ("no",),
    **dict.fromkeys(
        ("steps_stairs", "bath", "toilet", "bed_chair", "kitchen", "memory", "senses", "house", "lately"),
        ("none",),
    ),
    "calling": ("fine",),
    "helpers": ("nobody",),
    "overall": ("fine",),
}
PAYING: Given = {"who_for": ("me",), "safe_now": ("safe",), "harm": ("no",), "talked": ("yes",)}
WELL_BEGUN = {"adult-needs": WELL, "carer": CARER, "quick-check": QUICK, "home": HOME, "paying": PAYING}
FOUR_AREAS: Given = dict.fromkeys(("washing", "toilet", "dressing", "eating"), ("unable",))


def result(id: str, **changes: Answer) -> Outcome:
    return outcome(walk(LIBRARY[id], {**WELL_BEGUN[id], **changes}))


EXAMPLES: list[tuple[str, str, Given, tuple[str, ...], str]] = [
    # What is well leads to what everybody can use.
    ("well", "adult-needs", {}, ("community",), ""),
    # Appearance of need: ss.9 and 10.
    (
        "four areas, no condition ticked",
        "adult-needs",
        FOUR_AREAS,
        ("needs_assessment",),
        "these are hard for you: eating and drinking, washing, using the toilet and getting dressed",
    ),
    ("one area", "adult-needs", {"eating": ("unable",)}, ("needs_assessment",), "eating and drinking"),
    (
        "a small effect",
        "adult-needs",
        {**FOUR_AREAS, "health": ("frail",), "effect": ("none",)},
        ("needs_assessment",),
        "washing",
    ),
    (
        "a reminder with washing",
        "adult-needs",
        {"washing": ("prompting",)},
        ("needs_assessment",),
        "these are hard for you: washing",
    ),
    (
        "well today, not in a bad week",
        "adult-needs",
        {"bad_week": ("much_less",)},
        ("needs_assessment",),
        "in a bad week you manage much less",
    ),
    (
        "they would manage",
        "carer",
        {"without_you": ("fine",), "health": ("yes",), "people": ("unable",), "effect": ("significant",)},
        ("carers_assessment",),
        "these are hard for you: seeing family and friends",
    ),
    ("intends to care", "carer", {"hours": ("soon",)}, ("carers_assessment",), "soon look after someone"),
    ("the bath", "quick-check", {"safe_home": ("bath",)}, ("short_term_help", "needs_assessment"), ""),
    ("muddled at night", "home", {"memory": ("night",)}, ("needs_assessment",), "memory at home"),
    ("nobody who would come", "home", {"calling": ("nobody",)}, ("needs_assessment",), "calling for help"),
    # Urgent needs: s.19(3).
    (
        "home on Friday",
        "adult-needs",
        {"lately": ("hospital",), "home_when": ("soon", "2026-11-27")},
        ("urgent_help", "needs_assessment"),
        "you go home from hospital in the next few days",
    ),
    ("nobody today", "adult-needs", {"lately": ("nobody_today",)}, ("urgent_help",), "nobody to help you"),
    # Abuse suffered or seen leads, safe this minute or not.
    ("defrauded", "quick-check", {"harm": ("money",)}, ("safeguarding_concern",), ""),
    (
        "fear of harm",
        "home",
        {"harm": ("at_risk",)},
        ("safeguarding_concern",),
        "you fear that someone may hurt you",
    ),
    (
        "harm and need",
        "adult-needs",
        {**FOUR_AREAS, "harm": ("hurt",)},
        ("safeguarding_concern", "needs_assessment"),
        "",
    ),
    (
        "danger and need",
        "adult-needs",
        {**FOUR_AREAS, "safe_now": ("danger",)},
        ("emergency", "needs_assessment"),
        "",
    ),
    (
        "harm to the other, seen by a carer",
        "carer",
        {"harm": ("hurt_them",)},
        ("safeguarding_concern",),
        "the person you look after may be hurt",
    ),
    # A carer who can't go on.
    (
        "can't go on",
        "carer",
        {"coping": ("breaking",)},
        ("urgent_carer_support",),
        "you can't go on with the care",
    ),
    (
        "fears doing harm",
        "carer",
        {"coping": ("fear_harm",)},
        ("urgent_carer_support",),
        "you fear you may hurt someone",
    ),
    (
        "fears doing harm, and is hurt",
        "carer",
        {"coping": ("fear_harm",), "harm": ("hurt_me",)},
        ("safeguarding_concern", "urgent_carer_support"),
        "",
    ),
    # Under 18: another law and another team.
    (
        "a young carer who is hurt",
        "carer",
        {"age": ("under_18",), "harm": ("hurt_me",)},
        ("child_safety",),
        "under 18",
    ),
    (
        "a child who is hurt",
        "carer",
        {"cared_for": ("child",), "harm": ("hurt_child",)},
        ("child_safety",),
        "a child",
    ),
    (
        "under 18 and hurt",
        "quick-check",
        {"who_for": ("me_under_18",), "harm": ("hurt",)},
        ("child_safety",),
        "",
    ),
    ("said at the end", "quick-check", {"harm": ("hurt",), "caring": ("young",)}, ("child_safety",), ""),
    ("15 and disabled", "adult-needs", {"age": ("under_16",)}, ("child_support",), "you are under 18"),
    ("17 and disabled", "adult-needs", {"age": ("from_16",)}, ("transition",), "you are 16 or 17"),
    ("15, looks after his mum", "carer", {"age": ("under_18",)}, ("young_carer",), "under 18"),
]


@pytest.mark.parametrize(
    ("id", "changes", "first", "because"), [one[1:] for one in EXAMPLES], ids=[one[0] for one in EXAMPLES]
)
def test_the_first_steps_and_a_reason(id: str, changes: Given, first: tuple[str, ...], because: str) -> None:
    found = result(id, **changes)
    assert tuple(step.id for step in found.routes[: len(first)]) == first
    assert because in "; ".join(reason.words for reason in found.leading.reasons)


def test_a_carer_who_reports_harm_is_not_spoken_to_as_the_one_who_is_hurt() -> None:
    seen, suffered = result("carer", harm=("hurt_them",)).leading, result("carer", harm=("hurt_me",)).leading
    assert "not your fault" in suffered.say
    assert "not your fault" not in seen.say
    assert "someone may be hurting you" not in "; ".join(reason.words for reason in seen.reasons)


def test_a_carer_who_fears_doing_harm_has_safeguarding_in_the_same_step() -> None:
    step = result("carer", coping=("fear_harm",)).leading
    assert {"call_back", "safeguarding_concern", "carers_assessment"} == set(step.requests)
    assert "someone may be hurting you" not in "; ".join(reason.words for reason in step.reasons)
    assert "take over" in step.say


@pytest.mark.parametrize("id", ["adult-needs", "quick-check", "home", "carer", "paying"])
def test_a_child_is_sent_to_no_team_for_adults(id: str) -> None:
    child: Given = {"adult-needs": {"age": ("under_16",)}, "carer": {"age": ("under_18",)}}.get(
        id, {"who_for": ("me_under_18",)}
    )
    for harm in ("hurt_me" if id == "carer" else "hurt", "not_sure", "no"):
        found = result(id, **{**child, "harm": (harm,)})
        adults = {route.id for route in LIBRARY.shared.routes if route.adults_only}
        assert adults & {step.id for step in found.routes} == set()
        assert found.assessment == "children_help"
        assert not FOR_ADULTS & {kind for step in found.routes for kind in step.requests}
        assert not FOR_ADULTS & set(found.requests)


def test_a_young_carer_finds_what_is_for_young_carers_first() -> None:
    found = result("carer", age=("under_18",), coping=("hard",), feelings=("tired", "low"))
    assert found.needs[0].id == "young-carers"
    assert not {"carers", "carers-breaks"} & {need.id for need in found.needs}
    assert found.leading.id == "young_carer"
    assert not {"child_support", "hub_appointment"} & {step.id for step in found.routes}


def test_a_child_is_asked_and_told_nothing_of_paying_for_care() -> None:
    path = walk(LIBRARY["paying"], {"who_for": ("child_under_18",), "talked": ("yes",)})
    assert [step.question.id for step in path.steps] == ["who_for", "safe_now", "harm", "talked"]
    assert money_indications(path, date(2026, 11, 28), Figures(())) is None


@pytest.mark.parametrize(
    ("id", "answer", "reason"),
    [
        ("quick-check", {"connected": ("cannot_go_out",)}, "leave home without a lot of help"),
        ("home", {"lately": ("cannot_go_out",)}, "leave home without a lot of help"),
        ("home", {"house": ("clutter",)}, "hard for you without help: the house or flat"),
        ("adult-needs", {"lately": ("cannot_go_out",)}, "leave home without a lot of help"),
        ("adult-needs", {"lately": ("helper_stopped",)}, "the person who helps you may have to stop"),
        ("adult-needs", {"lately": ("hospital",)}, "you are in hospital"),
    ],
)
def test_a_sign_of_need_leads_to_the_assessment_with_a_true_reason(
    id: str, answer: Given, reason: str
) -> None:
    leading = result(id, **answer).leading
    assert leading.id == "needs_assessment"
    assert any(reason in one.words for one in leading.reasons)
    assert not any("how things are now" in one.words for one in leading.reasons)


def test_a_day_of_coming_home_that_is_far_away_changes_by_when_we_call() -> None:
    later = result("adult-needs", lately=("hospital",), home_when=("later", "2026-12-20")).leading
    unknown = result("adult-needs", lately=("hospital",), home_when=()).leading
    assert (later.id, unknown.id) == ("needs_assessment", "needs_assessment")
    assert later.by_when == "We will call you before you come home, and within 5 working days."
    assert unknown.by_when == "We will call you within 5 working days."


def test_why_somebody_needs_care_leads_to_help_with_that_and_to_no_step() -> None:
    plain, found = result("carer"), result("carer", why_care=("memory", "stroke"))
    assert {"dementia", "stroke-brain"} <= {need.id for need in found.needs}
    # What is for the carer comes first, however hard the life of the person they look after is.
    for_other = [need.for_other for need in found.needs]
    assert for_other == sorted(for_other)
    assert next(need.id for need in found.needs if need.for_other) == "dementia"
    tired = result("carer", why_care=("frail", "stroke"), feelings=("tired",))
    order = [need.id for need in in_order(tired.needs, {"stroke-brain"}, (), "")]
    assert order[0] == "carers-breaks"
    assert order.index("stroke-brain") == 2
    assert [step.id for step in found.routes] == [step.id for step in plain.routes]
    assert walk(LIBRARY["carer"], CARER | {"cared_for": ("child",)}).step("why_care") is None


@pytest.mark.parametrize(
    "urgent",
    [{"lately": ("nobody_today",)}, {"lately": ("hospital",), "home_when": ("soon", "2026-11-27")}],
)
def test_beside_a_call_for_today_no_later_day_is_promised(urgent: Given) -> None:
    found = result("adult-needs", washing=("unable",), **urgent)
    steps = {step.id: step for step in found.routes}
    assert found.leading.id == "urgent_help"
    assert "needs_assessment" in steps
    assert "working days" not in steps["needs_assessment"].by_when + steps["needs_assessment"].next


def test_who_refuses_is_told_what_a_refusal_means() -> None:
    found = result("adult-needs", who_for=("someone_else",), relation=("father",), agreement=("says_no",))
    assert "Your father can say no to an assessment." in dict(found.notes)["refuses"]
    assert "abused or neglected" in dict(found.notes)["refuses"]


def test_who_acts_for_somebody_can_answer() -> None:
    found = result("adult-needs", who_for=("someone_else",), relation=("mother",), agreement=("acts_for",))
    assert "attorney, deputy or appointee" in dict(found.notes)["acts_for"]


@pytest.mark.parametrize("id", ["quick-check", "home", "paying"])
def test_nobody_is_kept_from_answering_for_somebody_who_cannot_decide(id: str) -> None:
    hint = LIBRARY[id].by_id["who_for"].hint
    assert hint
    assert "If they can't decide this, you can answer in the way that is best for them." in hint.you


def test_a_difficulty_in_a_talk_brings_an_advocate() -> None:
    some = result("adult-needs", talking=("weigh",))
    alone = result("adult-needs", talking=("weigh", "nobody_suitable"))
    assert "advocate" in {step.id for step in some.routes}
    assert "have nobody" in next(step.say for step in alone.routes if step.id == "advocate")


def test_a_visa_without_public_funds_leaves_the_assessment_open() -> None:
    found = result("adult-needs", money=("visa",))
    assert "not a public fund" in dict(found.notes)["no_public_funds"]
    assert "needs_assessment" in found.requests


def test_a_father_of_80_is_not_asked_about_a_job_on_a_page_of_its_own() -> None:
    asked = {step.question.id for step in walk(LIBRARY["adult-needs"], {**WELL, "age": ("from_65",)}).steps}
    assert "work_or_child" in asked
    assert not {"work", "child"} & asked


@pytest.mark.parametrize(
    ("id", "version", "old", "new"),
    [
        ("quick-check", 1, {"safe_now": ("safe",)}, {"safe_now": ("safe",)}),
        ("quick-check", 1, {"safe_now": ("danger",)}, {"safe_now": ("danger",)}),
        ("home", 1, {"safe_now": ("neglect",)}, {"safe_now": ("safe",), "harm": ("neglect",)}),
        ("paying", 1, {"safe_now": ("hurt",)}, {"safe_now": ("safe",), "harm": ("hurt",)}),
        ("adult-needs", 1, {"safe_now": ("at_risk",)}, {"safe_now": ("safe",), "harm": ("at_risk",)}),
        ("carer", 2, {"safe_now": ("hurt_them",)}, {"safe_now": ("safe",), "harm": ("hurt_them",)}),
        ("carer", 1, {"safe_now": ("breaking",)}, {"safe_now": ("safe",), "coping": ("fear_harm",)}),
    ],
)
def test_saved_answers_about_safety_become_two_answers(id: str, version: int, old: Given, new: Given) -> None:
    """Who only said that they were safe is asked about harm: it never becomes "no"."""
    migrated = migrate_answers(LIBRARY[id], old, version)
    assert migrated == new
    assert walk(LIBRARY[id], migrated).answers_on_path.items() <= migrated.items()
