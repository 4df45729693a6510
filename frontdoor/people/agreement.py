"""What is read out to somebody before they agree to be known. Pure, but for lazily translated words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

AGREEMENT_VERSION = "2026-11"
AGREEMENT_WORDS = (
    _l("If you like, we remember you. Then you don’t have to tell your story again."),
    _l(
        "We keep your name, how to reach you, what you need so that you can follow, and what we talked about."
    ),
    _l("Only people who help you here see it. Each time somebody looks, we note who it was."),
    _l(
        "We keep it for 2 years after you last got in touch. You can say stop at any time. Then we delete it."
    ),
    _l("You get the same help if you say no."),
)
"""The words of the version above. Change both together."""


class LookReason(StrEnum):
    """Why somebody looks at a restricted person."""

    THEY_CALL = "they_call"
    SAFETY = "safety"
    REQUEST = "request"
    COMPLAINT = "complaint"
    OTHER = "other"


LOOK_LABELS: Mapping[LookReason, Any] = {
    LookReason.THEY_CALL: _l("They are in touch with us now"),
    LookReason.SAFETY: _l("Somebody’s safety"),
    LookReason.REQUEST: _l("I work on their request"),
    LookReason.COMPLAINT: _l("A complaint, or their right to see their data"),
    LookReason.OTHER: _l("Something else"),
}
