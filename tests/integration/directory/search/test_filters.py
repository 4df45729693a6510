"""Filters, counts, orders and pages over the demonstration borough; and who is never found."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from bench.pages import with_facet
from core import clock
from core.db import db
from directory.models import Service
from directory.search.index import index_of
from directory.search.indexing import services_changed
from directory.search.request import SORTS, SearchRequest
from directory.search.results import SearchResults
from directory.search.service import search
from tests.conftest import StatementCounter
from tests.examples import sampled, slow_on_both
from tests.factories import make_organization, make_service

EVERYTHING = 500


@pytest.fixture
def borough(demo_app: Flask) -> Iterator[Flask]:
    with demo_app.app_context():
        yield demo_app


def find(query: str = "", where: str = "", **more: object) -> SearchResults:
    return search(SearchRequest(query=query, where=where, **{"per_page": EVERYTHING, **more}))  # type: ignore[arg-type]


def ids(found: SearchResults) -> list[str]:
    return [hit.service_id for hit in found.hits]


SEARCHES = [("", ""), ("lunch", ""), ("lonely", "S73 8CV"), ("", "Penistone"), ("help", "")]


@pytest.mark.parametrize(("query", "where"), sampled(SEARCHES, 5))
def test_every_count_on_the_page_is_what_choosing_it_gives(borough: Flask, query: str, where: str) -> None:
    found = find(query, where)
    assert len(found.facets) >= 6
    for facet in found.facets:
        for value in facet.values[:4]:
            chosen = search(with_facet(found.request, facet.id, value.id))
            assert chosen.total == value.count, (facet.id, value.id)
            assert set(ids(chosen)) <= set(ids(found))


def test_or_within_and_and_across(borough: Flask) -> None:
    tuesday, friday = (set(ids(find(facets={"day": (day,)}))) for day in ("TU", "FR"))
    free = set(ids(find(facets={"cost": ("free",)})))
    assert set(ids(find(facets={"day": ("TU", "FR")}))) == tuesday | friday
    assert set(ids(find(facets={"day": ("TU", "FR"), "cost": ("free",)}))) == (tuesday | friday) & free
    assert tuesday != friday


def test_all_facets_of_the_issue_are_offered_somewhere(borough: Flask) -> None:
    offered = {facet.id for facet in find("", "S73 8CV").facets}
    assert offered == {
        "need", "who", "cost", "route", "delivery", "distance", "day", "open", "access", "language", "culture", "taking", "payment",
    }  # fmt: skip


def test_what_never_meets_in_the_evening_is_no_answer_for_the_evening(borough: Flask) -> None:
    found = {hit.name for hit in find("evening exercise class").hits}
    every = {hit.name for hit in find("evening exercise class", off=("time.evening",)).hits}
    at_2pm_on_some_days = {"Monday Tea Dance", "Houghton bowls for beginners"}
    assert at_2pm_on_some_days <= every
    assert not at_2pm_on_some_days & found
    assert found


def test_a_distance_without_a_place_filters_nothing_and_is_not_chosen(borough: Flask) -> None:
    plain, distant = find("lunch"), find("lunch", facets={"distance": ("5",)})
    assert ids(distant) == ids(plain)
    assert distant.facets == plain.facets
    assert distant.request.facets == {}


@slow_on_both
@pytest.mark.parametrize("value", sampled(["²", "abc", "-1", "5.0", "1e3", "\x00", "9" * 5000], 4))
@pytest.mark.parametrize("facet", sampled(["distance", "need", "cost", "language"], 2))
@pytest.mark.parametrize("where", sampled(["", "S73 8CV"], 2))
def test_a_value_that_is_not_known_filters_nothing(
    borough: Flask, facet: str, value: str, where: str
) -> None:
    found, plain = find("lunch", where, facets={facet: (value,)}), find("lunch", where)
    assert ids(found) == ids(plain)
    assert found.request == plain.request
    assert found.facets == plain.facets


def test_beside_a_known_value_an_unknown_one_counts_for_nothing(borough: Flask) -> None:
    free = find("help", facets={"cost": ("free",)})
    assert ids(find("help", facets={"cost": ("free", "nonsense"), "day": ("someday",)})) == ids(free)
    assert free.total < find("help").total


def test_results_carry_their_names(borough: Flask) -> None:
    services = {
        service.id: (service.name, service.organization.name)
        for service in db.session.scalars(select(Service))
    }
    found = find("help")
    assert found.hits
    assert all((hit.name, hit.organization) == services[hit.service_id] for hit in found.hits)


def test_a_filter_on_need_lists_those_who_meet_it(borough: Flask) -> None:
    found = find(facets={"need": ("falls",)})
    columns = index_of(borough).current(db.session).columns
    assert found.total
    assert all(columns.mask("need:falls")[hit.number] for hit in found.hits)


def test_the_name_of_a_chosen_need_states_no_condition(borough: Flask) -> None:
    for need, typed, condition in (
        ("social-groups", "Coffee mornings and social groups", ("time", "morning")),
        ("mobility-aids", "Wheelchairs, scooters and getting about", ("access", "wheelchair")),
        ("low-cost-food", "Cheaper food and free meals", ("cost", "free")),
    ):
        read = find(typed)
        assert condition in {(one.facet, one.value) for one in (*read.filters, *read.gave_way)}, typed
        chosen = find(facets={"need": (need,)})
        assert chosen.total, need
        assert chosen.filters == chosen.gave_way == (), need


@slow_on_both
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    ("query", "where"), sampled([("help", ""), ("", "Wombwell"), ("lunch", "S73 8CV")], 3)
)
def test_pages_cover_everything_once_in_one_order(borough: Flask, sort: str, query: str, where: str) -> None:
    whole = find(query, where, sort=sort)
    pages = [
        find(query, where, sort=sort, per_page=7, page=page) for page in range(1, -(-whole.total // 7) + 1)
    ]
    assert [id for page in pages for id in ids(page)] == ids(whole)
    assert len(set(ids(whole))) == whole.total
    assert {page.pages for page in pages} == {len(pages)}
    assert {page.total for page in pages} == {whole.total}


def test_beyond_the_last_page_there_is_nothing(borough: Flask) -> None:
    found = find("lunch", page=400, per_page=20)
    assert found.hits == ()
    assert found.total > 0


class TestOrder:
    def test_by_name(self, borough: Flask) -> None:
        cards = index_of(borough).current(db.session).columns.names
        names = [cards[hit.number].name.casefold() for hit in find("help", sort="name").hits]
        assert names == sorted(names)
        assert len(names) > 20

    def test_nearest_first(self, borough: Flask) -> None:
        away = [hit.distance_m for hit in find("help", "S73 8CV", sort="near").hits]
        known = [metres for metres in away if metres is not None]
        assert known == sorted(known) == away[: len(known)]

    def test_nearest_without_a_place_is_the_best_match(self, borough: Flask) -> None:
        assert ids(find("help", sort="near")) == ids(find("help"))

    def test_last_checked_first(self, borough: Flask) -> None:
        checked = dict(db.session.execute(select(Service.id, Service.assured_date)).all())
        days = [checked[id] for id in ids(find("help", sort="checked"))]
        known = [day for day in days if day]
        assert known == sorted(known, reverse=True) == days[: len(known)]

    def test_the_order_changes_nothing_about_what_is_found(self, borough: Flask) -> None:
        found = {sort: find("help", sort=sort) for sort in SORTS}
        assert len({frozenset(ids(each)) for each in found.values()}) == 1
        assert len({tuple(ids(each)) for each in found.values()}) > 1


class TestNeverFound:
    def test_what_is_for_professionals_only(self, borough: Flask) -> None:
        hidden = {s.id: s.name for s in db.session.scalars(select(Service).where(Service.professionals_only))}
        assert len(hidden) >= 5
        assert not hidden.keys() & set(ids(find()))
        for name in hidden.values():
            assert not hidden.keys() & set(ids(find(name)))
            assert not hidden.keys() & set(ids(find(name, "S73 8CV")))

    def test_what_ended_a_month_ago(self, borough: Flask) -> None:
        long_over = {
            s.id: s.name
            for s in db.session.scalars(select(Service))
            if s.ends_on and (clock.today() - s.ends_on).days > 30
        }
        assert long_over
        for id, name in long_over.items():
            assert id not in ids(find(name))

    @pytest.mark.parametrize(
        ("fields", "found"),
        sampled(
            [
                ({}, True),
                ({"status": "temporarily closed"}, True),
                ({"status": "inactive"}, False),
                ({"status": "defunct"}, False),
                ({"professionals_only": True}, False),
            ],
            5,
        ),
    )
    def test_by_status(self, app: Flask, fields: dict[str, object], found: bool) -> None:
        with app.app_context():
            service = make_service(db.session, name="Kayak club", **fields)
            services_changed(db.session, [service.id])
            db.session.commit()
            assert (
                "Kayak club"
                in {
                    index_of(app).current(db.session).columns.names[h.number].name for h in find("kayak").hits
                }
            ) is found


def test_equal_services_stay_in_order_when_others_run_them(app: Flask) -> None:
    """Neutral: whoever runs it, of whatever kind, the scores are the same."""
    with app.app_context():
        kinds = ["council", "company", "charity", "social_enterprise"]
        groups = [
            make_organization(db.session, name=f"Runner {n}", kind=kind) for n, kind in enumerate(kinds)
        ]
        services = [make_service(db.session, name="Kayak club", organization=group) for group in groups]

        def scores() -> set[float]:
            services_changed(db.session, [service.id for service in services])
            db.session.commit()
            return {hit.score for hit in find("kayak").hits}

        before = scores()
        for service, group in zip(services, reversed(groups), strict=True):
            service.organization_id = group.id
        db.session.flush()
        db.session.expire_all()
        assert scores() == before
        assert len(before) == 1
        assert find("kayak").total == 4


@slow_on_both
def test_a_stale_record_comes_after_an_equal_fresh_one(app: Flask) -> None:
    with app.app_context():
        today = clock.today()
        days = {
            "A stale kayak": today.replace(year=today.year - 2),
            "B fresh kayak": today,
            "C unknown kayak": None,
        }
        services = {
            make_service(db.session, name=name, assured_date=day).id: name for name, day in days.items()
        }
        services_changed(db.session, services)
        db.session.commit()
        assert [services[id] for id in ids(find("kayak"))] == [
            "B fresh kayak",
            "C unknown kayak",
            "A stale kayak",
        ]


def test_the_number_of_statements_is_fixed(borough: Flask, statements: StatementCounter) -> None:
    def count(query: str, where: str = "", **more: object) -> int:
        with statements(borough) as sent:
            found = find(query, where, **more)
        assert not [statement for statement in sent if not statement.lstrip().upper().startswith("SELECT")], (
            "a search never writes"
        )
        assert found.hits
        return len(sent)

    find("falls", "S73 8CV")
    few, many = count("falls", per_page=1), count("", per_page=EVERYTHING)
    assert few == many <= 2
    assert count("falls", "S73 8CV", per_page=1) == count("", "S73 8CV", per_page=EVERYTHING) <= 3
    assert count("help", facets={"cost": ("free", "fixed"), "day": ("MO",)}) == many
