"""Text that people typed or sent, without characters that cannot be shown or stored. Pure."""

import re
import unicodedata

_CONTROL_AND_SURROGATE = frozenset({"Cc", "Cs"})
_ESCAPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control, format (such as a change of the writing direction) and separators of lines and paragraphs."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_WEB_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+|(?<![\w@.-])(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE
)
"""An address with a scheme, one that begins with www., or a host with a path, such as example.org/x."""
_NONCHARACTERS = range(0xFDD0, 0xFDF0)


def clean(text: str) -> str:
    """Return the text with "\n" as line end, and without control characters and white space around it.

    Characters that join letters in some scripts, such as the zero-width non-joiner, stay.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in lines if c == "\n" or _can_be_shown(c)).strip()


def is_storable(text: str) -> bool:
    """Return False for text with a NUL or half of a surrogate pair: PostgreSQL and UTF-8 have no such text."""
    return _UNSTORABLE.search(text) is None


def storable(text: str) -> str:
    """Return the text without NULs and without halves of surrogate pairs, which no database can hold."""
    return _UNSTORABLE.sub("", text)


def _can_be_shown(character: str) -> bool:
    """Return False for control characters, halves of surrogate pairs, and Unicode's noncharacters."""
    number = ord(character)
    return (
        unicodedata.category(character) not in _CONTROL_AND_SURROGATE
        and number not in _NONCHARACTERS
        and number & 0xFFFE != 0xFFFE
    )


def without_web_addresses(text: str, instead: str) -> str:
    """Return the text with `instead` in place of each web address.

    Somebody could send strangers to another site with the council's name above it.
    """
    return _WEB_ADDRESS.sub(lambda _found: instead, text)


def controls_escaped(text: str) -> str:
    """Return the text with control and format characters written as escapes, for a terminal or a log.

    Line ends stay. Example: an escape character becomes the four characters backslash, x, 1, b.
    """
    return "".join(c if c == "\n" or unicodedata.category(c) not in _ESCAPED else _escape(c) for c in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
