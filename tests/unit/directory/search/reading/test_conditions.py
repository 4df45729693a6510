"""Conditions, what is shut out, and ages, as they are read from the words of a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.filter_wording import LABELS, label
from directory.search.query_analysis import QueryAnalysis, analyse_query
from directory.search.reading.filters import FILTER_FACETS, ReadFilter
from directory.search.reading.people import age_of
from directory.search.reading.sentences import clauses_of, flat, joined
from directory.search.request import SearchRequest
from directory.search.results import Place
from directory.search.tokenizer import tokenize
from tests.unit.directory.search.samples import real

TOWNS = {name: Place(name.title(), 53.5, -1.4) for name in ("wombwell", "barnsley", "hoyland")}


def read(query: str) -> QueryAnalysis:
    return analyse_query(real(), query, lambda _text: None, TOWNS.get)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (
            "coffee group, not church, sundays, with my dog",
            {"not.venue.church", "day.SU", "access.pets_welcome"},
        ),
        ("grief group but not in a church", {"not.venue.church"}),
        (
            "not a church group on sundays with my dog",
            {"not.venue.church", "day.SU", "access.pets_welcome"},
        ),
        ("exercise class women only free", {"who.women", "cost.free"}),
        ("computer lessons that are not in a library", {"not.venue.library"}),
        ("craft group near wombwell not barnsley", {"not.place.barnsley"}),
        ("counselling without going through my GP", {"route.self"}),
        ("dementia cafe, any day but wednesday", {"not.day.WE"}),
        ("exercise class evenings after work", {"time.evening"}),
        ("youth club on a friday night", {"time.evening", "day.FR"}),
        ("lunch club thats step free", {"access.step_free"}),
        ("woman wants to learn to drill, no blokes", {"who.women"}),
        ("therapy by video only, cheap or free", {"delivery.online", "cost.cheap"}),
        ("counselling, no waiting list", {"taking.taking"}),
        ("someone to talk to, not a group", {"not.company.group"}),
        ("i dont want a group", {"not.company.group"}),
        ("bereavement support group", set()),
        ("not my age group", set()),
        ("one to one computer help", {"company.one_to_one"}),
        ("bereavement, not one to one", {"not.company.one_to_one"}),
        ("lunch club for someone who speaks polish", {"language.Polish"}),
        ("Punjabi speaking carer", {"language.Punjabi"}),
        ("support in Sylheti", {"language.Sylheti"}),
        ("learn to speak french", set()),
        ("activities for my son aged 15", {"age.15"}),
        ("boiler 15 years old", set()),
        ("befriending home visit", {"delivery.home"}),
        ("carers support by phone", {"delivery.phone"}),
        ("dementia support online", {"delivery.online"}),
        ("lunch club free on sundays", {"cost.free", "day.SU"}),
        ("im free on sundays for a lunch club", {"day.SU"}),
        ("gluten free lunch", set()),
        ("borrow a wheelchair", set()),
        ("the library", set()),
        ("she fell on Sunday", set()),
        ("not too far away", set()),
        ("i dont want to be lonely any more", set()),
    ],
)
def test_conditions_are_read(query: str, ids: set[str]) -> None:
    assert {one.id for one in read(query).filters} == ids


@pytest.mark.parametrize(
    ("story", "ids"),
    [
        (
            "I take my gran round the market on Fridays and she has started getting lost. Where do we have her memory seen to",
            set(),
        ),
        ("The assessor was on the phone ten minutes and stopped my money. Who will help me write back to them", set()),
        ("My wife has her club and I am lost with nobody at home all day. Fridays best, a cuppa and a natter", {"day.FR"}),
        ("I can't have anybody round, it is papers to the ceiling. I want one patient person, not a skip", {"not.word.skip"}),
        ("my dad never learned to read so forms are no good to us", set()),
        ("support online, I cant leave the house", {"delivery.online"}),
    ],
)  # fmt: skip
def test_what_a_story_tells_is_no_condition(story: str, ids: set[str]) -> None:
    assert {one.id for one in read(story).filters} == ids


def test_a_thing_that_is_refused_does_not_refuse_its_need() -> None:
    found = read("lift to the hospital, not a taxi")
    assert not any(one.facet == "need" for one in found.filters)
    assert {one.id for one in read("help at home, not a care home").filters} == {"not.need.care-homes"}


def test_an_age_that_was_taken_off_counts_for_nothing() -> None:
    query = "activities for my son aged 15"
    off = analyse_query(real(), query, lambda _text: None, TOWNS.get, off=("age.15",))
    assert (read(query).age, off.age) == (15, None)
    assert off.filters == read(query).filters
    assert "young_people" in read(query).audiences
    assert "young_people" not in off.audiences


def test_a_language_is_asked_for_where_nothing_else_is() -> None:
    assert "interpreting" not in read("lunch club for someone who speaks polish").needs
    assert "interpreting" in read("support in Polish").needs


def test_who_wants_no_group_and_says_no_more_is_offered_one_person() -> None:
    assert next(iter(read("i dont want a group").needs)) == "loneliness"


def test_every_condition_in_the_content_has_a_documented_facet_and_a_chip() -> None:
    rows = real().condition_phrases.by_first.values()
    read_as = {(facet, value) for phrases in rows for _parts, facet, value in phrases if facet}
    assert {facet for facet, _value in read_as} <= FILTER_FACETS.keys()
    assert {f"{facet}.{value}" for facet, value in read_as if facet != "language"} <= LABELS.keys()
    assert label(ReadFilter("language", "Polish"), real().tree) == "Speaks Polish"
    assert label(ReadFilter("age", "15"), real().tree) == "Age 15"


@pytest.mark.parametrize(
    "query", ["I'm not sleeping", "not sleeping", "mum is not eating", "no money and no food"]
)
def test_what_is_wrong_is_no_condition(query: str) -> None:
    found = read(query)
    assert found.needs
    assert not found.filters


def test_what_is_shut_out_is_no_need() -> None:
    assert "faith" not in read("coffee morning, not church").needs
    assert read("craft group near wombwell not barnsley").place == TOWNS["wombwell"]
    assert "social-groups" in read("anything but bingo").needs
    for query in ("not a church group on sundays", "anything but bingo on sundays"):
        assert next(iter(read(query).needs)) == "social-groups"


def test_help_for_a_mother_asks_for_no_group_of_parents() -> None:
    assert "parents" not in read("somewhere for my mum").audiences
    assert "parents" in read("coffee morning for mums group").audiences


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("boiler 12 years old", None),
        ("married 52 years", None),
        ("clean for 3 years", None),
        ("i am 34", 34),
        ("patient, 58, isolated", 58),
        ("my 12-year-old", 12),
        ("she is eighty five", 85),
        ("dad is 76, lost his licence", 76),
    ],
)
def test_ages_are_those_of_persons(text: str, age: int | None) -> None:
    assert age_of(clauses_of(text)) == age


@given(st.text())
def test_clauses_hold_every_word_in_order(text: str) -> None:
    assert "".join(flat(clauses_of(text))) == "".join(tokenize(text))


@given(st.lists(st.sampled_from(["day.SU", "not.venue.church", "cost.free"]), unique=True))
def test_a_condition_put_back_restores_the_request(ids: list[str]) -> None:
    asked = SearchRequest(query="coffee")
    request = asked
    for id in ids:
        request = request.without_condition(id)
    assert request.off == tuple(ids)
    for id in ids:
        request = request.with_condition(id)
    assert request == asked


@pytest.mark.parametrize(
    ("query", "id"),
    [("autism", "age"), ("dementia", "who"), ("somewhere for mum to go", "stay"), ("bread", None)],
)
def test_only_an_open_query_asks_back(query: str, id: str | None) -> None:
    question = read(query).question_back
    assert (question.id if question else None) == id


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("lunch club", " on sundays", ["lunch club on sundays"]),
        ("lunch club,", " not a church", ["lunch club", "not a church"]),
        ("lunch club", ". No steps", ["lunch club", "no steps"]),
        ("lunch club", " - free", ["lunch club", "free"]),
        ("", "lunch. Free", ["lunch", "free"]),
        ("lunch. Free", "", ["lunch", "free"]),
    ],
)
def test_a_query_that_is_cut_at_its_postcode_has_the_clauses_of_the_whole(
    before: str, after: str, words: list[str]
) -> None:
    assert [" ".join(clause.words) for clause in joined(before, after)[2]] == words
