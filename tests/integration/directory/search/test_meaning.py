"""What people type, over the demonstration borough: sentences, feelings, names, spelling, and what means
harm."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from directory.models import Service
from directory.search.request import SearchRequest
from directory.search.results import SearchResults
from directory.search.service import search
from tests.examples import sampled, slow_on_both


@pytest.fixture(autouse=True)
def borough(demo_app: Flask) -> Iterator[None]:
    with demo_app.app_context():
        yield


@pytest.fixture(scope="module")
def slugs(demo_app: Flask) -> dict[str, str]:
    """Ids as in content/demo, by service id."""
    with demo_app.app_context():
        return dict(db.session.execute(select(Service.id, Service.source_id)).all())


def find(query: str, where: str = "", **more: object) -> SearchResults:
    return search(SearchRequest(query=query, where=where, **more))  # type: ignore[arg-type]


def ids(found: SearchResults) -> list[str]:
    return [hit.service_id for hit in found.hits]


@slow_on_both
@pytest.mark.parametrize(
    ("query", "need"),
    [
        ("my mum is 80 and keeps falling over", "falls"),
        ("I would like someone to visit my dad, he has nobody to talk to", "loneliness"),
        ("we can't afford to put the heating on this winter", "energy-bills"),
        ("who will look after my cat while I am in hospital", "pets"),
        ("I have to get to the hospital early in the morning", "hospital-transport"),
        ("my wife has dementia and I need a break", "carers-breaks"),
        ("i feel so alone since my husband died", "loneliness"),
        ("I want to stop gambling", "gambling"),
        ("my husband died last week", "bereavement"),
    ],
)
def test_a_whole_sentence_keeps_its_point(query: str, need: str) -> None:
    found = find(query)
    assert need in found.needs[:3], found.needs
    assert any(reason.kind == "need" for reason in found.hits[0].reasons)
    assert not found.fallback


@pytest.mark.parametrize(
    "word",
    [
        "care",
        "support",
        "help",
        "GP",
        "carer",
        "group",
        "home",
        "help and support",
        "care home",
        "carers group",
    ],
)
def test_words_of_care_alone_find_services(word: str) -> None:
    found = find(word)
    assert found.total >= 5
    assert not found.fallback


def test_an_accent_makes_no_difference(slugs: dict[str, str]) -> None:
    assert ids(find("café")) == ids(find("cafe")) == ids(find("CAFÉ"))
    assert slugs[find("dobry sasiad").hits[0].service_id].startswith("dobry-sasiad")


def test_an_apostrophe_makes_no_difference() -> None:
    assert (
        ids(find("carer's assessment")) == ids(find("carers assessment")) == ids(find("carer’s assessment"))
    )


def test_word_forms_make_no_difference() -> None:
    one, other = find("befriend", per_page=500), find("befriending", per_page=500)
    assert one.needs == other.needs
    assert len(set(ids(one)[:6]) & set(ids(other)[:6])) >= 4


@slow_on_both
@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Fireside home befriending", "fireside-home-visits"),
        ("fireside home befr", "fireside-home-visits"),
        ("firside home befriending", "fireside-home-visits"),
        ("Home Restart Team", "back-on-your-feet"),
        ("Harebell Safe House", "harebell-refuge"),
        ("Fresh Track Drug and Alcohol", "fresh-track-drugs-alcohol"),
    ],
)
def test_a_name_whole_half_typed_misspelt_or_old_comes_first(
    slugs: dict[str, str], typed: str, slug: str
) -> None:
    assert slugs[find(typed).hits[0].service_id] == slug


def test_a_name_is_known_with_a_postcode_beside_it() -> None:
    found = find("Fireside home befriending S73 8CV")
    assert "name" in [reason.kind for reason in found.hits[0].reasons]
    assert found.place


@slow_on_both
@pytest.mark.parametrize("words", ["lunch club", "Wombwell Library", "my mum keeps falling"])
def test_quotation_marks_change_nothing(words: str) -> None:
    assert ids(find(f'"{words}"')) == ids(find(words)) == ids(find(f"“{words}”"))


class TestSpelling:
    @pytest.mark.parametrize(
        ("typed", "mended"),
        [("befrending", "befriending"), ("demantia", "dementia"), ("luch club", "lunch club")],
    )
    def test_it_is_mended_and_said(self, typed: str, mended: str) -> None:
        found = find(typed)
        assert found.corrected == mended
        assert ids(found) == ids(find(mended))

    def test_exact_words_are_taken_as_typed(self) -> None:
        assert find("befrending", exact=True).corrected == ""

    def test_exact_words_stand_for_no_others(self) -> None:
        assert not find("lunhc").fallback
        assert find("lunhc", exact=True).fallback

    @slow_on_both
    @pytest.mark.parametrize(
        "typed",
        [
            "befriending",
            "Thurnscoe",
            "lunch club Goldthorpe",
            "befriend",
            "café",
            "physiother",
            "S73 8CV",
            "7.30am",
        ],
    )
    def test_what_is_right_a_town_or_half_typed_is_left_alone(self, typed: str) -> None:
        assert find(typed).corrected == ""

    def test_the_place_in_the_words_survives_the_mending(self) -> None:
        found = find("befrending s73")
        assert found.place
        assert found.place.label == "S73"


HOSTILE = {
    "wildcard": "a*",
    "wildcards": "*?*?" * 70,
    "range": "[a TO z]",
    "field": "name:* OR key:1",
    "quotes": "\"'`“”" * 40,
    "open quote": '"lunch club',
    "brackets": "((((((" * 40,
    "sql": "'; DROP TABLE service; --",
    "sql or": "x' OR '1'='1",
    "null": "lunch\x00club",
    "nulls": "\x00" * 50,
    "emoji": "😀👩‍👩‍👧 lunch 🍲",
    "one long word": "x" * 300,
    "long words": ("supercalifragilistic" * 14)[:300],
    "junk": "".join(chr(33 + (i * 37) % 94) for i in range(300)),
    "script": "<script>alert(1)</script>",
    "template": "{{ 7*7 }} {% raw %} %s %(x)s",
    "right to left": "\u202elunch\u202c شاي",
    "combining": "e\u0301" * 150,
    "digits": "1234567890 " * 27,
    "minus": "-lunch NOT club",
    "fuzzy": "lunch~9 ^99 club^1e9",
    "surrogate": "lunch \ud800",
    "spaces": " \t\n\u00a0 ",
    "other digits": "s٧٣ im ٨٥",
    "every letter": " ".join("abcdefghijklmnopqrstuvwxyz" * 5),
}


@slow_on_both
@pytest.mark.parametrize("query", sampled(HOSTILE.values(), 6), ids=HOSTILE.keys())
def test_hostile_input_is_answered(query: str) -> None:
    for where in ("", query[:60]):
        found = find(query, where)
        assert len(found.hits) <= 20
        assert found.total >= len(found.hits)
        assert all(hit.reasons for hit in found.hits)


def test_operators_are_plain_words() -> None:
    plain, marked = find("lunch club", per_page=500), find("(lunch) +club* AND [a TO z]", per_page=500)
    assert plain.needs == marked.needs
    assert set(ids(plain)[:5]) & set(ids(marked)[:5])


@slow_on_both
def test_hostile_input_is_answered_by_the_page_too(demo_client: object) -> None:
    for query in ("a*", "[a TO z]", HOSTILE["sql"], HOSTILE["script"]):
        response = demo_client.get(
            "/find", query_string={"q": query, "where": query, "cost": query, "page": query}
        )  # type: ignore[attr-defined]
        assert response.status_code == 200
        assert "<script>alert" not in response.get_data(as_text=True)


def test_no_words_find_everything_that_is_listed() -> None:
    found = find("")
    assert found.total > 160
    assert not found.fallback
    assert ids(find("  \t")) == ids(found)
    assert not find("  \t").fallback


def test_filters_only() -> None:
    free = find("", facets={"cost": ("free",)})
    assert 0 < free.total < find("").total


@pytest.mark.parametrize(
    ("where", "facets"),
    [("", {}), ("S73 8CV", {}), ("", {"need": ("falls",)}), ("Wombwell", {"cost": ("free",)})],
)
def test_without_words_there_is_a_reason_too(where: str, facets: dict[str, tuple[str, ...]]) -> None:
    found = find("", where, facets=facets, per_page=500)
    assert found.hits
    assert all(hit.reasons for hit in found.hits)


@pytest.mark.parametrize("word", ["tuesday", "quiet"])
def test_what_has_little_of_the_words_and_meets_no_need_is_said_to_be_far_off(word: str) -> None:
    assert find(f"zzyzx qwrtp plugh {word}").fallback
    assert not find(word).fallback
    assert not find(f"zzyzx qwrtp plugh {word} lunch").fallback


def test_nothing_found_shows_the_nearest_things() -> None:
    found = find("zzyzx qwrtp")
    assert found.fallback
    assert 0 < found.total == len(found.hits) <= 6
    assert all(hit.reasons for hit in found.hits)


def test_with_filters_nothing_is_nothing() -> None:
    found = find("zzyzx", facets={"cost": ("free",)})
    assert (found.total, found.hits, found.fallback) == (0, (), False)


@pytest.mark.parametrize(
    "query",
    ["falls", "nobody to talk to", "zzyzx", "help", "Wombwell Library", "polish speaking carer", "lunch"],
)
@pytest.mark.parametrize("where", ["", "S73 8CV", "Penistone"])
def test_every_result_says_why_it_is_there(query: str, where: str) -> None:
    found = find(query, where)
    assert found.hits
    assert all(hit.reasons and all(reason.text for reason in hit.reasons) for hit in found.hits)


@pytest.mark.parametrize("query", ["falls", "lunch club s73", "help", ""])
def test_the_same_search_gives_the_same_answer(query: str) -> None:
    assert find(query) == find(query)


def test_scores_fall_from_the_first_to_the_last() -> None:
    """In both parts of the list: what fits, and then what stands beside it."""
    hits = find("lunch", per_page=500).hits
    parts = [[hit.score for hit in hits if hit.beside is beside] for beside in (False, True)]
    assert all(parts)
    assert parts == [sorted(part, reverse=True) for part in parts]
    assert [hit.beside for hit in hits] == sorted(hit.beside for hit in hits)
    assert min(map(min, parts)) > 0


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("i want to die", "crisis"),
        ("my husband hits me", "domestic-abuse"),
        ("mum has taken an overdose", "emergency"),
    ],
)
def test_danger_is_told_and_the_search_still_answers(query: str, kind: str) -> None:
    found = find(query)
    assert kind in found.dangers
    assert found.hits
    assert find("lunch club").dangers == ()


def test_emergency_food_is_no_meals_service(slugs: dict[str, str]) -> None:
    leading = [slugs[id] for id in ids(find("meals delivered to my door"))[:5]]
    assert not [slug for slug in leading if "food-bank" in slug]
    assert "food-bank" in "".join(slugs[id] for id in ids(find("food bank"))[:3])
