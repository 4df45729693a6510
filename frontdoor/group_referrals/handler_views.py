"""What call handlers see of referrals to groups: those that came back, and one with what can be done."""

from collections.abc import Callable
from typing import Any

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
from frontdoor.group_referrals.telling import stopped_answers, stopped_count
from frontdoor.handover.forms import HandOverDecisionForm
from frontdoor.handover.models import FOR_PEOPLE, HandOverState
from frontdoor.handover.queries import of_group_referral, remark_of
from frontdoor.handover.wording import ANSWER_TO_DO, STATE_LABELS

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
        stopped=stopped_count(),
        stopped_answers=stopped_answers(PER_PAGE),
    )


@blueprint.get("/calls/referrals/<referral_id>")
def referral(referral_id: str) -> str:
    """Show one referral, with what was passed on and what the group wrote."""
    return referral_page(_row(referral_id), SettleForm())


def _row(referral_id: str) -> GroupReferral:
    return queries.referral_by_id(referral_id) or abort(404)


def referral_page(row: GroupReferral, form: SettleForm, decision: HandOverDecisionForm | None = None) -> str:
    """Return the page of a referral. `decision`: a form with mistakes about its answer in the case system."""
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
        **_in_case_system(row, decision),
    )


def _in_case_system(row: GroupReferral, decision: HandOverDecisionForm | None) -> dict[str, Any]:
    """Return what became of the group's answer there: of the first that waits for a person, or of the last."""
    sent = of_group_referral(row.id)
    waiting = [one for one in sent if one.status in FOR_PEOPLE]
    found = next(iter(waiting or reversed(sent)), None)
    if found is None:
        return {"told": None, "decision": None}
    return {
        "told": found,
        "told_state": STATE_LABELS[HandOverState(found.status)],
        "told_to_do": ANSWER_TO_DO.get(HandOverState(found.status), ""),
        "told_remark": remark_of(settings(), found),
        "case_system": settings().case_system_name,
        "decision": decision or HandOverDecisionForm(data={"version": str(found.version)}),
    }


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
        return referral_page(row, form), 422
    step = form.next_step.data
    return _changed(row, "referral-settled", lambda: services.settle(settings(), row, step, actor()))
