"""What the form of a summary begins with."""

from collections.abc import Sequence

from core import clock
from core.field_values import email_address
from core.web import settings
from directory.my_list.saved import SavedService
from frontdoor.contacts.models import ContactRecord
from frontdoor.contacts.queries import sheet_of
from frontdoor.people.wishes import NeedsAndWishes
from frontdoor.sending import queries
from frontdoor.sending.composing import closing_words, opening_words
from frontdoor.sending.forms import why_name
from frontdoor.sending.kinds import SummaryChannel
from frontdoor.sending.meeting import form_for, needs_other_format
from frontdoor.sending.typed import names_of_boxes, texts_of
from selfassess.referrals.emails import mobile_number
from selfassess.values.people import Way


def known_values(
    contact: ContactRecord, needs: NeedsAndWishes, items: Sequence[SavedService]
) -> dict[str, str]:
    """Return what the form begins with: what was typed there, else the words of the newest draft, and
    what is known of the person.
    """
    written = sheet_of(settings(), contact.id)
    sheet = {name: field.text for name, field in written.items()}
    newest = queries.newest_of(contact.id)
    before = queries.content_of(settings(), newest) if newest is not None else None
    whys = {each.service_id: each.why for each in before.services} if before else {}
    address = "\n".join(filter(None, (sheet.get("name"), sheet.get("address"), sheet.get("postcode"))))
    typed = texts_of(written, names_of_boxes(item.card.service_id for item in items))
    return {
        "key": clock.new_id(),
        "channel": _likely_channel(
            needs, sheet.get("phone", ""), email_address(sheet.get("email", "")) or ""
        ).value,
        "phone": sheet.get("phone", ""),
        "email": sheet.get("email", ""),
        "address": address,
        "form": form_for(needs).value,
        "opening": before.opening if before else opening_words(),
        "closing": before.closing if before else closing_words(),
        **{why_name(item.card.service_id): item.why or whys.get(item.card.service_id, "") for item in items},
        **typed,
    }


def _likely_channel(needs: NeedsAndWishes, phone: str, email: str) -> SummaryChannel:
    """Return the channel that is chosen at first: the first way that they asked for and that is possible."""
    can_text = settings().can_text and mobile_number(phone) is not None
    possible = {
        Way.TEXT: SummaryChannel.TEXT if can_text else None,
        Way.EMAIL: SummaryChannel.EMAIL if email else None,
        Way.LETTER: SummaryChannel.PRINT,
    }
    for way in needs.wishes.ways:
        if found := possible.get(way):
            return found
    if needs_other_format(needs):
        return SummaryChannel.OTHER
    return possible[Way.TEXT] or possible[Way.EMAIL] or SummaryChannel.PRINT
