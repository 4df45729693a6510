"""The questions for a good conversation: who approved them, strengths first, and each with a box of its own."""

import re
from pathlib import Path

import pytest

from core import clock
from core.settings import ROOT
from frontdoor.calls.filters import FILTERS, chosen, facets_of, from_text, to_text
from frontdoor.calls.prompts import load_prompts
from frontdoor.contacts.sheet import most_of

FILE = "conversation_prompts.yaml"


def test_the_questions_say_who_approved_them_and_begin_with_strengths() -> None:
    prompts = load_prompts(ROOT / "content")
    assert prompts.approved_by
    assert prompts.approved_on <= clock.today()
    assert "good day" in next(iter(prompts.by_box.values()))
    assert all(most_of(box) for box in prompts.by_box)


@pytest.mark.parametrize(
    "source",
    [
        "approved_by: A\napproved_on: soon\ntopics: []\n",
        "approved_by: ''\napproved_on: 2026-11-20\ntopics: []\n",
        "approved_by: A\napproved_on: 2026-11-20\ntopics:\n"
        "- {id: a, label: A, prompts: {x: X}}\n- {id: b, label: B, prompts: {x: X}}\n",
    ],
)
def test_a_file_that_is_wrong_is_refused(tmp_path: Path, source: str) -> None:
    (tmp_path / FILE).write_text(source)
    with pytest.raises(ValueError, match=FILE):
        load_prompts(tmp_path)


def test_no_two_shortcuts_have_the_same_key() -> None:
    actions = (ROOT / "templates/frontdoor/calls/_actions.html").read_text()
    script = (ROOT / "static/js/call-keys.js").read_text()
    acts = re.findall(r"^ +\"?([a-z?])\"?: \(\) =>", script, re.MULTILINE)
    keys = [*acts, *(one.key for one in FILTERS), *re.findall(r'<a [^>]*data-key="(.)"', actions)]
    assert len(acts) > 8
    assert sorted(keys) == sorted(set(keys))


def test_filters_survive_their_box_and_unknown_ones_are_dropped() -> None:
    values = chosen(["cost:free", "language:British Sign Language", "cost:gold", "cost:free"])
    assert values == ("cost:free", "language:British Sign Language")
    assert from_text(to_text(values)) == values
    assert facets_of(values) == {"cost": ("free",), "language": ("British Sign Language",)}
