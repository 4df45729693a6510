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
