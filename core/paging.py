"""Pages of a list: which one is asked for, and the links to the others in the form of GOV.UK's pagination."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

MOST_PAGES = 500


def page_number(args: Mapping[str, str]) -> int:
    """The page asked for, from 1 to 500; 1 for anything that is not a number."""
    text = args.get("page", "1")
    return max(1, min(MOST_PAGES, int(text))) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def pages_of(page: int, total: int, per_page: int, endpoint: str, **values: Any) -> dict[str, Any] | None:
    """Parameters for govuk('pagination', …); None when everything is on one page."""
    last = max(1, -(-total // per_page))
    if last == 1:
        return None
    found: dict[str, Any] = {
        "items": [_item(n, page, endpoint, values) for n in _numbers(page, last)],
        "landmarkLabel": _("Pages"),
    }
    if page > 1:
        found["previous"] = {"href": url_for(endpoint, page=page - 1, **values), "text": _("Previous")}
    if page < last:
        found["next"] = {"href": url_for(endpoint, page=page + 1, **values), "text": _("Next")}
    return found


def _numbers(page: int, last: int) -> list[int]:
    """The numbers to show, 0 for a gap: first, last, and those around this page."""
    shown = sorted({1, last, *(n for n in (page - 1, page, page + 1) if 1 <= n <= last)})
    found: list[int] = []
    for number in shown:
        if found and number > found[-1] + 1:
            found.append(0)
        found.append(number)
    return found


def _item(number: int, page: int, endpoint: str, values: Mapping[str, Any]) -> dict[str, Any]:
    if not number:
        return {"ellipsis": True}
    return {
        "number": str(number),
        "href": url_for(endpoint, page=number, **values),
        "current": number == page,
    }
