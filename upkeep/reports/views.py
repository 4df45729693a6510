"""The moderators' pages of reports of mistakes."""

from collections.abc import Callable
from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core.db import db
from core.forms import Form
from core.forms.versions import version_in
from core.outbox.services import EmailRefused
from core.outbox.wording import refusal
from core.paging import page_number, pages_of
from core.web import settings
from directory.corrections import answers, queries
from directory.corrections.answers import ReportChanged
from directory.corrections.outcomes import (
    GROUP_ANSWERS,
    KINDS_OF_MISTAKES,
    OUTCOMES,
    OUTCOMES_OF_WORRIES,
    SAFETY,
    is_warning,
)
from directory.models.corrections import Correction, ReportState
from upkeep.blueprint import blueprint
from upkeep.reports.forms import close_form

PageResponse = str | Response | tuple[str, int]

PER_PAGE = 20


@blueprint.get("/moderation/reports")
def reports() -> str:
    """List the reports that wait: worries about safety first, then warnings, then the oldest; or closed ones."""
    page, closed = page_number(request.args), request.args.get("closed") == "yes"
    found = queries.queue(closed=closed, page=page, per_page=PER_PAGE)
    values = {"closed": "yes"} if closed else {}
    return render_template(
        "upkeep/reports/reports.html",
        person=signed_in(),
        groups=_in_groups(found.reports) if not closed else [("", list(found.reports))],
        total=found.total,
        closed=closed,
        kinds=KINDS_OF_MISTAKES,
        answers=GROUP_ANSWERS,
        outcomes={**OUTCOMES, **OUTCOMES_OF_WORRIES},
        pages=pages_of(page, found.total, PER_PAGE, ".reports", **values),
    )


def _in_groups(found: Any) -> list[tuple[str, list[Correction]]]:
    """Return the reports of a page below their headings, the headings in the order of the queue."""
    groups: dict[str, list[Correction]] = {}
    for report in found:
        groups.setdefault(_heading(report), []).append(report)
    return list(groups.items())


def _heading(report: Correction) -> str:
    if report.what == SAFETY:
        return _("Worries about how people are treated")
    if is_warning(report.what, report.reports):
        return _("Several people say so: look at these first")
    return _("Mistakes, the oldest first")


@blueprint.get("/moderation/reports/<report_id>")
def report(report_id: str) -> str:
    """Show one report and how to close it. The words of a worry about safety are not on this page."""
    found = _report(report_id)
    return _page(found, close_form(found.what, version=found.version))


def _report(report_id: str) -> Correction:
    return queries.report_by_id(report_id) or abort(404)


def _page(found: Correction, form: Form, *, words: bool = False, problem: str = "") -> str:
    is_worry = found.what == SAFETY
    return render_template(
        "upkeep/reports/report.html",
        person=signed_in(),
        report=found,
        is_worry=is_worry,
        is_open=found.status != ReportState.CLOSED,
        words_shown=words or not is_worry,
        joined=queries.joined_to(found.id),
        form=form,
        problem=problem,
        kinds=KINDS_OF_MISTAKES,
        answers=GROUP_ANSWERS,
        outcomes={**OUTCOMES, **OUTCOMES_OF_WORRIES},
    )


@blueprint.post("/moderation/reports/<report_id>/read")
def read_worry(report_id: str) -> PageResponse:
    """Show the words of a worry about safety, and record who read them."""
    found = _report(report_id)
    answers.note_read(settings(), found, actor=signed_in().id)
    return _page(found, close_form(found.what, version=found.version), words=True)


@blueprint.post("/moderation/reports/<report_id>/close")
def close_report(report_id: str) -> PageResponse:
    """Close a report with an outcome, and tell whoever left an address."""
    found = _report(report_id)
    form = close_form(found.what, request.form)
    if not form.validate():
        return _page(found, form), 422
    actor = signed_in().id
    try:
        answers.close(settings(), found, version_in(form), form.outcome.data, form.words.data, actor=actor)
    except EmailRefused as error:
        db.session.rollback()
        form.form_errors.append(refusal(error))
        return _page(_report(report_id), form), error.status
    except ReportChanged:
        return _changed(report_id, form)
    return done("report-closed", ".reports")


@blueprint.post("/moderation/reports/<report_id>/show")
def show_report_to_group(report_id: str) -> PageResponse:
    """Let the group read a report that was held back."""
    found = _report(report_id)
    if found.what == SAFETY:
        abort(404)
    return _done_to(report_id, found, answers.let_group_read, "report-shown")


@blueprint.post("/moderation/reports/<report_id>/worry")
def make_report_a_worry(report_id: str) -> PageResponse:
    """Treat a report as a worry about safety."""
    return _done_to(report_id, _report(report_id), answers.make_worry, "report-is-worry")


def _done_to(report_id: str, found: Correction, change: Callable[..., None], code: str) -> PageResponse:
    form = close_form(found.what, request.form)
    try:
        change(settings(), found, version_in(form), actor=signed_in().id)
    except ReportChanged:
        return _changed(report_id, close_form(found.what, version=found.version))
    return done(code, ".report", report_id=report_id)


def _changed(report_id: str, form: Form) -> PageResponse:
    """Show the report as it is now, with what was typed, and say that somebody else was quicker."""
    found = _report(report_id)
    form.version.data = str(found.version)
    problem = _("Somebody else changed this report meanwhile. Look at it again before you decide.")
    return _page(found, form, problem=problem), 409
