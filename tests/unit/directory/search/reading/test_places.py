"""The place that stands among the words: which of them is where somebody is."""

import pytest

from directory.search.query_analysis import QueryAnalysis, analyse_query
from directory.search.results import Place
from directory.search.tokenizer import stem
from tests.unit.directory.search.samples import real

NAMES = ("wombwell", "barnsley", "hoyland", "royston", "thurnscoe", "bath", "wath upon dearne")
TOWNS = {name: Place(name.title(), 53.5, -1.4) for name in NAMES}
CODES = {"s738mc": Place("S73 8MC", 53.5, -1.4, "S73 8MC"), "s70": Place("S70", 53.5, -1.4, "S70")}


def read(query: str) -> QueryAnalysis:
    def code(text: str) -> Place | None:
        return CODES.get("".join(letter for letter in text.lower() if letter.isalnum()))

    return analyse_query(real(), query, code, TOWNS.get)


def label(query: str) -> str:
    place = read(query).place
    return place.label if place else ""


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("lunch club in the Hoyland area", "Hoyland"),
        ("lunch club top end of Wombwell", "Wombwell"),
        ("lunch club in Wombwell, Barnsley", "Wombwell"),
        ("bus from Wombwell to Barnsley", "Wombwell"),
        ("lift to Barnsley hospital", ""),
        ("craft group near wombwell not barnsley", "Wombwell"),
        ("lunch club on Barnsley Road", ""),
        ("lunch club on Barnsley Road, Wombwell", "Wombwell"),
        ("my friend Royston is lonely", ""),
        ("Mr Royston needs a lift", ""),
        ("Royston needs a lift", ""),
        ("lonely in Royston", "Royston"),
        ("lunch club royston", "Royston"),
        ("mum cant get in the bath", ""),
        ("help in bath", ""),
        ("she lives in bath", "Bath"),
        ("swimming near bath", "Bath"),
        ("swimming in Bath", "Bath"),
        ("SWIMMING IN BATH", ""),
        ("lunch club S73-8MC.", "S73 8MC"),
        ("lunch club S73 8M C", "S73 8MC"),
    ],
)
def test_where_somebody_is(query: str, place: str) -> None:
    assert label(query) == place


def test_words_that_lead_to_a_town_ask_for_nothing() -> None:
    found = read("lunch club top end of Wombwell")
    assert list(found.needs) == ["lunch-clubs"]
    assert "end" not in found.stems
    on_street = read("lunch club on Summer Lane Wombwell")
    assert on_street.needs == read("lunch club Wombwell").needs


@pytest.mark.parametrize("query", ["lunch club Wombwell S73 8MC", "lunch club S73 8MC, Wombwell, Barnsley"])
def test_a_town_beside_a_postcode_is_no_word_to_look_for(query: str) -> None:
    found = read(query)
    assert found.place == CODES["s738mc"]
    assert found.stems == read("lunch club S73 8MC").stems


def test_a_town_far_from_the_postcode_counts_little() -> None:
    found = read("lunch club wombwell for my dad who lives at S73 8MC")
    weights = {clause.alternatives[0][0]: clause.weight for clause in found.clauses}
    assert weights[stem("wombwell")] < weights[stem("lunch")]


@pytest.mark.parametrize("query", ["Wombwell", "near wombwell", "anything around Wombwell"])
def test_a_place_alone_asks_for_everything_there(query: str) -> None:
    found = read(query)
    assert found.place == TOWNS["wombwell"]
    assert found.empty


def test_a_person_s_name_is_not_looked_for() -> None:
    assert stem("elsie") not in read("my nan Elsie is lonely").stems
    assert stem("royston") not in read("my friend Royston is lonely").stems
    assert stem("grace") in read("grace cafe").stems
