"""The proofs hold for a sound questionnaire, and each of them finds the fault planted for it, with
answers that show it.
"""

from pathlib import Path

import pytest

from selfassess.engine.outcome import outcome
from selfassess.engine.path import walk
from selfassess.engine.schema import Questionnaire
from selfassess.proof.checker import check
from tests.examples import sampled
from tests.unit.selfassess.engine.samples import sample

OF_CARERS = {
    "young-carers",
    "carers",
    "carers-breaks",
    "carers-emergency",
    "carers-training",
    "working-carers",
}
KNOWN = {"bathing", "equipment", "home-care", "falls", "energy-bills", *OF_CARERS}
AREA = "- {id: dressing, kind: one, area: adult.clothing, needs: {any: [equipment], unable: [home-care]}}"
WORDS = "  dressing: {text: Getting dressed?, topic: dressing}"
ALARM = "      - {id: alarm, kind: one, show_when: {home: falls}"

YES_NO = "[{id: no, worse: 0}, {id: yes, worse: 2, sets: {adult.impairment: yes}}, {id: not_sure, worse: 1}]"
AGAIN = f"      - {{id: again, kind: one, options: {YES_NO}}}\n"
AGAIN_WORDS = '  again: {text: An illness?, options: {no: "No", yes: "Yes", not_sure: Not sure}}\n'

STORY = "- {id: story, kind: lines, keeps: matters, most: 20}"
STORY_WORDS = '  story: {text: {you: "What matters to you?", other: "What matters to {who}?"}}'
SAVINGS = """- id: couple
        kind: one
        ordered: no
        options: [{id: yes, sets: {OPTION}}, {id: no, sets: {money.single: yes}}, {id: not_sure}]"""
SAVINGS_WORDS = '  couple: {text: A couple?, options: {yes: "Yes", no: "No", not_sure: Not sure}}'
ONE_SUM = "- {id: savings, kind: money, fact: money.savings}\n"

