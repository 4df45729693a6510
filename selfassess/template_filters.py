"""Filters that the self-assessment gives to every template."""

import re

from markupsafe import Markup, escape

# Telephone numbers as our words write them: area code and number, or one of the short numbers. Not a price, a text number, or "999 BSL".
_PHONE_NUMBER = re.compile(
    r"(?<![\d£])(?:0\d{3,4} \d{3,4} ?\d{3,4}|0\d{3} \d{4}|116 123|(?<!text )999(?! BSL)|111|101)(?!\d)"
)


def dashed(kind: str) -> str:
    """Return a kind of request as an address has it: "call_back" gives "call-back"."""
    return str(kind).replace("_", "-")


def with_phone_links(text: str) -> Markup:
    """Return the text as HTML, with its telephone numbers as links that ring them."""
    return Markup(_PHONE_NUMBER.sub(_phone_link, str(escape(text))))


def _phone_link(found: re.Match[str]) -> str:
    number = found[0]
    return f'<a class="plain-link phone-link" href="tel:{number.replace(" ", "")}">{number}</a>'
