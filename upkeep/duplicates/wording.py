"""Why two records were found alike, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.content_audit import duplicates as signs

REASONS: Mapping[str, Any] = {
    signs.PLACE_AND_TIME: _l("the same place at the same time"),
    signs.PLACE: _l("the same place"),
    signs.PHONE: _l("the same phone number"),
    signs.NAME: _l("a name that is much the same"),
    signs.TEXT: _l("a text that is much the same"),
    signs.ORGANIZATION: _l("the same group"),
    signs.NEEDS: _l("help for the same needs"),
    signs.MARK: _l("the same website, email address or charity number"),
}


def reasons(codes: Iterable[str]) -> list[str]:
    """Return the reasons in words. The same place is not said twice."""
    known = [code for code in codes if code in REASONS]
    if signs.PLACE_AND_TIME in known and signs.PLACE in known:
        known.remove(signs.PLACE)
    return [str(REASONS[code]) for code in known]
