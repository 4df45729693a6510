"""Who a request is about, who asks, how to reach them, and what they need to follow. See values.request."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import with_config as configured

from selfassess.values.documented import DOCUMENTED


class Relation(StrEnum):
    """Who asks, seen from the person it is about."""

    SELF = "self"
    CARER = "carer"
    FAMILY_OR_FRIEND = "family_or_friend"
    NEIGHBOUR = "neighbour"
    PROFESSIONAL = "professional"
    OTHER = "other"
    NOT_SAID = "not_said"


class Agreement(StrEnum):
    """Whether the person it is about agrees that somebody asks for them."""

    YES = "yes"
    NO = "no"
    CANNOT = "cannot"
    DOES_NOT_KNOW = "does_not_know"
    NOT_SAID = "not_said"


class Way(StrEnum):
    """How somebody wants to be reached."""

    PHONE = "phone"
    TEXT = "text"
    TEXT_RELAY = "text_relay"
    VIDEO = "video"
    EMAIL = "email"
    LETTER = "letter"


class CommunicationNeed(StrEnum):
    """What somebody needs so that they can follow and be followed."""

    BSL = "bsl"
    INTERPRETER = "interpreter"
    EASY_READ = "easy_read"
    LARGE_PRINT = "large_print"
    BRAILLE = "braille"
    AUDIO = "audio"
    HEARING_LOOP = "hearing_loop"
    SPEAK_SLOWLY = "speak_slowly"
    SOMEBODY_WITH_ME = "somebody_with_me"
    ADVOCATE = "advocate"
    NO_LETTERS = "no_letters"
    NO_VOICEMAIL = "no_voicemail"
    NO_TEXTS = "no_texts"


class Answered(StrEnum):
    """Yes, no, not sure; or not asked or not said."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    NOT_SAID = "not_said"


class ChildAge(StrEnum):
    """The age of a child or young person, as far as a request needs it."""

    UNDER_5 = "under_5"
    FROM_5 = "from_5"
    FROM_11 = "from_11"
    FROM_16 = "from_16"
    NOT_KNOWN = "not_known"
    NOT_SAID = "not_said"


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """The person it is about."""

    name: str = ""
    called: str = ""
    """What they like to be called, where that is not their name."""
    born: date | None = None
    """Date of birth, where it is known and needed."""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    age: ChildAge = ChildAge.NOT_SAID
    """In a request to the team for children and young people."""


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class Asker:
    """Who asks.

    For somebody who asks for themselves only `relation` is filled; all may be empty in a safeguarding
    concern.
    """

    relation: Relation = Relation.SELF
    name: str = ""
    phone: str = ""
    email: str = ""
    agreement: Agreement = Agreement.NOT_SAID
    """Whether the person it is about agrees."""
    why_no_agreement: str = ""
    known_how: str = ""
    """How they know the person, in their words."""


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class ContactWishes:
    """Whom to contact, how, and when."""

    whom: Literal["person", "asker"] = "person"
    """Whom to contact: the person it is about, or who asks."""
    ways: tuple[Way, ...] = ()
    """The ways they want to be reached, the best first."""
    times: tuple[str, ...] = ()
    """Times of day or week that suit them, as the form offered them."""
    safe_time: str = ""
    """When it is safe to call, in their words. Do not call at another time."""
    voicemail_is_safe: Answered = Answered.NOT_SAID
    call_at: str = ""
    """The half hour in which they asked to be called, as its start in UTC: 2026-11-30T10:00Z; empty: none."""


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class Communication:
    """What they need so that they can follow and be followed."""

    needs: tuple[CommunicationNeed, ...] = ()
    language: str = ""
    """The language of an interpreter."""
    other: str = ""
