"""Spelling corrected against the words of the index."""

from collections.abc import Mapping, Sequence
from importlib import resources

import pytest

from directory.search.engine import Clause, Scores, TextDocument
from directory.search.spelling import SpellChecker
from directory.search.tokenizer import tokenize
from tests.unit.directory.search.samples import real

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


def corrected(
    speller: SpellChecker, text: str, known: frozenset[str], keep: frozenset[str] = frozenset()
) -> str:
    """The text with its spelling corrected; empty when nothing was."""
    tokens = tokenize(text)
    words = [speller.correct(token, known, keep) for token in tokens]
    return " ".join(words) if words != tokens else ""


@pytest.fixture
def speller() -> SpellChecker:
    return SpellChecker(View())


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
def test_unknown_words_are_mended(speller: SpellChecker, typed: str, mended: str) -> None:
    assert corrected(speller, typed, KNOWN, frozenset({"please"})) == mended


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
def test_what_is_right_short_half_typed_or_hopeless_stays(speller: SpellChecker, typed: str) -> None:
    assert corrected(speller, typed, KNOWN) == ""


def test_names_of_towns_are_left_alone(speller: SpellChecker) -> None:
    assert corrected(speller, "goylland", KNOWN) == "hoyland"
    assert corrected(speller, "goylland", KNOWN, frozenset({"goylland"})) == ""


def test_the_words_of_the_thesaurus_are_preferred() -> None:
    assert corrected(SpellChecker(View()), "luhch", frozenset()) == "lunch"
    assert corrected(SpellChecker(View()), "lumch", frozenset({"lumph"})) == "lumph"


def test_a_word_stands_for_those_that_it_begins(speller: SpellChecker) -> None:
    assert speller.expand("befri", KNOWN) == ("befriending",)
    assert speller.expand("wheelchiar", KNOWN) == ("wheelchair",)
    assert speller.expand("gardening", KNOWN) == ()
    assert speller.expand("gardens", KNOWN) == ()
    assert speller.expand("nhs", KNOWN) == ()
    assert speller.expand("b3friend", KNOWN) == ()


@pytest.mark.parametrize("asked_first", [True, False])
def test_it_learns_the_words_of_newer_listings(speller: SpellChecker, asked_first: bool) -> None:
    if asked_first:
        assert corrected(speller, "kayakking", KNOWN) == ""
    learnt = speller.with_words([TextDocument(1, surface="kayaking paddles")])
    assert corrected(learnt, "kayakking", KNOWN) == "kayaking"
    assert corrected(learnt, "paddles", KNOWN) == ""
    assert learnt.expand("kaya", KNOWN) == ("kayaking",)
    assert corrected(learnt, "befrending", KNOWN) == "befriending"


def test_without_an_index_the_thesaurus_still_helps() -> None:
    assert corrected(SpellChecker(), "demantia", KNOWN) == "dementia"
    assert corrected(SpellChecker(), "anything", frozenset()) == ""


def test_no_word_of_general_english_is_changed() -> None:
    listed = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    counted = [line.split(" ") for line in listed.read_text(encoding="utf-8-sig").splitlines()]
    common = sorted(counted, key=lambda row: -int(row[1]))
    words = [word for word, _count in common if len(word) > 3 and word.isalpha()][:10_000]
    checker = SpellChecker(View())
    assert len(words) == 10_000
    assert [word for word in words if checker.correct(word, real().known_words) != word] == []


@pytest.mark.parametrize(("typed", "meant"), [("votin", "voting"), ("wholl", "wholl"), ("june", "june")])
def test_clipped_endings_are_mended_and_contractions_are_kept(typed: str, meant: str) -> None:
    assert SpellChecker(View()).correct(typed, frozenset()) == meant


def test_a_correction_does_not_end_at_a_misspelling_that_the_thesaurus_lists(speller: SpellChecker) -> None:
    known = KNOWN | {"gardning", "langar"}
    assert corrected(speller, "gardninng", known) == "gardening"
    assert corrected(speller, "gardning", known) == ""
    assert corrected(speller, "langgar", known) == "langar"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sooo", "so"),
        ("heeeelp", "help"),
        ("foood", "food"),
        ("lonelyyyy", "lonely"),
        ("befriendinnnggg", "befriending"),
        ("aaaa", "aaaa"),
    ],
)
def test_a_letter_typed_again_and_again(speller: SpellChecker, typed: str, meant: str) -> None:
    assert speller.correct(typed, KNOWN) == meant


def test_a_missed_key_is_likelier_than_another_letter() -> None:
    assert SpellChecker(_Words({"hoist": 1, "heist": 9})).correct("hpist", frozenset()) == "hoist"


def test_two_words_written_as_one_are_likelier_than_two_slips(speller: SpellChecker) -> None:
    joined = real().joined
    assert speller.correct("dropin", KNOWN, joined=joined) == "drop in"
    assert speller.correct("mealsonwheels", KNOWN, joined=joined) == "meals on wheels"
    assert (
        SpellChecker(_Words({"workspace": 3, "warm": 2, "space": 2})).correct("warmspace", frozenset())
        == "warm space"
    )


class _Words(View):
    """A view with words of its own."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._words = words

    def vocabulary(self) -> Mapping[str, int]:
        return self._words


@pytest.mark.parametrize("words", [["witness", "fitness"], ["fitness", "witness"]])
def test_among_words_that_are_alike_the_same_one_is_chosen_in_any_order_of_the_dictionary(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(View, "vocabulary", lambda _view: dict.fromkeys(words, 1))
    speller = SpellChecker(View())
    assert speller.correct("bizness", frozenset()) == "fitness"
    assert speller.expand("bizness", frozenset()) == ("fitness", "witness")


@pytest.mark.parametrize("words", [["anxsiety", "anxiety"], ["anxiety", "anxsiety"]])
def test_an_english_word_is_preferred_to_a_misspelling_that_is_alike(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(View, "vocabulary", lambda _view: dict.fromkeys(words, 1))
    assert SpellChecker(View()).correct("angziety", frozenset()) == "anxiety"


HEARD = frozenset(
    {"school", "business", "fitness", "stool", "psychologist", "interpreter", "translate", "later"}
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bizness", "business"),
        ("skool", "school"),
        ("sychologist", "psychologist"),
        ("fitnes", "fitness"),
        ("stoul", "stool"),
    ],
)
def test_of_words_with_as_many_slips_the_one_that_sounds_so_is_meant(
    speller: SpellChecker, typed: str, meant: str
) -> None:
    assert speller.correct(typed, HEARD) == meant


def test_a_word_is_not_cut_into_scraps_where_a_whole_word_is_near(speller: SpellChecker) -> None:
    assert speller.correct("tranlater", HEARD | {"tra", "n"}) == "translate"


def test_words_learnt_later_are_found_by_their_sound(speller: SpellChecker) -> None:
    assert speller.correct("sirjery", KNOWN) == "sirjery"
    speller.with_words([TextDocument(1, {}, "surgery")])
    assert speller.correct("sirjery", KNOWN) == "surgery"
