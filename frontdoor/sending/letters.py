"""The letter of a summary as a document to print or to post."""

from collections.abc import Sequence

from core import clock
from directory.listing.qr import qr_image
from directory.my_list.saved import SavedService
from frontdoor.sending.composing import link_of
from frontdoor.sending.content import SummaryContent
from frontdoor.sending.kinds import LetterForm, SummaryChannel
from frontdoor.sending.languages import in_language
from frontdoor.sending.models import SentSummary
from selfassess.documents import render_document

_STYLES = {
    LetterForm.NORMAL: (),
    LetterForm.LARGE: ("frontdoor/sending/large.css",),
    LetterForm.EASY: ("frontdoor/sending/large.css", "frontdoor/sending/easy.css"),
}


def letter_html(row: SentSummary, content: SummaryContent, items: Sequence[SavedService]) -> str:
    """Return the letter as a whole HTML document. The address stands where the window of an envelope is."""
    link = link_of(content.token) if content.token else ""
    with in_language(row.language):
        return render_document(
            "frontdoor/sending/letter.html",
            styles=("frontdoor/sending/letter.css", *_STYLES[LetterForm(row.form)]),
            address=content.recipient.split("\n") if content.recipient else [],
            is_posted=row.channel == SummaryChannel.POST,
            content=content,
            items=items,
            is_easy=row.form == LetterForm.EASY,
            link=link,
            qr=qr_image(link) if link else "",
            expires_at=row.expires_at,
            today=clock.today(),
        )
