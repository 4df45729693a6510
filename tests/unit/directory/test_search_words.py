"""Words, stems, and phrases found in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.words import GLUE, PhraseBook, content_stems, fold, phrase, stem, stems, words


@pytest.mark.parametrize(
    ("text", "folded"), [("Café", "cafe"), ("St Kew’s", "st kews"), ("Dobry Sąsiad", "dobry sasiad"), ("O`Brien's", "obriens"), ("", "")]
)
def test_folding_takes_accents_capitals_and_apostrophes(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_are_parted_by_anything_else() -> None:
    assert words("Drop-in: tea/coffee, 50p & a chat…") == ["drop", "in", "tea", "coffee", "50p", "a", "chat"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("befriending", "befriend"),
        ("falls", "falling"),
        ("carer", "carers"),
        ("lonely", "loneliness"),
        ("swimming", "swim"),
        ("counsellor", "counselling"),
        ("singing", "singers"),
        ("myself", "himself"),
        ("addict", "addiction"),
        ("physio", "physiotherapy"),
        ("died", "dying"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("carer", "care"), ("council", "counsel"), ("university", "universal"), ("ms", "m"), ("news", "new"), ("home", "homeless")],
)
def test_words_that_mean_different_things_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_short_words_and_numbers_stay_as_they_are() -> None:
    assert stems("gps bus 60s 1990s") == ["gps", "bus", "60s", "1990s"]


def test_a_phrase_leaves_out_what_only_holds_it_together() -> None:
    assert phrase("Meals on Wheels") == ("meal", "wheel")
    assert phrase("the") == ()
    assert not {"in", "work"} <= GLUE
    assert phrase("in work") == ("in", "work")
    assert content_stems("help with the bath") == ["help", "bath"]


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in words(text))
    assert fold(fold(text)) == fold(text)
    assert len(stems(text)) == len(words(text))


class TestPhraseBook:
    book = PhraseBook([("lunch club", "a"), ("club", "b"), ("nobody to talk to", "c"), ("bath", "d"), ("", "never")])

    def test_phrases_in_their_order(self) -> None:
        assert sorted(self.book.in_order(content_stems("a club: our lunch clubs"))) == [(0, 1, "b"), (1, 2, "a"), (2, 1, "b")]
        assert list(self.book.in_order(content_stems("club lunch"))) == [(0, 1, "b")]

    def test_phrases_near_each_other_in_any_order(self) -> None:
        found = {value for _, value, _ in self.book.near(content_stems("I talk and talk, nobody hears"))}
        assert found == {"c"}

    def test_words_far_apart_are_no_phrase(self) -> None:
        apart = ["lunch", "one", "two", "three", "four", "club"]
        assert {value for _, value, _ in self.book.near(apart)} == {"b"}
        assert {value for _, value, _ in self.book.near(apart, slack=4)} == {"a", "b"}

    def test_without_slack_they_stand_together(self) -> None:
        assert {value for _, value, _ in self.book.near(["lunch", "time", "club"], slack=0)} == {"b"}
        assert {value for _, value, _ in self.book.near(["club", "lunch"], slack=0)} == {"a", "b"}

    def test_an_empty_text_and_an_empty_book(self) -> None:
        assert list(self.book.near([])) == list(self.book.in_order([])) == []
        assert list(PhraseBook[str]([]).near(["bath"])) == []

    def test_entries_are_told_as_they_were_written(self) -> None:
        assert sorted(self.book.entries()) == [("bath", "d"), ("club", "b"), ("lunch club", "a"), ("nobody to talk to", "c")]

    @given(st.lists(st.sampled_from(["lunch", "club", "nobodi", "talk", "bath", "x"]), max_size=12))
    def test_what_stands_in_order_is_also_near(self, text: list[str]) -> None:
        assert {value for _, _, value in self.book.in_order(text)} <= {value for _, value, _ in self.book.near(text)}
