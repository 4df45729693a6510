"""Words for the states of a request for a call, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from frontdoor.callbacks.models import CallBackState

STATES: Mapping[str, Any] = {
    CallBackState.BOOKED.value: _l("Waits for your call"),
    CallBackState.REACHED.value: _l("You reached them"),
    CallBackState.GIVEN_UP.value: _l("You did not reach them"),
    CallBackState.CANCELLED.value: _l("You said that you cannot call"),
}
