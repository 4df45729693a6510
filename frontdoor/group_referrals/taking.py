"""Whether a service takes a referral from a call handler. Pure, but for lazily translated words."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l

_OPEN_TO_ALL = frozenset({"self", "anyone"})


def why_not(
    route_in: Collection[str], *, professionals_only: bool, by_professional: bool, runs: bool
) -> Any | None:
    """Return why a service takes no such referral, in words; None where it takes it.

    `route_in`: codes of directory.vocabulary.ROUTE_IN. `by_professional`: True where a professional is on the
    line. `runs`: False where the service has ended or is taken down.
    """
    if not runs:
        return _l("It has ended.")
    if by_professional or _OPEN_TO_ALL & set(route_in):
        return None
    if professionals_only or "professional" in route_in:
        return _l("Only a health or care worker can ask.")
    if "gp" in route_in:
        return _l("Only a GP or nurse can ask.")
    return None
