"""A request to the council as a value, written and read by values.saved.to_json and from_json.

The docstrings of the fields are the documentation of the exported JSON (docs/referral.schema.json).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, JsonValue
from pydantic import with_config as configured

DOCUMENTED = ConfigDict(use_attribute_docstrings=True)


class RequestKind(StrEnum):
    """What can be asked for."""

    NEEDS_ASSESSMENT = "needs_assessment"
    CARERS_ASSESSMENT = "carers_assessment"
    OCCUPATIONAL_THERAPY = "occupational_therapy"
    HUB_APPOINTMENT = "hub_appointment"
    SAFEGUARDING_CONCERN = "safeguarding_concern"
    CHILD_CONCERN = "child_concern"
    REVIEW = "review"
    CALL_BACK = "call_back"


CONCERNS = frozenset({RequestKind.SAFEGUARDING_CONCERN, RequestKind.CHILD_CONCERN})
"""Worries about somebody's safety: of an adult (Care Act 2014 s.42), and of a child (Children Act 1989 s.47)."""


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


class Answered(StrEnum):
    """Yes, no, not sure; or not asked or not said."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    NOT_SAID = "not_said"


class Subject(StrEnum):
    """Whom a worry is about. A person whose age is not known counts as a child until it is known."""

    ADULT = "adult"
    CHILD = "child"
    AGE_NOT_KNOWN = "age_not_known"
    ME_ADULT = "me_adult"
    ME_CHILD = "me_child"


class Harm(StrEnum):
    """What somebody who tells of a worry saw or heard of."""

    HURT = "hurt"
    SCARED = "scared"
    SEXUAL = "sexual"
    MONEY = "money"
    NEGLECT = "neglect"
    SELF_NEGLECT = "self_neglect"
    POOR_CARE = "poor_care"
    FORCED = "forced"
    HATE = "hate"
    FEELING = "feeling"


class SharingBasis(StrEnum):
    """Why somebody who works with a person may pass a worry on."""

    AGREED = "agreed"
    BEST_INTERESTS = "best_interests"
    VITAL_INTERESTS = "vital_interests"
    PUBLIC_INTEREST = "public_interest"
    NOT_SAID = "not_said"


class Stay(StrEnum):
    """Where somebody is at present."""

    HOME = "home"
    HOSPITAL = "hospital"
    CARE_HOME = "care_home"
    ELSEWHERE = "elsewhere"
    NOT_SAID = "not_said"


class WhyUs(StrEnum):
    """Why a request is sent to us for somebody who lives in another council's area."""

    MOVING_HERE = "moving_here"
    WE_PAY = "we_pay"
    IS_HERE = "is_here"
    OTHER = "other"
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


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class Communication:
    """What they need so that they can follow and be followed."""

    needs: tuple[CommunicationNeed, ...] = ()
    language: str = ""
    """The language of an interpreter."""
    other: str = ""


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class Consent:
    """What the person was told about the use of their words, and what they said to it."""

    text: str
    """The words that they read, whole."""
    version: str
    given: bool
    """True: they agreed.

    A safeguarding concern is passed on without agreement too; then the text is what they were told.
    """
    at: datetime


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


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class Professional:
    """Somebody who tells of a worry in their job, or as a volunteer."""

    role: str = ""
    organisation: str = ""
    done: str = ""
    """What they or others have done already."""
    basis: SharingBasis = SharingBasis.NOT_SAID
    """Why they may pass it on: agreement, best interests, or a risk that goes before agreement."""


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class Concern:
    """More about a worry. What it is stands first in the request, in own words."""

    when: str = ""
    where: str = ""
    """Where the person can be found: an address, where they are now, or how to find them."""
    who: str = ""
    """Who may be causing harm."""
    in_danger_now: Answered = Answered.NOT_SAID
    adult_knows: Answered = Answered.NOT_SAID
    """Whether the person knows that this is sent."""
    adult_wants: str = ""
    """What the person wants to happen."""
    others_at_risk: str = ""
    subject: Subject = Subject.ADULT
    where_not_known: bool = False
    """True: who tells said that they do not know where the person is."""
    how_to_find: str = ""
    """What else could help to find them, where the place is not known."""
    place: str = ""
    """The postcode or town where the person is now."""
    other_council: str = ""
    """The council of that place, where it is another one. Who tells read so before they wrote."""
    harms: tuple[Harm, ...] = ()
    safe_today: Answered = Answered.NOT_SAID
    """Whether the person is safe today and tonight, which is another question than danger right now."""
    has_needs: Answered = Answered.NOT_SAID
    """Whether the adult needs care or support, as far as who tells knows."""
    can_keep_safe: Answered = Answered.NOT_SAID
    """Whether the adult can keep themselves safe, as far as who tells knows. "yes" ends no concern."""
    conditions: tuple[ReasonRecord, ...] = ()
    """The conditions of the Care Act 2014 s.42(1), for an adult: each met, or unclear until the council looks into it.

    A "no" of who tells stays unclear, because the test is the council's reasonable cause to suspect.
    """
    child_too: bool = False
    """True: a child may be at risk as well, so that children's social care must know."""
    told_by_child: bool = False
    """True: who tells is under 18."""
    keep_name_private: bool = False
    """True: who tells asks that the person and their family do not learn who it was."""
    professional: Professional | None = None


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """For an appointment at a hub, or a visit where the person cannot travel."""

    cannot_travel: bool = False
    why: str = ""
    hub: str = ""


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class Whereabouts:
    """Where the person lives and is now. In a carer's request: the person they look after."""

    lives: str = ""
    """A postcode, a town or an address, as it was written."""
    now: Stay = Stay.NOT_SAID
    now_at: str = ""
    """Which hospital or care home, or where else."""
    home_when: str = ""
    """When they come home from hospital, as it was written."""
    home_on: date | None = None
    """The day that was read from it; null: none, or not known yet."""
    other_council: str = ""
    """The council of that place, where it is another one. They read so before they wrote anything else."""
    why_us: WhyUs = WhyUs.NOT_SAID
    """Why it was sent to us all the same."""


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class Promise:
    """What the person was told will happen."""

    who: str = ""
    what: str = ""
    by: date | None = None


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class RequestValue:
    """One request to the council. Which fields each kind needs and may have is told in docs/referrals.md."""

    kind: RequestKind
    own_words: str = ""
    """What matters most to the person or what worries them, in their own words. Read it first."""
    about: Person = field(default_factory=Person)
    asker: Asker = field(default_factory=Asker)
    contact: ContactWishes = field(default_factory=ContactWishes)
    communication: Communication = field(default_factory=Communication)
    consent: Consent | None = None
    assessment: AssessmentRecord | None = None
    """The complete self-assessment; null: they asked without one, as anybody may."""
    concern: Concern | None = None
    looks_after: str = ""
    """In a carer's request: whom they look after."""
    visit: Visit | None = None
    whereabouts: Whereabouts | None = None
    promise: Promise = field(default_factory=Promise)


