"""Words, stems, and phrases found in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.tokenizer import (
    STOP_WORDS,
    PhraseMatcher,
    content_stems,
    fold,
    outside,
    phrase,
    stem,
    stems,
    tokenize,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café", "cafe"),
        ("St Kew’s", "st kews"),
        ("Dobry Sąsiad", "dobry sasiad"),
        ("Łódź Straße Søren Đorđe Æther", "lodz strasse soren dorde aether"),
        ("O`Brien's", "obriens"),
        ("", ""),
    ],
)
def test_folding_takes_accents_capitals_and_apostrophes(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_are_parted_by_anything_else() -> None:
    assert tokenize("Drop-in: tea/coffee, 50p & a chat…") == [
        "drop",
        "in",
        "tea",
        "coffee",
        "50p",
        "and",
        "a",
        "chat",
    ]


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
        ("died", "dies"),
        ("gardener", "gardeners"),
        ("animal", "animals"),
        ("60s", "60"),
    ],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("carer", "care"),
        ("council", "counsel"),
        ("university", "universal"),
        ("ms", "m"),
        ("news", "new"),
        ("home", "homeless"),
        ("dying", "die"),
        ("personal", "person"),
        ("housing", "house"),
        ("gardener", "garden"),
        ("parking", "park"),
        ("mindfulness", "mindful"),
        ("boxing", "box"),
        ("business", "busy"),
        ("animal", "animate"),
        ("consultant", "consult"),
    ],
)
def test_words_that_mean_different_things_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_short_words_stay_as_they_are_and_numbers_lose_their_plural() -> None:
    assert stems("gps bus 60s 1990s 60 24hr") == ["gps", "bus", "60", "1990", "60", "24hr"]


def test_a_phrase_leaves_out_what_only_holds_it_together() -> None:
    assert phrase("Meals on Wheels") == ("meal", "wheel")
    assert phrase("the") == ()
    assert not {"in", "work"} <= STOP_WORDS
    assert phrase("in work") == ("in", "work")
    assert content_stems("help with the bath") == ["help", "bath"]


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in tokenize(text))
    assert fold(fold(text)) == fold(text)
    assert len(stems(text)) == len(tokenize(text))


class TestPhraseBook:
    book = PhraseMatcher(
        [("lunch club", "a"), ("club", "b"), ("nobody to talk to", "c"), ("bath", "d"), ("", "never")]
    )

    def test_phrases_in_their_order(self) -> None:
        assert sorted(self.book.in_order(stems("a club: our lunch clubs"))) == [
            (1, 1, "b"),
            (3, 2, "a"),
            (4, 1, "b"),
        ]
        assert list(self.book.in_order(stems("club lunch"))) == [(0, 1, "b")]

    def test_glue_between_the_words_of_a_phrase_is_passed_over_and_counted(self) -> None:
        assert list(self.book.in_order(stems("i have nobody at all to talk to"))) == []
        assert list(self.book.in_order(stems("i have nobody for to talk to"))) == [(2, 4, "c")]
        assert list(self.book.in_order(stems("i have nobody at all to talk to"), slack=1)) == [(2, 5, "c")]

    def test_slack_is_for_each_gap_and_keeps_the_order(self) -> None:
        book = PhraseMatcher([("want die home", "x")])
        assert list(book.in_order(stems("want quickly die quietly home"), slack=1)) == [(0, 5, "x")]
        assert list(book.in_order(stems("want quickly die very quietly home"), slack=1)) == []
        assert list(book.in_order(stems("home die want"), slack=4)) == []

    def test_what_would_be_one_word_without_its_glue_is_met_with_it(self) -> None:
        book = PhraseMatcher([("in work", "w"), ("help at work", "h")])
        assert list(book.in_order(stems("they are in work now"))) == [(2, 2, "w")]
        assert list(book.in_order(stems("work"))) == list(book.in_order(stems("in the work"))) == []
        assert {value for _, value, _ in book.near(stems("i am in work"))} == {"w"}
        assert not list(book.near(stems("work hard")))
        assert list(book.in_order(stems("some help with the work"))) == [(1, 4, "h")]

    def test_a_whole_phrase_keeps_its_glue(self) -> None:
        loose, whole = (PhraseMatcher([("end my life", "x")], whole=kept) for kept in ((), ("end my life",)))
        assert list(loose.in_order(stems("end of life"))) == [(0, 3, "x")]
        assert list(whole.in_order(stems("end of life"))) == []
        assert not list(whole.near(stems("end of life")))
        assert list(whole.in_order(stems("to end my life"))) == [(1, 3, "x")]
        assert list(whole.entries()) == [("end my life", "x")]

    def test_hits_inside_a_mask_are_dropped(self) -> None:
        hits = [(2, 2, "in"), (2, 3, "over the end"), (1, 2, "over the start"), (4, 1, "after")]
        assert [value for *_, value in outside(hits, [(2, 2, "mask")])] == [
            "over the end",
            "over the start",
            "after",
        ]
        assert list(outside(iter(hits), iter([(0, 9, "all")]))) == []
        assert list(outside(hits, [])) == hits

    def test_phrases_near_each_other_in_any_order(self) -> None:
        found = {value for _, value, _ in self.book.near(stems("I talk and talk, nobody hears"))}
        assert found == {"c"}

    def test_words_far_apart_are_no_phrase(self) -> None:
        apart = ["lunch", "one", "two", "three", "four", "club"]
        assert {value for _, value, _ in self.book.near(apart)} == {"b"}
        assert {value for _, value, _ in self.book.near(apart, slack=4)} == {"a", "b"}
        glued = stems("a lunch for you and your one two three of the club")
        assert {value for _, value, _ in self.book.near(glued)} == {"a", "b"}

    def test_without_slack_they_stand_together(self) -> None:
        assert {value for _, value, _ in self.book.near(["lunch", "time", "club"], slack=0)} == {"b"}
        assert {value for _, value, _ in self.book.near(["club", "lunch"], slack=0)} == {"a", "b"}

    def test_an_empty_text_and_an_empty_book(self) -> None:
        assert list(self.book.near([])) == list(self.book.in_order([])) == []
        assert list(PhraseMatcher[str]([]).near(["bath"])) == []

    def test_entries_are_told_as_they_were_written(self) -> None:
        assert sorted(self.book.entries()) == [
            ("bath", "d"),
            ("club", "b"),
            ("lunch club", "a"),
            ("nobody to talk to", "c"),
        ]

    glued = PhraseMatcher(
        [
            ("lunch club", "a"),
            ("club", "b"),
            ("talk to me", "c"),
            ("in bath", "d"),
            ("to the bath", "e"),
            ("bath x", "f"),
        ],
        ("talk to me",),
    )

    @given(
        st.lists(
            st.sampled_from(["lunch", "club", "talk", "bath", "x", "to", "in", "the", "me"]), max_size=12
        )
    )
    def test_what_stands_in_order_is_also_near(self, text: list[str]) -> None:
        assert {value for _, _, value in self.glued.in_order(text)} <= {
            value for _, value, _ in self.glued.near(text)
        }

    @given(
        st.lists(
            st.sampled_from(["lunch", "club", "talk", "bath", "x", "to", "in", "the", "me"]), max_size=12
        ),
        st.integers(0, 3),
    )
    def test_positions_are_those_in_the_text(self, text: list[str], slack: int) -> None:
        ends = {
            "a": ("lunch", "club"),
            "b": ("club", "club"),
            "c": ("talk", "me"),
            "d": ("in", "bath"),
            "e": ("to", "bath"),
            "f": ("bath", "x"),
        }
        for start, length, value in self.glued.in_order(text, slack):
            assert (text[start], text[start + length - 1]) == ends[value]
