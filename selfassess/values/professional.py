"""What somebody who refers a person in their job adds to a request. See values.request."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import with_config as configured

from selfassess.values.concern import SharingBasis
from selfassess.values.documented import DOCUMENTED


class Urgency(StrEnum):
    """How soon the person needs an answer, as the professional sees it."""

    ROUTINE = "routine"
    FEW_DAYS = "few_days"
    ONE_DAY = "one_day"


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class ProfessionalReferral:
    """Who refers somebody in their job, and what they know. Their name and phone are in `asker`."""

    role: str = ""
    organisation: str = ""
    organisation_id: str = ""
    """The id of the referring organisation here; empty for one that no form was made for."""
    basis: SharingBasis = SharingBasis.NOT_SAID
    """Why they may pass it on: agreement, best interests, or a risk that goes before agreement."""
    why: str = ""
    """Why they refer the person now."""
    going_well: str = ""
    """What the person can do, and who and what helps already."""
    risks: str = ""
    """What could go wrong, for the person and for those who visit."""
    urgency: Urgency = Urgency.ROUTINE
