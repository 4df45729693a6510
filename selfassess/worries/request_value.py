"""From what was told to the typed request. Pure but for the words of a consent."""

from dataclasses import replace

from selfassess.rules import safeguarding
from selfassess.rules.inputs import Risk, YesNo
from selfassess.rules.safeguarding import SafeguardingFacts
from selfassess.values.assessment_record import ReasonRecord
from selfassess.values.concern import Concern, Harm, Professional, SharingBasis, Subject
from selfassess.values.people import (
    Agreement,
    Answered,
    Asker,
    Communication,
    CommunicationNeed,
    ContactWishes,
    Person,
    Relation,
    Way,
)
from selfassess.values.request import RequestValue
from selfassess.worries.told import PROFESSIONAL, Told

_AGREEMENT = {
    SharingBasis.AGREED: Agreement.YES,
    SharingBasis.BEST_INTERESTS: Agreement.CANNOT,
}


def request_value(told: Told, other_council: str = "") -> RequestValue:
    """Return the request without consent and promise, which only sending adds.

    `other_council`: the council of the place where the person is, where it is not ours. Who stays anonymous
    leaves nothing of themselves, whatever was typed before.
    """
    value = RequestValue(
        told.kind,
        own_words=_text(told, "own_words"),
        concern=_concern(told, other_council),
        about=_about(told),
    )
    if told.unnamed:
        return replace(value, asker=Asker(Relation.NOT_SAID), contact=ContactWishes(whom="asker"))
    return replace(value, asker=_asker(told), contact=_contact(told), communication=_communication(told))


def _text(told: Told, name: str) -> str:
    return str(told.values.get(name) or "").strip()


def _ticked(told: Told, name: str) -> bool:
    return bool(told.values.get(name))


def _answered(told: Told, name: str) -> Answered:
    return Answered(told.values.get(name) or Answered.NOT_SAID)


def _about(told: Told) -> Person:
    """Return the person it is about. Who writes about themselves is also the one to be reached."""
    if told.about_me:
        return Person(_text(told, "name"), phone=_text(told, "phone"), email=_text(told, "email"))
    return Person(_text(told, "name"))


def _asker(told: Told) -> Asker:
    if told.about_me:
        return Asker(Relation.SELF)
    works_with_them = told.who == PROFESSIONAL
    basis = SharingBasis(told.values.get("basis") or SharingBasis.NOT_SAID)
    return Asker(
        relation=Relation.PROFESSIONAL if works_with_them else Relation.OTHER,
        known_how=_text(told, "known_how"),
        name=_text(told, "your_name"),
        phone=_text(told, "phone"),
        email=_text(told, "email"),
        agreement=_AGREEMENT.get(basis, Agreement.NOT_SAID) if works_with_them else Agreement.NOT_SAID,
    )


def _contact(told: Told) -> ContactWishes:
    ways = [Way.PHONE] if _text(told, "phone") else []
    ways += [Way.EMAIL] if _text(told, "email") else []
    leave_none = "no_voicemail" in (told.values.get("never") or ())
    return ContactWishes(
        whom="person" if told.about_me else "asker",
        ways=tuple(ways),
        safe_time=_text(told, "safe_time"),
        voicemail_is_safe=Answered.NO if leave_none else Answered.NOT_SAID,
    )


def _communication(told: Told) -> Communication:
    never = told.values.get("never") or ()
    return Communication(needs=tuple(CommunicationNeed(need) for need in never), other=_text(told, "helps"))


def _concern(told: Told, other_council: str) -> Concern:
    return Concern(
        subject=told.subject or Subject.AGE_NOT_KNOWN,
        where=_text(told, "where"),
        where_not_known=_ticked(told, "where_not_known") and not _text(told, "where"),
        how_to_find=_text(told, "how_to_find"),
        place=_text(told, "place"),
        other_council=other_council,
        harms=tuple(Harm(harm) for harm in told.values.get("harms") or ()),
        in_danger_now=_answered(told, "danger"),
        safe_today=_answered(told, "safe_today"),
        has_needs=_about_adult(told, "has_needs"),
        can_keep_safe=_about_adult(told, "can_keep_safe"),
        conditions=() if told.about_child else conditions(told),
        child_too=_ticked(told, "child_too") and not told.about_child,
        told_by_child=told.told_by_child,
        keep_name_private=_ticked(told, "keep_private") and not told.unnamed,
        professional=_professional(told),
        adult_knows=_answered(told, "knows"),
        adult_wants=_text(told, "wants"),
        others_at_risk=_text(told, "others_at_risk"),
    )


def _about_adult(told: Told, name: str) -> Answered:
    """Return an answer that is asked about adults only."""
    return Answered.NOT_SAID if told.about_child else _answered(told, name)


def _professional(told: Told) -> Professional | None:
    if told.who != PROFESSIONAL:
        return None
    return Professional(
        role=_text(told, "role"),
        organisation=_text(told, "organisation"),
        done=_text(told, "done"),
        basis=SharingBasis(told.values.get("basis") or SharingBasis.NOT_SAID),
    )


def conditions(told: Told) -> tuple[ReasonRecord, ...]:
    """Return the conditions of s.42(1) for an adult: met where who tells says so, otherwise unclear.

    A "no" stays unclear: the test is whether the council has reasonable cause to suspect.
    """
    result = safeguarding.screen(
        SafeguardingFacts(
            care_and_support_needs=_met_or_unclear(_answered(told, "has_needs") is Answered.YES),
            abuse_or_neglect=Risk.YES if _harm_named(told) else Risk.AT_RISK,
            unable_to_protect=_met_or_unclear(_answered(told, "can_keep_safe") is Answered.NO),
            immediate_danger=YesNo.NO,
        )
    )
    return tuple(ReasonRecord(code=reason.code, cites=reason.cites) for reason in result.reasons)


def _met_or_unclear(met: bool) -> YesNo:
    return YesNo.YES if met else YesNo.NOT_SURE


def _harm_named(told: Told) -> bool:
    return bool(set(told.values.get("harms") or ()) - {Harm.FEELING.value})
