"""What people typed, without what cannot be read or printed. Pure."""

import unicodedata

_UNREADABLE = frozenset({"Cc", "Cs"})
_NO_CHARACTERS = range(0xFDD0, 0xFDF0)


def clean(text: str) -> str:
    """The text with one kind of line ends and without control characters. Marks that scripts need to join letters stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in lines if c == "\n" or _readable(c)).strip()


def _readable(character: str) -> bool:
    """False for control characters, halves of characters, and code points that Unicode keeps from being any."""
    number = ord(character)
    return (
        unicodedata.category(character) not in _UNREADABLE
        and number not in _NO_CHARACTERS
        and number & 0xFFFE != 0xFFFE
    )
