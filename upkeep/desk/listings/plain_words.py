"""Hints at texts that are hard to read: long sentences, and words that residents may not know. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from directory.open_referral.schema.services import Service

MOST_WORDS = 25
"""Words of a sentence above which people lose the thread (GOV.UK's content design says 25)."""
_MOST_HINTS = 3
PLAINER = {
    "service user": "people, or you",
    "service users": "people, or you",
    "signposting": "telling people where to go",
    "signpost": "tell people where to go",
    "holistic": "whole",
    "facilitate": "help, or run",
    "facilitated": "helped, or run by",
    "utilise": "use",
    "commence": "start",
    "attendees": "people who come",
    "participants": "people who take part",
    "beneficiaries": "people we help",
    "intervention": "help",
    "interventions": "help",
    "referral pathway": "how to ask",
    "multi-disciplinary": "of different kinds of workers",
    "person-centred": "built around you",
    "outcomes": "what changes for you",
    "empower": "help",
    "empowering": "helping",
    "provision": "help",
    "stakeholders": "people involved",
    "accessible to": "open to",
    "prior to": "before",
    "in order to": "to",
    "wellbeing interventions": "things that help you feel better",
}
_FIELDS = ("summary", "description", "eligibility_description", "application_process")
_SENTENCE = re.compile(r"[^.!?\n]+")
_HARD = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, PLAINER), key=len, reverse=True)) + r")\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class WordingNote:
    """A hint in words, and the section in which the text is."""

    section_id: str
    text: str


def wording_notes(record: Service) -> list[WordingNote]:
    """Return hints at the texts of a listing, at most three."""
    found = [
        WordingNote("what" if name in ("summary", "description") else "who", hint)
        for name in _FIELDS
        for hint in text_hints(getattr(record, name) or "")
    ]
    return found[:_MOST_HINTS]


def text_hints(text: str) -> Iterator[str]:
    """Yield what would make a text easier to read."""
    for word in dict.fromkeys(match.lower() for match in _HARD.findall(text)):
        yield _(
            "“%(word)s” is hard for some people. Could you say: %(plain)s?", word=word, plain=PLAINER[word]
        )
    for sentence in _SENTENCE.findall(text):
        words = sentence.split()
        if len(words) > MOST_WORDS:
            begin = " ".join(words[:5])
            yield _(
                "The sentence “%(begin)s…” has %(number)s words. Two short ones are easier to read.",
                begin=begin,
                number=len(words),
            )
