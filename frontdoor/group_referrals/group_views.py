"""What a group sees of its referrals, and its answers. Only the group's own people may look."""

from collections.abc import Callable

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from accounts.queries import names_of
from core.audit.services import note_view
from core.paging import page_number, pages_of
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.group_referrals import answering, queries
from frontdoor.group_referrals.acting import PageResponse, actor, changed, member_of
from frontdoor.group_referrals.forms import DeclineForm, ProgressForm
from frontdoor.group_referrals.labels import PROGRESS, REASONS, STATES
from frontdoor.group_referrals.models import GroupReferral, Progress, ReferralState
from frontdoor.group_referrals.shared import SHAREABLE

PER_PAGE = 20
READABLE = frozenset({ReferralState.WAITING, ReferralState.ACCEPTED})
"""The states in which a group reads what was passed on."""


@blueprint.get("/group/<organization_id>/referrals")
def group_referrals(organization_id: str) -> str:
    """Show the referrals of a group, without anything about the people."""
    person, group = member_of(organization_id)
    page = page_number(request.args)
    rows, total = queries.referrals_of_group(organization_id, page, PER_PAGE)
    return render_template(
        "frontdoor/group_referrals/group_list.html",
        person=person,
        group=group,
        referrals=rows,
        states=STATES,
        progress=PROGRESS,
        pages=pages_of(page, total, PER_PAGE, "frontdoor.group_referrals", organization_id=organization_id),
    )


@blueprint.get("/group/<organization_id>/referrals/<referral_id>")
def group_referral(organization_id: str, referral_id: str) -> str:
    """Show one referral with what the person agreed to pass on, and the form for the answer."""
    row = _row(organization_id, referral_id)
    return _page(row, DeclineForm(), ProgressForm())


def _row(organization_id: str, referral_id: str) -> GroupReferral:
    member_of(organization_id)
    return queries.referral_of_group(organization_id, referral_id) or abort(404)


def _page(row: GroupReferral, decline: DeclineForm, progress: ProgressForm) -> str:
    person, group = member_of(row.organization_id)
    is_readable = row.state in READABLE
    if is_readable:
        note_view(settings(), person.id, "group_referral", row.id, organization=group.id)
    return render_template(
        "frontdoor/group_referrals/group_referral.html",
        person=person,
        group=group,
        referral=row,
        shared=queries.shared_with(settings(), row) if is_readable else None,
        answer=queries.answer_of(settings(), row),
        names=names_of([row.decided_by]),
        decline=decline,
        progress=progress,
        labels=SHAREABLE,
        states=STATES,
        reasons=REASONS,
        progress_labels=PROGRESS,
    )


def _changed(row: GroupReferral, notice: str, change: Callable[[], None]) -> Response:
    at = {"organization_id": row.organization_id, "referral_id": row.id}
    return changed(notice, change, "frontdoor.group_referral", **at)


@blueprint.post("/group/<organization_id>/referrals/<referral_id>/accept")
def accept_referral(organization_id: str, referral_id: str) -> Response:
    """Accept a referral."""
    row = _row(organization_id, referral_id)
    return _changed(row, "referral-accepted", lambda: answering.accept(settings(), row, actor()))


@blueprint.post("/group/<organization_id>/referrals/<referral_id>/decline")
def decline_referral(organization_id: str, referral_id: str) -> PageResponse:
    """Decline a referral, with a reason."""
    row, form = _row(organization_id, referral_id), DeclineForm(request.form)
    if not form.validate():
        return _page(row, form, ProgressForm()), 422
    reason, words = form.reason.data, form.words.data.strip()
    return _changed(
        row, "referral-declined", lambda: answering.decline(settings(), row, reason, words, actor())
    )


@blueprint.post("/group/<organization_id>/referrals/<referral_id>/progress")
def say_progress(organization_id: str, referral_id: str) -> PageResponse:
    """Say what came of a referral."""
    row, form = _row(organization_id, referral_id), ProgressForm(request.form)
    if not form.validate():
        return _page(row, DeclineForm(), form), 422
    progress, words = Progress(form.progress.data), form.progress_words.data.strip()
    return _changed(
        row,
        "referral-progress",
        lambda: answering.say_progress(settings(), row, progress, words, actor()),
    )
