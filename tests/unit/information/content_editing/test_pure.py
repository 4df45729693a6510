"""Entries of content files and back, three-way merges, differences, and the reading age."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core.content import files_in, read_text, read_yaml
from core.settings import ROOT
from information.content_editing.entries import PATTERNS, Ref, Value, as_yaml, shape_of
from information.content_editing.merging import differences, merge
from information.content_editing.overlay import Edit, with_edits
from information.content_editing.reading_age import reading_age

CONTENT = ROOT / "content"

TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12).map(str.strip)
WORDS = st.lists(TEXTS.filter(bool), unique=True, max_size=4)
VALUES = st.dictionaries(st.sampled_from(["asks", "says", "label"]), st.one_of(TEXTS, WORDS), max_size=3)


def shipped_files() -> list[Path]:
    return [
        path
        for pattern in PATTERNS
        for path in files_in((CONTENT / pattern).parent, pattern.rpartition("/")[2])
    ]


@pytest.mark.slow
def test_every_file_comes_back_from_its_entries() -> None:
    paths = shipped_files()
    assert len(paths) > 90
    for path in paths:
        shape = shape_of(path.relative_to(CONTENT).as_posix())
        assert shape, path
        data = read_text(path) if path.suffix == ".md" else read_yaml(path)
        entries = shape.split(data)
        joined = shape.join(data, entries)
        assert shape.split(joined) == entries
        if path.suffix != ".md":
            assert joined == data
            assert yaml.safe_load(as_yaml(joined)) == data


@given(st.dictionaries(st.sampled_from(["falls", "bathing", "new-need"]), VALUES, max_size=3))
def test_entries_come_back_from_a_file(values: dict[str, Value]) -> None:
    shape = shape_of("thesaurus/needs/any.yaml")
    assert shape
    entries = {Ref("need-words", key): value for key, value in values.items()}
    assert shape.split(yaml.safe_load(as_yaml(shape.join({}, entries)))) == entries


@given(st.lists(st.tuples(WORDS.filter(bool), WORDS), max_size=4))
def test_synonyms_come_back_from_a_file(rows: list[tuple[list[str], list[str]]]) -> None:
    shape = shape_of("thesaurus/synonyms.yaml")
    assert shape
    entries = {Ref("synonym", str(n)): {"from": one, "words": to} for n, (to, one) in enumerate(rows)}
    again = shape.split(yaml.safe_load(as_yaml(shape.join([], entries))))
    assert list(again.values()) == list(entries.values())


@given(VALUES, VALUES)
def test_an_edit_of_an_unchanged_entry_counts_and_an_unchanged_edit_takes_the_upgrade(
    one: Value, other: Value
) -> None:
    assert merge(one, one, other).value == other
    assert merge(one, other, one).value == other
    assert merge(one, other, other).value == other


@given(WORDS, WORDS, WORDS)
def test_words_of_both_sides_count(base: list[str], shipped: list[str], edited: list[str]) -> None:
    before, now, mine = ({"asks": words} for words in (base, shipped, edited))
    found: Any = merge(before, now, mine)
    words = set(found.value.get("asks") or ())
    assert found.conflicts == ()
    assert words >= (set(edited) | set(shipped)) - set(base)
    assert not words & (set(base) - set(shipped)) & (set(base) - set(edited))


def test_texts_that_both_sides_changed_are_a_conflict() -> None:
    found = merge({"label": "a", "theme": "x"}, {"label": "b", "theme": "y"}, {"label": "c", "theme": "x"})
    assert found.value == {"label": "c", "theme": "y"}
    assert found.conflicts == ("label",)
    assert merge({"label": "a"}, {"label": "b"}, None).conflicts == ("",)


def test_an_entry_is_added_changed_and_taken_away() -> None:
    one, other = Ref("synonym", "a"), Ref("synonym", "b")
    shipped = {one: {"words": ["a"]}}
    added = Edit(other, "f", None, {"words": ["b"]})
    gone = Edit(one, "f", {"words": ["a"]}, None)
    assert with_edits(shipped, [added, gone]) == {other: {"words": ["b"]}}


def test_differences_name_what_went_and_what_came() -> None:
    found = differences({"asks": ["a", "b"], "label": "x"}, {"asks": ["b", "c"], "label": "x"})
    assert [(one.name, one.removed, one.added) for one in found] == [("asks", ("a",), ("c",))]
    moved = differences({"order": ["a", "b"]}, {"order": ["b", "a"]})
    assert moved[0].added == ("b, a",)
    assert differences({"label": "x"}, {"label": "x"}) == []


def test_the_reading_age_rises_with_long_words_and_sentences() -> None:
    easy = "## Help\n\nAsk us. We can help you at home. [Call us](/contact) on {{ phone }}."
    hard = (
        "Notwithstanding considerations regarding eligibility determinations, practitioners "
        "should comprehensively investigate alternative accommodation arrangements beforehand."
    )
    assert reading_age(easy) < 9
    assert reading_age(hard) > 16
    assert reading_age("") == 5