FAULTS: dict[str, tuple[list[tuple[str, str]], str, str, str]] = {
    "a question nobody reaches": (
        [("show_when: {home: falls}", "show_when: {all: [{home: falls}, {home: none}]}")],
        "every question can be reached",
        "alarm",
        "",
    ),
    "a condition that looks ahead": (
        [("- {id: story, kind: lines,", "- {id: story, kind: lines, show_when: {home: cold},")],
        "every path ends",
        "story waits for the answer to home",
        "",
    ),
    "a route that never leads": (
        [
            (
                "needs_assessment, short_term_help, community]",
                "needs_assessment, young_carer, short_term_help, community]",
            )
        ],
        "every route can be reached",
        "young_carer",
        "",
    ),
    "a route that leads unannounced": (
        [("needs_assessment, short_term_help, community]", "needs_assessment, community]")],
        "every route can be reached",
        "short_term_help leads",
        "health = no",
    ),
    "two answers that contradict each other": (
        [
            (ALARM, AGAIN.replace("sets: {adult.impairment: yes}", "sets: {adult.impairment: no}") + ALARM),
            (WORDS, AGAIN_WORDS.replace("An", "Any") + WORDS),
        ],
        "no contradiction",
        "adult.impairment is both",
        "again = yes",
    ),
    "two answers of one question that contradict each other": (
        [
            (
                "{id: falls, worse: 2, sets: {signal.equipment: yes}",
                "{id: falls, worse: 2, sets: {adult.wellbeing_impact: none}",
            ),
            ("{id: cold, worse: 2,", "{id: cold, worse: 2, sets: {adult.wellbeing_impact: significant},"),
        ],
        "no contradiction",
        "adult.wellbeing_impact is both none and significant",
        "home = falls + cold",
    ),
    "the same words twice": (
        [(ALARM, AGAIN.replace(", sets: {adult.impairment: yes}", "") + ALARM), (WORDS, AGAIN_WORDS + WORDS)],
        "no question is asked twice",
        "health and again both ask “An illness?”",
        "again = ",
    ),
    "the same area twice": (
        [(AREA, AREA.replace("clothing", "personal_hygiene"))],
        "no question is asked twice",
        "washing and dressing both ask about adult.personal_hygiene",
        "washing = ",
    ),
    "a need nobody knows": (
        [("needs: [falls]", "needs: [fals]")],
        "every need is known",
        "home = falls leads to fals",
        "",
    ),
    "worse answers that lead to less": (
        [
            (
                "{id: none, alone: yes, worse: 0}",
                "{id: none, alone: yes, worse: 0, sets: {signal.equipment: yes}}",
            )
        ],
        "worse answers never lead to less help",
        "short_term_help",
        "better: home = none | worse: home = not_sure",
    ),
    "worse answers that lose what no other step brings": (
        [("{id: none, alone: yes, worse: 0}", "{id: none, alone: yes, worse: 0, sets: {signal.money: yes}}")],
        "worse answers never lead to less help",
        "money_advice would be lost",
        "better: home = none | worse: home = ",
    ),
    "worse answers that hide a question which helps": (
        [("- {id: washing, kind: one,", "- {id: washing, kind: one, show_when: {not: {health: yes}},")],
        "worse answers never lead to less help",
        "short_term_help",
        "worse: ",
    ),
    "worse answers that lose a need": (
        [("unable: [home-care]", "prompting: [home-care]")],
        "worse answers never lead to less help",
        "the need home-care would be lost",
        "better: dressing = prompting | worse: dressing = unable",
    ),
    "not sure that leads to less than the best answer": (
        [("{id: none, alone: yes, worse: 0}", "{id: none, alone: yes, worse: 0, needs: [falls]}")],
        "not sure never lowers a route",
        "the need falls would be lost",
        "better: home = none | worse: home = not_sure",
    ),
    "not sure that counts as the best answer": (
        [
            (
                "{id: not_sure, worse: 1, sets: {adult.impairment: not_sure}}",
                "{id: not_sure, worse: 0, sets: {adult.impairment: not_sure}}",
            )
        ],
        "not sure never lowers a route",
        "health",
        "",
    ),
    "answers without order that lead to help": (
        [
            (
                "show_when: {home: falls}, ordered: no, options: [{id: yes}",
                "ordered: no, options: [{id: yes, sets: {signal.equipment: yes}}",
            )
        ],
        "worse answers never lead to less help",
        "alarm",
        "",
    ),
    "danger that does not lead": (
        [
            (
                "{id: danger, worse: 3, sets: {safeguarding.immediate_danger: yes}",
                "{id: danger, worse: 3, sets: {safeguarding.immediate_danger: no}",
            )
        ],
        "danger always leads",
        "though someone is in danger",
        "safe = danger",
    ),
    "harm that does not lead": (
        [("safeguarding.abuse_or_neglect: yes}", "safeguarding.abuse_or_neglect: no}")],
        "danger always leads",
        "though there may be harm",
        "safe = hurt",
    ),
    "a question about money that leads to help": (
        [
            (STORY, SAVINGS.replace("OPTION", "money.single: no, signal.equipment: yes")),
            (STORY_WORDS, SAVINGS_WORDS),
        ],
        "money never decides who gets help",
        "couple asks about money",
        "",
    ),
    "help that waits for an answer about money": (
        [
            (STORY, SAVINGS.replace("OPTION", "money.single: no")),
            (STORY_WORDS, SAVINGS_WORDS),
            ("- {id: washing, kind: one,", "- {id: washing, kind: one, show_when: {couple: yes},"),
        ],
        "money never decides who gets help",
        "washing waits for couple",
        "",
    ),
    "two answers about money that contradict each other": (
        [
            (
                STORY,
                SAVINGS.replace("OPTION", "money.single: no").replace("kind: one", "kind: many"),
            ),
            (STORY_WORDS, SAVINGS_WORDS),
        ],
        "no contradiction",
        "money.single is both no and yes",
        "couple = ",
    ),
    "a sum that is asked for twice": (
        [
            (
                STORY,
                ONE_SUM + ONE_SUM.replace("savings,", "more,").replace("- {", "      - {"),
            ),
            (STORY_WORDS, "  savings: {text: How much?}\n  more: {text: How much more?}"),
        ],
        "no question is asked twice",
        "savings and more both ask about money.savings",
        "",
    ),
    "the same words twice, answered in words": (
        [
            (STORY, "- {id: story, kind: lines}\n      - {id: more, kind: text}"),
            (STORY_WORDS, "  story: {text: What matters?}\n  more: {text: What matters?}"),
        ],
        "no question is asked twice",
        "story and more both ask “What matters?”",
        "",
    ),
    "a need nobody knows, on whose page it is offered": (
        [("voice: {", "about: [fals]\nvoice: {")],
        "every need is known",
        "about fals",
        "",
    ),
    "a need nobody knows, in place of those of adults": (
        [],
        "every need is known",
        "routes.yaml names carrers",
        "",
    ),
    "a need without the offer of an assessment": (
        [("{id: cold, worse: 2,", "{id: cold, worse: 2, sets: {signal.urgent: yes},")],
        "a need always has the offer of an assessment",
        "community and information would come before it",
        "home = cold",
    ),
    "a child who is sent to a team for adults": (
        [("{id: cold, worse: 2,", "{id: cold, worse: 2, sets: {signal.under_18: yes, signal.money: yes},")],
        "nobody under 18 is sent to a team for adults",
        "money_advice would be shown",
        "home = cold",
    ),
    "danger without an alarm": (
        [(", alarm: danger", "")],
        "danger always leads",
        "safe = danger speaks of danger",
        "",
    ),
    "an alarm that does not interrupt": (
        [(", interrupt: danger", "")],
        "danger always leads",
        "give it an `interrupt`",
        "",
    ),
}


