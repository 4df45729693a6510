"""The page of one service, its calendar file, and the organization behind it."""

import json
import re
from datetime import date
from typing import Any

import pytest
from flask import Flask

from core.db import db
from directory.listing.card_queries import cards_of
from tests.conftest import StatementCounter
from tests.examples import sampled, slow_on_both
from tests.factories import make_location, make_organization, make_service, weekly
from tests.page_checks import PageCheckingClient

SECRETS = (
    "Hidden Town",
    "Hidden House",
    "9 Hidden Lane",
    "S99 9CV",
    "53.987",
    "1.234",
    "bus to hidden",
    "hidden-town",
)


def add(app: Flask, **fields: Any) -> str:
    """Return a function that stores a service and returns its slug.

    Values that need the session are given as a function of the session.
    """
    with app.app_context():
        made = {name: value(db.session) if callable(value) else value for name, value in fields.items()}
        service = make_service(db.session, **made)
        db.session.commit()
        return service.slug


def hidden(session: Any, **fields: Any) -> Any:
    address = {"address_1": "9 Hidden Lane", "city": "Hidden Town", "postal_code": "S99 9CV"}
    values = {
        "name": "Hidden House",
        "latitude": 53.987,
        "longitude": -1.234,
        "transportation": "bus to hidden",
        "access": ["parking"],
    }
    return make_location(session, address=address, **(values | fields))


def add_hidden(app: Flask, secret: bool = True, **fields: Any) -> str:
    return add(
        app,
        name="Safe Room",
        slug="safe-room",
        secret_address=secret,
        needs=["falls"],
        organization=lambda s: make_organization(s, name="Safe House", slug="safe-house"),
        places=lambda s: [(hidden(s), [weekly("TU")])],
        **fields,
    )


def page(client: PageCheckingClient, slug: str, query: str = "") -> str:
    response = client.get(f"/service/{slug}{query}")
    assert response.status_code == 200
    return response.get_data(as_text=True)


@slow_on_both
def test_the_page_says_what_a_person_asks(app: Flask, client: PageCheckingClient) -> None:
    slug = add(
        app,
        name="Steady Steps",
        phones=["01632 960900"],
        needs=["falls"],
        languages=["Polish"],
        areas=["borough"],
        application_process="Just turn up.",
        access=["hearing_loop"],
        former_names=["Old Steps"],
        costs=[{"kind": "fixed", "amount": "3.50", "amount_description": "session"}],
        places=lambda s: [(make_location(s, name="Library", transportation="Bus 22."), [weekly("TU")])],
    )
    text = page(client, slug)
    for words in (
        "How to get this help",
        'href="tel:01632960900"',
        "Just turn up.",
        "Tuesdays, 10am to 12 noon",
        "Library",
        "S73 8CV",
        "Bus 22.",
        "£3.50 a session",
        "Hearing loop",
        "Polish",
        "All of Dearne Valley",
        "Old Steps",
        "Checked on 3 November 2026",
        "Something wrong here?",
        "openstreetmap.org",
        "calendar.ics",
    ):
        assert words in text, words


def test_the_page_opens_with_how_to_get_it(app: Flask, client: PageCheckingClient) -> None:
    headings = re.findall(r"<h2[^>]*>([^<]+)", page(client, add(app, needs=["falls"])))
    assert headings[:4] == ["How to get this help", "When", "Cost", "Where"]


@slow_on_both
@pytest.mark.parametrize("routes", sampled([["gp"], ["professional"], ["gp", "professional"]], 3))
def test_no_button_where_somebody_else_must_ask(
    app: Flask, client: PageCheckingClient, routes: list[str]
) -> None:
    text = page(client, add(app, route_in=routes, url="https://clinic.example.org"))
    how = text[text.index('class="how"') : text.index('id="when"')]
    assert "how__button" not in text
    assert how.index("For questions about it") < how.index("clinic.example.org")
    assert how.index("You cannot ask for this yourself") < how.index("960900")
    assert "You cannot ask for this yourself" in how


def test_the_button_is_there_where_people_may_ask(app: Flask, client: PageCheckingClient) -> None:
    assert "how__button" in page(client, add(app, route_in=["self"]))


@pytest.mark.parametrize("fields", [{"professionals_only": True}, {"status": "inactive"}])
def test_a_service_that_is_not_public_is_not_found(
    app: Flask, client: PageCheckingClient, fields: dict[str, Any]
) -> None:
    slug = add(app, schedules=[weekly("TU")], **fields)
    for path in (f"/service/{slug}", f"/service/{slug}/calendar.ics", f"/service/{slug}/problem"):
        assert client.get(path).status_code == 404
    assert client.post_form(f"/service/{slug}/problem", {"what": "phone"}).status_code == 404


def test_an_unknown_service_is_not_there(client: PageCheckingClient) -> None:
    assert client.get("/service/nothing-like-it").status_code == 404


