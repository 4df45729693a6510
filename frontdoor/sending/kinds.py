"""The ways in which a summary reaches somebody, and the forms of a letter. Pure."""

from enum import StrEnum

from selfassess.values.people import Way


class SummaryChannel(StrEnum):
    """How a summary reaches the person."""

    TEXT = "text"
    EMAIL = "email"
    PRINT = "print"
    """Printed here: handed over, or posted by the council's own post."""
    POST = "post"
    """Printed and posted by GOV.UK Notify."""
    OTHER = "other"
    """Braille or a recording, which somebody else makes: a task until it is made."""


class LetterForm(StrEnum):
    """How a letter or an e-mail is set."""

    NORMAL = "normal"
    LARGE = "large"
    """Large print, 18 point."""
    EASY = "easy"
    """Large print with short lines, and each service on a page of its own."""


WAYS = {
    SummaryChannel.TEXT: Way.TEXT,
    SummaryChannel.EMAIL: Way.EMAIL,
    SummaryChannel.POST: Way.LETTER,
}
"""The way of being reached that a channel uses. What is handed over uses none."""

LETTERS = frozenset({SummaryChannel.PRINT, SummaryChannel.POST})
LEAVING = frozenset({SummaryChannel.TEXT, SummaryChannel.EMAIL, SummaryChannel.POST})
"""Channels that leave through the outbox."""
