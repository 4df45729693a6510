"""The columns in memory: filters, counts and distances; one snapshot, never changed in place."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.search.columns import (
    IndexColumns,
    ListingNames,
    Matrix,
    PlaceColumns,
    WeeklyHours,
    minute_of_week,
)
from tests.examples import examples
from tests.unit.directory.search.samples import bodies, body, columns

TODAY = date(2026, 11, 23)


def told(snapshot: IndexColumns) -> dict[int, Any]:
    """All that a snapshot says of each document that is alive, however its columns are laid out."""
    return {int(number): _told(snapshot, int(number)) for number in np.flatnonzero(snapshot.alive)}


def _told(snapshot: IndexColumns, number: int) -> Any:
    columns = ("public", "assured", "due", "starts", "ends", "findable_until", "minimum_age", "maximum_age")
    matrices = (snapshot.values, snapshot.needs, snapshot.audiences, snapshot.cultures)
    own = snapshot.places.numbers == number
    hours = snapshot.openings.numbers == number
    return {
        "columns": [getattr(snapshot, name)[number].item() for name in columns],
        "matrices": [
            {
                name: int(matrix.cells[row, number])
                for name, row in matrix.rows.items()
                if matrix.cells[row, number]
            }
            for matrix in matrices
        ],
        "places": sorted(
            zip(
                snapshot.places.latitudes[own].tolist(), snapshot.places.longitudes[own].tolist(), strict=True
            )
        ),
        "week": sorted(zip(*(column[hours].tolist() for column in _week_columns(snapshot)), strict=True)),
        "conditional": list(snapshot.conditional.get(number, ())),
        "card": snapshot.names[number],
    }


def _week_columns(snapshot: IndexColumns) -> tuple[Any, ...]:
    return snapshot.openings.starts, snapshot.openings.ends, snapshot.openings.rests


_changes = st.lists(
    st.dictionaries(st.integers(0, 5), st.booleans(), min_size=1, max_size=4).flatmap(
        lambda numbers: st.fixed_dictionaries(
            {n: bodies(n) if kept else st.just({}) for n, kept in numbers.items()}
        )
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=examples(60), deadline=None)
@given(_changes)
def test_any_sequence_of_changes_equals_building_from_scratch(
    changes: list[dict[int, dict[str, Any]]],
) -> None:
    step_by_step, newest = IndexColumns(), dict[int, dict[str, Any]]()
    for upto, change in enumerate(changes, 1):
        step_by_step = step_by_step.changed(change, upto)
        newest |= change
    at_once = IndexColumns().changed(newest, len(changes))
    assert told(step_by_step) == told(at_once)
    assert set(told(step_by_step)) == {number for number, each in newest.items() if each}
    assert step_by_step.upto == len(changes)
    listed = (snapshot.listed(TODAY).tolist() for snapshot in (step_by_step, at_once))
    assert next(listed) == next(listed)


@settings(max_examples=examples(40), deadline=None)
@given(_changes)
def test_an_older_snapshot_stays_as_it_was(changes: list[dict[int, dict[str, Any]]]) -> None:
    snapshot, kept = IndexColumns(), []
    for upto, change in enumerate(changes, 1):
        snapshot = snapshot.changed(change, upto)
        kept.append((snapshot, told(snapshot), snapshot.size))
    for older, as_told, size in kept:
        assert told(older) == as_told
        assert older.size == size


def test_nothing_changed_is_the_same_facts_further_on() -> None:
    older = columns(body(0))
    newer = older.changed({}, 9)
    assert newer.upto == 9
    assert newer.alive is older.alive


def test_who_may_be_found() -> None:
    days = [
        ("now", {}),
        ("hidden", {"public": False}),
        ("until today", {"findable_until": TODAY.toordinal()}),
    ]
    days += [
        ("until tomorrow", {"findable_until": TODAY.toordinal() + 1}),
        ("until yesterday", {"findable_until": TODAY.toordinal() - 1}),
    ]
    snapshot = columns(*(body(n, name=name, **fields) for n, (name, fields) in enumerate(days))).changed(
        {9: {}}, 2
    )
    assert [snapshot.names[int(n)].name for n in np.flatnonzero(snapshot.listed(TODAY))] == [
        "now",
        "until today",
        "until tomorrow",
    ]


def test_a_removed_one_leaves_nothing_behind() -> None:
    snapshot = columns(
        body(
            0,
            values=["cost:free"],
            places=[[53.5, -1.4]],
            week=[[0, 60, 0]],
            needs={"falls": 1.0},
            town="Hoyland",
        )
    )
    gone = snapshot.changed({0: {}}, 2)
    assert not gone.mask("cost:free").any()
    assert not len(gone.places.numbers)
    assert not len(gone.openings.numbers)
    assert gone.names == {}
    assert list(gone.towns()) == []
    assert not gone.needs.row("falls").any()  # type: ignore[union-attr]


@pytest.mark.parametrize(("days", "stale"), [(-30, 0), (0, 0), (73, 0.2), (365, 1), (2000, 1)])
def test_staleness_rises_in_the_year_after_the_due_day(days: int, stale: float) -> None:
    assert columns(body(0, due=TODAY.toordinal() - days)).staleness(TODAY)[0] == pytest.approx(stale)


def test_what_was_never_checked_is_halfway() -> None:
    assert columns(body(0, due=-1)).staleness(TODAY)[0] == 0.5
    year = columns(body(0, due=TODAY.toordinal() - 200)).staleness(TODAY)[0]
    assert 0 < year < 1


class TestSites:
    def test_the_distance_is_to_the_nearest_of_several_places(self) -> None:
        snapshot = columns(body(0, places=[[53.60, -1.4], [53.51, -1.4], [54.0, -1.4]]), body(1))
        away = snapshot.places.distances(2, 53.5, -1.4)
        assert away[0] == pytest.approx(1112, abs=5)
        assert np.isinf(away[1])

    def test_east_and_west_shrink_with_the_latitude(self) -> None:
        away = PlaceColumns().changed({0: [[53.5, -1.4]]}).distances(1, 53.5, -1.3)
        assert away[0] == pytest.approx(6614, abs=15)

    def test_without_any_place_everything_is_nowhere(self) -> None:
        assert np.isinf(PlaceColumns().distances(3, 53.5, -1.4)).all()


class TestOpenings:
    def test_open_from_the_first_minute_up_to_the_last(self) -> None:
        openings = WeeklyHours().changed({3: [[600, 720, 0]]})
        assert [openings.open_at(minute).tolist() for minute in (599, 600, 719, 720)] == [[], [3], [3], []]

    def test_sunday_night_runs_into_monday(self) -> None:
        openings = WeeklyHours().changed({3: [[7 * 1440 - 60, 7 * 1440 + 120, 0]]})
        assert [openings.open_at(minute).tolist() for minute in (7 * 1440 - 1, 0, 119, 120)] == [
            [3],
            [3],
            [3],
            [],
        ]

    def test_on_a_holiday_what_rests_does_not_begin(self) -> None:
        openings = WeeklyHours().changed(
            {3: [[600, 720, 1]], 4: [[600, 720, 0]], 5: [[600, 660, 0], [660, 720, 1]]}
        )
        assert openings.open_at(610).tolist() == [3, 4, 5]
        assert openings.open_at(610, {0}).tolist() == [4, 5]
        assert openings.open_at(700, {0}).tolist() == [4]
        assert openings.open_at(700, {1}).tolist() == [3, 4, 5]

    @pytest.mark.parametrize(
        ("minute", "holidays", "open_"),
        [
            (2 * 1440 - 60, {1}, False),
            (2 * 1440 + 60, {1}, False),
            (2 * 1440 + 60, {2}, True),
            (3 * 1440 - 60, {2}, False),
            (3 * 1440 + 60, {2}, False),
            (7 * 1440 - 60, {6}, False),
            (60, {6}, False),
            (60, {0}, True),
            (60, {0, 6}, False),
        ],
    )
    def test_a_night_belongs_to_the_day_on_which_it_began(
        self, minute: int, holidays: set[int], open_: bool
    ) -> None:
        nights = [[day * 1440 + 22 * 60, day * 1440 + 30 * 60, 1] for day in (1, 2, 6)]
        openings = WeeklyHours().changed({3: nights})
        assert openings.open_at(minute).tolist() == [3]
        assert (openings.open_at(minute, holidays).tolist() == [3]) is open_

    def test_minutes_count_from_monday_midnight(self) -> None:
        assert [minute_of_week(0, 0, 0), minute_of_week(6, 23, 59)] == [0, 7 * 1440 - 1]


class TestMatrix:
    def test_strengths_come_back(self) -> None:
        matrix = Matrix().changed(3, {1: {"falls": 0.5}, 2: {"falls": 1.0, "meals": 0.25}})
        assert matrix.strengths("falls").tolist() == [0, 0.5, 1.0]  # type: ignore[union-attr]
        assert matrix.strengths("meals").tolist() == [0, 0, 0.25]  # type: ignore[union-attr]
        assert matrix.strengths("bathing") is None

    def test_a_faint_one_is_not_lost(self) -> None:
        assert Matrix().changed(1, {0: {"falls": 0.001}}).row("falls") == [1]

    def test_a_column_is_written_anew(self) -> None:
        matrix = Matrix().changed(2, {0: {"falls": 1.0}, 1: {"falls": 1.0}}).changed(2, {0: {"meals": 1.0}})
        assert matrix.row("falls").tolist() == [0, 200]  # type: ignore[union-attr]


def test_names_hold_what_cards_need() -> None:
    names = ListingNames.of(body(0, names=["Old name"], town="Hoyland", places=[[53.5, -1.4], [53.6, -1.5]]))
    assert (names.service_id, names.name, names.organization, names.others) == (
        "id-0",
        "Service 0",
        "FilterGroup 0",
        ("Old name",),
    )
    assert (names.town, names.point) == ("Hoyland", (53.5, -1.4))
    assert ListingNames.of(body(1)).point is None
