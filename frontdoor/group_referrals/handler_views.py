"""What call handlers see of referrals to groups: those that came back, and one with what can be done."""

from collections.abc import Callable

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.organizations import organization_names
from accounts.queries import names_of
from core.audit.services import note_view
from core.paging import page_number, pages_of
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.group_referrals import queries, services
from frontdoor.group_referrals.acting import PageResponse, actor, changed
from frontdoor.group_referrals.forms import SettleForm
from frontdoor.group_referrals.labels import NEXT_STEPS, PROGRESS, REASONS, STATES
from frontdoor.group_referrals.message_back import has_answered
from frontdoor.group_referrals.models import GroupReferral
from frontdoor.group_referrals.queries import Target
from frontdoor.group_referrals.shared import SHAREABLE

PER_PAGE = 20


@blueprint.get("/calls/referrals")
def came_back() -> str:
    """Show the referrals about which a handler has to decide, or those that are with a group."""
    waiting, page = request.args.get("with") == "groups", page_number(request.args)
    read = queries.with_groups if waiting else queries.came_back
    rows, total = read(page, PER_PAGE)
    kept = {"with": "groups"} if waiting else {}
    return render_template(
        "frontdoor/group_referrals/came_back.html",
        person=signed_in(),
        waiting=waiting,
        referrals=rows,
        total=total,
        groups=organization_names([row.organization_id for row in rows]),
        states=STATES,
        progress=PROGRESS,
        pages=pages_of(page, total, PER_PAGE, "frontdoor.came_back", **kept),
    )


@blueprint.get("/calls/referrals/<referral_id>")
def referral(referral_id: str) -> str:
    """Show one referral, with what was passed on and what the group wrote."""
    return _page(_row(referral_id), SettleForm())


def _row(referral_id: str) -> GroupReferral:
    return queries.referral_by_id(referral_id) or abort(404)


def _page(row: GroupReferral, form: SettleForm) -> str:
    person = signed_in()
    note_view(settings(), person.id, "group_referral", row.id)
    target = _target(row)
    return render_template(
        "frontdoor/group_referrals/referral.html",
        person=person,
        referral=row,
        form=form,
        group=organization_names([row.organization_id])[row.organization_id],
        target=target,
        shared=queries.shared_with(settings(), row),
        answer=queries.answer_of(settings(), row),
        has_come_back=queries.has_come_back(row),
        has_answered=has_answered(row),
        names=names_of([row.made_by, row.told_by, row.decided_by, row.settled_by]),
        labels=SHAREABLE,
        states=STATES,
        reasons=REASONS,
        progress=PROGRESS,
        next_steps=NEXT_STEPS,
    )


def _target(row: GroupReferral) -> Target | None:
    found = queries.targets([row.service_id], by_professional=True)
    return found[0] if found else None


def _changed(row: GroupReferral, notice: str, change: Callable[[], None]) -> Response:
    return changed(notice, change, "frontdoor.referral", referral_id=row.id)


@blueprint.post("/calls/referrals/<referral_id>/told")
def told_group_by_phone(referral_id: str) -> Response:
    """Store that the handler told the group by phone."""
    row = _row(referral_id)
    return _changed(row, "group-told", lambda: services.told_by_phone(settings(), row, actor()))


@blueprint.post("/calls/referrals/<referral_id>/again")
def ask_group_again(referral_id: str) -> Response:
    """Send the group the e-mail again."""
    row = _row(referral_id)
    target = _target(row) or abort(404)
    return _changed(row, "group-asked-again", lambda: services.ask_again(settings(), row, target, actor()))


@blueprint.post("/calls/referrals/<referral_id>/take-back")
def take_back_referral(referral_id: str) -> Response:
    """Take the referral back, for example because the person changed their mind."""
    row = _row(referral_id)
    target = _target(row)
    return _changed(row, "referral-taken-back", lambda: services.take_back(settings(), row, target, actor()))


@blueprint.post("/calls/referrals/<referral_id>/settle")
def settle_referral(referral_id: str) -> PageResponse:
    """Store what happens after the referral came back."""
    row, form = _row(referral_id), SettleForm(request.form)
    if not form.validate():
        return _page(row, form), 422
    step = form.next_step.data
    return _changed(row, "referral-settled", lambda: services.settle(settings(), row, step, actor()))
