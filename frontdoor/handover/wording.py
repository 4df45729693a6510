"""What becomes of a hand-over, in words for staff."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from frontdoor.handover.models import HandOverState

STATE_LABELS: Mapping[HandOverState, Any] = {
    HandOverState.WAITING: _l("Waits to be sent"),
    HandOverState.CLAIMED: _l("Waits to be sent"),
    HandOverState.SENDING: _l("Is being sent"),
    HandOverState.MAY_BE_THERE: _l("May have arrived"),
    HandOverState.SENT: _l("Arrived"),
    HandOverState.ACCEPTED: _l("They have taken it on"),
    HandOverState.REFUSED: _l("They have said no"),
    HandOverState.CLOSED: _l("They have finished"),
    HandOverState.CONFLICT: _l("They have something else"),
    HandOverState.NEEDS_PERSON: _l("They do not take it as it is"),
    HandOverState.NEEDS_ADMINISTRATOR: _l("They do not let us in"),
    HandOverState.DEAD: _l("Could not be sent"),
    HandOverState.BY_HAND: _l("Passed on another way"),
    HandOverState.NOT_NEEDED: _l("Not needed: they do not have it"),
}

WHAT_TO_DO: Mapping[HandOverState, Any] = {
    HandOverState.MAY_BE_THERE: _l(
        "We sent it, and no answer came. Look in the case system before you send it again."
    ),
    HandOverState.CONFLICT: _l(
        "What they have does not fit what we sent. Compare both, and agree with them which is right."
    ),
    HandOverState.NEEDS_PERSON: _l(
        "Put the request right, then send it again. Or download it, and pass it on another way."
    ),
    HandOverState.NEEDS_ADMINISTRATOR: _l(
        "Tell an administrator: the address or the key of the case system is wrong. Then send it again."
    ),
    HandOverState.DEAD: _l(
        "We tried many times. Find out whether the case system works, then send it again."
    ),
}

ANSWER_TO_DO: Mapping[HandOverState, Any] = {
    **WHAT_TO_DO,
    HandOverState.NEEDS_PERSON: _l(
        "Find out from them why they do not take it, then send it again. Or download it, and pass it on another way."
    ),
}
"""The same for what a group answered."""

DECISION_LABELS: Mapping[str, Any] = {
    "accepted": _l("Accepted"),
    "declined": _l("Declined"),
    "closed": _l("Finished"),
}
