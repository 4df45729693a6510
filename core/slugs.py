"""Slugs: names as parts of addresses, of small letters without accents, digits and hyphens. Pure."""

import re
import unicodedata

LONGEST = 100


def slug(text: str) -> str:
    """Return a text as a slug: "Café & Chat (Hoyland)" gives "cafe-chat-hoyland". Never empty."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("'", "").replace("’", ""))
    letters = decomposed.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:LONGEST].strip("-") or "listing"


class Slugs:
    """Give each name a slug that no other has."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._next: dict[str, int] = {}

    def new(self, name: str, beside: str = "") -> str:
        """Return the first free slug of: the name; the name with `beside`, such as the organization; the name
        with a number.
        """
        first = slug(name)
        candidates = [first]
        if beside and slug(beside) not in first:
            candidates.append(slug(f"{first[:60]} {beside}"))
        free = next((each for each in candidates if each not in self._taken), None) or self._numbered(first)
        self._taken.add(free)
        return free

    def _numbered(self, first: str) -> str:
        number = self._next.get(first, 2)
        while f"{first}-{number}" in self._taken:
            number += 1
        self._next[first] = number + 1
        return f"{first}-{number}"
