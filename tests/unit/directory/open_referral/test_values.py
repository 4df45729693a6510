"""Single values of feeds: what is read, what is refused, and in which words."""

from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.slugs import Slugs, slug
from directory.open_referral import values as open_referral_values
from directory.open_referral.access_terms import access_id
from directory.postcodes.text import compact, outward, sector
from directory.schedules.parse_values import UnreadableError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0117 332 7111", [("0117 332 7111", "", "")]),
        ("Bristol Youth MAPS: 0117 332 7111", [("0117 332 7111", "", "Bristol Youth MAPS")]),
        (
            "01226 123456 or 07700 900123 (text only)",
            [("01226 123456", "", ""), ("07700 900123", "", "text only")],
        ),
        (
            "Office 01226 123456, out of hours: 01226 654321",
            [("01226 123456", "", "Office"), ("01226 654321", "", "out of hours")],
        ),
        ("01226 123456 ext 204", [("01226 123456", "204", "")]),
        ("+44 1226 123456", [("+44 1226 123456", "", "")]),
        ("(01226) 123456", [("(01226) 123456", "", "")]),
        ("111", [("111", "", "")]),
        ("1226123456", [("01226123456", "", "")]),
        (1226123456, [("01226123456", "", "")]),
        ("", []),
        (None, []),
    ],
)
def test_phone_numbers_keep_the_words_beside_them(text: object, expected: list[tuple[str, str, str]]) -> None:
    assert [
        (each.number, each.extension, each.description) for each in open_referral_values.phones(text)
    ] == expected


def test_words_without_a_number_are_a_problem() -> None:
    with pytest.raises(UnreadableError, match="no telephone number"):
        open_referral_values.phones("see our website")


@pytest.mark.parametrize(
    ("given_age", "expected"),
    [(-1, None), ("-1", None), (None, None), ("18", 18), (12.5, 12), (999, None), (0, 0)],
)
def test_ages(given_age: object, expected: int | None) -> None:
    assert open_referral_values.age(given_age) == expected


def test_an_age_that_is_no_number_is_refused() -> None:
    with pytest.raises(UnreadableError, match="not a number"):
        open_referral_values.age("all")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 years - 14 years", (6, 14)),
        ("5 to 11", (5, 11)),
        ("50+", (50, None)),
        ("18 and over", (18, None)),
        ("all ages", (None, None)),
    ],
)
def test_ages_in_words(text: str, expected: tuple[int | None, int | None]) -> None:
    assert open_referral_values.ages_in(text) == expected


def test_a_moment_without_a_zone_is_english_time() -> None:
    assert open_referral_values.moment("2025-07-02T12:00:00") == datetime(2025, 7, 2, 11, 0, tzinfo=UTC)
    assert open_referral_values.moment("2025-12-02T12:06:15.654") == datetime(
        2025, 12, 2, 12, 6, 15, 654000, tzinfo=UTC
    )
    assert open_referral_values.moment("2025-07-02T12:00:00Z") == datetime(2025, 7, 2, 12, 0, tzinfo=UTC)


def test_html_becomes_words_and_plain_text_stays() -> None:
    assert (
        open_referral_values.prose("<p>Tea &amp; talk</p><ul><li>one</li><li>two</li></ul>")
        == "Tea & talk\n\n- one\n- two"
    )
    assert open_referral_values.prose("3 < 4 and a -> b") == "3 < 4 and a -> b"
    assert "alert" not in open_referral_values.prose("<p>hi</p><script>alert(1)</script>")


@pytest.mark.parametrize("text", ["javascript:alert(1)", "example_counselling", "ftp://x.org", "a@b.org"])
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        open_referral_values.url(text)


def test_addresses_are_mended() -> None:
    assert open_referral_values.url("www.group.example.org/a") == "https://www.group.example.org/a"
    assert open_referral_values.email("Unknown-1777@noemail.invalid") == ""
    with pytest.raises(UnreadableError):
        open_referral_values.email("email-example_com")


def test_points() -> None:
    assert open_referral_values.point("53.5", "-1.4") == (53.5, -1.4)
    assert open_referral_values.point(-1.4, 53.5) == (53.5, -1.4)
    assert open_referral_values.point(0, 0) is None
    assert open_referral_values.point(None, None) is None
    with pytest.raises(UnreadableError):
        open_referral_values.point(100, 101)


def test_money() -> None:
    assert open_referral_values.money("£3.5") == Decimal("3.50")
    with pytest.raises(UnreadableError):
        open_referral_values.money("a fiver")


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text())))
def test_no_value_breaks_a_reader(value: object) -> None:
    for read in (
        open_referral_values.phones,
        open_referral_values.age,
        open_referral_values.moment,
        open_referral_values.prose,
        open_referral_values.url,
        open_referral_values.email,
        open_referral_values.money,
        open_referral_values.yes,
    ):
        with suppress(UnreadableError):
            read(value)


def test_access_in_words() -> None:
    assert access_id("Disabled car parking space") == "blue_badge_parking"
    assert access_id("The building has induction loops") == "hearing_loop"
    assert access_id("Lovely staff") == ""


def test_postcodes_as_text() -> None:
    assert compact("s73 8cv") == "S738CV"
    assert compact("S73") == ""
    assert (outward("S73 8CV"), outward("S73 8"), outward("s73"), outward("Wombwell")) == (
        "S73",
        "S73",
        "S73",
        "",
    )
    assert (sector("S738CV"), sector("S73 8"), sector("S73")) == ("S73 8", "S73 8", "")


def test_slugs_are_plain_and_never_given_twice() -> None:
    assert slug("Café & Chat (Hoyland)") == "cafe-chat-hoyland"
    assert slug("日本") == "listing"
    slugs = Slugs({"lunch-club"})
    assert [
        slugs.new("Lunch club", "Age Well"),
        slugs.new("Lunch club", "Age Well"),
        slugs.new("Lunch club"),
    ] == [
        "lunch-club-age-well",
        "lunch-club-2",
        "lunch-club-3",
    ]
