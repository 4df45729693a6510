"""Words for the codes of referrals to groups, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from frontdoor.group_referrals.models import Progress, ReferralState

REASONS: Mapping[str, Any] = {
    "full": _l("We are full"),
    "not_our_area": _l("They live outside our area"),
    "not_what_we_do": _l("It is not what we do"),
    "cannot_reach": _l("We cannot reach them"),
    "other": _l("Another reason"),
}
PROGRESS: Mapping[str, Any] = {
    Progress.REACHED.value: _l("We have reached them"),
    Progress.NOT_REACHED.value: _l("We could not reach them"),
    Progress.HELPED.value: _l("We have helped, and are done"),
    Progress.COULD_NOT_HELP.value: _l("We could not help"),
}
NEXT_STEPS: Mapping[str, Any] = {
    "other_group": _l("I passed them on to another group"),
    "told_person": _l("I told the person, and they know what to do next"),
    "council_helps": _l("The council helps them itself"),
    "not_wanted": _l("The person does not want more help"),
}
STATES: Mapping[str, Any] = {
    ReferralState.WAITING.value: _l("Waits for an answer"),
    ReferralState.ACCEPTED.value: _l("Accepted"),
    ReferralState.DECLINED.value: _l("Declined"),
    ReferralState.WITHDRAWN.value: _l("Taken back"),
    ReferralState.NO_ANSWER.value: _l("No answer came"),
}
