"""The likely needs of a text: the model, the phrases, and which of them is believed."""

import numpy as np
import pytest

from directory.search.linear.features import normalised_words
from directory.search.need_model import likely
from directory.search.need_model.features import letters, stems
from directory.search.need_model.likely import Meaning, likely_needs, probabilities
from directory.search.need_model.model import NO_NEED, WEIGHTS, NeedModel, need_model
from directory.search.query_analysis import analyse_query
from tests.unit.directory.search.samples import real

LARGEST_FILE = 2_000_000


def test_stems_leave_out_what_only_holds_a_sentence_together() -> None:
    assert list(stems(["the", "gardens"])) == ["tgarden"]


def test_runs_of_letters_have_the_ends_of_the_word() -> None:
    assert list(letters(["bus"])) == ["c bus", "cbus ", "c bus "]


def test_the_shipped_model_is_small_and_knows_none() -> None:
    assert WEIGHTS.stat().st_size < LARGEST_FILE
    assert NO_NEED in need_model().needs


def test_probabilities_add_up_to_one_with_and_without_vectors() -> None:
    model, words = need_model(), normalised_words("somebody to sit with my husband so I can go out")
    meaning = Meaning(np.full(256, 1 / 16, np.float32), {"carers-breaks": 0.2})
    for said in (None, meaning):
        found = probabilities(model, words, {}, said, likely.WITH_VECTORS)
        assert sum(found.values()) == pytest.approx(1, abs=1e-4)
        assert found["carers-breaks"] == max(found.values())


@pytest.mark.parametrize(
    ("story", "need"),
    [
        ("i owe the catalogue and the doorstep man and i have stopped opening the letters", "debt"),
        ("dads house is full of papers to the ceiling and he will not part with anything", "clutter"),
        (
            "she keeps asking me the same thing and put the iron in the fridge, who do we see",
            "memory-worries",
        ),
    ],
)
def test_a_story_is_understood_without_a_phrase_of_the_thesaurus(story: str, need: str) -> None:
    assert need in list(likely_needs(need_model(), normalised_words(story), {}).needs)[:2]


def test_phrases_alone_count_where_the_model_is_unsure() -> None:
    phrases = {"lunch-clubs": 1.0}
    unsure = ["zzz"]
    assert likely_needs(need_model(), unsure, phrases | {"lunch-clubs": 0.01}).needs == {"lunch-clubs": 0.01}
    assert next(iter(likely_needs(need_model(), ["dinner"], phrases).needs)) == "lunch-clubs"


def test_a_text_that_asks_for_nothing_we_have_leads_to_no_need() -> None:
    found = likely_needs(need_model(), normalised_words("renew my passport"), {})
    assert found.needs == {}
    assert found.no_need > 0.5


def test_a_need_that_is_much_less_likely_is_not_taken_to_be_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = normalised_words("i fell in the kitchen and i am frightened of falling")
    likely_ones = likely_needs(need_model(), words, {}).needs
    monkeypatch.setattr(likely, "KEPT_ABOVE", 0.0)
    every_one = likely_needs(need_model(), words, {}).needs
    assert next(iter(every_one)) == next(iter(likely_ones)) == "falls"
    assert len(likely_ones) < len(every_one)


def test_a_model_is_read_as_it_is_stored() -> None:
    assert NeedModel.load().needs == need_model().needs


@pytest.mark.parametrize(
    ("query", "is_compared"),
    [
        ("lunch club", False),
        ("somewhere to sit and knit", True),
        ("um well you know i would just like a lunch club please", True),
    ],
)
def test_vectors_are_looked_up_only_where_they_are_used(query: str, is_compared: bool) -> None:
    compared: list[str] = []

    def meaning_of(text: str) -> Meaning:
        compared.append(text)
        return Meaning(np.zeros(256, np.float32), {})

    analyse_query(real(), query, lambda _text: None, meaning_of=meaning_of)
    assert bool(compared) == is_compared
