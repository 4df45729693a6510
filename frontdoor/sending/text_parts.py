"""How many parts a text message has, as networks count them (3GPP TS 23.038, "GSM 03.38"). Pure."""

from dataclasses import dataclass
from unicodedata import combining, normalize

MOST_PARTS = 3

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The characters of the basic alphabet, each of one unit."""
EXTENSION = "^{}\\[~]|€\f"
"""The characters of the extension table, each of two units, which one part holds together."""

SINGLE, JOINED = 160, 153
"""Units of a message of one part, and of each part of a longer one, whose header takes the rest."""
SINGLE_WIDE, JOINED_WIDE = 70, 67
"""The same for UCS-2, which takes every character; one outside the basic plane has two units."""

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\t", " "),
        "…": "...",
        "•": "-",
        "\r": None,
    }
)


_BARRED = {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ħ": "h"}
"""Letters that Unicode does not take apart into a letter and an accent."""


@dataclass(frozen=True, slots=True)
class TextSize:
    """The size of a text: its parts, and how many units over MOST_PARTS it is.

    `wide`: True where a character makes the whole text UCS-2. `left`: units free in the last part.
    """

    parts: int
    left: int
    wide: bool
    over: int

    @property
    def fits(self) -> bool:
        """Whether the text can be sent."""
        return self.parts <= MOST_PARTS


def plain(text: str) -> str:
    """Return the text with typographic signs replaced by those of the basic alphabet that mean the same."""
    return text.translate(_PLAIN)


def folded(text: str) -> str:
    """Return the text with accents left out that are not in the alphabet: "Sąsiad" gives "Sasiad".

    Signs of other scripts stay as they are.
    """
    return "".join(_folded(sign) for sign in text)


def _folded(sign: str) -> str:
    if sign in BASIC or sign in EXTENSION:
        return sign
    if sign in _BARRED:
        return _BARRED[sign]
    parts = normalize("NFKD", sign)
    bare, accents = parts[0], parts[1:]
    return bare if bare in BASIC and all(map(combining, accents)) else sign


def is_wide(text: str) -> bool:
    """Return True where a character is in neither table, so that the whole text is UCS-2."""
    return any(character not in BASIC and character not in EXTENSION for character in text)


def units(text: str) -> list[int]:
    """Return the units of each character."""
    if is_wide(text):
        return [2 if ord(character) > 0xFFFF else 1 for character in text]
    return [2 if character in EXTENSION else 1 for character in text]


def size_of(text: str) -> TextSize:
    """Return the size of a text. No character is divided between two parts."""
    sizes, wide = units(text), is_wide(text)
    single, joined = (SINGLE_WIDE, JOINED_WIDE) if wide else (SINGLE, JOINED)
    if sum(sizes) <= single:
        return TextSize(1, single - sum(sizes), wide, 0)
    parts, used, over = 1, 0, 0
    for each in sizes:
        if used + each > joined:
            parts, used = parts + 1, 0
        used += each
        over += each if parts > MOST_PARTS else 0
    return TextSize(parts, joined - used, wide, over)
