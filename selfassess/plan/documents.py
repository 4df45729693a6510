"""The plan as a document to print."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import clock
from core.i18n import plain_date
from selfassess.documents import render_document
from selfassess.plan.contents import NOTHING, PlanContents
from selfassess.values.plan_operations import next_look
from selfassess.values.saved import ActionKind, PlanValue, RequestSent

ACTION_LABELS = {
    ActionKind.SERVICE: _l("a group or service"),
    ActionKind.EQUIPMENT: _l("equipment"),
    ActionKind.TECHNOLOGY: _l("technology"),
    ActionKind.VOLUNTEERING: _l("helping others"),
    ActionKind.REQUEST: _l("asking the council"),
    ActionKind.OWN: _l("my own idea"),
}
"""The label of each kind of action, as visitors read it."""


def plan_html(plan: PlanValue, contents: PlanContents = NOTHING, url: str = "") -> str:
    """Return the plan as a whole HTML document.

    `contents`: what the plan carries beside its lines. `url`: the site's address, printed at its end; empty: none.
    """
    today = clock.today()
    return render_document(
        "selfassess/plan/document.html",
        plan=plan,
        contents=contents,
        kinds={kind: str(label) for kind, label in ACTION_LABELS.items()},
        today=today,
        next_look=next_look(plan, today),
        url=url,
        asked_sentence=asked_sentence,
    )


def asked_sentence(asked: RequestSent) -> str:
    """Return a sentence about a request: its day, its reference, and what the council does by which day."""
    parts = [
        _("Asked for on %(day)s.", day=plain_date(asked.on)),
        _("Reference: %(reference)s.", reference=asked.reference),
        asked.what,
    ]
    if asked.by:
        parts.append(_("By %(day)s.", day=plain_date(asked.by)))
    return " ".join(parts)
