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
    "maybe_sent": _l("May have been sent"),
    "failed": _l("Not sent"),
    "unknown": _l("Sent or given up. We no longer know which"),
}