@pytest.mark.parametrize(
    "path",
    sampled(
        [
            "/service/safe-room",
            "/service/safe-room/calendar.ics",
            "/a-to-z/s",
            "/towns/",
            "/whats-on",
            "/needs/falls",
            "/organization/safe-house",
            "/service/near-it",
            "/service/safe-room/problem",
        ],
        4,
    ),
)
def test_a_secret_place_is_on_no_page(app: Flask, client: PageCheckingClient, path: str) -> None:
    add_hidden(app)
    add(app, slug="near-it", name="Near it", needs=["falls"], places=lambda s: [make_location(s)])
    text = client.get(path).get_data(as_text=True)
    assert not [secret for secret in SECRETS if secret in text]


def test_the_same_place_shows_when_it_is_not_secret(app: Flask, client: PageCheckingClient) -> None:
    add_hidden(app, secret=False)
    text = page(client, "safe-room")
    assert all(secret in text for secret in SECRETS[:6])


def test_no_town_page_for_a_town_of_secret_places_only(app: Flask, client: PageCheckingClient) -> None:
    add_hidden(app)
    assert client.get("/towns/hidden-town").status_code == 404
    assert client.get("/whats-on?town=hidden-town").get_data(as_text=True).count("Safe Room") == 0


def test_similar_things_are_not_ordered_by_a_secret_place(app: Flask, client: PageCheckingClient) -> None:
    add_hidden(app)
    add(
        app,
        name="A near the secret",
        slug="a",
        assured_date=date(2026, 11, 1),
        needs=["falls"],
        places=lambda s: [make_location(s, latitude=53.987, longitude=-1.234)],
    )
    add(
        app,
        name="B far away",
        slug="b",
        assured_date=date(2026, 11, 20),
        needs=["falls"],
        places=lambda s: [make_location(s, latitude=53.4, longitude=-1.6)],
    )
    # The one that was checked last leads, whatever its name is and wherever it lies.
    text = page(client, "safe-room")
    assert text.index("B far away") < text.index("A near the secret")


def test_similar_things_come_nearest_first(app: Flask, client: PageCheckingClient) -> None:
    add(
        app,
        slug="here",
        needs=["falls"],
        places=lambda s: [make_location(s, latitude=53.987, longitude=-1.234)],
    )
    add(
        app,
        name="B near",
        slug="b",
        needs=["falls"],
        places=lambda s: [make_location(s, latitude=53.986, longitude=-1.234)],
    )
    add(
        app,
        name="A far away",
        slug="a",
        needs=["falls"],
        places=lambda s: [make_location(s, latitude=53.4, longitude=-1.6)],
    )
    add(app, name="C by phone", slug="c", needs=["falls"], delivery=["phone"])
    add(app, name="D other need", slug="d", needs=["debt"], places=lambda s: [make_location(s)])
    text = page(client, "here")
    assert text.index("B near") < text.index("A far away") < text.index("C by phone")
    assert "D other need" not in text


def test_the_data_block_can_be_read_and_breaks_out_of_nothing(app: Flask, client: PageCheckingClient) -> None:
    slug = add(app, name="</script><script>alert(1)</script>", summary='"quoted" & <b>')
    text = page(client, slug)
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert block
    data = json.loads(block[1])
    assert data["name"] == "</script><script>alert(1)</script>"
    assert data["url"] == f"http://localhost/service/{slug}"
    assert "<script>alert" not in text


def test_canonical_address_leaves_the_search_out(app: Flask, client: PageCheckingClient) -> None:
    slug = add(app)
    assert f'<link rel="canonical" href="http://localhost/service/{slug}">' in page(
        client, slug, "?back=q%3Dfalls"
    )


def test_back_to_results_keeps_the_search(app: Flask, client: PageCheckingClient) -> None:
    text = page(client, add(app), "?back=q%3Dfalling%26where%3DS73%26cost%3Dfree%26page%3D2")
    link = re.search(r'<a href="([^"]+)" class="govuk-back-link">Back to results', text)
    assert link
    assert sorted(link[1].replace("&amp;", "&").partition("?")[2].split("&")) == [
        "cost=free",
        "page=2",
        "q=falling",
        "where=S73",
    ]


@pytest.mark.parametrize(
    "back",
    sampled(
        [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "x" * 5000,
            "%00",
            "next=//evil",
        ],
        7,
    ),
)
def test_the_back_link_accepts_no_other_address(app: Flask, client: PageCheckingClient, back: str) -> None:
    response = client.get(f"/service/{add(app)}", query_string={"back": back})
    text = response.get_data(as_text=True)
    assert "Back to results" not in text
    assert not re.search(r'href="[^"]*evil', text)


def test_ended_service_says_so_and_leads_on(app: Flask, client: PageCheckingClient) -> None:
    with app.app_context():
        successor = make_service(db.session, name="New meals", slug="new-meals")
        make_service(
            db.session,
            slug="old-meals",
            ends_on=date(2026, 11, 1),
            ended_reason="The money ran out.",
            successors=[successor],
        )
        db.session.commit()
    text = page(client, "old-meals")
    assert "This ended on 1 November 2026" in text
    assert "The money ran out." in text
    assert 'href="/service/new-meals"' in text
    assert "how__button" not in text


