"""A worry about somebody's safety, as part of a request. See values.request."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import with_config as configured

from selfassess.values.assessment_record import ReasonRecord
from selfassess.values.documented import DOCUMENTED
from selfassess.values.people import Answered


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
