"""Pages of a list: which one is asked for, and the links to the others in the form of GOV.UK's pagination."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from core.field_values import whole_number

MOST_PAGES = 500


def page_number(args: Mapping[str, str]) -> int:
    """Return the page that `args` ask for, from 1 to 500; 1 for anything that is not a number."""
    return max(1, min(MOST_PAGES, whole_number(args.get("page", ""), 1)))


def pages_of(page: int, total: int, per_page: int, endpoint: str, **values: Any) -> dict[str, Any] | None:
    """Return the parameters for govuk("pagination", …); None when everything is on one page."""
    last = max(1, -(-total // per_page))
    if last == 1:
        return None
    params: dict[str, Any] = {
        "items": [_item(number, page, endpoint, values) for number in _numbers(page, last)],
        "landmarkLabel": _("Pages"),
    }
    if page > 1:
        params["previous"] = {"href": url_for(endpoint, page=page - 1, **values), "text": _("Previous")}
    if page < last:
        params["next"] = {"href": url_for(endpoint, page=page + 1, **values), "text": _("Next")}
    return params


def _numbers(page: int, last: int) -> list[int]:
    """Return the numbers to show: first, last, and those around this page; 0 means a gap.

    Page 6 of 20 gives [1, 0, 5, 6, 7, 0, 20].
    """
    shown = sorted({1, last, *(number for number in (page - 1, page, page + 1) if 1 <= number <= last)})
    numbers: list[int] = []
    for number in shown:
        if numbers and number > numbers[-1] + 1:
            numbers.append(0)
        numbers.append(number)
    return numbers


def _item(number: int, page: int, endpoint: str, values: Mapping[str, Any]) -> dict[str, Any]:
    if not number:
        return {"ellipsis": True}
    return {
        "number": str(number),
        "visuallyHiddenText": _("Page %(number)s", number=number),
        "href": url_for(endpoint, page=number, **values),
        "current": number == page,
    }