def test_a_sensitive_listing_has_the_quick_exit(app: Flask, client: PageCheckingClient) -> None:
    assert "data-exit" in page(client, add(app, sensitive=True))
    assert "data-exit" not in page(client, add(app))


def test_dangerous_addresses_are_not_linked(app: Flask, client: PageCheckingClient) -> None:
    text = page(
        client,
        add(
            app,
            url="javascript:alert(1)",
            description="[x](javascript:alert(1)) <img src=x onerror=alert(1)>",
        ),
    )
    assert 'href="javascript' not in text
    assert "<img src=x" not in text


def test_calendar_file(app: Flask, client: PageCheckingClient) -> None:
    slug = add(
        app, name="Steady Steps", places=lambda s: [(make_location(s, name="Library"), [weekly("TU")])]
    )
    response = client.get(f"/service/{slug}/calendar.ics?place=1")
    text = response.get_data(as_text=True)
    assert response.mimetype == "text/calendar"
    assert "SUMMARY:Steady Steps" in text
    assert "Library" in text
    assert client.get(f"/service/{slug}/calendar.ics?place=7").status_code == 404
    assert client.get(f"/service/{slug}/calendar.ics?place=x").status_code == 404


def test_calendar_of_a_secret_place_has_no_location(app: Flask, client: PageCheckingClient) -> None:
    add_hidden(app)
    response = client.get("/service/safe-room/calendar.ics")
    assert response.status_code == 200
    assert "LOCATION" not in response.get_data(as_text=True)


def test_an_organization_and_what_it_offers(app: Flask, client: PageCheckingClient) -> None:
    with app.app_context():
        organization = make_organization(
            db.session,
            name="Good Neighbours",
            slug="good",
            description="We *help*.",
            website="https://good.example.org",
        )
        for n in range(25):
            make_service(db.session, organization=organization, name=f"Thing {n:02}")
        make_service(db.session, organization=organization, name="For staff", professionals_only=True)
        db.session.commit()
    first = client.get("/organization/good").get_data(as_text=True)
    second = client.get("/organization/good?page=2").get_data(as_text=True)
    shown = [re.findall(r"Thing \d\d(?=</a>)", text) for text in (first, second)]
    assert [len(names) for names in shown] == [20, 5]
    assert len({*shown[0], *shown[1]}) == 25
    assert "For staff" not in first + second
    assert client.get("/organization/good?page=9").status_code == 404
    assert client.get("/organization/nobody").status_code == 404


def test_an_organization_for_professionals_only_is_not_there(app: Flask, client: PageCheckingClient) -> None:
    with app.app_context():
        make_service(
            db.session, organization=make_organization(db.session, slug="staff"), professionals_only=True
        )
        db.session.commit()
    assert client.get("/organization/staff").status_code == 404


def test_cards_keep_the_order_and_leave_out_what_is_not_public(app: Flask) -> None:
    with app.app_context():
        ids = [make_service(db.session, name=name).id for name in ("B", "A", "C")]
        ids.append(make_service(db.session, professionals_only=True).id)
        db.session.commit()
        assert [card.name for card in cards_of([*ids, "unknown"])] == ["B", "A", "C"]


@slow_on_both
def test_one_card_and_many_take_the_same_statements(app: Flask, statements: StatementCounter) -> None:
    with app.app_context():
        ids = [_rich(n).id for n in range(20)]
        db.session.commit()
    counts = []
    for wanted in (ids[:1], ids):
        with app.app_context(), statements(app) as sent:
            assert len(cards_of(wanted)) == len(wanted)
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] <= 9


def _rich(n: int) -> Any:
    session = db.session
    places = [(make_location(session, access=["parking"]), [weekly("TU")]) for _ in range(1 + n % 3)]
    return make_service(
        session,
        places=places,
        needs=["falls", "loneliness"],
        phones=["01632 960901", "01632 960902"],
        languages=["Polish", "Urdu"],
        areas=["S73", "S74"],
        audiences=["men"],
        costs=[{"kind": "free"}, {"kind": "fixed", "amount": "3"}],
    )


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_listing_takes_the_same_statements_with_little_and_with_much(
    app: Flask, client: PageCheckingClient, statements: StatementCounter
) -> None:
    with app.app_context():
        slugs = [_rich(0).slug]
        db.session.commit()
    page(client, slugs[0])
    with statements(app) as few:
        page(client, slugs[0])
    with app.app_context():
        for n in range(30):
            _rich(n)
        db.session.commit()
    with statements(app) as many:
        page(client, slugs[0])
    # With nothing similar there are no cards to load.
    assert len(many) - len(few) <= 9
    with statements(app) as again:
        page(client, slugs[0])
    assert len(again) == len(many)
    # One of them asks whether an editor changed words since the last page, one whether the group calls people.
    assert len(many) <= 28
