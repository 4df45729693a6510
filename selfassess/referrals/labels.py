"""The labels of the choices in a request, for forms, receipts and the printed record."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _

from selfassess.values.concern import Harm, SharingBasis, Subject
from selfassess.values.people import Agreement, Answered, ChildAge, CommunicationNeed, Relation, Way
from selfassess.values.professional import Urgency
from selfassess.values.referral import Status
from selfassess.values.request import RequestKind, Stay, WhyUs

_LABELS: Mapping[type[StrEnum], Mapping[str, object]] = {
    RequestKind: {
        RequestKind.NEEDS_ASSESSMENT: _("A care and support assessment"),
        RequestKind.CARERS_ASSESSMENT: _("A carer’s assessment"),
        RequestKind.OCCUPATIONAL_THERAPY: _("Help with equipment and your home (occupational therapy)"),
        RequestKind.HUB_APPOINTMENT: _("An appointment to talk things through"),
        RequestKind.SAFEGUARDING_CONCERN: _("A worry about the safety of an adult"),
        RequestKind.CHILD_CONCERN: _("A worry about the safety of a child"),
        RequestKind.REVIEW: _("A review of care, or another look at a decision"),
        RequestKind.CALL_BACK: _("A call back"),
        RequestKind.CHILDREN_HELP: _("Help for a child or young person"),
        RequestKind.REABLEMENT: _("Short-term help to do things for yourself again (reablement)"),
        RequestKind.HOSPITAL_DISCHARGE: _("Help to leave hospital"),
        RequestKind.MENTAL_HEALTH: _("The mental health social care team"),
    },
    Relation: {
        Relation.SELF: _("The person themselves"),
        Relation.CARER: _("Somebody who looks after them"),
        Relation.FAMILY_OR_FRIEND: _("Family or a friend"),
        Relation.NEIGHBOUR: _("A neighbour"),
        Relation.PROFESSIONAL: _("Somebody who works with them"),
        Relation.OTHER: _("Somebody else"),
        Relation.NOT_SAID: _("Not said"),
    },
    Agreement: {
        Agreement.YES: _("Yes, they agree"),
        Agreement.NO: _("No, they do not agree"),
        Agreement.CANNOT: _("They cannot say whether they agree"),
        Agreement.DOES_NOT_KNOW: _("They do not know about it"),
        Agreement.NOT_SAID: _("Not said"),
    },
    Way: {
        Way.PHONE: _("Phone"),
        Way.TEXT: _("Text message"),
        Way.TEXT_RELAY: _("Relay UK (text relay)"),
        Way.VIDEO: _("Video call"),
        Way.EMAIL: _("Email"),
        Way.LETTER: _("Letter"),
    },
    CommunicationNeed: {
        CommunicationNeed.BSL: _("British Sign Language"),
        CommunicationNeed.INTERPRETER: _("An interpreter"),
        CommunicationNeed.EASY_READ: _("Easy Read: short sentences with pictures"),
        CommunicationNeed.LARGE_PRINT: _("Large print"),
        CommunicationNeed.BRAILLE: _("Braille"),
        CommunicationNeed.AUDIO: _("Spoken words to listen to"),
        CommunicationNeed.HEARING_LOOP: _("A hearing loop"),
        CommunicationNeed.SPEAK_SLOWLY: _("Speak slowly and clearly, and give me time"),
        CommunicationNeed.SOMEBODY_WITH_ME: _("Somebody with me when we talk"),
        CommunicationNeed.ADVOCATE: _("An advocate: somebody independent who speaks up for me"),
        CommunicationNeed.NO_LETTERS: _("Please send no letters"),
        CommunicationNeed.NO_VOICEMAIL: _("Please leave no messages on my phone"),
        CommunicationNeed.NO_TEXTS: _("Please send no text messages"),
    },
    ChildAge: {
        ChildAge.UNDER_5: _("Under 5"),
        ChildAge.FROM_5: _("5 to 10"),
        ChildAge.FROM_11: _("11 to 15"),
        ChildAge.FROM_16: _("16 or 17"),
        ChildAge.NOT_KNOWN: _("I’m not sure"),
        ChildAge.NOT_SAID: _("Not said"),
    },
    Answered: {
        Answered.YES: _("Yes"),
        Answered.NO: _("No"),
        Answered.NOT_SURE: _("Not sure"),
        Answered.NOT_SAID: _("Not said"),
    },
    Subject: {
        Subject.ADULT: _("An adult"),
        Subject.CHILD: _("A child or young person under 18"),
        Subject.AGE_NOT_KNOWN: _("Someone, and I don’t know if they are 18"),
        Subject.ME_ADULT: _("Me, and I am 18 or over"),
        Subject.ME_CHILD: _("Me, and I am under 18"),
    },
    Harm: {
        Harm.HURT: _("Someone hits or hurts them"),
        Harm.SCARED: _("Someone scares or controls them, or keeps them away from others"),
        Harm.SEXUAL: _("Sexual things that they don’t want, or that a child must not be part of"),
        Harm.MONEY: _("Someone takes or uses their money or things"),
        Harm.NEGLECT: _("They don’t get the food, warmth or care that they need"),
        Harm.SELF_NEGLECT: _("They have stopped looking after themselves or their home"),
        Harm.POOR_CARE: _("They get bad care from people who are paid for it"),
        Harm.FORCED: _("They are made to work, or can’t leave"),
        Harm.HATE: _("They are picked on for who they are"),
        Harm.FEELING: _("Something is wrong, but I can’t say what"),
    },
    SharingBasis: {
        SharingBasis.AGREED: _("They agree that I tell you (for a child: or a parent does)"),
        SharingBasis.BEST_INTERESTS: _(
            "They can’t decide this themselves, and it is in their best interests"
        ),
        SharingBasis.VITAL_INTERESTS: _("No agreement: someone’s life or health is at risk"),
        SharingBasis.PUBLIC_INTEREST: _(
            "No agreement: others are at risk too, or a crime may have been committed, or someone forces them"
        ),
        SharingBasis.NOT_SAID: _("Not said"),
    },
    Urgency: {
        Urgency.ROUTINE: _("It can wait for the usual time"),
        Urgency.FEW_DAYS: _("In the next few days"),
        Urgency.ONE_DAY: _("By the next working day"),
    },
    Stay: {
        Stay.HOME: _("At home"),
        Stay.HOSPITAL: _("In hospital"),
        Stay.CARE_HOME: _("In a care home"),
        Stay.ELSEWHERE: _("Somewhere else"),
        Stay.NOT_SAID: _("Not said"),
    },
    WhyUs: {
        WhyUs.MOVING_HERE: _("Moving to your area"),
        WhyUs.WE_PAY: _("You pay for the care already"),
        WhyUs.IS_HERE: _("In a hospital or care home in your area"),
        WhyUs.OTHER: _("Another reason"),
        WhyUs.NOT_SAID: _("Not said"),
    },
    Status: {
        Status.NEW: _("New"),
        Status.LOOKED_AT: _("Being looked at"),
        Status.ACCEPTED: _("Accepted"),
        Status.DECLINED: _("Declined"),
        Status.CLOSED: _("Closed"),
        Status.WITHDRAWN: _("Withdrawn by the person"),
    },
}


def label(choice: StrEnum) -> str:
    """Return the label of a choice, in the visitor's language. Raises KeyError for a choice without one."""
    return str(_LABELS[type(choice)][choice])


def choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Return value and label of all choices, in their order."""
    return [(choice.value, label(choice)) for choice in kind]
