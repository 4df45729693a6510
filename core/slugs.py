"""Words as they stand in addresses: small letters without accents, figures, and hyphens between."""

import re
import unicodedata

LONGEST = 100


def slug(text: str) -> str:
    """A text as part of an address: "Café & Chat (Hoyland)" gives "cafe-chat-hoyland"; never empty."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("'", "").replace("’", ""))
    letters = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    return letters[:LONGEST].strip("-") or "listing"


class Slugs:
    """Hands out slugs that nobody has yet."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._next: dict[str, int] = {}

    def new(self, name: str, beside: str = "") -> str:
        """The first free one of: the name; the name with `beside` (such as the organization); the name with a number."""
        first = slug(name)
        tries = [first] + ([slug(f"{first[:60]} {beside}")] if beside and slug(beside) not in first else [])
        found = next((each for each in tries if each not in self._taken), None) or self._numbered(first)
        self._taken.add(found)
        return found

    def _numbered(self, first: str) -> str:
        number = self._next.get(first, 2)
        while f"{first}-{number}" in self._taken:
            number += 1
        self._next[first] = number + 1
        return f"{first}-{number}"
