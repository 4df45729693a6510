"""The letter of a summary as a document to print or to post."""

from collections.abc import Sequence

from flask import render_template
from markupsafe import Markup

from core import clock
from core.languages import in_language
from core.web import settings
from directory.listing.qr import qr_image
from directory.my_list.saved import SavedService
from frontdoor.sending.composing import language_note, link_of, said
from frontdoor.sending.content import SummaryContent
from frontdoor.sending.kinds import LETTERS, LetterForm, SummaryChannel
from frontdoor.sending.models import SentSummary
from selfassess.documents import render_document

_STYLES = {
    LetterForm.NORMAL: (),
    LetterForm.LARGE: ("frontdoor/sending/large.css",),
    LetterForm.EASY: ("frontdoor/sending/large.css", "frontdoor/sending/easy.css"),
}


def letter_section(row: SentSummary, content: SummaryContent, items: Sequence[SavedService]) -> Markup:
    """Return the letter as a part of a page, to look at and to print; empty for a message that is no letter."""
    if row.channel not in {*LETTERS, SummaryChannel.OTHER}:
        return Markup("")
    with in_language(row.language):
        opening, closing = said(content)
        made = render_template(
            "frontdoor/sending/letter_section.html",
            row=row,
            opening=opening,
            closing=closing,
            note=language_note(settings(), row.language),
            items=items,
            link=link_of(content.token) if content.token else "",
        )
    # It is a template of ours, which escapes what was typed.
    return Markup(made)  # noqa: S704


def simple_letter(address: str, title: str, text: str, form: LetterForm, language: str) -> str:
    """Return a letter to post with the paragraphs of a text, as a whole HTML document in the language in force."""
    return render_document(
        "frontdoor/sending/simple_letter.html",
        styles=("frontdoor/sending/letter.css", *_STYLES[form]),
        address=address.split("\n"),
        title=title,
        paragraphs=[part for part in text.split("\n\n") if part.strip()],
        note=language_note(settings(), language),
        today=clock.today(),
    )


def letter_html(row: SentSummary, content: SummaryContent, items: Sequence[SavedService]) -> str:
    """Return the letter as a whole HTML document. The address stands where the window of an envelope is."""
    link = link_of(content.token) if content.token else ""
    with in_language(row.language):
        opening, closing = said(content)
        return render_document(
            "frontdoor/sending/letter.html",
            styles=("frontdoor/sending/letter.css", *_STYLES[LetterForm(row.form)]),
            address=content.recipient.split("\n") if content.recipient else [],
            is_posted=row.channel == SummaryChannel.POST,
            opening=opening,
            closing=closing,
            note=language_note(settings(), row.language),
            items=items,
            is_easy=row.form == LetterForm.EASY,
            link=link,
            qr=qr_image(link) if link else "",
            expires_at=row.expires_at,
            today=clock.today(),
        )
