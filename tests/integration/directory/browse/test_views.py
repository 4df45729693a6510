"""Ways in besides the box: needs, A to Z, towns, what is on."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import db
from core.settings import ROOT
from directory.browse import whats_on
from directory.browse.kinds import Kinds
from directory.browse.kinds import load as load_kinds
from directory.browse.queries import letters, town_by_slug, town_slug, towns
from directory.browse.session_queries import day_sessions, listed_sessions
from directory.browse.whats_on import Choice, to_come
from directory.models import Service
from directory.schedules.holidays import Calendar
from directory.search.context import open_context
from directory.search.for_needs import count_by_need
from directory.search.indexing import services_changed
from tests.conftest import StatementCounter
from tests.examples import sampled, slow_on_both
from tests.factories import make_location, make_service, weekly
from tests.page_checks import PageCheckingClient

TUESDAY = date(2026, 11, 24)
KINDS = load_kinds(ROOT / "content")


def add(app: Flask, **fields: Any) -> str:
    """Store a service, with its row in the outbox; return its slug."""
    with app.app_context():
        made = {name: value(db.session) if callable(value) else value for name, value in fields.items()}
        service = make_service(db.session, **made)
        services_changed(db.session, [service.id])
        db.session.commit()
        return service.slug


def add_event(app: Flask, **fields: Any) -> str:
    """Store a service whose sessions are events; return its slug."""
    return add(app, **({"needs": ["social-groups"]} | fields))


def at(town: str = "Wombwell", *rows: Any, **fields: Any) -> Any:
    return lambda session: [
        (make_location(session, name=f"{town} Hall", address={"city": town}, **fields), list(rows))
    ]


def text(client: PageCheckingClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.get_data(as_text=True)


@slow_on_both
@pytest.mark.both_databases
def test_needs_have_counts_of_what_runs(app: Flask, client: PageCheckingClient) -> None:
    add(app, needs=["falls", "bathing"])
    add(app, needs=["falls"])
    add(app, needs=["falls"], professionals_only=True)
    add(app, needs=["falls"], ends_on=date(2026, 11, 1))
    with app.app_context():
        assert count_by_need(open_context()) == {"falls": 2, "bathing": 1}
    assert "(2<span" in text(client, "/needs/")
    assert "Falls and balance" in text(client, "/needs/safe-at-home")


def test_a_need_lists_its_services_by_what_helps_and_not_by_name(
    app: Flask, client: PageCheckingClient
) -> None:
    add(app, name="Aardvark dinners", needs=["meals", "falls"])
    add(app, name="Bees", needs=["falls"], availability="full")
    add(app, name="Zest balance classes", summary="Falls and balance", needs=["falls"])
    add(app, name="Other", needs=["debt"])
    page = text(client, "/needs/falls")
    order = [page.index(name) for name in ("Zest balance classes", "Aardvark dinners", "Bees")]
    assert order == sorted(order)
    assert "Other" not in page
    assert "3 services can help with this" in page
    assert "helps with “Falls and balance”" in page


def test_a_need_without_services_leads_to_a_person(client: PageCheckingClient) -> None:
    assert "We have nothing listed for this yet" in text(client, "/needs/falls")


@pytest.mark.both_databases
@pytest.mark.slow
def test_needs_are_paged(app: Flask, client: PageCheckingClient) -> None:
    for n in range(25):
        add(app, name=f"Thing {n:02}", needs=["falls"])
    shown = [re.findall(r"Thing \d\d(?=</a>)", text(client, f"/needs/falls?page={page}")) for page in (1, 2)]
    assert [len(names) for names in shown] == [20, 5]
    assert len({*shown[0], *shown[1]}) == 25
    assert client.get("/needs/falls?page=3").status_code == 404
    for odd in ("x", "0", "-1", "²", "999999999"):
        assert client.get(f"/needs/falls?page={odd}").status_code in (200, 404)


@pytest.mark.parametrize(
    "path", ["/needs/nonsense", "/a-to-z/ab", "/a-to-z/%C3%A9", "/towns/nowhere", "/organization/none"]
)
def test_what_does_not_exist(client: PageCheckingClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_dangerous_needs_have_the_way_off(client: PageCheckingClient) -> None:
    assert "data-exit" in text(client, "/needs/d")
    assert "data-exit" not in text(client, "/needs/falls")


@pytest.mark.both_databases
def test_a_to_z(app: Flask, client: PageCheckingClient) -> None:
    add(app, name="Apples")
    add(app, name="avocados", ends_on=date(2026, 11, 1))
    add(app, name="Buns")
    add(app, name="4 Seasons")
    add(app, name="Staff", professionals_only=True)
    page = text(client, "/a-to-z/a")
    topics = re.findall(r"topics__name[^>]*>([^<]+)<", page)
    assert "Arts, crafts and making things" in topics
    assert "Alarms and telecare" in topics
    assert topics == sorted(topics, key=str.casefold)
    assert "Apples" in page
    assert "avocados" in page
    assert "Ended" in page
    assert "Buns" not in page
    assert "4 Seasons" in text(client, "/a-to-z/0-9")
    assert "Staff" not in text(client, "/a-to-z/s")
    with app.app_context():
        assert {letter: n for letter, n in letters().items() if n} == {"A": 2, "B": 1, "0-9": 1}


@pytest.mark.both_databases
def test_towns_count_what_may_be_told(app: Flask, client: PageCheckingClient) -> None:
    add(app, name="Here", places=at("Wombwell"))
    add(app, name="Shouting", places=at("WOMBWELL "))
    add(app, name="Hidden one", places=at("Secret Town"), secret_address=True)
    add(app, name="Hidden two", places=at("Secret Town", secret=True))
    with app.app_context():
        assert [(town.slug, town.count) for town in towns()] == [("wombwell", 2)]
    page = text(client, "/towns/wombwell")
    assert "Here" in page
    assert "Shouting" in page
    assert "Secret" not in text(client, "/towns/")
    assert client.get("/towns/secret-town").status_code == 404


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Bolton upon Dearne", "bolton-upon-dearne"), ("St. Mary’s", "st-marys"), ("Côte", "cote"), ("—", "")],
)
def test_town_slugs(name: str, slug: str) -> None:
    assert town_slug(name) == slug


def on(app: Flask, town: str = "", kind: str = "", is_free: bool = False) -> list[str]:
    """Return the names of the sessions on Tuesday that are not over."""
    with app.app_context():
        found = town_by_slug(towns(), town)
        choice = Choice(found, KINDS.by_id(kind), is_free)
        sessions = to_come(day_sessions(TUESDAY, Calendar(), KINDS), clock.now(), choice)
        return [session.name for session in listed_sessions(sessions, TUESDAY, town)]


@pytest.mark.both_databases
def test_what_is_on_by_day_and_time(app: Flask, client: PageCheckingClient) -> None:
    add_event(app, name="Late", places=at("Wombwell", weekly("TU", "14:00", "15:00")))
    add_event(app, name="Early", places=at("Hoyland"), schedules=[weekly("TU", "09:00", "10:00")])
    add_event(app, name="Other day", places=at("Hoyland", weekly("WE")))
    assert on(app) == ["Early", "Late"]
    assert on(app, town="hoyland") == ["Early"]
    page = text(client, "/whats-on?day=2026-11-24&town=wombwell")
    assert "Late" in page
    assert "Early" not in page
    assert "2pm" in page


def test_a_places_own_times_take_the_place_of_the_services(app: Flask) -> None:
    add_event(app, name="Own times", places=at("Wombwell", weekly("WE")), schedules=[weekly("TU")])
    assert on(app) == []


@slow_on_both
@pytest.mark.parametrize(
    "fields",
    sampled(
        [
            {"secret_address": True},
            {"professionals_only": True},
            {"sensitive": True},
            {"route_in": ["gp"]},
            {"starts_on": date(2026, 12, 1)},
            {"ends_on": date(2026, 11, 20)},
            {"status": "temporarily closed"},
            {"status": "defunct"},
        ],
        4,
    ),
)
def test_what_is_not_to_be_met_there_is_not_on(app: Flask, fields: dict[str, Any]) -> None:
    add_event(app, places=at("Wombwell", weekly("TU")), **fields)
    assert on(app) == []


def test_a_secret_place_is_not_on(app: Flask) -> None:
    add_event(app, places=at("Wombwell", weekly("TU"), secret=True))
    assert on(app) == []


def test_opening_hours_are_not_on(app: Flask) -> None:
    add_event(app, places=at("Wombwell", weekly("TU", "09:00", "17:00")))
    assert on(app) == []


@slow_on_both
@pytest.mark.parametrize(
    "fields",
    sampled(
        [
            {"needs": ["digital-skills"]},
            {"needs": ["social-groups", "libraries"]},
            {"needs": ["coming-home", "loneliness"]},
            {"needs": ["mobility-aids"]},
            {"needs": ["social-groups"], "delivery": ["place", "home"]},
            {"needs": []},
        ],
        3,
    ),
)
def test_what_is_no_event_is_not_on(app: Flask, fields: dict[str, Any]) -> None:
    add(app, places=at("Wombwell", weekly("TU")), **fields)
    assert on(app) == []


@slow_on_both
def test_events_are_chosen_by_kind_and_by_what_is_free(app: Flask, client: PageCheckingClient) -> None:
    add_event(app, name="Tea", places=at("Wombwell", weekly("TU")), costs=[{"kind": "free"}])
    add_event(
        app, name="Whist", places=at("Wombwell", weekly("TU")), costs=[{"kind": "fixed", "amount": "2"}]
    )
    add_event(
        app,
        name="Raffle",
        places=at("Wombwell", weekly("TU")),
        costs=[{"kind": "free"}, {"kind": "fixed", "amount": "1"}],
    )
    add_event(
        app, name="Walk", places=at("Wombwell", weekly("TU")), needs=["walking"], costs=[{"kind": "donation"}]
    )
    add_event(app, name="Asked", places=at("Wombwell", weekly("TU")), needs=["walking"], costs=[])
    assert on(app) == ["Asked", "Raffle", "Tea", "Walk", "Whist"]
    assert on(app, kind="moving") == ["Asked", "Walk"]
    assert on(app, is_free=True) == ["Tea", "Walk"]
    page = text(client, "/whats-on?day=2026-11-24&kind=moving&free=yes")
    assert re.findall(r"happening__name[^>]*><a[^>]*>([^<]+)", page) == ["Walk"]
    assert "kind=moving" in re.findall(r'days__day" href="([^"]+)', page)[1]
    beyond = client.get("/whats-on?day=2026-11-24&page=9")
    assert beyond.status_code == client.get("/a-to-z/s?page=9").status_code == 404
    assert "There is no such page" in beyond.text


@slow_on_both
@pytest.mark.parametrize(
    ("day", "said"), [("2026-12-24", True), ("Tuesday", True), ("2026-11-24", False), ("", False)]
)
def test_a_day_that_cannot_be_asked_for_is_not_silently_today(app: Flask, day: str, said: bool) -> None:
    page = text(app.test_client(), f"/whats-on?day={day}")
    assert ("We only show the next seven days. Here is what is on today." in page) is said
    assert ("Monday 23 November" in page.split("<h2")[1]) is (day != "2026-11-24")


def test_bank_holidays_and_fortnights_are_kept(app: Flask) -> None:
    add_event(app, name="Every", places=at("Wombwell", weekly("TU", extra={"closed_bank_holidays": True})))
    add_event(
        app, name="Odd weeks", places=at("Wombwell", weekly("TU", interval=2, dtstart=date(2026, 11, 17)))
    )
    assert on(app) == ["Every"]
    with app.app_context():
        assert day_sessions(TUESDAY, Calendar(frozenset({TUESDAY})), KINDS) == ()


def test_what_is_over_today_is_not_on(app: Flask) -> None:
    add_event(app, places=at("Wombwell", weekly("TU", "10:00", "12:00")))
    clock.set_clock(lambda: datetime(2026, 11, 24, 13, 0, tzinfo=clock.LONDON))
    assert on(app) == []


def test_a_place_that_became_secret_is_not_on_although_its_sessions_were_computed(
    app: Flask, client: PageCheckingClient
) -> None:
    slug = add_event(app, name="Refuge tea", places=at("Wombwell", weekly("TU")))
    assert "Refuge tea" in text(client, "/whats-on?day=2026-11-24")
    with app.app_context():
        service = db.session.scalars(select(Service).where(Service.slug == slug)).one()
        service.secret_address = True
        db.session.commit()
    assert "Refuge tea" not in text(client, "/whats-on?day=2026-11-24")


@slow_on_both
def test_sessions_are_computed_once_and_again_after_a_change(
    app: Flask, client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[date] = []

    def counting(day: date, calendar: Calendar, kinds: Kinds) -> Any:
        computed.append(day)
        return day_sessions(day, calendar, kinds)

    monkeypatch.setattr(whats_on, "day_sessions", counting)
    add_event(app, name="First", places=at("Wombwell", weekly("TU")))
    for address in ("/whats-on?day=2026-11-24", "/whats-on?day=2026-11-24&town=wombwell"):
        text(client, address)
    assert computed == [TUESDAY]
    add_event(app, name="Second", places=at("Wombwell", weekly("TU")))
    assert "Second" in text(client, "/whats-on?day=2026-11-24")
    assert computed == [TUESDAY] * 2


@pytest.mark.parametrize(
    "query", sampled(["day=x", "day=2020-01-01", "town=nowhere", "page=x", "day=2026-11-24%00"], 5)
)
def test_odd_questions_are_answered(client: PageCheckingClient, query: str) -> None:
    assert client.get(f"/whats-on?{query}").status_code == 200


COUNTED = (
    "/needs/",
    "/needs/safe-at-home",
    "/needs/falls",
    "/a-to-z/",
    "/towns/",
    "/towns/wombwell",
    "/whats-on?day=2026-11-24",
)


@pytest.mark.both_databases
@pytest.mark.slow
def test_one_row_and_many_take_the_same_statements(
    app: Flask, client: PageCheckingClient, statements: StatementCounter
) -> None:
    counts: dict[str, list[int]] = {path: [] for path in COUNTED}
    for number in (1, 15):
        for _ in range(number):
            add(
                app,
                needs=["falls", "social-groups"],
                places=at("Wombwell", weekly("TU")),
                costs=[{"kind": "free"}, {"kind": "fixed", "amount": "3"}],
            )
        # The first page after a change of the listings brings the index up to date; one of a need reads the
        # alerts.
        for path in COUNTED:
            text(client, path)
        for path in COUNTED:
            with statements(app) as sent:
                text(client, path)
            counts[path].append(len(sent))
    assert {path: found for path, found in counts.items() if found[0] != found[1]} == {}
    assert {path: found for path, found in counts.items() if found[0] > 15} == {}


@pytest.mark.parametrize(
    ("need", "letter"),
    sampled([("abuse-neglect", "a"), ("domestic-abuse", "d"), ("crisis", "m"), ("child-harm", "c")], 4),
)
def test_danger_is_never_answered_by_a_list_alone(client: PageCheckingClient, need: str, letter: str) -> None:
    """Numbers, the form and advice, also where nothing is listed; neither title nor address tells of what."""
    answer = client.get(f"/needs/{need}")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"/needs/{letter}")
    page = text(client, f"/needs/{letter}")
    assert "<title>Help – " in page
    assert page.index('href="tel:999"', page.index('class="distress"')) < page.index('id="results"')
    assert 'href="/tell-us"' in page
    assert f'href="/advice/{letter}"' in page
    assert "found nothing" not in page


def test_what_only_professionals_refer_to_is_no_way_in(client: PageCheckingClient) -> None:
    assert "For professionals to refer" not in text(client, "/needs/")
    assert client.get("/needs/professional-referral").status_code == 404
