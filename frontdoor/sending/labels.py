"""The labels of channels, forms and states of a summary, as call handlers read them."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from frontdoor.sending.kinds import LetterForm, SummaryChannel

CHANNELS: Mapping[SummaryChannel, Any] = {
    SummaryChannel.TEXT: _l("Text message"),
    SummaryChannel.EMAIL: _l("Email"),
    SummaryChannel.PRINT: _l("Letter to print here"),
    SummaryChannel.POST: _l("Letter that GOV.UK Notify prints and posts"),
    SummaryChannel.OTHER: _l("Braille or a recording"),
}

FORMS: Mapping[LetterForm, Any] = {
    LetterForm.NORMAL: _l("Usual print"),
    LetterForm.LARGE: _l("Large print"),
    LetterForm.EASY: _l("Large print, short lines, one service on each page"),
}

STATES: Mapping[str, Any] = {
    "queued": _l("Waiting to be sent"),
    "claimed": _l("Being sent"),
    "sending": _l("Being sent"),
    "sent": _l("Sent"),
    "kept": _l("Kept here: this site sends nothing yet"),
    "delivered": _l("Delivered"),
    "permanent-failure": _l("Not delivered. There is no such address or number, or it takes nothing from us"),
    "temporary-failure": _l(
        "Not delivered. Their inbox is full or their phone is off. You can try again later"
    ),
    "technical-failure": _l("Not delivered, because of a fault at GOV.UK Notify. You can try again"),
    "printing": _l("Being printed"),
    "posted": _l("Printed and posted"),
    "not-posted": _l("Not posted. GOV.UK Notify could not print this letter"),
    "maybe_sent": _l("May have been sent"),
    "failed": _l("Not sent"),
    "unknown": _l("Sent or given up. We no longer know which"),
}
