"""The results page over the demonstration borough, and the report on searches that found nothing."""

import html
import json
import re
from collections.abc import Iterator

import pytest
from flask import Flask

from core.db import db
from directory.models import SearchMiss
from directory.search.indexing import catch_up, services_changed
from directory.search.request import MOST_CHARACTERS
from tests.conftest import StatementCounter
from tests.examples import slow_on_both
from tests.factories import make_location, make_service
from tests.page_checks import PageCheckingClient

NAMES = re.compile(r'class="card__name">\s*<a[^>]*>([^<]+)<')


def text(client: PageCheckingClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return html.unescape(response.get_data(as_text=True))


def visible(page: str) -> str:
    """A page's words, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_search_says_what_it_found_and_why(demo_client: PageCheckingClient) -> None:
    page = text(demo_client, "/find?q=falls&where=S73")
    assert re.search(r"<title>falls near S73 – \d+ results – ", page)
    assert re.search(r"\d+ things for you near S73 that may help with: Falls and balance", page)
    assert "Why: " in page
    assert len(NAMES.findall(page)) > 5
    assert 'href="/advice/falls"' in page


def test_a_card_leads_to_its_listing_and_back_to_the_same_results(demo_client: PageCheckingClient) -> None:
    page = text(demo_client, "/find?q=lunch+club&where=S73&cost=fixed&sort=name")
    link = re.search(r'card__name">\s*<a[^>]*href="([^"]+)"', page)
    assert link
    listing = text(demo_client, link[1])
    back = re.search(r'href="(/find[^"]+)"[^>]*>Back to results', listing)
    assert back
    assert NAMES.findall(text(demo_client, back[1])) == NAMES.findall(page)


def test_filters_narrow_the_list_and_can_be_taken_off(demo_client: PageCheckingClient) -> None:
    everything, free = (
        text(demo_client, "/find?q=lunch&where=S73"),
        text(demo_client, "/find?q=lunch&where=S73&cost=free"),
    )
    count = re.compile(r"(\d+) things?")
    assert 0 < int(count.findall(visible(free))[0]) < int(count.findall(visible(everything))[0])
    assert re.search(r'id="f-cost-free" name="cost" type="checkbox" value="free" checked', free)
    assert 'class="applied" href="/find?q=lunch&where=S73"' in free


@slow_on_both
def test_orders_and_pages_keep_the_search(demo_client: PageCheckingClient) -> None:
    first, second = (
        text(demo_client, "/find?where=S73&sort=name"),
        text(demo_client, "/find?where=S73&sort=name&page=2"),
    )
    names = NAMES.findall(first) + NAMES.findall(second)
    assert names == sorted(names, key=str.casefold)
    assert len(names) == len(set(names)) == 40
    assert re.search(r'href="/find\?page=2&where=S73&sort=name"', first)


def test_a_page_beyond_the_last_is_a_friendly_page(demo_client: PageCheckingClient) -> None:
    page = text(demo_client, "/find?q=falls&page=400")
    assert "There is only 1 page" in visible(page) or "There are only" in visible(page)
    assert "Go to the first page" in page


@slow_on_both
def test_mended_spelling_can_be_undone(demo_client: PageCheckingClient) -> None:
    page = visible(text(demo_client, "/find?q=befrending"))
    assert "Showing results for befriending" in page
    assert "Search for “befrending” instead" in page
    assert "Showing results for" not in visible(text(demo_client, "/find?q=befrending&exact=1"))


@slow_on_both
def test_an_answer_to_a_question_back_can_be_taken_off(demo_client: PageCheckingClient) -> None:
    page = text(demo_client, "/find?q=dementia&meant=other")
    chosen = re.findall(r'<a class="applied" href="([^"]+)" aria-current="true">(.+?)</a>', page)
    assert [(address, visible(words)) for address, words in chosen] == [
        ("/find?q=dementia", "Take off For someone I look after")
    ]
    assert re.findall(r'<a class="applied applied--offer"[^>]*>([^<]+)<', page) == ["For me"]


def test_what_fits_all_conditions_is_more_than_the_nearest_thing(demo_client: PageCheckingClient) -> None:
    page = text(demo_client, "/find?q=not+a+church+group+on+sundays+with+my+dog&where=S73")
    assert "Not church" in page
    assert "We know of nothing" not in page
    assert "The Brew Bench" in NAMES.findall(page)


@slow_on_both
def test_a_misspelling_by_ear_is_no_reason_to_know_of_nothing(demo_client: PageCheckingClient) -> None:
    page = text(demo_client, "/find?q=demensha+cafay")
    assert "dementia" in visible(page)
    assert "We know of nothing" not in page
    assert NAMES.findall(page)[0] == "Marigold memory café"


def test_a_place_that_nobody_knows_is_said_beside_its_field_and_kept(demo_client: PageCheckingClient) -> None:
    page = text(demo_client, "/find?q=falls&where=Atlantis%3Cb%3E")
    assert "We do not know the place “Atlantis<b>”" in page
    assert 'aria-describedby="where-problem"' in page
    assert NAMES.findall(page)


@pytest.mark.parametrize(
    ("query", "numbers", "exit"),
    [
        ("i want to kill myself", ["116 123", "111", "999"], True),
        ("he hits me", ["0808 2000 247", "999"], True),
        ("my gran is being abused", ["01632 960100", "999"], True),
        ("mum has collapsed and is not breathing", ["999", "111"], False),
    ],
)
def test_danger_is_answered_first_and_is_no_dead_end(
    demo_client: PageCheckingClient, query: str, numbers: list[str], exit: bool
) -> None:
    page = demo_client.get(f"/find?q={query}", follow_redirects=True).get_data(as_text=True)
    banner = re.search(r'<section class="distress".*?</section>', page, re.DOTALL)
    assert banner
    for number in numbers:
        assert number in banner[0]
    assert page.index('class="distress"') < page.index('id="results"')
    assert "We found nothing" not in page
    assert ("data-exit" in page) is exit
    assert query not in (re.search(r"<title>(.*?)</title>", page, re.DOTALL) or [""])[0]


def test_danger_at_the_end_of_a_long_story_is_seen(demo_client: PageCheckingClient) -> None:
    story = "mum is falling and the gas was left on and nobody helps us with it " * 12 + "my husband hits me"
    assert 800 < len(story) < MOST_CHARACTERS
    page = demo_client.get("/find", query_string={"q": story}, follow_redirects=True).text
    assert 'class="distress"' in page
    assert "You wrote more than we can read at once" not in page


@slow_on_both
def test_who_wrote_more_than_is_read_is_told(demo_client: PageCheckingClient) -> None:
    page = demo_client.get("/find", query_string={"q": "lunch club in Wombwell " * 50}).text
    assert "You wrote more than we can read at once" in page


def test_a_hard_feeling_is_met_kindly_and_a_plain_question_plainly(demo_client: PageCheckingClient) -> None:
    assert "find__kind" in text(demo_client, "/find?q=nobody+to+talk+to")
    assert "find__kind" not in text(demo_client, "/find?q=blue+badge")


def test_nothing_found_offers_the_nearest_things_and_a_person(demo_client: PageCheckingClient) -> None:
    page = text(demo_client, "/find?q=xylofoneqq+zzebraqq&where=S73")
    assert "We found nothing for these words" in page
    assert "See all help near S73" in page
    assert "The nearest things we have" in page
    assert "01632 960100" in page


def test_filters_that_leave_nothing_can_be_taken_off(demo_client: PageCheckingClient) -> None:
    page = text(demo_client, "/find?q=falls&where=S73&language=Polish&cost=sliding")
    assert "Nothing fits all of your filters" in page
    assert "Take all filters off" in page


def test_no_question_is_a_gentle_start(demo_client: PageCheckingClient) -> None:
    page = text(demo_client, "/find?page=3&sort=name")
    assert "Or start here" in page
    assert "/needs/safe-at-home" in page
    assert not NAMES.findall(page)


HOSTILE = [
    "/find?q=%3Cscript%3Ealert(1)%3C/script%3E",
    "/find?q=" + "a*%20" * 80,
    "/find?where=%27%3B--&page=-3&sort=x",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_hostile_input_is_only_words(demo_client: PageCheckingClient, address: str) -> None:
    assert "<script>alert" not in demo_client.get(address).get_data(as_text=True)


def test_the_map_has_a_pin_a_card_and_works_as_a_list_without_script(demo_client: PageCheckingClient) -> None:
    page = text(demo_client, "/find?q=lunch+club&where=S73&view=map")
    pins = json.loads(re.search(r'data-pins="(\[.*?\])" data-towns', page, re.DOTALL)[1])  # type: ignore[index]
    cards = set(re.findall(r'id="card-([^"]+)"', page))
    assert pins
    assert {pin["id"] for pin in pins} <= cards
    assert "The map needs JavaScript" in page
    assert len(NAMES.findall(page)) == 20
    assert "map-" in page.split("</head>")[0]
    assert "map-" not in text(demo_client, "/find?q=lunch+club&where=S73").split("</head>")[0]


def test_a_secret_place_has_no_pin(app: Flask, client: PageCheckingClient) -> None:
    with app.app_context():
        place = make_location(db.session, secret=True, latitude=53.987, longitude=-1.234)
        open_place = make_location(db.session)
        made = [
            make_service(db.session, name=f"Quiet house {n}", places=[p])
            for n, p in enumerate((place, open_place))
        ]
        services_changed(db.session, [service.id for service in made])
        db.session.commit()
        catch_up()
    page = text(client, "/find?q=quiet+house&view=map")
    assert len(NAMES.findall(page)) == 2
    assert "53.52" in page
    assert "53.98" not in page


@slow_on_both
def test_the_number_of_statements_does_not_grow(
    demo_app: Flask, demo_client: PageCheckingClient, statements: StatementCounter
) -> None:
    counts = []
    for address in (
        "/find?q=falls&where=S73&page=9",
        "/find?q=falls&where=S73&distance=1",
        "/find?where=S73",
        "/find?where=S73&view=map",
    ):
        demo_client.get(address)
        with statements(demo_app) as sent:
            demo_client.get(address)
        counts.append(len(sent))
        assert all(statement.lstrip().upper().startswith(("SELECT", "PRAGMA")) for statement in sent)
    nothing, few, many, mapped = counts
    assert few == many, counts
    assert nothing < many
    assert mapped == many
    # Two of them read the phone numbers on cards: a service's own, and its organization's. One asks whether
    # an editor changed words since the last page.
    assert many <= 11


# --- Suggestions
# ---------------------------------------------------------------------------------------------------------


def suggested(client: PageCheckingClient, typed: str, where: str = "") -> list[dict[str, str]]:
    response = client.post("/suggest", data={"q": typed, "where": where})
    assert response.headers["Cache-Control"] == "no-store"
    rows: list[dict[str, str]] = response.get_json()
    return rows


def test_needs_places_pages_and_services_are_suggested(demo_client: PageCheckingClient) -> None:
    hrefs = [row["href"] for row in suggested(demo_client, "debt")]
    assert hrefs[0] == "/needs/debt"
    assert "/advice/debt" in hrefs
    assert any(href.startswith("/service/") for href in hrefs)
    place = {"text": "lunch club near Wombwell", "kind": "Place", "href": "/find?q=lunch+club&where=Wombwell"}
    assert place in suggested(demo_client, "lunch club womb")
    assert suggested(demo_client, "s73")[0]["href"] == "/find?where=S73"


def test_a_need_keeps_the_place_beside_it(demo_client: PageCheckingClient) -> None:
    assert suggested(demo_client, "lonely", "S73")[0]["href"] == "/find?need=loneliness&where=S73"


@pytest.mark.both_databases
@pytest.mark.slow
def test_every_suggestion_leads_somewhere(demo_client: PageCheckingClient) -> None:
    for typed in ("steady", "carer", "befrend", "wom"):
        rows = suggested(demo_client, typed)
        assert rows, typed
        for row in rows:
            assert demo_client.get(row["href"]).status_code == 200, row


@pytest.mark.parametrize("typed", ["", "a", " ", "*", "[]*:?", "x" * 5000, "🙂🙂", "qqzzyx"])
def test_what_suggests_nothing_suggests_nothing(demo_client: PageCheckingClient, typed: str) -> None:
    assert suggested(demo_client, typed) == []


@slow_on_both
def test_new_names_are_suggested_at_once_and_what_left_the_list_never_again(
    app: Flask, client: PageCheckingClient
) -> None:
    with app.app_context():
        service = make_service(db.session, name="Moonlight Choir")
        services_changed(db.session, [service.id])
        db.session.commit()
        assert [row["text"] for row in suggested(client, "moonl")] == ["Moonlight Choir"]
        service.name = "Starlight Choir"
        services_changed(db.session, [service.id])
        db.session.commit()
        assert [row["text"] for row in suggested(client, "starl")] == ["Starlight Choir"]
        assert "Moonlight Choir" not in [row["text"] for row in suggested(client, "moonl")]
        service.status = "inactive"
        services_changed(db.session, [service.id])
        db.session.commit()
    assert "Starlight Choir" not in [row["text"] for row in suggested(client, "starl")]


def test_suggestions_send_few_statements(
    demo_app: Flask, demo_client: PageCheckingClient, statements: StatementCounter
) -> None:
    demo_client.post("/suggest", data={"q": "lunch"})
    with statements(demo_app) as sent:
        demo_client.post("/suggest", data={"q": "lunch"})
    assert len(sent) <= 3, sent


# --- The report on searches that found nothing
# ---------------------------------------------------------------------------


@pytest.fixture
def missed(own_demo_client: PageCheckingClient, own_demo_app: Flask) -> Iterator[Flask]:
    for _ in range(2):
        own_demo_client.get("/find?q=goatyogaqq&where=S73")
    own_demo_client.get("/find?q=zzlamapp+07700+900123")
    own_demo_client.get("/find?q=falls")
    return own_demo_app


@pytest.mark.both_databases
@pytest.mark.slow
def test_what_found_nothing_is_reported_without_who_asked(missed: Flask) -> None:
    runner = missed.test_cli_runner()
    rows = json.loads(runner.invoke(args=["directory", "searches", "--json"]).output)
    assert [(row["times"], row["words"], row["area"]) for row in rows] == [
        (2, "goatyogaqq", "S73"),
        (1, "zzlamapp [number]", ""),
    ]
    table = runner.invoke(args=["directory", "searches"]).output
    assert "     2  S73   goatyogaqq" in table
    with missed.app_context():
        assert db.session.query(SearchMiss).count() == 2


@pytest.mark.both_databases
@pytest.mark.slow
def test_searches_add_up_over_several_runs(missed: Flask, own_demo_client: PageCheckingClient) -> None:
    runner = missed.test_cli_runner()
    runner.invoke(args=["directory", "searches"])
    own_demo_client.get("/find?q=goatyogaqq&where=S73")
    rows = json.loads(runner.invoke(args=["directory", "searches", "--json", "--days", "7"]).output)
    assert rows[0] == {"times": 3, "words": "goatyogaqq", "area": "S73", "last": "2026-11-23"}


@slow_on_both
def test_a_search_writes_neither_to_the_database_nor_to_a_file(missed: Flask) -> None:
    assert not (missed.extensions["settings"].data_dir / "spool").exists()
    with missed.app_context():
        assert db.session.query(SearchMiss).count() == 0


OFFERS = re.compile(r"Did you mean: (.*?)</p>", re.DOTALL)


@slow_on_both
def test_mended_words_can_be_searched_for_as_they_were_typed(demo_client: PageCheckingClient) -> None:
    page = text(demo_client, "/find?q=befrending+4+my+mum")
    assert "Showing results for befriending for my mum" in visible(page)
    instead = re.search(r'href="([^"]+)">Search for “befrending 4 my mum” instead', page)
    assert instead
    assert "Showing results for" not in text(demo_client, instead[1])


@slow_on_both
def test_what_was_meant_is_offered_where_the_words_are_unsure(demo_client: PageCheckingClient) -> None:
    offered = OFFERS.search(text(demo_client, "/find?q=shd+sisters"))
    assert offered
    link = re.search(r'href="([^"]+)">Shed sisters at the Plane Shed', offered[1])
    assert link
    assert "Shed sisters at the Plane Shed" in text(demo_client, link[1])
    assert not OFFERS.search(text(demo_client, "/find?q=befrending"))
    assert not OFFERS.search(text(demo_client, "/find?q=lunch+club"))


def test_words_about_harm_are_not_repeated_where_they_were_mended(demo_client: PageCheckingClient) -> None:
    answer = demo_client.post("/find", data={"q": "domestik abuse"}, follow_redirects=True)
    assert "domestik" not in answer.text
    assert "Did you mean" not in answer.text


@slow_on_both
def test_a_mended_place_is_said(demo_client: PageCheckingClient) -> None:
    page = visible(text(demo_client, "/find?q=lunch+club&where=wombwel"))
    assert "We read “wombwel” as Wombwell." in page
    assert "We read" not in visible(text(demo_client, "/find?q=lunch+club&where=Wombwell"))
