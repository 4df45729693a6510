"""Contacts that cannot be right by their form are found; real ones of every kind are left alone."""

from dataclasses import replace

import pytest

from directory.content_audit.contact_form import CONTACT_FORM, is_phone, meant_domain
from directory.content_audit.listing_facts import ListingFacts
from directory.content_audit.rules import warnings_of

RIGHT = ListingFacts(
    id="1",
    name="Lunch club",
    organization="Old School Hall",
    emails=("hello@example.org", "jean@gmail.com", "office@mail.com"),
    phones=("01632 960001", "116 123"),
)
PHONES = (
    *("01632 960001", "(01632) 960 001", "+44 (0)1632 960001", "0044 1632 960001", "020 7946 0000"),
    *("07700 900000", "0808 157 0000", "0800 1111", "0845 46 47", "111", "999", "116 123", "85258"),
    *("01632 960001 ext 12", "016977 3555", "+353 1 496 0000", "0300 123 1234"),
)
NO_PHONES = (
    "01632 96001",
    "01632 9600012",
    "0632 960001",
    "1632",
    "07700 90000",
    "0123",
    "12",
    "0600 123456",
)


@pytest.mark.parametrize("number", PHONES)
def test_numbers_that_can_be_dialled(number: str) -> None:
    assert is_phone(number)


@pytest.mark.parametrize("number", NO_PHONES)
def test_numbers_that_cannot(number: str) -> None:
    assert not is_phone(number)


@pytest.mark.parametrize(
    ("domain", "meant"),
    [("gmial.com", "gmail.com"), ("gmail.con", "gmail.com"), ("hotmai.co.uk", "hotmail.co.uk")],
)
def test_a_misspelt_domain_names_the_one_that_is_meant(domain: str, meant: str) -> None:
    assert meant_domain(domain) == meant
    assert not meant_domain(meant)


@pytest.mark.parametrize(
    "changed",
    [
        {"phones": ("01632 96001",)},
        {"emails": ("hello@example..org",)},
        {"emails": ("hello@gmial.com",)},
    ],
)
def test_a_wrong_form_is_a_warning(changed: dict[str, tuple[str, ...]]) -> None:
    assert not list(warnings_of(RIGHT))
    wrong = replace(RIGHT, **changed)  # type: ignore[arg-type]
    assert [finding.kind for finding in warnings_of(wrong)] == [CONTACT_FORM]
