"""The words of a summary: an e-mail and a text message, from what the handler wrote and the listings of today."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from core.i18n import plain_date
from core.settings import Settings
from core.web import public_url
from directory.listing.page import Listing
from directory.my_list.emails import service_text
from directory.my_list.items import Entry
from directory.my_list.saved import SavedService, saved_services
from directory.teams.answers import teams_of
from frontdoor.sending.content import SummaryContent
from frontdoor.sending.text_parts import folded, plain, size_of
from selfassess.documents import council_lines


def items_of(content: SummaryContent) -> list[SavedService]:
    """Return the services of a summary that the public sees, each with why, as they are today."""
    return saved_services([Entry(id=one.service_id, note="", why=one.why) for one in content.services])


def opening_words() -> str:
    """Return the first words of a summary, which the handler may change."""
    return _("Thank you for talking to us. Here is what may help you.")


def closing_words() -> str:
    """Return the last words of a summary, which the handler may change."""
    return _("Call us if something is not right, or if you need more help.")


def link_of(token: str) -> str:
    """Return the address of the list behind a token."""
    return public_url("frontdoor.sent_list", token=token)


def email_words(
    settings: Settings, content: SummaryContent, items: Sequence[SavedService], expires_at: datetime
) -> tuple[str, str]:
    """Return subject and text of the e-mail. The subject tells nothing, because others may see it."""
    council = settings.council_name
    parts = [
        content.opening.strip(),
        *(_numbered(number, item) for number, item in enumerate(items, 1)),
        _("See this list on our site: %(link)s", link=link_of(content.token))
        + "\n"
        + _("The link works until %(day)s. Your name is not on it.", day=plain_date(expires_at)),
        content.closing.strip(),
        council_lines(settings),
    ]
    return _("From %(council)s", council=council), "\n\n".join(filter(None, parts)) + "\n"


def _numbered(number: int, item: SavedService) -> str:
    lines = [f"{number}. {service_text(item.listing, '', _page(item))}"]
    if item.why:
        lines.append(_("Why: %(why)s", why=item.why))
    return "\n".join(lines)


def _page(item: SavedService) -> str:
    return public_url("directory.service", slug=item.card.slug)


def text_words(settings: Settings, content: SummaryContent, items: Sequence[SavedService]) -> str:
    """Return the longest text message that fits: with numbers, with names, or with the link alone."""
    council, phone = settings.council_name, teams_of(settings).adult.phone
    link = _("See all: %(link)s", link=link_of(content.token))
    call = _("Questions? Call %(phone)s.", phone=phone)
    whole = "\n".join(f"- {_name_and_phone(item.listing)}" for item in items)
    names = "\n".join(f"- {item.listing.name}" for item in items)
    count = ngettext("%(num)d service that may help you.", "%(num)d services that may help you.", len(items))
    sender, opening = _("From %(council)s.", council=council), content.opening.strip()
    choices = (
        (sender, opening, whole, link, content.closing.strip(), call),
        (sender, opening, whole, link, call),
        (sender, whole, link, call),
        (sender, names, link, call),
        (sender, count, link, call),
    )
    whole_texts = [plain("\n".join(filter(None, parts))) for parts in choices]
    # A number is worth more than an accent, one of which makes the parts less than half as long.
    texts = [text for each in whole_texts for text in (each, folded(each))]
    return next((text for text in texts if size_of(text).fits), texts[-1])


def _name_and_phone(listing: Listing) -> str:
    phone = next((line.number for line in listing.phones), "") if not listing.ended else ""
    return f"{listing.name}: {phone}" if phone else listing.name
