"""The record of a self-assessment, as part of a request. See values.request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import JsonValue
from pydantic import with_config as configured

from selfassess.values.documented import DOCUMENTED


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class AnswerRecord:
    """One question as it was asked, and the answer as it was given."""

    question: str
    """The question's id in that version of the questionnaire."""
    asked: str
    """The words that the person read."""
    answered: tuple[str, ...]
    """The words of what they chose, or their own words; empty: skipped."""
    section: str = ""
    """The heading that it stood under."""
    value: JsonValue = None
    """What was kept: option ids, a number, a text."""
    own_words: bool = False
    """True where the answer is the person's own text."""


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class ReasonRecord:
    """Why the software said what it said."""

    code: str
    words: str = ""
    """The reason as the person read it."""
    cites: str | None = None
    """The section or regulation that it rests on."""


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class AssessmentRecord:
    """A complete self-assessment: every question on the person's path, the facts read from the answers,
    and what the rules said."""

    questionnaire: str
    version: str
    """The questionnaire's version."""
    answers: tuple[AnswerRecord, ...]
    """In the order in which they were asked."""
    title: str = ""
    rules_version: str = ""
    finished_at: datetime | None = None
    facts: Mapping[str, JsonValue] = field(default_factory=dict)
    """The answers in the law's terms."""
    indication: str = ""
    """What the rules indicate, as a code. It decides nothing: only the council does (Care Act 2014 s.13)."""
    reasons: tuple[ReasonRecord, ...] = ()
    routes: tuple[str, ...] = ()
    """Ids of the ways on that were shown, the leading one first."""
    needs: tuple[str, ...] = ()
    """Ids of the needs that were found."""
