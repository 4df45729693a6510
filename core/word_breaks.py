"""Where a narrow window may break a line: in e-mail and web addresses, not in telephone numbers. Pure."""

import re

from markupsafe import Markup, escape

_AFTER = re.compile(r"(?<=[@./?&=_-])(?=[^@./?&=_-])")
_BREAK = Markup("<wbr>")


_BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")


def unbroken_numbers(text: str) -> str:
    """Return the text with no-break spaces between digits, so that a telephone number stays on one line."""
    return _BETWEEN_DIGITS.sub("\N{NO-BREAK SPACE}", text)


def breakable(address: str) -> Markup:
    """Return an address as HTML that may break after @, a dot, a slash and the like, and nowhere else."""
    return _BREAK.join(escape(part) for part in _AFTER.split(address))
