"""Mistakes in the content are named with file and line, and what to do; pictures and conditions read as
they should.
"""

from pathlib import Path

import pytest

from selfassess.engine.conditions import All, AnyOf, Is, Not, holds, reads
from selfassess.loading.library import load
from selfassess.loading.problems import AssessmentError
from tests.unit.selfassess.engine.samples import CONTENT, FLOW, WORDING, sample

MISTAKES = {
    "an unknown name": (("kind: lines,", "kid: lines,"), "flow.yaml", "kid is not known here"),
    "an unknown kind": (
        ("kind: lines", "kind: essay"),
        "flow.yaml",
        "'essay' is not known; use one of: one, many",
    ),
    "an unknown fact": (
        ("adult.impairment: no}", "adult.illness: no}"),
        "flow.yaml",
        "adult.illness is no fact",
    ),
    "an unknown value": (
        ("{adult.impairment: yes}", "{adult.impairment: perhaps}"),
        "flow.yaml",
        "'perhaps' is not known",
    ),
    "a signal nobody named": (
        ("signal.equipment: yes", "signal.equipmnt: yes"),
        "flow.yaml",
        "signal.equipmnt is no fact",
    ),
    "no way to say not sure": (
        ("{id: mother}, {id: not_sure}]", "{id: mother}]"),
        "flow.yaml",
        'no way to say "not sure"',
    ),
    "no order": (("- {id: no, worse: 0, sets", "- {id: no, sets"), "flow.yaml", "its answers have no order"),
    "a condition on a question there is not": (
        ("{home: falls}, ordered", "{hom: falls}, ordered"),
        "flow.yaml",
        "there is no such question",
    ),
    "a condition on an answer there is not": (
        ("{home: falls}, ordered", "{home: fals}, ordered"),
        "flow.yaml",
        "no such answer",
    ),
    "an id twice": (
        ("- {id: dressing, kind", "- {id: washing, kind"),
        "flow.yaml",
        "the question washing is there twice",
    ),
    "a question without words": (
        ("  alarm: {text", "  alarms: {text"),
        "wording.yaml",
        "the question alarm has no words",
    ),
    "words that nothing uses": (
        ("  alarm: {text", "  other: {text: Hm?}\n  alarm: {text"),
        "wording.yaml",
        "there is no question other",
    ),
    "an answer without words": (("cold: Cold, ", ""), "wording.yaml", "the answer cold has no words"),
    "words that serve for one only": (
        ("text: Getting dressed?", "text: Do you dress?"),
        "wording.yaml",
        "these words speak of the reader",
    ),
    "half of a pair of words": (
        ('{you: "How would you wash?", other:', '{you: "How would you wash?", others:'),
        "wording.yaml",
        "others is not known here; use one of: other, you",
    ),
    "a mark that nothing fills": (
        ("{who} safe?", "{whom} safe?"),
        "wording.yaml",
        "{whom} is not filled by anything",
    ),
    "needs without a topic": ((", topic: washing", ""), "flow.yaml", "it needs a topic"),
    "a number for a fact that is none": (
        ("kind: lines, keeps: matters", "kind: money, fact: money.single"),
        "flow.yaml",
        "'money.single' is not",
    ),
    "a number of another kind": (
        ("kind: lines, keeps: matters", "kind: number, fact: money.savings"),
        "flow.yaml",
        "money.savings is money",
    ),
    "a benefit there is not": (
        ("voice: {", "worth: [{benefit: pension}]\nvoice: {"),
        "flow.yaml",
        "'pension' is not known",
    ),
    "a benefit that hangs on a question there is not": (
        ("voice: {", "worth: [{benefit: attendance_allowance, when: {hom: falls}}]\nvoice: {"),
        "flow.yaml",
        "attendance_allowance is shown when hom is falls, but there is no such question",
    ),
    "no YAML": (("sections: {start", "sections: {start: ["), "wording.yaml", "this is no YAML"),
    "a version without a change": (
        ("version: 2\nrules", "version: 3\nrules"),
        "changes.yaml",
        "the newest change is of version 2",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_file_and_line(name: str, tmp_path: Path) -> None:
    swap, file, words = MISTAKES[name]
    with pytest.raises(AssessmentError) as caught:
        sample(tmp_path, swap)
    assert any(
        words in problem.message and problem.file == f"sample/{file}" and problem.line
        for problem in caught.value.problems
    ), caught.value


def test_the_line_is_the_right_one(tmp_path: Path) -> None:
    with pytest.raises(AssessmentError) as caught:
        sample(tmp_path, ("text: Getting dressed?", "text: Do you dress?"))
    line = 1 + WORDING[: WORDING.index("text: Getting dressed?")].count("\n")
    assert [problem.line for problem in caught.value.problems] == [line]


def test_all_mistakes_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(AssessmentError) as caught:
        sample(
            tmp_path,
            ("kind: lines,", "kid: lines,"),
            ("{adult.impairment: yes}", "{adult.impairment: perhaps}"),
        )
    assert len(caught.value.problems) >= 2


def test_mistakes_of_all_files_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(AssessmentError) as caught:
        sample(
            tmp_path,
            ("{adult.impairment: yes}", "{adult.impairment: perhaps}"),
            ("text: Getting dressed?", "text: Do you dress?"),
            shared=("tier: safety", "tier: danger"),
        )
    assert {problem.file for problem in caught.value.problems} == {
        "assessments/routes.yaml",
        "sample/flow.yaml",
        "sample/wording.yaml",
    }


MISTAKES_OF_FORM = {
    "a text in place of names": ("voice: {question: who_for", "voice: [who_for", "names with values"),
    "a number that is none": (
        "worse: 0, sets: {safeg",
        "worse: none, sets: {safeg",
        "'none' is no whole number",
    ),
    "neither yes nor no": ("skippable: no", "skippable: never", "'never' is not known; use one of: yes, no"),
    "answers to a question that is written": (
        "kind: lines, keeps",
        "kind: lines, options: [{id: x}], keeps",
        "options is not known here; use one of: about_other, fact, id",
    ),
    "a step that leads nowhere": (
        "assessment: needs_assessment",
        "assessment: needs",
        "'needs' is not known; use one of: emer",
    ),
    "an empty value": ("rules: [safeguarding, adult]", "rules: ", "words are missing here"),
}


@pytest.mark.parametrize("name", MISTAKES_OF_FORM)
def test_a_mistake_of_form_is_worded_plainly(name: str, tmp_path: Path) -> None:
    old, new, words = MISTAKES_OF_FORM[name]
    flow = FLOW.replace(old, new, 1).replace(
        "voice: [who_for, other: [someone_else], person: relation}", "voice: [who_for]"
    )
    assert flow != FLOW
    with pytest.raises(AssessmentError, match=words):
        sample(tmp_path, flow=flow)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    sample(tmp_path)
    (tmp_path / "assessments" / "sample" / "flow.yaml").unlink()
    with pytest.raises(AssessmentError, match=r"sample/flow.yaml, line 1: this file is missing"):
        load(tmp_path)


def test_conditions_hold_as_they_read() -> None:
    condition = All(
        (
            Is("who", frozenset({"me"})),
            Not(AnyOf((Is("home", frozenset({"none"})), Is("signal.x", frozenset({"no"}))))),
        )
    )
    assert holds(condition, {("who", "me"), ("home", "falls")})
    assert not holds(condition, {("who", "me"), ("signal.x", "no")})
    assert not holds(condition, set())
    assert holds(None, set())
    assert reads(condition) == {("who", "me"), ("home", "none"), ("signal.x", "no")}


def test_the_library_keeps_the_order_in_which_questionnaires_are_offered() -> None:
    assert next(iter(load(CONTENT))) == "quick-check"
    assert load(CONTENT) is load(CONTENT)
    assert "voice" in FLOW
