"""Answers in progress: written to the session and read back, two tabs, several questionnaires."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.settings import ROOT
from selfassess.engine.path import walk
from selfassess.engine.schema import Questionnaire
from selfassess.loading.library import load
from selfassess.session import answers_in_progress, stored_form
from selfassess.session.answers_in_progress import ChangeResult, InProgress
from selfassess.values import plan_operations as plans

LIBRARY = load(Path(ROOT / "content"))
QUICK, ADULT = LIBRARY["quick-check"], LIBRARY["adult-needs"]


def begun(questionnaire: Questionnaire = QUICK) -> InProgress:
    return answers_in_progress.begin(InProgress(), questionnaire, afresh=False)


def sent(value: InProgress, seen: int, question: str, *answer: str) -> ChangeResult:
    """An answer from a page that was made with revision `seen`."""
    path = walk(LIBRARY[value.questionnaire], value.answers)
    changes = answers_in_progress.answer_changes(value, path, question, answer)
    return answers_in_progress.changed(value, seen, changes)


def answered(value: InProgress, question: str, *answer: str) -> InProgress:
    return sent(value, value.revision, question, *answer).value


def test_what_is_written_can_be_read() -> None:
    value = answered(begun(), "who_for", "me")
    value = answers_in_progress.changed(
        value, value.revision, answers_in_progress.plan_changes(value, plans.add_goal(value.plan, "Walk"))
    ).value
    assert stored_form.read(stored_form.write(value)).value == value
    assert value.answers == {"who_for": ("me",)}
    assert value.plan.goals[0].text == "Walk"


@pytest.mark.parametrize(
    "stored", [None, "x", [], {"answers": 3}, {"version": None, "answers": {"a": "text"}}]
)
def test_an_unknown_stored_value_gives_empty_answers(stored: Any) -> None:
    assert stored_form.read(stored).value.answers == {}


def test_a_newer_answer_is_not_overwritten_from_an_old_page() -> None:
    value = begun()
    old = value.revision
    value = answered(value, "who_for", "me")
    refused = sent(value, old, "who_for", "mother")
    assert refused.refused
    assert refused.value.answers == {"who_for": ("me",)}
    assert not sent(value, old, "caring", "no").refused


def test_another_questionnaire_keeps_the_answers_to_the_first() -> None:
    value = answers_in_progress.begin(answered(begun(), "who_for", "me"), ADULT, afresh=False)
    assert value.answers == {}
    assert answers_in_progress.begin(value, QUICK, afresh=False).answers == {"who_for": ("me",)}
    assert answers_in_progress.begin(value, QUICK, afresh=True).answers == {}


def test_a_page_from_before_a_new_beginning_cannot_answer_for_it() -> None:
    value = answered(begun(), "who_for", "me")
    afresh = answers_in_progress.begin(value, QUICK, afresh=True)
    assert afresh.revision > value.revision


def test_starting_afresh_keeps_nothing_but_the_count_of_changes() -> None:
    value = replace(
        answered(begun(), "who_for", "me"),
        where="S73",
        saved="id",
        waiting="safe_now",
        others={"carer": {"age": ["40"]}},
    )
    value = answers_in_progress.changed(
        value, value.revision, answers_in_progress.plan_changes(value, plans.add_goal(value.plan, "Walk"))
    ).value
    expected = InProgress(QUICK.id, QUICK.version, revision=value.revision + 1)
    assert answers_in_progress.begin(value, QUICK, afresh=True) == expected


def test_what_is_saved_belongs_to_one_questionnaire() -> None:
    value = InProgress(questionnaire=QUICK.id, saved="id")
    assert answers_in_progress.begin(value, QUICK, afresh=False).saved == "id"
    assert answers_in_progress.begin(value, QUICK, afresh=True).saved == ""
    assert answers_in_progress.begin(value, ADULT, afresh=False).saved == ""


@pytest.mark.parametrize(
    ("text", "revision"), [("7", 7), ("", 0), ("-1", 0), ("x", 0), ("٣", 0), ("9" * 12, 0)]
)
def test_revisions_from_a_form(text: str, revision: int) -> None:
    assert answers_in_progress.seen_revision(text) == revision


def test_no_answer_is_in_its_repr() -> None:
    assert "mother" not in repr(answered(begun(), "who_for", "mother"))


def test_answers_about_one_person_are_not_taken_for_another() -> None:
    value = answered(answered(answered(begun(), "who_for", "me"), "safe_now", "safe"), "offer", "skill")
    assert answered(value, "who_for", "not_sure").answers == {**value.answers, "who_for": ("not_sure",)}
    assert answered(value, "who_for", "mother").answers == {"who_for": ("mother",)}


def test_older_answers_that_come_back_are_not_taken_for_another_either() -> None:
    value = answered(answered(begun(), "who_for", "me"), "safe_now", "safe")
    value = answers_in_progress.begin(
        answers_in_progress.begin(value, ADULT, afresh=False), QUICK, afresh=False
    )
    assert answered(value, "who_for", "mother").answers == {"who_for": ("mother",)}


def test_a_page_about_one_person_cannot_answer_about_another() -> None:
    value = answered(begun(), "who_for", "me")
    old = value.revision
    value = answered(value, "who_for", "mother")
    refused = sent(value, old, "safe_now", "safe")
    assert refused.refused
    assert refused.value.answers == {"who_for": ("mother",)}


def test_a_refused_change_of_who_clears_nothing() -> None:
    value = begun()
    old = value.revision
    value = answered(answered(value, "who_for", "me"), "safe_now", "safe")
    assert sent(value, old, "who_for", "mother").value.answers == value.answers
