"""What a person decides about a message that does not go on by itself: from the form to the answer of its page."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core.forms.versions import version_in
from core.web import settings
from frontdoor.handover import services
from frontdoor.handover.forms import HandOverDecisionForm
from frontdoor.handover.models import FOR_PEOPLE, HandOver
from frontdoor.handover.services import CannotHandOver, HandOverChanged, HandOverDecision
from frontdoor.handover.targets import target_of
from selfassess.values.referral import ReferralRecord

_NOTICE_OF: Mapping[HandOverDecision, str] = {
    HandOverDecision.AGAIN: "hand-over-again",
    HandOverDecision.THERE: "hand-over-there",
    HandOverDecision.BY_HAND: "hand-over-by-hand",
}


def decide_by_form(
    found: HandOver,
    record: ReferralRecord | None,
    form: HandOverDecisionForm,
    page: Callable[[], str],
    endpoint: str,
    **values: Any,
) -> Response | tuple[str, int]:
    """Do what the form says and lead to an endpoint, or return the page with its mistakes and their status.

    `record`: the request; None for what a group answered. `page`: returns the page with the form as it is by then.
    """
    if not form.validate():
        return page(), 422
    try:
        services.decide(
            settings(),
            target_of(settings()),
            found,
            record,
            form.chosen(),
            version=version_in(form),
            reference=form.reference.data,
            actor=signed_in().id,
        )
    except CannotHandOver:
        form.form_errors.append(_("The case system does not take this. Download it and pass it on."))
        return page(), 422
    except HandOverChanged:
        if found.status not in FOR_PEOPLE:
            # The same form came twice, or somebody else was quicker: the page shows what counts.
            return redirect(url_for(endpoint, **values), 303)
        form.form_errors.append(_("Somebody else has changed this meanwhile. Look at it again."))
        return page(), 409
    return done(_NOTICE_OF[form.chosen()], endpoint, **values)
