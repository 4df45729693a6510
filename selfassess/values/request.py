"""A request to the council as a value, written and read by values.saved.to_json and from_json.

The docstrings of the fields are the documentation of the exported JSON (docs/referral.schema.json).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from pydantic import with_config as configured

from selfassess.values.assessment_record import AssessmentRecord
from selfassess.values.concern import Concern
from selfassess.values.documented import DOCUMENTED
from selfassess.values.people import Asker, Communication, ContactWishes, Person
from selfassess.values.professional import ProfessionalReferral


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
    CHILDREN_HELP = "children_help"
    REABLEMENT = "reablement"
    HOSPITAL_DISCHARGE = "hospital_discharge"
    MENTAL_HEALTH = "mental_health"


CONCERNS = frozenset({RequestKind.SAFEGUARDING_CONCERN, RequestKind.CHILD_CONCERN})
"""Worries about somebody's safety: of an adult (Care Act 2014 s.42), and of a child (Children Act 1989 s.47).
"""


FOR_CHILDREN = frozenset({RequestKind.CHILD_CONCERN, RequestKind.CHILDREN_HELP})
"""What the team for children and young people answers (Children Act 1989 ss.17, 17ZA and 47)."""


BY_PROFESSIONALS = frozenset(
    {RequestKind.REABLEMENT, RequestKind.HOSPITAL_DISCHARGE, RequestKind.MENTAL_HEALTH}
)
"""What somebody who works with a person asks for, or staff of the council. Residents are offered other kinds."""


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
    professional: ProfessionalReferral | None = None
    """Where somebody refers the person in their job; null: nobody does."""
    promise: Promise = field(default_factory=Promise)
