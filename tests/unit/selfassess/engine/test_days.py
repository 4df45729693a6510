"""Days as answers: how soon somebody comes home from hospital."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from selfassess.engine.days import as_of, day_answer, day_of, is_soon
from selfassess.engine.validation import AnswerFault, FaultCode, validate
from selfassess.loading.library import load
from tests.unit.selfassess.engine.samples import CONTENT

TODAY = date(2026, 11, 23)
ADULT_NEEDS = load(CONTENT)["adult-needs"]
HOME_WHEN = ADULT_NEEDS.by_id["home_when"]


def test_three_days_are_soon_and_four_are_not() -> None:
    found = [is_soon(TODAY + timedelta(days=days), TODAY) for days in (-1, 0, 3, 4)]
    assert found == [True, True, True, False]
    assert not is_soon(None, TODAY)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_a_day_is_kept_and_counts_as_what_it_is_on_the_day_of_reading(day: date, later: date) -> None:
    stored = day_answer(day, TODAY)
    assert day_of(stored) == day
    read = as_of(ADULT_NEEDS, {"home_when": stored, "lately": ("hospital",)}, later)
    assert read == {"home_when": day_answer(day, later), "lately": ("hospital",)}
    assert [option.id for option in HOME_WHEN.chosen(read["home_when"])] == list(read["home_when"][:1])


def test_a_day_that_is_written_not_known_or_not_understood() -> None:
    assert validate(HOME_WHEN, ["Friday"], today=TODAY) == ("later", "2026-11-27")
    assert validate(HOME_WHEN, ["4 December"], today=TODAY) == ("later", "2026-12-04")
    assert validate(HOME_WHEN, ["Wednesday"], today=TODAY) == ("soon", "2026-11-25")
    for unknown in ("not known", "Don’t know.", "I don't know yet"):
        assert validate(HOME_WHEN, [unknown], today=TODAY) == ()
    assert validate(HOME_WHEN, [""], skipped=True, today=TODAY) == ()
    for unclear in ("when they are done with me", "", " ", "."):
        fault = validate(HOME_WHEN, [unclear], today=TODAY)
        assert isinstance(fault, AnswerFault)
        assert fault.code is FaultCode.NO_DAY
