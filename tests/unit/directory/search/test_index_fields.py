"""A listing's words as an engine keeps them."""

from pathlib import Path

import pytest

from directory.search.classify import ListingText
from directory.search.engine import FIELDS
from directory.search.index_fields import surface_words, text_fields
from directory.search.thesaurus import Thesaurus, load_thesaurus
from tests.unit.directory.search.samples import write_content

TEXT = ListingText(
    name="St Kew's Luncheon Club",
    names="Dinner at Kew",
    organization="Kew Church",
    summary="Hot food at the café.",
    description="An occupational therapist comes.",
    categories=["Food and drink"],
    eligibility="Anyone over 55",
    about="A church",
)


@pytest.fixture
def thesaurus(tmp_path: Path) -> Thesaurus:
    return load_thesaurus(write_content(tmp_path))


def test_each_text_is_in_its_field(thesaurus: Thesaurus) -> None:
    fields = text_fields(thesaurus, TEXT)
    assert set(fields) == set(FIELDS)
    assert {"kew", "luncheon", "dinner"} <= set(fields["name"].split()) - set(fields["body"].split())
    assert set(fields["org"].split()) == {"kew", "church"}
    assert {"cafe", "drink", "anyon", "55", "church"} <= set(fields["body"].split())


def test_synonyms_are_kept_beside_the_words(thesaurus: Thesaurus) -> None:
    fields = text_fields(thesaurus, TEXT)
    assert "~lunch_club" in fields["name"]
    assert "~ot" in fields["body"]


def test_surface_words_are_as_written_each_once_and_worth_mending() -> None:
    assert surface_words(TEXT).split() == sorted(set(surface_words(TEXT).split()))
    assert {"luncheon", "cafe", "occupational", "kews"} <= set(surface_words(TEXT).split())
    assert not {"hot", "an", "55", "at"} & set(surface_words(TEXT).split())
