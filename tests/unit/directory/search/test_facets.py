"""Filters and their counts: OR within a facet, AND across, and every count is what choosing it gives."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.pages import with_facet
from directory.search.columns import IndexColumns
from directory.search.facets import Filterable, facets, filtered, known_filters
from directory.search.request import FACETS, SearchRequest
from directory.search.results import Facet
from directory.search.thesaurus import load_thesaurus
from tests.examples import examples
from tests.unit.directory.search.samples import bodies, body, columns, real, write_content

NONE = SearchRequest()


def filterable(
    snapshot: IndexColumns, *, open_now: list[int] | None = None, at: tuple[float, float] | None = None
) -> Filterable:
    mask = np.zeros(snapshot.size, np.bool_)
    mask[open_now or []] = True
    return Filterable(snapshot, mask, snapshot.places.distances(snapshot.size, *at) if at else None)


def run(on: Filterable, request: SearchRequest) -> tuple[set[int], dict[str, Facet]]:
    """The numbers that pass, and the facets by id, as a search works them out."""
    request = known_filters(on, real(), request)
    everything, others = filtered(on, request, on.columns.alive)
    return {int(n) for n in np.flatnonzero(everything)}, {
        facet.id: facet for facet in facets(on, real(), request, others)
    }


def counts(facet: Facet) -> dict[str, int]:
    return {value.id: value.count for value in facet.values}


SOME = columns(
    body(0, values=["cost:free", "day:MO"]),
    body(1, values=["cost:fixed", "day:MO", "day:TU"]),
    body(2, values=["cost:fixed", "cost:free", "day:WE"]),
    body(3, values=["cost:donation"]),
)


@pytest.mark.parametrize(
    ("chosen", "passing"),
    [
        ({}, {0, 1, 2, 3}),
        ({"cost": ("free",)}, {0, 2}),
        ({"cost": ("free", "donation")}, {0, 2, 3}),
        ({"cost": ("free",), "day": ("MO",)}, {0}),
        ({"cost": ("free", "fixed"), "day": ("TU", "WE")}, {1, 2}),
        ({"cost": ("sliding",)}, set()),
        ({"cost": ("nonsense",)}, {0, 1, 2, 3}),
        ({"cost": ("nonsense", "free")}, {0, 2}),
        ({"cost": ("nonsense",), "day": ("TU",)}, {1}),
        ({"payment": ("yes",)}, set()),
    ],
)
def test_or_within_a_facet_and_across(chosen: dict[str, tuple[str, ...]], passing: set[int]) -> None:
    assert run(filterable(SOME), SearchRequest(facets=chosen))[0] == passing


def test_a_facets_own_choice_does_not_change_its_counts() -> None:
    _, found = run(filterable(SOME), SearchRequest(facets={"cost": ("free",)}))
    assert counts(found["cost"]) == {"free": 2, "fixed": 2, "donation": 1}
    assert counts(found["day"]) == {"MO": 1, "WE": 1}
    assert [value.id for value in found["cost"].values if value.chosen] == ["free"]


def test_empty_facets_and_values_are_hidden_unless_chosen() -> None:
    _, found = run(filterable(SOME), NONE)
    assert set(found) == {"cost", "day"}
    assert "sliding" not in counts(found["cost"])
    _, found = run(filterable(SOME), SearchRequest(facets={"cost": ("sliding",), "payment": ("yes",)}))
    assert counts(found["payment"]) == {"yes": 0}
    assert {value.id for value in found["cost"].values if value.chosen} == {"sliding"}


def test_a_value_that_all_have_changes_nothing_and_is_hidden() -> None:
    _, found = run(filterable(columns(body(0, values=["cost:free"]), body(1, values=["cost:free"]))), NONE)
    assert found == {}


def test_unknown_values_are_not_shown_to_others() -> None:
    _, found = run(filterable(SOME), SearchRequest(facets={"cost": ("<script>",)}))
    assert set(counts(found["cost"])) == {"free", "fixed", "donation"}


def test_a_request_keeps_what_is_known_here_and_nothing_else() -> None:
    on = filterable(columns(body(0, values=["language:Urdu", "cost:own"]), body(1)))
    asked = {
        "language": ("Urdu", "Klingon"),
        "cost": ("own", "free", "<b>"),
        "need": ("falls", "flying"),
        "open": ("now", "later"),
    }
    asked |= {"distance": ("5",), "payment": ("maybe",)}
    kept = known_filters(on, real(), SearchRequest("lunch", facets=asked, page=3))
    assert kept == SearchRequest(
        "lunch",
        facets={"language": ("Urdu",), "cost": ("own", "free"), "need": ("falls",), "open": ("now",)},
        page=3,
    )


def test_facets_stand_in_the_order_of_the_page() -> None:
    snapshot = columns(
        body(0, values=["day:MO", "cost:free", "need:falls", "route:self"]),
        body(1, places=[[53.5, -1.4]]),
        body(2),
    )
    _, found = run(filterable(snapshot, open_now=[1], at=(53.5, -1.3)), NONE)
    assert list(found) == [name for name in FACETS if name in found]
    assert {"need", "cost", "route", "distance", "day", "open"} <= set(found)


def test_days_stand_in_the_order_of_the_week_and_needs_by_how_many() -> None:
    snapshot = columns(
        body(0, values=["day:SU", "day:MO", "need:falls"]),
        body(1, values=["need:meals"]),
        body(2, values=["need:meals", "day:FR"]),
    )
    _, found = run(filterable(snapshot), NONE)
    assert list(counts(found["day"])) == ["MO", "FR", "SU"]
    assert list(counts(found["need"])) == ["meals", "falls"]


def test_labels_are_words_that_people_read() -> None:
    _, found = run(filterable(SOME), NONE)
    assert [value.label for value in found["day"].values] == ["Monday", "Tuesday", "Wednesday"]
    assert found["cost"].label == "Cost"


def test_labels_of_needs_come_from_the_council_s_own_tree(tmp_path: Path) -> None:
    on = filterable(columns(body(0, values=["need:falls"]), body(1)))
    _, others = filtered(on, NONE, on.columns.alive)
    need = facets(on, load_thesaurus(write_content(tmp_path)), NONE, others)[0]
    assert [value.label for value in need.values] == ["Falls and balance"]


class TestDistance:
    # About 0.7, 4 and 14 miles east of the asker, a service without a place, and a helpline with its office
    # 14 miles away.
    snapshot = columns(
        body(0, places=[[53.5, -1.383]]),
        body(1, places=[[53.5, -1.302]]),
        body(2, places=[[53.5, -1.06]], values=["delivery:place"]),
        body(3),
        body(4, places=[[53.5, -1.06]], values=["delivery:place", "delivery:phone"]),
    )
    on = filterable(snapshot, at=(53.5, -1.4))

    @pytest.mark.parametrize(
        ("chosen", "passing"),
        [
            (("1",), {0, 3, 4}),
            (("5",), {0, 1, 3, 4}),
            (("20",), {0, 1, 2, 3, 4}),
            (("1", "5"), {0, 1, 3, 4}),
            (("abc",), {0, 1, 2, 3, 4}),
            (("²",), {0, 1, 2, 3, 4}),
            (("3", "1"), {0, 3, 4}),
        ],
    )
    def test_what_comes_to_people_is_never_too_far(self, chosen: tuple[str, ...], passing: set[int]) -> None:
        assert run(self.on, SearchRequest(facets={"distance": chosen}))[0] == passing

    def test_counts_grow_with_the_distance(self) -> None:
        assert counts(run(self.on, NONE)[1]["distance"]) == {"1": 3, "2": 3, "5": 4, "10": 4}

    def test_without_a_place_there_is_no_distance(self) -> None:
        nowhere = filterable(self.snapshot)
        passing, found = run(nowhere, SearchRequest(facets={"distance": ("1",)}))
        assert passing == {0, 1, 2, 3, 4}
        assert "distance" not in found
        assert "distance" not in run(nowhere, NONE)[1]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Filterable, SearchRequest]:
    count = draw(st.integers(1, 8))
    snapshot = columns(*(draw(bodies(n)) for n in range(count)))
    open_now = draw(st.lists(st.integers(0, count - 1), max_size=count))
    at = (53.5, -1.45) if draw(st.booleans()) else None
    values = {
        "cost": ["free", "fixed"],
        "day": ["MO", "TU"],
        "language": ["Urdu"],
        "open": ["now"],
        "distance": ["1", "5"],
        "need": ["falls"],
    }
    chosen: dict[str, tuple[str, ...]] = {}
    offered = sorted(set(values) - (set() if at else {"distance"}))
    for facet in draw(st.sets(st.sampled_from(offered), max_size=3)):
        chosen[facet] = tuple(
            draw(st.lists(st.sampled_from(values[facet]), min_size=1, max_size=2, unique=True))
        )
    return filterable(snapshot, open_now=open_now, at=at), SearchRequest(facets=chosen)


@settings(max_examples=examples(50), deadline=None)
@given(cases())
def test_every_count_is_what_choosing_the_value_gives(case: tuple[Filterable, SearchRequest]) -> None:
    on, request = case[0], known_filters(case[0], real(), case[1])
    passing, found = run(on, request)
    for facet in found.values():
        for value in facet.values:
            alone = run(on, SearchRequest(facets={**request.facets, facet.id: (value.id,)}))[0]
            assert value.count == len(alone), (facet.id, value.id)
            if not request.facets.get(facet.id):
                assert len(run(on, with_facet(request, facet.id, value.id))[0]) == value.count
                assert alone <= passing


@settings(max_examples=examples(25), deadline=None)
@given(cases())
def test_choosing_more_of_a_facet_never_loses_and_of_another_never_adds(
    case: tuple[Filterable, SearchRequest],
) -> None:
    on, request = case[0], known_filters(case[0], real(), case[1])
    passing, found = run(on, request)
    for facet in found.values():
        for value in facet.values:
            wider = run(on, with_facet(request, facet.id, value.id))[0]
            assert wider >= passing if request.facets.get(facet.id) else wider <= passing


def test_a_wrong_count_would_be_noticed() -> None:
    """The property above can fail: a mask that forgets one document makes count and choice differ."""

    class Forgetful(Filterable):
        def passing(self, request: SearchRequest, facet: str) -> Any:
            mask = super().passing(request, facet).copy()
            mask[0] = False
            return mask

    on = Forgetful(SOME, np.zeros(4, np.bool_), None)
    _, found = run(on, NONE)
    assert any(
        value.count != len(run(on, with_facet(NONE, f.id, value.id))[0])
        for f in found.values()
        for value in f.values
    )
