"""The words of a summary: an e-mail and a text message, from what the handler wrote and the listings of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from core.i18n import plain_date
from core.languages import (
    ENGLISH,
    catalogues,
    code_of,
    direction_of,
    facts,
    languages_of_messages,
    name_of,
)
from core.settings import Settings
from core.web import public_url
from directory.interpreters import interpreter_line
from directory.listing.page import Listing
from directory.my_list.emails import service_text
from directory.my_list.items import Entry
from directory.my_list.saved import SavedService, saved_services
from directory.teams.answers import teams_of
from frontdoor.sending.content import SummaryContent
from frontdoor.sending.text_parts import folded, plain, size_of
from selfassess.documents import council_lines

_ENGLISH = "en_GB"


def items_of(content: SummaryContent) -> list[SavedService]:
    """Return the services of a summary that the public sees, each with why, as they are today."""
    with facts():
        return _items_of(content)


def _items_of(content: SummaryContent) -> list[SavedService]:
    return saved_services([Entry(id=one.service_id, note="", why=one.why) for one in content.services])


def opening_words() -> str:
    """Return the first words of a summary, which the handler may change."""
    return _("Thank you for talking to us. Here is what may help you.")


def closing_words() -> str:
    """Return the last words of a summary, which the handler may change."""
    return _("Call us if something is not right, or if you need more help.")


def said(content: SummaryContent) -> tuple[str, str]:
    """Return the first and the last words: those of the handler as they are, ours in the reader's language."""
    with force_locale(_ENGLISH):
        ours = opening_words(), closing_words()
    theirs = content.opening.strip(), content.closing.strip()
    translated = opening_words(), closing_words()
    return (
        translated[0] if theirs[0] == ours[0] else theirs[0],
        translated[1] if theirs[1] == ours[1] else theirs[1],
    )


@dataclass(frozen=True, slots=True)
class LanguageNote:
    """What a message says about its language. `english`: that it is in English, and which language was noted.

    `line`: in that language, whom to ring for an interpreter. `code`, `direction`: of the line.
    """

    english: str = ""
    line: str = ""
    code: str = ""
    direction: str = "ltr"

    @property
    def lines(self) -> str:
        """Both, each in a line of its own; empty where there is nothing to say."""
        return "\n".join(filter(None, (self.line, self.english)))


def language_note(settings: Settings, language: str) -> LanguageNote:
    """Return what a message to somebody with this language says about it.

    Nothing for English, and for a language in which the site has all words.
    """
    code = code_of(language)
    if code in ("", ENGLISH, *catalogues()):
        return LanguageNote()
    line = interpreter_line(settings, language)
    english = ""
    if code not in languages_of_messages():
        english = _(
            "You told us that you speak %(language)s. We can only write to you in English so far.",
            language=name_of(code),
        )
    phone = teams_of(settings).adult.phone
    return LanguageNote(english, f"{line} {phone}" if line else "", code, direction_of(code))


def link_of(token: str) -> str:
    """Return the address of the list behind a token."""
    return public_url("frontdoor.sent_list", token=token)


def email_words(
    settings: Settings,
    content: SummaryContent,
    items: Sequence[SavedService],
    expires_at: datetime,
    language: str = "",
) -> tuple[str, str]:
    """Return subject and text of the e-mail. The subject tells nothing, because others may see it."""
    council = settings.council_name
    opening, closing = said(content)
    parts = [
        language_note(settings, language).lines,
        opening,
        *(_numbered(number, item) for number, item in enumerate(items, 1)),
        _("See this list on our site: %(link)s", link=link_of(content.token))
        + "\n"
        + _("The link works until %(day)s. Your name is not on it.", day=plain_date(expires_at)),
        closing,
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


def text_words(
    settings: Settings, content: SummaryContent, items: Sequence[SavedService], language: str = ""
) -> str:
    """Return the longest text message that fits: with numbers, with names, or with the link alone."""
    council, phone = settings.council_name, teams_of(settings).adult.phone
    link = _("See all: %(link)s", link=link_of(content.token))
    call = _("Questions? Call %(phone)s.", phone=phone)
    whole = "\n".join(f"- {_name_and_phone(item.listing)}" for item in items)
    names = "\n".join(f"- {item.listing.name}" for item in items)
    count = ngettext("%(num)d service that may help you.", "%(num)d services that may help you.", len(items))
    sender = _("From %(council)s.", council=council)
    opening, closing = said(content)
    note = language_note(settings, language).line
    choices = (
        (sender, note, opening, whole, link, closing, call),
        (sender, note, whole, link, call),
        (sender, note, names, link, call),
        (sender, note, count, link, call),
        (sender, opening, whole, link, closing, call),
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
