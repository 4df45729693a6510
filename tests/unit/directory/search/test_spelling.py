"""Spelling mended against the index's own words."""

from collections.abc import Mapping, Sequence

import pytest

from directory.search.engine import Clause, Scores, TextDocument
from directory.search.spelling import Speller

WORDS = {
    "befriending": 9,
    "bereavement": 4,
    "wheelchair": 3,
    "mental": 5,
    "health": 8,
    "hoyland": 2,
    "lunch": 6,
    "lurch": 1,
    "gardening": 2,
}
KNOWN = frozenset({"dementia", "respite", "carers"})


class View:
    """A view that only has words."""

    def scores(self, clauses: Sequence[Clause]) -> Scores:
        raise NotImplementedError

    def frequency(self, stem: str) -> int:
        raise NotImplementedError

    def vocabulary(self) -> Mapping[str, int]:
        return WORDS


@pytest.fixture
def speller() -> Speller:
    return Speller(View())


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("befrending", "befriending"),
        ("bereevement please", "bereavement please"),
        ("weelchair", "wheelchair"),
        ("demantia", "dementia"),
        ("mentalhealth", "mental health"),
        ("Befrending, please!", "befriending please"),
        ("lunhc", "lunch"),
    ],
)
def test_unknown_words_are_mended(speller: Speller, typed: str, mended: str) -> None:
    assert speller.mend(typed, KNOWN, frozenset({"please"})) == mended


@pytest.mark.parametrize(
    "typed",
    [
        "befriending",
        "befriend",
        "carer",
        "respite",
        "lurch",
        "befri",
        "wheelch",
        "xyzzyplugh",
        "nhs",
        "cbt",
        "s73",
        "b12",
        "",
        "?!",
    ],
)
def test_what_is_right_short_half_typed_or_hopeless_stays(speller: Speller, typed: str) -> None:
    assert speller.mend(typed, KNOWN) == ""


def test_names_of_towns_are_left_alone(speller: Speller) -> None:
    assert speller.mend("goylland", KNOWN) == "hoyland"
    assert speller.mend("goylland", KNOWN, frozenset({"goylland"})) == ""


def test_the_words_of_the_thesaurus_are_preferred() -> None:
    assert Speller(View()).mend("munch", frozenset()) == "lunch"
    assert Speller(View()).mend("punch", frozenset({"bunch"})) == "bunch"


def test_a_word_stands_for_those_that_it_begins(speller: Speller) -> None:
    assert speller.others("befri", KNOWN) == ("befriending",)
    assert speller.others("wheelchiar", KNOWN) == ("wheelchair",)
    assert speller.others("gardening", KNOWN) == ()
    assert speller.others("gardens", KNOWN) == ()
    assert speller.others("nhs", KNOWN) == ()
    assert speller.others("b3friend", KNOWN) == ()


@pytest.mark.parametrize("asked_first", [True, False])
def test_it_learns_the_words_of_newer_listings(speller: Speller, asked_first: bool) -> None:
    if asked_first:
        assert speller.mend("kayakking", KNOWN) == ""
    learnt = speller.with_words([TextDocument(1, surface="kayaking paddles")])
    assert learnt.mend("kayakking", KNOWN) == "kayaking"
    assert learnt.mend("paddles", KNOWN) == ""
    assert learnt.others("kaya", KNOWN) == ("kayaking",)
    assert learnt.mend("befrending", KNOWN) == "befriending"


def test_without_an_index_the_thesaurus_still_helps() -> None:
    assert Speller().mend("demantia", KNOWN) == "dementia"
    assert Speller().mend("anything", frozenset()) == ""
