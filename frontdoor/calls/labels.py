"""Words for the codes of contacts, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from frontdoor.contacts.models import Channel

CHANNELS: Mapping[str, Any] = {
    Channel.PHONE.value: _l("Phone call"),
    Channel.FACE_TO_FACE.value: _l("Face to face"),
    Channel.EMAIL.value: _l("Email"),
    Channel.WEB.value: _l("Web chat or form"),
}
WHO: Mapping[str, Any] = {
    "": _l("They have not said"),
    "self": _l("The person, for themselves"),
    "carer": _l("Somebody who looks after them"),
    "behalf": _l("Somebody else, for them"),
    "professional": _l("A professional"),
}
WHY_BESIDE: Mapping[str, Any] = {
    "two_wrote": _l("Somebody else wrote here at the same time"),
    "ended": _l("Written after the contact had ended"),
    "merged": _l("From the contact that was joined to this one"),
}
