"""What people type into a field, and what it means."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import field_values
from core.i18n import pounds

OUTWARD = st.from_regex(r"\A[A-Z]{1,2}[0-9][A-Z0-9]?\Z")
INWARD = st.from_regex(r"\A[0-9][A-Z]{2}\Z")
GAPS = st.sampled_from(["", " ", "  ", "-", "."])


@pytest.mark.parametrize(
    "address", ["a@example.org", "first.last+tag@sub.example.co.uk", "o'neil@example.org"]
)
def test_addresses(address: str) -> None:
    assert field_values.is_email(address)
    assert field_values.email_address(f" {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@b",
        "a@example.org\nBcc: b@example.org",
        "a@example.org,b@example.org",
        "a b@example.org",
        "a..b@example.org",
        "é@example.org",
    ],
)
def test_not_an_address(address: str) -> None:
    assert not field_values.is_email(address)
    assert field_values.email_address(address) is None


@given(OUTWARD, INWARD, GAPS, st.booleans())
def test_a_postcode_is_read_however_it_is_written(outward: str, inward: str, gap: str, small: bool) -> None:
    typed = f" {outward}{gap}{inward} "
    assert field_values.postcode(typed.lower() if small else typed) == f"{outward} {inward}"


@given(OUTWARD, INWARD)
def test_the_normal_form_of_a_postcode_stays(outward: str, inward: str) -> None:
    assert field_values.postcode(f"{outward} {inward}") == f"{outward} {inward}"


def test_a_letter_where_only_a_nought_can_be_is_a_nought() -> None:
    assert field_values.postcode("s73 ocv") == "S73 0CV"


@pytest.mark.parametrize("text", ["", "S73", "S73 8", "Barnsley", "S73 8CVX", "12345", "S73 8CV, England"])
def test_not_a_postcode(text: str) -> None:
    assert field_values.postcode(text) is None


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("01632 960100", "+441632960100"),
        ("(01632) 960 100", "+441632960100"),
        ("01632-960100", "+441632960100"),
        ("+44 1632 960100", "+441632960100"),
        ("+44 (0)1632 960100", "+441632960100"),
        ("0044 1632 960100", "+441632960100"),
        ("07700 900123 after six", "+447700900123"),
        ("020 7946 0018", "+442079460018"),
        ("016977 2000", "+44169772000"),
        ("101", None),
        ("960100", None),
        ("0000 000000", None),
        ("", None),
    ],
)
def test_phone_numbers_as_people_write_them(typed: str, normal: str | None) -> None:
    assert field_values.british_phone(typed) == normal


@given(st.from_regex(r"\A[1-9][0-9]{8,9}\Z"), st.sampled_from(["0", "+44", "0044", "+44 (0)", "+44 "]))
def test_every_way_to_begin_a_number_gives_the_same_one(number: str, beginning: str) -> None:
    normal = f"+44{number}"
    assert field_values.british_phone(beginning + number) == normal
    assert field_values.british_phone(normal) == normal


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("250", Decimal(250)),
        ("£1,250.50", Decimal("1250.50")),
        (" 0.5 ", Decimal("0.5")),
        ("£ 3", Decimal(3)),
        ("-3", None),
        ("1.234", None),
        ("12 pounds", None),
        ("²", None),
        ("£", None),
        ("", None),
    ],
)
def test_amounts_as_people_write_them(typed: str, amount: Decimal | None) -> None:
    assert field_values.money(typed) == amount


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_that_is_shown_is_read_as_the_same_amount(amount: Decimal) -> None:
    assert field_values.money(pounds(amount)) == amount


@given(st.text(max_size=40))
def test_no_text_is_an_error(text: str) -> None:
    field_values.postcode(text)
    field_values.british_phone(text)
    field_values.money(text)
    field_values.email_address(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("007", 7), ("999999999", 999_999_999), ("1000000000", -1), ("", -1), ("-1", -1)]
    + [(odd, -1) for odd in ("+5", " 5", "5 ", "1_0", "1.0", "\u0665", "\u00b2", "five", "9" * 5000)],
)
def test_a_whole_number_has_one_to_nine_digits_and_nothing_else(text: str, number: int) -> None:
    assert field_values.whole_number(text, -1) == number
