"""Text that people typed, without characters that cannot be shown. Pure."""

import unicodedata

_CONTROL_AND_SURROGATE = frozenset({"Cc", "Cs"})
_NONCHARACTERS = range(0xFDD0, 0xFDF0)


def clean(text: str) -> str:
    """Return the text with "\n" as line end, and without control characters and white space around it.

    Characters that join letters in some scripts, such as the zero-width non-joiner, stay.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in lines if c == "\n" or _can_be_shown(c)).strip()


def _can_be_shown(character: str) -> bool:
    """Return False for control characters, halves of surrogate pairs, and Unicode's noncharacters."""
    number = ord(character)
    return (
        unicodedata.category(character) not in _CONTROL_AND_SURROGATE
        and number not in _NONCHARACTERS
        and number & 0xFFFE != 0xFFFE
    )
