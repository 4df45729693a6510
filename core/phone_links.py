"""Telephone numbers in a text, which become links that ring them. Pure.

Numbers are those of people's telephones (10 or 11 digits from 0), of helplines such as 116 123, and 999, 111,
101 and 105. A number to which a text is sent does not ring. core.markdown links the numbers in Markdown,
`link_numbers` those in plain text.
"""

import re
from collections.abc import Iterator

from markupsafe import Markup

_NUMBER = re.compile(r"(?<![\d/£])(?:0\d{2,4}(?: ?\d{2,4}){2,3}|116 ?\d{3}|999|111|101|105)(?![\d/]| BSL)")
_SHORT = frozenset({"999", "111", "101", "105"})
_SHORTER_THAN_OTHERS = frozenset({"08001111"})
"""Childline."""

_LENGTHS = (10, 11)
# Three digits are a telephone number where they stand alone, or after a word such as in "call 999" or "or
# 101".
_BEFORE_SHORT = re.compile(r"\b(?:call|calling|ring|phone|nhs|on|or|and) $")


def pieces(text: str, before: str = "") -> Iterator[tuple[str, bool]]:
    """Return the text in pieces, in order, each with whether the piece is a number that can be rung.

    `before`: the text before this one, which may end in "text ".
    """
    at = 0
    for found in _NUMBER.finditer(text):
        if _rings(found[0], before + text[: found.start()], is_alone=found[0] == text):
            if found.start() > at:
                yield text[at : found.start()], False
            yield found[0], True
            at = found.end()
    if at < len(text):
        yield text[at:], False


def _rings(number: str, before: str, *, is_alone: bool) -> bool:
    digits = number.replace(" ", "")
    spoken_before = before.lower()
    if spoken_before.endswith("text "):
        return False
    if digits in _SHORT:
        return is_alone or _BEFORE_SHORT.search(spoken_before) is not None
    return digits in _SHORTER_THAN_OTHERS or digits.startswith("116") or len(digits) in _LENGTHS


def tel_address(number: str) -> str:
    """Return a number as an address: "(01632) 960100" gives "tel:01632960100"."""
    return "tel:" + "".join(character for character in number if character.isdigit() or character == "+")


def link_numbers(text: str, classes: str = "plain-link phone-link") -> Markup:
    """Return a plain text as HTML, with links in place of its telephone numbers. `classes`: of the links."""
    link = Markup('<a class="{}" href="{}">{}</a>')
    shown = [
        link.format(classes, tel_address(piece), piece) if rings else piece for piece, rings in pieces(text)
    ]
    return Markup("").join(shown)
