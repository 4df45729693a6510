"""The boxes of a caller's sheet: names, and how much each holds. Pure."""

from collections.abc import Mapping

MOST_TEXT = 8000
MOST_LINE = 320

LONG = ("matters", "said", "concluded", "tried", "around", "offers", "safe_time", "address")
"""What matters to them in their words, what was said, what was concluded, what they have tried, who is around
them, what they can offer, when it is safe to reach them, and where they live."""
SHORT = (
    *("who", "about_whom", "relation", "name", "called", "phone", "email", "place", "postcode"),
    *("language", "topics", "ways", "needs", "age", "born"),
    *("search", "filters"),
)
"""Who is calling (a code), for whom, in which relation, and how to reach them. `topics`, `ways` and `needs`:
codes, separated by spaces. `search` and `filters`: the search that the call screen shows, one filter a line.
"""
FIELDS: Mapping[str, int] = {**dict.fromkeys(LONG, MOST_TEXT), **dict.fromkeys(SHORT, MOST_LINE)}
"""The most characters of each box, by its name. A name of a prompt's answer begins with `prompt-`."""


WHY, TEXT_MESSAGE = "why-", "txt-"
"""Names of boxes begin so, before the id of a service or of a summary: why it may help, and the text as edited."""
_OF_SUMMARY: Mapping[str, int] = {
    "summary-opening": 1500,
    "summary-closing": 1500,
    "summary-address": 500,
    **dict.fromkeys(("summary-phone", "summary-email", "summary-channel", "summary-form"), MOST_LINE),
}
"""Boxes of the page of a summary."""
_WITH_ID = {WHY: 300, TEXT_MESSAGE: 2000}
_LONGEST_NAME = 40
RECIPIENTS = ("summary-phone", "summary-email", "summary-address")
"""The boxes that say to whom a summary goes. They are emptied when it was sent."""


def text_box(summary_id: str) -> str:
    """Return the name of the box with the text message of one summary, as the handler edits it."""
    return f"{TEXT_MESSAGE}{summary_id}"


def most_of(name: str) -> int:
    """Return the most characters of a box; 0 for a name that no box has."""
    if len(name) > _LONGEST_NAME:
        return 0
    if name.startswith("prompt-"):
        return MOST_TEXT
    if name.startswith((WHY, TEXT_MESSAGE)):
        return _WITH_ID[name[: len(WHY)]]
    return FIELDS.get(name, 0) or _OF_SUMMARY.get(name, 0)
