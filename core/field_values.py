"""Parsers of what people type into a field: e-mail addresses, telephone numbers, postcodes and amounts of
money. Pure.

Each parser returns the value in one normal form, or None where the text is not such a value. None of them
raises.
"""

import re
from decimal import Decimal

_MOST_EMAIL_CHARACTERS = 254
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)

FULL_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])([A-Z]{2})")
"""A whole postcode in capitals without a space: outward code, then the sector's digit and two letters."""

# After +44, 0044 or 0 come nine or ten digits; a "(0)" after the country's code is not part of the number.
_BRITISH_PHONE = re.compile(
    r"(?:(?:\+|00)44[\s.()-]*(?:\(0\))?[\s.()-]*0?|0)([1-9](?:[\s.()-]*[0-9]){8,9})(?![0-9])"
)
_LEAST_PHONE_DIGITS, _MOST_PHONE_DIGITS = 10, 15

_MOST_DIGITS = 9
"""Every database holds a whole number of as many digits."""

_MONEY = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")


def is_email(text: str) -> bool:
    """Return True for one e-mail address with nothing before or after it."""
    return len(text) <= _MOST_EMAIL_CHARACTERS and _EMAIL.fullmatch(text) is not None and ".." not in text


def email_address(text: str) -> str | None:
    """Return the e-mail address without spaces around it; None where the text is not one address."""
    address = text.strip()
    return address if is_email(address) else None


def postcode(text: str) -> str | None:
    """Return a whole postcode as Royal Mail writes it: " s73-8cv" gives "S73 8CV". None for anything else.

    Spaces, dots and hyphens do not matter. A letter O where only a nought can be is read as a nought.
    """
    bare = re.sub(r"[\s.-]", "", text.upper())
    if bare[-3:-2] == "O":
        bare = f"{bare[:-3]}0{bare[-2:]}"
    found = FULL_POSTCODE.fullmatch(bare)
    return f"{found[1]} {found[2]}{found[3]}" if found else None


def has_phone_digits(text: str) -> bool:
    """Return True where the text has 10 to 15 digits, as a telephone number with its area code has (ITU-T
    E.164).
    """
    return _LEAST_PHONE_DIGITS <= sum(character.isdigit() for character in text) <= _MOST_PHONE_DIGITS


def british_phone(text: str) -> str | None:
    """Return the first British telephone number in a text in the form of E.164, such as "+441632960100"; else
    None.

    "(01632) 960 100", "+44 (0)1632 960100" and "01632 960100 after six" all give the same number.
    """
    found = _BRITISH_PHONE.search(text)
    return "+44" + re.sub(r"[^0-9]", "", found[1]) if found else None


def money(text: str) -> Decimal | None:
    """Return an amount in pounds: "£1,250.50" gives Decimal("1250.50"). None for any other text."""
    amount = re.sub(r"[£,\s]", "", text)
    return Decimal(amount) if _MONEY.fullmatch(amount) else None


def whole_number(text: str, otherwise: int = 0) -> int:
    """Return a whole number from 0 that is written with 1 to 9 digits, such as the version in a hidden field.

    `otherwise`: what is returned for any other text.
    """
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else otherwise
