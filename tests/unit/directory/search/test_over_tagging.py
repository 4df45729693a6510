"""More needs than help anybody do not lift a listing above one that helps with what was asked for."""

from pathlib import Path

import pytest

from directory.search.classify import ListingText, classify_needs
from directory.search.thesaurus import load_thesaurus
from directory.vocabulary import MOST_NEEDS

CONTENT = Path(__file__).parents[4] / "content"


def test_each_need_counts_less_where_there_are_too_many() -> None:
    thesaurus = load_thesaurus(CONTENT)
    needs = [need.id for need in thesaurus.tree.needs][: 2 * MOST_NEEDS + 2]
    text = ListingText(name="Help", summary="", description="")
    few = classify_needs(thesaurus, text, needs[:2])
    usual = classify_needs(thesaurus, text, needs[:MOST_NEEDS])
    many = classify_needs(thesaurus, text, needs)
    assert usual[needs[0]] == few[needs[0]] == pytest.approx(1.0)
    assert many[needs[0]] < min(few[need] for need in needs[:2])
    assert many[needs[0]] < min(usual[need] for need in needs[:MOST_NEEDS])
