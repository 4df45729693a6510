"""The form of a question: its words, what is filled in, and what was typed."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from core.settings import ROOT
from selfassess.engine.path import walk
from selfassess.engine.phrases import Voice
from selfassess.engine.validation import MOST_LINES
from selfassess.loading.library import load
from selfassess.questions.forms import answer_form, shown_form
from selfassess.questions.view_models import question_view

LIBRARY = load(ROOT / "content")
QUICK, ADULT, PAYING = LIBRARY["quick-check"], LIBRARY["adult-needs"], LIBRARY["paying"]
SAFE = QUICK.by_id["safe_now"]
MATTERS = ADULT.by_id["matters_most"]


@pytest.fixture(autouse=True)
def language(app: Flask) -> Iterator[None]:
    """The words of a form are those of a visitor's language."""
    with app.test_request_context():
        yield


def lines_shown(form: Any) -> list[str]:
    return [line["value"] for line in form.answer.line_params()]


def test_a_question_speaks_of_the_person_and_shows_what_was_chosen() -> None:
    path = walk(QUICK, {"who_for": ("mother",), "safe_now": ("safe",)}, "safe_now")
    assert path.current
    assert "your mother" in question_view(path, path.current).text
    form = shown_form(SAFE, path.voice, path.current.answer, 1)
    assert "your mother" in str(form["answer"].label.text)
    assert form["answer"].data == "safe"


def test_what_was_sent_is_shown_and_not_the_stored_answer() -> None:
    form = answer_form(SAFE, Voice())(MultiDict())
    assert form.take() is None
    assert form["answer"].data == ""
    assert form.messages() == {"answer": "Choose an answer. You can choose “not sure”"}


def test_lines_have_room_for_one_more() -> None:
    form = shown_form(MATTERS, Voice(), ("a", "b", "c"), 1)
    assert lines_shown(form) == ["a", "b", "c", ""]
    form.show_lines(one_more=True)
    assert lines_shown(form) == ["a", "b", "c", "", ""]


def test_too_many_lines_are_all_shown_again() -> None:
    typed = [f"line {number}" for number in range(MOST_LINES + 2)]
    form = answer_form(MATTERS, Voice())(MultiDict({"answer": typed}))
    assert form.take() is None
    form.show_lines()
    assert lines_shown(form) == typed
    assert form.messages() == {"answer": f"Write {MOST_LINES} things or fewer"}


def test_a_choice_that_is_not_offered_is_refused_and_not_dropped_silently() -> None:
    form = answer_form(SAFE, Voice())(MultiDict({"answer": ["nothing"]}))
    assert form.take() is None
    assert form.messages() == {"answer": "Choose from the answers on this page"}


def test_two_answers_to_a_question_for_one_are_refused() -> None:
    form = answer_form(SAFE, Voice())(MultiDict({"answer": ["safe", "danger"]}))
    assert form.take() is None
    assert form.messages() == {"answer": "Choose one answer only"}


def test_control_characters_are_taken_out_of_what_is_written() -> None:
    form = answer_form(MATTERS, Voice())(MultiDict({"answer": ["the\x00 dog", "\x07"]}))
    assert form.take() == ("the dog",)


def test_the_amount_that_was_typed_stays_in_its_field() -> None:
    form = answer_form(PAYING.by_id["savings"], Voice())(MultiDict({"answer": "a lot"}))
    assert form.take() is None
    assert form["answer"].data == "a lot"
