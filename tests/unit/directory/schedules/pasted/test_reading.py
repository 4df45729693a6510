"""Pasted opening hours: what is read, what is asked back, and that nothing is guessed."""

import json
import runpy
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.opening_hours import read_opening_hours
from directory.schedules.commands import answer_lines
from directory.schedules.pasted.osm import osm_text
from directory.schedules.pasted.reading import read_hours
from directory.schedules.wording.times import time_words
from tests.examples import examples

SHARED = Path(__file__).resolve().parents[6] / "shared"
GIVEN = SHARED / "data" / "services" / "opening_hours_examples.json"
SCORER = SHARED / "tools" / "score_hours.py"

CLEAR = {
    "Mon-Fri 9-5": "Mo-Fr 09:00-17:00",
    "9-5 Mon-Fri": "Mo-Fr 09:00-17:00",
    "Monday 9.30am-12pm and 1-3pm": "Mo 09:30-12:00,13:00-15:00",
    "Every day except Sunday 10am-4pm": "Mo-Sa 10:00-16:00",
    "Mon. - Sat. 9am - 5.30pm, closed Sundays": "Mo-Sa 09:00-17:30",
    "Closed Mondays. Tuesday to Sunday 10-4": "Tu-Su 10:00-16:00",
    "Mon-Fri 9am-5pm (closed 12.30-1.30pm for lunch)": "Mo-Fr 09:00-12:30,13:30-17:00",
    "Mon - Thu: 9am - 5pm<br/>Fri: 9am - 4pm<br/>Sat - Sun: Closed": "Mo-Th 09:00-17:00; Fr 09:00-16:00",
    "Wensday 2pm-4pm": "We 14:00-16:00",
    "Thurs 7-9pm": "Th 19:00-21:00",
    "Tuesday evenings 7-9": "Tu 19:00-21:00",
    "Friday lunchtime 12-2": "Fr 12:00-14:00",
    "Tues & Thurs afternoons, 1.30 - 3.30": "Tu 13:30-15:30; Th 13:30-15:30",
    "1st Monday and 3rd Thursday of the month 2-4pm": "Mo[1] 14:00-16:00; Th[3] 14:00-16:00",
    "Mondays (1st and 3rd of the month) 10am-12pm": "Mo[1,3] 10:00-12:00",
    "Thursday 11am-1pm (first Thursday of the month only)": "Th[1] 11:00-13:00",
    "every second Tuesday of the month 2pm-4pm": "Tu[2] 14:00-16:00",
    "fortnightly, on the first and third Friday, 1pm to 2pm": "Fr[1,3] 13:00-14:00",
    "24 hours a day, 7 days a week": "Mo-Su 00:00-24:00",
    "Weekdays 10am to midnight": "Mo-Fr 10:00-24:00",
    "Fri & Sat 9pm-2am": "Fr 21:00-02:00; Sa 21:00-02:00",
    "Mon-Fri 9am-5pm except bank holidays": "Mo-Fr 09:00-17:00; PH off",
    "Tuesdays 10am-12pm during term time": "Tu 10:00-12:00; SH off",
    "Monday 2pm-3pm, Tuesdays 10am-12pm (term time only)": "Mo 14:00-15:00; Tu 10:00-12:00; SH Tu off",
    "Monday 10-12 for ages 5-11": "Mo 10:00-12:00",
    "Wednesday 10:30 - 12 noon, £2 per session": "We 10:30-12:00",
    "Monday - 0900-1200 and 1300-1700": "Mo 09:00-12:00,13:00-17:00",
    "Mo,We 10:00-12:00; Fr 13:00-15:00": "Mo 10:00-12:00; We 10:00-12:00; Fr 13:00-15:00",
    "Monday: 9:30am to 5pmTuesday: ClosedThursday:10am to 1pm": "Mo 09:30-17:00; Th 10:00-13:00",
    "Monday 10 a.m. - 2 p.m.": "Mo 10:00-14:00",
}
ASKED: dict[str, tuple[str | None, str]] = {
    "Saturday 11.00-1.00": ("Sa 11:00-13:00", "11am to 1pm"),
    "Tuesday 2-4": ("Tu 14:00-16:00", "2pm to 4pm"),
    "Tuesday 6.30-8.30": ("Tu 18:30-20:30", "6.30pm to 8.30pm"),
    "Alternate Wednesdays 10am-12noon": (None, "Alternate"),
    "Every other Friday 1pm to 3pm, Mondays 2pm-3pm": ("Mo 14:00-15:00", "Every other"),
    "every 2nd Tuesday 2pm-4pm": (None, "which weeks"),
    "Monday: 14:00 - 16:00 Fortnightly, Tuesday: 10:00 - 12:00": ("Tu 10:00-12:00", "Fortnightly"),
    "Tuesday: 10:00 - 02:00": ("Tu 10:00-14:00", "10am to 2pm"),
    "Monday 10am-12pm, Tuesday 10am-12pm monthly": ("Mo 10:00-12:00", "monthly"),
    "Tuesday 10am": (None, "when does it end"),
    "9am to 5pm": (None, "which days"),
    "Monday and Tuesday": (None, "times on Mondays and Tuesdays"),
    "Times vary, ring for details": (None, "vary"),
    "By appointment": (None, "Which days and times"),
    "": (None, "Which days and times"),
    "Mondays 2-4pm, closed for August": ("Mo 14:00-16:00", "August"),
    "Mondays 2-4pm except 25th December": ("Mo 14:00-16:00", "25th December"),
    "Tuesday 3 March 2pm-4pm": (None, "3 March"),
    "Monday 9:30 - 17:00 / 13:00 - 14:00": ("Mo 09:30-17:00", "break"),
    "Sunday 5pm-2pm": ("Su 17:00-14:00", "5pm to 2pm"),
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@pytest.mark.parametrize("text", CLEAR)
def test_what_is_clear_is_read_and_not_asked(text: str) -> None:
    read = read_hours(text)
    assert (osm_text(read), read.questions) == (CLEAR[text], ())


@pytest.mark.parametrize("text", ASKED)
def test_what_the_words_leave_open_is_asked(text: str) -> None:
    hours, words = ASKED[text]
    read = read_hours(text)
    assert osm_text(read) == hours
    assert words in " ".join(read.questions)


_QUARTERS = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
_TIMES = st.tuples(_QUARTERS, _QUARTERS).filter(lambda pair: pair[0] < pair[1]).map(tuple)
_STYLES = {
    "24 hours": lambda at: f"{at:%H:%M}",
    "am and pm": lambda at: time_words(at).replace("midnight", "12am"),
    "point": lambda at: f"{at.hour % 12 or 12}.{at.minute:02} {'am' if at.hour < 12 else 'pm'}",
}


@settings(deadline=None, derandomize=True, max_examples=examples(200))
@given(
    week=st.dictionaries(st.sampled_from(range(7)), _TIMES, min_size=1),
    style=st.sampled_from(sorted(_STYLES)),
    first=st.booleans(),
    to=st.sampled_from([" - ", "-", " to ", " until "]),
)
def test_hours_survive_being_written_in_words(
    week: dict[int, tuple[time, time]], style: str, first: bool, to: str
) -> None:
    """Hours written in any usual style are read as they were, with nothing to ask."""
    write = _STYLES[style]
    spans = {day: to.join(map(write, week[day])) for day in sorted(week)}
    parts = [f"{spans[day]} {_DAYS[day]}s" if first else f"{_DAYS[day]}: {spans[day]}" for day in spans]
    read = read_hours(", ".join(parts))
    assert read.questions == ()
    text = osm_text(read)
    assert text
    days = read_opening_hours(text).days
    assert {day: spans for day, spans in enumerate(days) if spans} == {day: (week[day],) for day in week}
    assert len(read.schedules()) == len(week)


@settings(deadline=None, derandomize=True, max_examples=examples(300))
@given(st.text(alphabet="monTuesday 0123456789.-:apm£(),;<br>/&firstclosed'", max_size=80))
def test_no_words_break_the_reader(text: str) -> None:
    read = read_hours(text)
    assert read.questions or read.rules
    assert len(read.schedules()) == sum(len(rule.spans) for rule in read.rules)


def test_lines_are_answered_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    answer_lines([b'{"text": "Mondays 2pm-4pm"}', b"not json", b'{"text": "Tuesday 11.30-1.30"}'])
    answers: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert answers[0] == {"hours": "Mo 14:00-16:00", "ambiguous": False, "question": None}
    assert "error" in answers[1]
    assert (answers[2]["hours"], answers[2]["ambiguous"]) == ("Tu 11:30-13:30", True)
    assert answers[2]["question"] == "“11.30-1.30”: do you mean 11.30am to 1.30pm?"


@pytest.mark.skipif(not GIVEN.exists() or not SCORER.exists(), reason="../shared is not beside this checkout")
def test_the_given_examples_are_read_and_the_ambiguous_asked() -> None:
    """At least 95% of the unambiguous are right, and every ambiguous one is asked back."""
    given_texts = json.loads(GIVEN.read_text("utf-8"))
    expand = runpy.run_path(str(SCORER))["expand"]
    clear = given_texts["unambiguous"]
    hours = [osm_text(read_hours(each["text"])) for each in clear]
    right = [
        bool(found) and expand(found) == expand(each["good"])
        for each, found in zip(clear, hours, strict=True)
    ]
    assert sum(right) >= 0.95 * len(clear)
    unclear = given_texts["ambiguous"]
    assert len(unclear) > 10
    assert [each["text"] for each in unclear if not read_hours(each["text"]).ambiguous] == []
