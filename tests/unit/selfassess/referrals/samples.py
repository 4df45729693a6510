"""Requests for tests."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from selfassess.values.assessment_record import AnswerRecord, AssessmentRecord, ReasonRecord
from selfassess.values.concern import Concern, Harm, Professional, SharingBasis, Subject
from selfassess.values.people import (
    Agreement,
    Answered,
    Asker,
    ChildAge,
    Communication,
    CommunicationNeed,
    ContactWishes,
    Person,
    Relation,
    Way,
)
from selfassess.values.professional import ProfessionalReferral, Urgency
from selfassess.values.request import Consent, Promise, RequestKind, RequestValue, Visit

OWN_WORDS = "I want to sit in my own garden again, <b>& not</b> be frightened of the bath."
CONSENT = Consent(
    "We keep what you told us and show it to the people who help you.",
    "2",
    True,
    datetime(2026, 11, 23, 9, 58, tzinfo=UTC),
)
ASSESSMENT = AssessmentRecord(
    questionnaire="adult-needs",
    version="3",
    title="Help for me or someone else",
    rules_version="1",
    finished_at=datetime(2026, 11, 23, 9, 55, tzinfo=UTC),
    answers=(
        AnswerRecord(
            "good-day",
            "What does a good day look like?",
            ("Sun, and the radio on.",),
            "What matters",
            "Sun, and the radio on.",
            True,
        ),
        AnswerRecord(
            "washing",
            "How do you get on with washing?",
            ("It is not safe", "I need somebody to help"),
            "Daily life",
            ["unsafe", "help"],
        ),
        AnswerRecord("toilet", "How do you get on with the toilet?", (), "Daily life"),
    ),
    facts={"outcomes": {"personal_hygiene": ["endangers", "unable"]}},
    indication="may_meet",
    reasons=(
        ReasonRecord(
            "unable_outcomes_met", "because washing and getting about are hard", "SI 2015/313 reg 2(1)(b)"
        ),
    ),
    routes=("needs_assessment", "short_term_help"),
    needs=("bathing",),
)


def full_request(kind: RequestKind = RequestKind.NEEDS_ASSESSMENT, **fields: Any) -> RequestValue:
    """A request with every field filled, whether or not its kind has use for it."""
    request = RequestValue(
        kind=kind,
        own_words=OWN_WORDS,
        about=Person(
            "Beatrice Hall",
            "Bea",
            date(1941, 5, 2),
            "1 Park Street, Wombwell",
            "S73 8CV",
            "01632 960555",
            "bea@example.org",
            ChildAge.FROM_16,
        ),
        asker=Asker(Relation.FAMILY_OR_FRIEND, "Tom Hall", "07700 900555", "tom@example.org", Agreement.YES),
        contact=ContactWishes(
            "person", (Way.PHONE,), ("Mornings",), "Before noon, when he is out", Answered.NO
        ),
        communication=Communication(
            (CommunicationNeed.BSL, CommunicationNeed.NO_LETTERS), "Polish", "Please speak up"
        ),
        consent=CONSENT,
        assessment=ASSESSMENT,
        professional=ProfessionalReferral(
            "District nurse",
            "Dearne surgery",
            "org-1",
            SharingBasis.AGREED,
            "Two falls since Sunday",
            "A neighbour brings dinner",
            "A dog in the house",
            Urgency.FEW_DAYS,
        ),
        concern=Concern(
            "Last week",
            "At home",
            "A nephew",
            Answered.NOT_SURE,
            Answered.NO,
            "To be left alone",
            "Her cat",
            subject=Subject.AGE_NOT_KNOWN,
            where_not_known=True,
            how_to_find="A blue car",
            place="Wombwell",
            other_council="Leeds",
            harms=(Harm.MONEY, Harm.SELF_NEGLECT),
            safe_today=Answered.NOT_SURE,
            has_needs=Answered.YES,
            can_keep_safe=Answered.NO,
            conditions=(ReasonRecord("needs_met", cites="Care Act 2014 s.42(1)(a)"),),
            child_too=True,
            told_by_child=True,
            keep_name_private=True,
            professional=Professional("Nurse", "Park Surgery", "Rang 111", SharingBasis.VITAL_INTERESTS),
        ),
        looks_after="My husband",
        visit=Visit(True, "I cannot get down the steps", "Larkhill hub"),
        promise=Promise("A social worker", "will ring you", date(2026, 11, 30)),
    )
    return replace(request, **fields)
