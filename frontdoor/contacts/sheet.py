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


def most_of(name: str) -> int:
    """Return the most characters of a box; 0 for a name that no box has."""
    if name.startswith("prompt-") and len(name) <= 40:
        return MOST_TEXT
    return FIELDS.get(name, 0)
