"""The pages on which a group reads and answers reports about its listings. Nobody is named on them."""

from flask import abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import SignedIn, signed_in
from accounts.notices import done
from accounts.organizations import organization_names
from core.forms.versions import version_in
from core.paging import page_number, pages_of
from core.web import settings
from directory.corrections import answers, queries
from directory.corrections.answers import ReportChanged
from directory.corrections.outcomes import GROUP_ANSWERS, KINDS_OF_MISTAKES, OUTCOMES
from directory.models.corrections import Correction, ReportState
from upkeep.blueprint import blueprint
from upkeep.reports.forms import GroupAnswerForm

PageResponse = str | Response | tuple[str, int]

PER_PAGE = 20


def _member(organization_id: str) -> SignedIn:
    """Return who is signed in, where they belong to the group; otherwise there is no such page."""
    person = signed_in()
    return person if person.may_edit(organization_id) else abort(404)


@blueprint.get("/group/<organization_id>/reports")
def group_reports(organization_id: str) -> str:
    """List what people reported about the listings of a group."""
    person, page = _member(organization_id), page_number(request.args)
    found = queries.reports_for_group(organization_id, page=page, per_page=PER_PAGE)
    return render_template(
        "upkeep/reports/group_reports.html",
        person=person,
        group=organization_names([organization_id])[organization_id],
        reports=found.reports,
        total=found.total,
        kinds=KINDS_OF_MISTAKES,
        answers=GROUP_ANSWERS,
        outcomes=OUTCOMES,
        pages=pages_of(page, found.total, PER_PAGE, ".group_reports", organization_id=organization_id),
    )


@blueprint.get("/group/<organization_id>/reports/<report_id>")
def group_report(organization_id: str, report_id: str) -> str:
    """Show one report with the form for the answer."""
    person, found = _member(organization_id), _report(organization_id, report_id)
    form = GroupAnswerForm(
        data={"version": found.version, "answer": found.group_answer, "words": found.group_words}
    )
    return _page(organization_id, person, found, form)


def _report(organization_id: str, report_id: str) -> Correction:
    return queries.report_for_group(organization_id, report_id) or abort(404)


def _page(
    organization_id: str, person: SignedIn, found: Correction, form: GroupAnswerForm, problem: str = ""
) -> str:
    return render_template(
        "upkeep/reports/group_report.html",
        person=person,
        group=organization_names([organization_id])[organization_id],
        report=found,
        is_open=found.status != ReportState.CLOSED,
        joined=[one for one in queries.joined_to(found.id) if one.for_group],
        form=form,
        problem=problem,
        kinds=KINDS_OF_MISTAKES,
        outcomes=OUTCOMES,
    )


@blueprint.post("/group/<organization_id>/reports/<report_id>")
def answer_report(organization_id: str, report_id: str) -> PageResponse:
    """Store the group's answer, which a moderator then looks at."""
    person, found = _member(organization_id), _report(organization_id, report_id)
    form = GroupAnswerForm(request.form)
    if not form.validate():
        return _page(organization_id, person, found, form), 422
    try:
        answers.answer_for_group(
            settings(), found, version_in(form), form.answer.data, form.words.data, actor=person.id
        )
    except ReportChanged:
        found = _report(organization_id, report_id)
        form.version.data = str(found.version)
        problem = _("Somebody else answered meanwhile. Look at it again before you send your answer.")
        return _page(organization_id, person, found, form, problem), 409
    return done("report-answered", ".group_reports", organization_id=organization_id)