SHARED_FAULTS = {
    "a need nobody knows, in place of those of adults": ("[carers, ", "[carrers, "),
    "a need without the offer of an assessment": (
        "{signal.urgent: yes, signal.home_soon: yes}",
        "{signal.home_soon: yes}",
    ),
    "a child who is sent to a team for adults": (
        "{signal.money: yes}\n    instead: *child_support\n",
        "{signal.money: yes}\n",
    ),
}
"""The faults among them that need a change in routes.yaml as well."""


@pytest.fixture
def sound(tmp_path: Path) -> Questionnaire:
    return sample(tmp_path)


def test_a_sound_questionnaire_is_proved(sound: Questionnaire) -> None:
    report = check(sound, KNOWN, lambda need: need != "falls")
    assert report.breaches == ()
    assert report.gaps == ("falls",)
    # who (2 + relation's 2) x safe 4 x health 3 x areas 7 x 7 x home (none, not sure, cold; falls and both,
    # with alarm's 3)
    assert report.combinations == 4 * 4 * 3 * 7 * 7 * (3 + 2 * 3)
    assert report.pages == 9


@pytest.mark.parametrize("name", sampled(FAULTS, 6))
def test_a_planted_fault_is_found(name: str, tmp_path: Path) -> None:
    swaps, proof, what, witness = FAULTS[name]
    shared = SHARED_FAULTS.get(name, ("", ""))
    breaches = [
        breach
        for breach in check(sample(tmp_path, *swaps, shared=shared), KNOWN, lambda _: True).breaches
        if breach.proof == proof
    ]
    assert any(what in breach.what and witness in breach.witness for breach in breaches), [
        str(breach) for breach in breaches
    ]


@pytest.mark.parametrize(
    ("swap", "names"),
    sampled(
        [
            (("rank: 7\n", "rank: 1\n"), "emergency and needs_assessment"),
            (("always: yes\n", "always: no\n"), "no route would lead"),
        ],
        2,
    ),
)
def test_two_or_no_leading_routes_are_found(swap: tuple[str, str], names: str, tmp_path: Path) -> None:
    breaches = check(sample(tmp_path, shared=swap), KNOWN, lambda _: True).breaches
    assert any(
        breach.proof == "exactly one leading route" and names in breach.what and breach.witness
        for breach in breaches
    )


def test_a_proof_about_another_engine_is_found(sound: Questionnaire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfassess.proof.checker.routes_from_answers", lambda *_: frozenset({"community"}))
    assert any(
        breach.proof == "the proof is about the real engine"
        for breach in check(sound, KNOWN, lambda _: True).breaches
    )


def test_the_witnesses_of_leading_routes_lead_there(sound: Questionnaire) -> None:
    leading = list(check(sound, KNOWN, lambda _: True).leading)
    assert leading
    for route, witness in leading:
        given = {
            part.split(" = ")[0]: tuple(part.split(" = ")[1].split(" + ")) for part in witness.split("; ")
        }
        assert outcome(walk(sound, walk(sound, given).answers_on_path)).leading.id == route
