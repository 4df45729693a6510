"""What staff read first about somebody: how to reach them safely, and what they need to follow. Pure."""

from flask_babel import gettext as _

from frontdoor.people.safe_contact import may_leave_message
from frontdoor.people.wishes import NeedsAndWishes
from selfassess.referrals.labels import label
from selfassess.values.people import CommunicationNeed


def safety_lines(needs: NeedsAndWishes) -> list[str]:
    """Return what must never be done, and when it is safe; empty where nothing is known."""
    never = (CommunicationNeed.NO_LETTERS, CommunicationNeed.NO_TEXTS, CommunicationNeed.NO_VOICEMAIL)
    lines = [str(label(need)) for need in never if need in needs.communication.needs]
    wishes = needs.wishes
    if wishes.safe_time.strip():
        lines.append(_("Safe times: %(when)s", when=wishes.safe_time.strip()))
    elif wishes.times:
        lines.append(_("Times that suit them: %(when)s", when=", ".join(wishes.times)))
    refusal = may_leave_message(wishes, needs.communication)
    if refusal is not None and CommunicationNeed.NO_VOICEMAIL not in needs.communication.needs:
        lines.append(str(refusal.words))
    if wishes.ways:
        lines.append(_("Reach them by: %(ways)s", ways=", ".join(str(label(way)) for way in wishes.ways)))
    return lines


def needs_lines(needs: NeedsAndWishes) -> list[str]:
    """Return what they need so that they can follow; empty where nothing is known."""
    never = {CommunicationNeed.NO_LETTERS, CommunicationNeed.NO_TEXTS, CommunicationNeed.NO_VOICEMAIL}
    listed = {need.passed_on_as for need in needs.listed}
    lines = [need.label for need in needs.listed if need.passed_on_as not in never]
    lines += [str(label(one)) for one in needs.communication.needs if one not in listed | never]
    if needs.other:
        lines.append(needs.other)
    if needs.language:
        lines.append(_("Language: %(language)s", language=needs.language))
    return lines
