"""Opening hours in OpenStreetMap's syntax: what is read, and what is refused in plain words."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.opening_hours import DAYS, Span, read_opening_hours
from core.settings import Settings

OFFICE = (time(8, 30), time(17))
WHOLE_DAY = (time(0), time(0))


@pytest.mark.parametrize(
    ("text", "days", "closed"),
    [
        ("Mo-Fr 08:30-17:00; PH off", [(OFFICE,)] * 5 + [()] * 2, True),
        ("Mo-Fr 8:30-17:00;", [(OFFICE,)] * 5 + [()] * 2, False),
        ("24/7", [(WHOLE_DAY,)] * 7, False),
        ("08:30-17:00; We off", [(OFFICE,)] * 2 + [()] + [(OFFICE,)] * 4, False),
        (
            "Mo-Fr 08:30-17:00; We,Sa 10:00-12:00,13:00-15:00",
            [(OFFICE,)] * 2
            + [((time(10), time(12)), (time(13), time(15)))]
            + [(OFFICE,)] * 2
            + [((time(10), time(12)), (time(13), time(15))), ()],
            False,
        ),
        ("Mo 08:30-17:00, Mo 18:00-20:00", [(OFFICE, (time(18), time(20)))] + [()] * 6, False),
        ("Sa-Mo 22:00-02:00", [((time(22), time(2)),)] + [()] * 4 + [((time(22), time(2)),)] * 2, False),
        ("Su 22:00-26:00", [()] * 6 + [((time(22), time(2)),)], False),
        ("Su 17:00-24:00", [()] * 6 + [((time(17), time(0)),)], False),
        ("Mo,PH off; Su 08:30-17:00", [()] * 6 + [(OFFICE,)], True),
    ],
)
def test_hours_are_read(text: str, days: list[tuple[Span, ...]], closed: bool) -> None:
    found = read_opening_hours(text)
    assert (list(found.days), found.closed_bank_holidays) == (days, closed)
    assert found.always == (text == "24/7")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "names no time"),
        ("Mo-Fr off", "names no time"),
        ("Mo-Fr", "has no times"),
        ("Mo-Fr 8.30am to 5pm", "not a pair of times"),
        ("Monday to Friday, 8.30am to 5pm", "not a pair of times"),
        ("Mo-Fr 08:30-17:60", "not a pair of times"),
        ("Mo-Fr 25:00-26:00", "up to 24 hours"),
        ("Mo-Fr 09:00-09:00", "up to 24 hours"),
        ("Fr-Mo-We 09:00-10:00", "not a day"),
        ("PH 10:00-12:00", "bank holidays"),
        ("Dec 25 off", "not a pair of times"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_opening_hours(text)
    with pytest.raises(ValueError, match="SIGNPOST_COUNCIL_CHILDREN_HOURS cannot be read: .*" + words):
        Settings(council_children_hours=text)


@given(st.dictionaries(st.integers(0, 6), st.tuples(st.integers(0, 1439), st.integers(0, 1439)), min_size=1))
def test_what_is_written_is_read_again(week: dict[int, tuple[int, int]]) -> None:
    spans = {day: (at, (at + length) % 1440) for day, (at, length) in week.items() if length}
    rules = [f"{DAYS[day]} {_words(opens)}-{_words(closes)}" for day, (opens, closes) in spans.items()]
    if not rules:
        return
    found = read_opening_hours("; ".join(rules))
    assert found.days == tuple(
        ((time(*divmod(spans[day][0], 60)), time(*divmod(spans[day][1], 60))),) if day in spans else ()
        for day in range(7)
    )


def _words(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
