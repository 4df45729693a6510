"""Which alerts are shown where."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.alerts.rules import (
    DANGER,
    INFORMATION,
    MOST_SHOWN,
    SEVERITIES,
    WARNING,
    Alert,
    Concern,
    concerning,
    concerns,
    folded,
    for_home,
    live,
)

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def alert(
    severity: str = WARNING,
    *,
    areas: tuple[str, ...] = (),
    needs: tuple[str, ...] = (),
    services: tuple[str, ...] = (),
    first: datetime = NOW - HOUR,
    last: datetime = NOW + HOUR,
) -> Alert:
    names = frozenset(folded(name) for name in areas)
    return Alert(
        f"{severity}{areas}{needs}{first}",
        "snow",
        severity,
        "Snow",
        "",
        areas,
        names,
        frozenset(needs),
        frozenset(services),
        "",
        first,
        last,
        first,
    )


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (NOW - HOUR, NOW + HOUR, True),
        (NOW, NOW + HOUR, True),
        (NOW + HOUR, NOW + 2 * HOUR, False),
        (NOW - HOUR, NOW, False),
    ],
)
def test_an_alert_begins_and_ends_by_itself(first: datetime, last: datetime, shown: bool) -> None:
    assert bool(live([alert(first=first, last=last)], NOW)) is shown


PLACE = Concern(frozenset({"wombwell", "s73"}), frozenset({"meals"}))
NOWHERE = Concern(needs=frozenset({"meals"}))


@pytest.mark.parametrize(
    ("one", "about", "shown"),
    [
        (alert(), PLACE, True),
        (alert(DANGER), Concern(), True),
        (alert(INFORMATION), PLACE, False),
        (alert(INFORMATION, needs=("meals",)), PLACE, True),
        (alert(DANGER, needs=("falls",)), PLACE, False),
        (alert(INFORMATION, areas=("Wombwell",)), PLACE, True),
        (alert(DANGER, areas=("Hoyland",)), PLACE, False),
        (alert(areas=("S73",), needs=("meals",)), PLACE, True),
        (alert(areas=("S73",), needs=("falls",)), PLACE, False),
        (alert(areas=("Hoyland",)), NOWHERE, False),
        (alert(areas=("Hoyland",), needs=("meals",)), NOWHERE, True),
        (alert(services=("a",)), PLACE, False),
        (alert(services=("a",)), Concern(service_id="a"), True),
        (alert(services=("a",)), Concern(service_id="b"), False),
    ],
)
def test_what_an_alert_concerns(one: Alert, about: Concern, shown: bool) -> None:
    assert concerns(one, about) is shown


def test_the_home_page_shows_what_is_for_everybody_and_what_is_severe() -> None:
    everybody, local, severe = (
        alert(INFORMATION),
        alert(areas=("Hoyland",)),
        alert(DANGER, areas=("Hoyland",)),
    )
    one_listing = alert(services=("a",))
    assert for_home([everybody, local, severe, one_listing]) == (everybody, severe)
    assert len(for_home([alert()] * 9)) == len(concerning([alert()] * 9, PLACE)) == MOST_SHOWN


@given(st.lists(st.tuples(st.sampled_from(list(SEVERITIES)), st.integers(0, 50))))
def test_danger_comes_first_then_the_newest(rows: list[tuple[str, int]]) -> None:
    found = live([alert(severity, first=NOW - minutes * HOUR) for severity, minutes in rows], NOW)
    order = list(SEVERITIES)
    assert len(found) == len(rows)
    keys = [(order.index(one.severity), NOW - one.starts_at) for one in found]
    assert keys == sorted(keys)


def test_names_of_places_are_folded() -> None:
    assert folded("Wath-upon-Dearne") == folded("wath upon  dearne") == "wath upon dearne"
    assert folded("S73") == "s73"
