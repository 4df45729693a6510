"""Danger in typed words: the phrases, the model, and the two together."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from directory.search.danger.features import class_ngrams, mixed_ngrams, word_classes
from directory.search.danger.model import HARMLESS, DangerModel, danger_model
from directory.search.danger.recognition import (
    DANGER_KINDS,
    PhraseDangers,
    certainty,
    phrase_dangers,
    recognised_dangers,
)
from directory.search.linear.features import normalised_words
from directory.search.thesaurus import Thesaurus, load_thesaurus
from directory.search.tokenizer import stem, tokenize
from tests.unit.directory.search.samples import write_content

NO_PHRASES = PhraseDangers((), False)
STORIES = json.loads(Path(__file__).with_name("danger_stories.json").read_text("utf-8"))
"""Invented stories of several sentences: of people in danger, and of people with ordinary hardship."""


@pytest.fixture
def thesaurus(tmp_path: Path) -> Thesaurus:
    return load_thesaurus(write_content(tmp_path))


def phrases_of(thesaurus: Thesaurus, text: str) -> PhraseDangers:
    stems = [stem(token) for token in tokenize(text)]
    return phrase_dangers(thesaurus.dangers, thesaurus.not_danger, stems)


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("I will end my life", {"crisis"}),
        ("end of life", set()),
        ("end life", set()),
        ("my life, end", set()),
        ("end my own life", {"crisis"}),
        ("end my own short life", set()),
        ("i want to just die", {"crisis"}),
        ("want to die at home", set()),
        ("want to die at hospital", {"crisis"}),
        ("want to die at sea", {"crisis"}),
        ("he wants to die at home, i want to die", {"crisis"}),
        ("want to die at home, house on fire", {"emergency"}),
        ("house on fire, end my life", {"emergency", "crisis"}),
    ],
)
def test_words_of_danger_stand_in_order_with_their_glue_and_not_where_they_are_calm(
    thesaurus: Thesaurus, query: str, kinds: set[str]
) -> None:
    assert set(phrases_of(thesaurus, query).kinds) == kinds


@pytest.mark.parametrize(
    ("query", "whole"),
    [("end my life", True), ("i want to die", True), ("house on fire, what now", False), ("lunch", False)],
)
def test_a_text_may_be_a_phrase_of_danger_and_nothing_else(
    thesaurus: Thesaurus, query: str, whole: bool
) -> None:
    assert phrases_of(thesaurus, query).whole is whole


def test_the_model_names_each_kind() -> None:
    said = {
        "i cant go on without her and i want it to be over": "crisis",
        "my boyfriend strangled me last night": "domestic-abuse",
        "the carer slaps my mum and takes her money": "abuse-neglect",
        "my stepdad hits me and locks me in my room": "child-harm",
        "shes collapsed and not breathing": "emergency",
    }
    assert set(said.values()) == set(DANGER_KINDS)
    assert {text: recognised_dangers(text, NO_PHRASES) for text in said} == {
        text: (kind,) for text, kind in said.items()
    }


@pytest.mark.parametrize("text", ["", "lunch club", "carer", "food bank", "🙂", "\x00", "a" * 100_000])
def test_ordinary_words_and_odd_ones_raise_no_warning(text: str) -> None:
    assert recognised_dangers(text, NO_PHRASES) == ()


def test_words_of_one_class_share_features_and_others_do_not() -> None:
    fella, partner, bus = (
        set(mixed_ngrams(normalised_words(f"my {who} shouts"))) for who in ("fella", "partner", "bus")
    )
    assert fella == partner != bus
    assert "2partner shout" in set(class_ngrams(["my", "fella", "always", "shouts"]))
    assert list(class_ngrams(["xylophone"])) == []


def test_classes_are_written_as_words_are_normalised() -> None:
    assert len(word_classes()) > 500
    assert [word for word in word_classes() if normalised_words(word) != [word]] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [("Won’t, at 85!", ["wont", "at", "0"]), ("", []), ("S73 8AB", ["s0", "0ab"]), ("can't", ["cant"])],
)
def test_words_are_normalised(text: str, words: list[str]) -> None:
    assert normalised_words(text) == words


def test_nothing_typed_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        assert recognised_dangers("my boyfriend strangled me last night", NO_PHRASES)
    assert caplog.records == []


def crisis_in_all(probability: float) -> DangerModel:
    """Return a model that knows one word alone, and finds a crisis in every text."""
    model = danger_model()
    biases = model.biases * 0 - 30
    biases[model.kinds.index(HARMLESS)] = 0
    biases[model.kinds.index("crisis")] = math.log(probability / (1 - probability))
    return replace(model, keys=model.keys[:1], biases=biases)


@pytest.mark.parametrize(
    ("probability", "whole", "kinds"),
    [
        (0.95, False, ("crisis", "emergency")),
        (0.35, False, ("emergency",)),
        (0.1, False, ()),
        (0.1, True, ("emergency",)),
    ],
)
def test_a_phrase_counts_when_it_is_all_that_was_typed_or_the_model_does_not_find_it_harmless(
    probability: float, whole: bool, kinds: tuple[str, ...]
) -> None:
    found = recognised_dangers("x", PhraseDangers(("emergency",), whole), crisis_in_all(probability))
    assert found == kinds


@pytest.mark.parametrize(
    ("probability", "phrases", "certain"), [(0.81, (), 0.81), (0.5, (), 0.5), (0.5, ("crisis",), 1)]
)
def test_danger_is_certain_by_a_phrase_or_as_the_model_finds_it(
    probability: float, phrases: tuple[str, ...], certain: float
) -> None:
    said = PhraseDangers(phrases, whole=False)
    assert certainty("x", said, crisis_in_all(probability)) == pytest.approx(certain, abs=0.001)


@pytest.mark.parametrize("text", ["50+", "12", "01226 960123", "?!", ""])
def test_a_text_without_letters_speaks_of_no_danger(text: str) -> None:
    assert danger_model().kind(text) is None


@pytest.mark.parametrize("story", STORIES["danger"])
def test_a_long_story_of_danger_is_recognised(story: str) -> None:
    assert danger_model().kind(story) in DANGER_KINDS


@pytest.mark.parametrize("story", STORIES["hardship"])
def test_a_long_story_of_ordinary_hardship_raises_no_warning(story: str) -> None:
    assert danger_model().kind(story) is None
