"""What the audit found, in words for people who mend it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.content_audit.contact_form import CONTACT_FORM
from directory.content_audit.rules import TOO_MANY_NEEDS
from directory.content_audit.services import NEAR_DUPLICATE

KINDS: Mapping[str, Any] = {
    "placeholder": _l("Some words only hold a place. Write what is meant, or take them out."),
    "too short": _l("It says too little. Write in a few sentences what people get."),
    "no contact": _l("Nobody can get in touch. Add a phone number, an email address or a place."),
    "swapped fields": _l("Something stands in the wrong box."),
    CONTACT_FORM: _l("A phone number or email address looks wrong. Check it sign by sign."),
    NEAR_DUPLICATE: _l("It may be the same as another listing."),
    TOO_MANY_NEEDS: _l(
        "It has more than 8 needs. Keep those that it helps with most, or say why it needs them all."
    ),
}


def advice(kind: str) -> str:
    """Return what is wrong and what to do about it; empty for a kind that is not known."""
    return str(KINDS.get(kind, ""))
