"""Templates know who answers now."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask, render_template_string

from core import clock

LINE = (
    "{% from 'components/who_answers.html' import who_answers with context %}{{ who_answers(teams.adult) }}"
)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    yield
    clock.set_clock(None)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 27, 10, tzinfo=UTC), ["01632 960100", "Open now until 5pm."]),
        (
            datetime(2026, 11, 27, 17, 45, tzinfo=UTC),
            ["Closed now, opens Monday 8.30am.", "Can’t wait? Call", "01632 960101"],
        ),
    ],
)
def test_one_line_says_who_answers(app: Flask, moment: datetime, expected: list[str]) -> None:
    clock.set_clock(lambda: moment)
    with app.test_request_context("/"):
        line = render_template_string(LINE)
    at = [line.index(words) for words in expected]
    assert at == sorted(at)
    assert ("01632 960100" in line) == ("01632 960100" in expected)


def test_the_header_says_at_night_that_it_is_closed_until_when_and_rings_the_night_team(app: Flask) -> None:
    header = "{% from 'components/who_answers.html' import answers_in_header with context %}{{ answers_in_header() }}"
    for moment, words, number in (
        (datetime(2026, 11, 27, 10, tzinfo=UTC), "Open now until 5pm", "01632 960100"),
        (datetime(2026, 11, 27, 17, 45, tzinfo=UTC), "Closed now, opens Monday 8.30am", "01632 960101"),
    ):
        clock.set_clock(lambda moment=moment: moment)  # type: ignore[misc]
        with app.test_request_context("/"):
            shown = render_template_string(header)
        assert words in shown
        assert number in shown
        assert shown.count("tel:") == 1
