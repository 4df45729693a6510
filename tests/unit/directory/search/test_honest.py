"""When results fit, and when they are only the nearest there are."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from directory.search.columns import Bools
from directory.search.honest import fits_only_nearly
from directory.search.outside import asked_outside, load_outside
from directory.search.query_analysis import QueryAnalysis, analyse_query
from directory.search.ranking import Ranked
from directory.search.thesaurus import Thesaurus, load_thesaurus
from directory.search.tokenizer import stems
from tests.unit.directory.search.samples import body, columns, write_content

LISTED = columns(
    body(0, needs={"loneliness": 1.0}), body(1, needs={"advice": 1.0}), *(body(n) for n in range(2, 20))
)


@pytest.fixture
def thesaurus(tmp_path: Path) -> Thesaurus:
    return load_thesaurus(write_content(tmp_path))


def nearly(
    thesaurus: Thesaurus,
    query: str,
    best: int,
    held: Mapping[str, int] | None = None,
    name: float = 0.0,
    coverage: float = 0.0,
    **understood: object,
) -> bool:
    """Whether document `best` fits the query only nearly. `held`: the document that has a stem in its text.
    `coverage`: of its words; `understood`: parts of the analysis in place of those that the query has."""

    def holding(word: str) -> Bools:
        return np.arange(LISTED.size) == (held or {}).get(word, -1)

    part = np.zeros(LISTED.size, np.float32)
    names, covered = part.copy(), part.copy()
    names[best], covered[best] = name, coverage
    ranked = Ranked(part, part, part, names, covered)
    analysis = replace(_read(thesaurus, query), **understood)  # type: ignore[arg-type]
    return fits_only_nearly(LISTED, thesaurus, analysis, ranked, [best], holding)


def _read(thesaurus: Thesaurus, query: str) -> QueryAnalysis:
    return analyse_query(thesaurus, query, lambda _text: None)


def test_a_need_met_by_a_tag_alone_beside_words_that_nothing_has_is_near(thesaurus: Thesaurus) -> None:
    assert nearly(thesaurus, "ukulele conservatory advice", 1)
    assert not nearly(thesaurus, "ukulele conservatory advice", 1, {"ukulel": 1, "conservatori": 1})


def test_a_need_that_the_words_probably_ask_for_fits_without_a_word_in_common(thesaurus: Thesaurus) -> None:
    hint = "ukulele conservatory"
    assert not nearly(thesaurus, hint, 0, possible_needs={"loneliness": 0.5})
    assert nearly(thesaurus, hint, 0, possible_needs={"loneliness": 0.1})


def test_words_that_ask_for_nothing_we_have_fit_only_what_has_most_of_them(thesaurus: Thesaurus) -> None:
    assert nearly(thesaurus, "lonely", 0, no_need=0.5)
    assert not nearly(thesaurus, "lonely", 0, no_need=0.5, coverage=0.9)


def test_words_that_lead_to_a_need_of_the_listing_fit(thesaurus: Thesaurus) -> None:
    assert not nearly(thesaurus, "lonely", 0)
    assert nearly(thesaurus, "lonely", 2)


def test_several_words_that_ask_for_a_need_together_fit(thesaurus: Thesaurus) -> None:
    assert not nearly(thesaurus, "nobody to talk to about ukuleles and conservatories", 1)


def test_a_typed_name_fits(thesaurus: Thesaurus) -> None:
    assert not nearly(thesaurus, "ukulele conservatory", 3, name=0.8)


def test_a_story_is_not_judged_by_its_many_words(thesaurus: Thesaurus) -> None:
    assert not nearly(thesaurus, "ukulele conservatory " * 7, 3)


def test_words_without_meaning_of_their_own_are_not_judged(thesaurus: Thesaurus) -> None:
    assert not nearly(thesaurus, "help please", 3)


OUTSIDE = """
entries:
  passport: {asks: [passport, new passport], about: "Passports, on GOV.UK", url: "https://www.gov.uk/passports"}
  feet: {asks: [toenails], about: Ask your GP surgery}
"""


def test_what_others_deal_with_is_told_by_its_longest_phrase(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(OUTSIDE, encoding="utf-8")
    phrases = load_outside(tmp_path)
    found = asked_outside(phrases, stems("I need a new passport by Friday"))
    assert found is not None
    assert (found[0].id, found[0].url, found[1]) == (
        "passport",
        "https://www.gov.uk/passports",
        ("new", "passport"),
    )
    assert asked_outside(phrases, stems("lunch club")) is None


def test_a_site_without_the_file_does_without(tmp_path: Path) -> None:
    assert asked_outside(load_outside(tmp_path), stems("passport")) is None


def test_every_entry_names_whom_to_ask_and_a_safe_page() -> None:
    phrases = load_outside(Path(__file__).parents[4] / "content")
    entries = [outside for _text, outside in phrases.entries()]
    assert len({outside.id for outside in entries}) >= 30
    assert all(outside.about for outside in entries)
    assert all(not outside.url or outside.url.startswith("https://") for outside in entries)
