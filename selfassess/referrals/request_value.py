"""From a draft to the typed request. Pure but for the fields' words."""

from typing import Any

from core.dates_of_birth import born
from selfassess.referrals import required
from selfassess.referrals.draft import HOME_ON, OTHER_COUNCIL, Draft, RequestStep, steps
from selfassess.referrals.fields import fields_of, postcode_of_home
from selfassess.values.request import RequestValue
from selfassess.values.saved import from_json


def request_value(draft: Draft) -> RequestValue:
    """Return the request without consent, assessment and promise, which only sending adds.

    Raises BadRecord.
    """
    nested: dict[str, Any] = {"kind": draft.kind.value}
    for step in steps(draft):
        for path in fields_of(step, draft):
            _put(nested, path, draft.values.get(path))
    for path in (OTHER_COUNCIL, HOME_ON) if RequestStep.WHERE in steps(draft) else ():
        _put(nested, path, draft.values.get(path))
    if required.may_have(draft.kind, "about.postcode") and postcode_of_home(draft):
        _put(nested, "about.postcode", postcode_of_home(draft))
    if draft.whom == "asker":
        _put(nested, "contact.whom", "asker")
    return from_json(RequestValue, nested)


def _put(nested: dict[str, Any], path: str, written: Any) -> None:
    """Put a value at its path; an empty one inside another value is left out, and its default counts."""
    outer, _dot, inner = path.partition(".")
    value = _typed(path, written)
    if not inner:
        nested[outer] = value or ""
    elif value:
        nested.setdefault(outer, {})[inner] = value


def _typed(path: str, written: Any) -> Any:
    if path == "visit.cannot_travel":
        return written == "yes"
    if path == "about.born":
        day = born(str(written or ""))
        return day.isoformat() if day else None
    return written
