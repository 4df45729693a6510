"""The sums of the cost guide in words: every heading, prices by the hour, and what is said of a home."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.settings import ROOT
from information.cost_guide import page
from information.cost_guide.prices import Kind, LocalPrice, Per
from information.cost_guide.sums import Means
from selfassess.rules.charging import Occupier
from selfassess.rules.figures import load
from tests.unit.information.cost_guide.samples import DAY, IN_A_HOME

FIGURES = load(ROOT / "content")


def _price(
    low: str, high: str, per: Per = Per.WEEK, kind: Kind = Kind.CARE_HOME, checked: date = DAY
) -> LocalPrice:
    return LocalPrice(
        id=kind,
        low=Decimal(low),
        high=Decimal(high),
        per=per,
        valid_from=date(2026, 4, 6),
        valid_to=date(2027, 4, 5),
        source="A list",
        checked_on=checked,
    )


def _result(means: Means, low: str = "845", high: str = "980", per: Per = Per.WEEK) -> page.CostResult:
    return page.cost_result(
        means, _price(low, high, per, means.kind), FIGURES, someone_else_lives_there=False
    )


@pytest.mark.parametrize(
    ("means", "low", "high", "heading"),
    [
        (replace(IN_A_HOME, income=Decimal(2000)), "845", "980", "The income may cover the care"),
        (replace(IN_A_HOME, savings=Decimal(5000)), "845", "980", "the council may help to pay"),
        (
            replace(IN_A_HOME, income=Decimal(900)),
            "845",
            "980",
            "Savings may last 508 weeks (about 9 years and 9 months) or",
        ),
        (IN_A_HOME, "845", "845", "Savings may last about 90 weeks (about 1 year and 8 months)."),
        (IN_A_HOME, "845", "980", "Savings may last from 74 weeks (about 1 year and 5 months) to 90 weeks"),
    ],
)
def test_the_heading_says_how_long_savings_last(means: Means, low: str, high: str, heading: str) -> None:
    assert heading in _result(means, low, high).heading


def test_numbers_of_weeks_in_words() -> None:
    assert page.weeks_words(None) == "Savings do not go down"
    assert page.weeks_words(1) == "1 week"
    assert page.weeks_words(51) == "51 weeks"
    assert page.weeks_words(52) == "52 weeks (about 1 year)"
    assert page.weeks_words(237) == "237 weeks (about 4 years and 6 months)"


def test_a_price_by_the_hour_is_multiplied_in_a_line_of_its_own() -> None:
    at_home = replace(IN_A_HOME, kind=Kind.HOME_CARE, units=Decimal("10.50"))
    result = _result(at_home, "24", "27", Per.HOUR)
    lines = {line.label: (line.low, line.high) for line in result.lines}
    assert lines["Price of an hour"] == ("£24", "£27")
    assert lines["Times hours a week"] == ("10.5", "10.5")
    assert lines["Cost of a week"] == ("£252", "£283.50")
    assert result.nursing is None
    assert result.home == ()


def test_a_home_is_spoken_of_by_who_lives_there() -> None:
    owner = replace(IN_A_HOME, owns_home=True, home_worth=Decimal(100_000))
    alone = _result(owner).home
    assert "For the first 12 weeks in the care home, the home is not counted." in alone
    assert any("With what the home is worth, the money may last from" in line for line in alone)
    partner = _result(replace(owner, occupier=Occupier.PARTNER)).home
    assert partner == ("The home is not counted while that person goes on living there.",)
    in_it = _result(replace(owner, kind=Kind.HOME_CARE, units=Decimal(10)), "24", "27", Per.HOUR).home
    assert in_it == ("The home is not counted while the person lives in it.",)
    another = page.cost_result(owner, _price("845", "980"), FIGURES, someone_else_lives_there=True).home
    assert "We may choose to leave the home out" in another[-1]


def test_what_the_nhs_pays_stands_beside_nursing_homes_only() -> None:
    nursing = _result(replace(IN_A_HOME, kind=Kind.NURSING_HOME)).nursing
    assert nursing is not None
    assert nursing.amount > 0
    assert _result(IN_A_HOME).nursing is None


def test_prices_in_words_and_the_day_of_the_oldest_check() -> None:
    month = _price("20", "25", Per.MONTH, Kind.PENDANT_ALARM, date(2026, 10, 1))
    rows = page.price_rows(
        {Kind.PENDANT_ALARM: month, Kind.CARE_HOME: _price("845", "980"), Kind.DAY_CENTRE: None}
    )
    assert [row.words for row in rows] == ["£20 to £25 a month", "£845 to £980 a week", ""]
    assert page.prices_checked(rows) == date(2026, 10, 1)
    assert page.prices_checked(rows[2:]) is None
