"""Money and other amounts as people in England read them."""

from decimal import Decimal

import pytest

from core.i18n import amount, percent, period_words, pounds, whole_number


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("3", "£3"),
        ("3.5", "£3.50"),
        ("3.00", "£3"),
        ("14250.01", "£14,250.01"),
        ("1250", "£1,250"),
        ("0", "£0"),
        ("999999999999.99", "£999,999,999,999.99"),
    ],
)
def test_pounds_have_pence_only_where_there_are_any(amount: str, words: str) -> None:
    assert pounds(Decimal(amount)) == words


def test_percent_is_a_number_of_hundredths() -> None:
    assert [percent(Decimal(amount)) for amount in ("0.15", "4", "4.50")] == ["0.15%", "4%", "4.5%"]


def test_an_amount_has_its_unit() -> None:
    value = Decimal("3.50")
    assert [amount(value, unit) for unit in ("pounds", "pounds_a_week", "percent")] == [
        "£3.50",
        "£3.50 a week",
        "3.5%",
    ]


@pytest.mark.parametrize(("value", "words"), [(7, "7"), (2000, "2,000"), (10**30, "1" + ",000" * 10)])
def test_whole_numbers_have_their_thousands_marked(value: int, words: str) -> None:
    assert whole_number(value) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (1, "1 day"),
        (30, "30 days"),
        (45, "45 days"),
        (90, "3 months"),
        (365, "1 year"),
        (2190, "6 years"),
        (425, "1 year and 2 months"),
        (731, "2 years and 1 day"),
    ],
)
def test_a_long_time_is_said_in_years_and_months(days: int, words: str) -> None:
    assert period_words(days) == words
