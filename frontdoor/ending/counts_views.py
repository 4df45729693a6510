"""The page of counts for supervisors and managers."""

from datetime import timedelta

from flask import render_template, request

from accounts.current import signed_in
from accounts.organizations import organization_names
from core import clock
from core.web import settings
from directory.taxonomy import needs as taxonomy
from frontdoor.blueprint import blueprint
from frontdoor.ending.counts import MOST_ROWS, counts
from frontdoor.ending.forms import PeriodForm
from frontdoor.ending.outcomes import CHOICES, OWN_ADVICE, WHY_UNMET_LABELS

DAYS = 30


@blueprint.get("/calls/counts")
def call_counts() -> str | tuple[str, int]:
    """Show how the contacts of a period ended."""
    form = PeriodForm(request.args)
    is_whole = form.is_whole()
    last = (form.last.parsed if is_whole else None) or clock.today()
    first = (form.first.parsed if is_whole else None) or last - timedelta(days=DAYS - 1)
    found = counts(min(first, last), last)
    page = render_template(
        "frontdoor/ending/counts.html",
        person=signed_in(),
        form=form,
        counts=found,
        outcome_labels=CHOICES,
        why_unmet_labels=WHY_UNMET_LABELS,
        need_label=taxonomy.load(settings().content_dir).label,
        organizations=organization_names([one for one, _times in found.instances if one != OWN_ADVICE]),
        most=MOST_ROWS,
    )
    return page if is_whole else (page, 422)
