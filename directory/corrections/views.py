"""The form that reports a mistake in a listing ('Something wrong here?'), the page of thanks, and the page on
which whoever reported something sees what became of it.
"""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import rate_limits
from core.web import settings
from directory.blueprint import blueprint
from directory.corrections import queries, services
from directory.corrections.forms import FollowReportForm, ProblemForm
from directory.corrections.outcomes import KINDS_OF_MISTAKES, SAID
from directory.corrections.references import is_reference
from directory.listing import queries as listing_queries
from directory.listing.moved import to_replacement
from directory.merges.queries import new_service_slug


@blueprint.get("/service/<slug>/problem")
def problem(slug: str) -> str:
    """Show the form that reports a mistake."""
    return _form(slug, ProblemForm())


@blueprint.post("/service/<slug>/problem")
def report_problem(slug: str) -> str | Response | tuple[str, int]:
    """Store the report and redirect to the thanks, or show the form with its mistakes."""
    service_id, _name, _sensitive = _public_service(slug)
    form = ProblemForm(request.form)
    if not form.validate() or not rate_limits.within(form, "report_problem"):
        return _form(slug, form), 422
    correction = services.report(
        settings(), service_id, form.what.data, form.message.data, form.reply_to.data
    )
    answered = "1" if form.reply_to.data else None
    return redirect(url_for("directory.problem_thanks", reference=correction.reference, answer=answered), 303)


def _public_service(slug: str) -> tuple[str, str, bool]:
    found = listing_queries.public_service_name(slug)
    if found is None:
        to_replacement(new_service_slug(slug))
        abort(404)
    return found


def _form(slug: str, form: ProblemForm) -> str:
    _id, name, sensitive = _public_service(slug)
    return render_template(
        "directory/corrections/problem.html",
        slug=slug,
        name=name,
        form=form,
        sensitive=sensitive,
    )


@blueprint.get("/problem/thanks/<reference>")
def problem_thanks(reference: str) -> str:
    """Show thanks and the reference. The page reads nothing from the database."""
    if not is_reference(reference):
        abort(404)
    return render_template(
        "directory/corrections/problem_thanks.html",
        reference=reference,
        answer=request.args.get("answer") == "1",
    )


@blueprint.get("/problem/follow")
def follow_report() -> str:
    """Show the form for a reference."""
    return _follow(FollowReportForm())


@blueprint.post("/problem/follow")
def look_up_report() -> str | tuple[str, int]:
    """Show what became of a report. The reference stands in no address, and the page names no listing."""
    form = FollowReportForm(request.form)
    if not form.validate() or not rate_limits.within(form, "follow_report"):
        return _follow(form), 422
    found = queries.report_by_reference(form.reference.parsed or "")
    if found is None:
        form.reference.errors = [_("We have no report with this reference. We delete reports after a year")]
        return _follow(form), 422
    return render_template(
        "directory/corrections/followed.html", report=found, kinds=KINDS_OF_MISTAKES, said=SAID
    )


def _follow(form: FollowReportForm) -> str:
    return render_template("directory/corrections/follow.html", form=form)
