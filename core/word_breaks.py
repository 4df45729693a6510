"""E-mail and web addresses with places at which a narrow window may break them. Pure."""

import re

from markupsafe import Markup, escape

_AFTER = re.compile(r"(?<=[@./?&=_-])(?=[^@./?&=_-])")
_BREAK = Markup("<wbr>")


def breakable(address: str) -> Markup:
    """Return an address as HTML that may break after @, a dot, a slash and the like, and nowhere else."""
    return _BREAK.join(escape(part) for part in _AFTER.split(address))