# What became of it


class Status(StrEnum):
    """Where a referral stands. It begins as new; a person decides what it becomes."""

    NEW = "new"
    LOOKED_AT = "looked_at"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({Status.NEW, Status.LOOKED_AT, Status.ACCEPTED})
"""Somebody waits for an answer."""
FINISHED = frozenset({Status.DECLINED, Status.CLOSED, Status.WITHDRAWN})


class EventKind(StrEnum):
    """What an entry in a referral's history is: a step of the work, or "I'm still waiting" of the person."""

    STEP = "step"
    STILL_WAITING = "still_waiting"


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class EventRecord:
    """One step in a referral's history."""

    number: int
    """Counted from 1, which is the sending."""
    status: Status
    by: str
    """The name of who did it; empty: the person who sent it."""
    at: datetime
    outcome: str = ""
    assigned_to: str = ""
    note: str = ""
    kind: EventKind = EventKind.STEP


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class ReferralRecord:
    """A referral: what was asked for, and what became of it."""

    reference: str
    """The reference on the person's receipt, as `K7MX-4RTP`."""
    sent_at: datetime
    request: RequestValue
    status: Status = Status.NEW
    outcome: str = ""
    """What came of it, as a code; empty until there is one."""
    assigned_to: str = ""
    respond_by: date | None = None
    """The day by which the person was told they would hear."""
    history: tuple[EventRecord, ...] = ()
    """The oldest first."""
