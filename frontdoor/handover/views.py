"""Pages of hand-overs: one request's, with its files, and the list of those that wait for a person."""

import json

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core import clock
from core.audit.services import note_view
from core.crypt import BadKeys, Unreadable
from core.paging import page_number, pages_of
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.handover import queries, services
from frontdoor.handover.decision_views import decide_by_form
from frontdoor.handover.formats import (
    FORMAT_LABELS,
    HandOverFormat,
    MessageId,
    document,
    formats_of,
    media_type,
)
from frontdoor.handover.forms import HandOverDecisionForm
from frontdoor.handover.models import FOR_PEOPLE, LOOK_FIRST, HandOver, HandOverState, Purpose
from frontdoor.handover.services import CannotHandOver
from frontdoor.handover.targets import target_of
from frontdoor.handover.wording import DECISION_LABELS, STATE_LABELS, WHAT_TO_DO
from frontdoor.inbox.readers import readable_request, seen_queues
from selfassess.models import Referral
from selfassess.referrals import labels
from selfassess.referrals.queries import record_of
from selfassess.values.referral import ReferralRecord
from selfassess.values.saved import BadRecord

PageResponse = str | Response | tuple[str, int]
PER_PAGE = 20


@blueprint.get("/requests/hand-overs")
def hand_overs() -> str:
    """List the hand-overs that a person has to look at."""
    page, target = page_number(request.args), target_of(settings())
    lines, total = queries.waiting_for_people(page=page, per_page=PER_PAGE, queues=seen_queues())
    return render_template(
        "frontdoor/handover/hand_overs.html",
        person=signed_in(),
        lines=lines,
        total=total,
        target=target,
        states=STATE_LABELS,
        kind_label=labels.label,
        look_first=LOOK_FIRST,
        pages=pages_of(page, total, PER_PAGE, ".hand_overs"),
    )


@blueprint.get("/requests/<reference>/hand-over")
def hand_over(reference: str) -> str:
    """Show in which forms a request can leave, and what became of sending it."""
    referral, record = _readable(reference)
    return _page(record, _hand_over(referral))


@blueprint.post("/requests/<reference>/hand-over")
def send_hand_over(reference: str) -> PageResponse:
    """Begin to send a request to the case system. A form that comes twice sends it once."""
    target = target_of(settings())
    referral, record = _readable(reference)
    if target is None:
        abort(404)
    try:
        services.start(settings(), target, referral, record, actor=signed_in().id)
    except CannotHandOver:
        abort(404)
    return done("hand-over-started", ".hand_over", reference=record.reference)


@blueprint.post("/requests/<reference>/hand-over/decision")
def decide_hand_over(reference: str) -> PageResponse:
    """Do what a person decides about a hand-over that does not go on by itself."""
    form = HandOverDecisionForm(request.form)
    referral, record = _readable(reference)
    found = _hand_over(referral) or abort(404)
    return decide_by_form(
        found,
        record,
        form,
        lambda: _page(record, found, form),
        ".hand_over",
        reference=record.reference,
    )


@blueprint.get("/requests/<reference>/hand-over/<form>.json")
def download_hand_over(reference: str, form: str) -> Response:
    """Return a request as a file in one of its forms. Who downloads which is in the audit trail."""
    _referral, record = _readable(reference)
    chosen = HandOverFormat(form) if form in set(HandOverFormat) else abort(404)
    if chosen not in formats_of(record):
        abort(404)
    note_view(settings(), signed_in().id, "hand_over_file", record.reference, format=chosen.value)
    message = MessageId(clock.new_id(), clock.now())
    text = json.dumps(document(settings(), chosen, message, record), ensure_ascii=False, indent=2)
    name = f"{record.reference}-{chosen.value}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type=media_type(chosen), headers=headers)


def _page(record: ReferralRecord, found: HandOver | None, form: HandOverDecisionForm | None = None) -> str:
    target = target_of(settings())
    waits = found is not None and found.status in FOR_PEOPLE
    if found is not None:
        # What the case system said may name people: who reads it is recorded first.
        note_view(settings(), signed_in().id, "hand_over", found.id)
    return render_template(
        "frontdoor/handover/hand_over.html",
        person=signed_in(),
        reference=record.reference,
        kind=labels.label(record.request.kind),
        formats=[(one, FORMAT_LABELS[one]) for one in formats_of(record)],
        target=target if target and services.can_send(target, record) else None,
        row=found,
        waits=waits,
        state=STATE_LABELS[HandOverState(found.status)] if found else "",
        what_to_do=WHAT_TO_DO[HandOverState(found.status)] if found and waits else "",
        remark=queries.remark_of(settings(), found) if found else "",
        answer=queries.last_answer(settings(), found.id) if found else None,
        decisions=DECISION_LABELS,
        here=labels.label(record.status),
        withdrawal=_withdrawal_state(found) if found else "",
        form=form or HandOverDecisionForm(data={"version": str(found.version) if found else ""}),
    )


def _hand_over(referral: Referral) -> HandOver | None:
    """Return the hand-over of a request to the case system of now, or to an earlier one; None for none."""
    found = queries.of_referral(referral.id)
    target = target_of(settings())
    ours = [one for one in found if target is not None and one.target == target.id] or found
    waiting = [one for one in ours if one.status in FOR_PEOPLE]
    requests = [one for one in ours if one.purpose == Purpose.REQUEST]
    return next(iter(waiting or requests), None)


def _withdrawal_state(found: HandOver) -> str:
    """Return what became of telling the case system that the request was taken back; empty where nobody has to."""
    is_request = found.purpose == Purpose.REQUEST
    others = queries.of_referral(found.referral_id) if found.referral_id and is_request else []
    told = [one for one in others if one.purpose == Purpose.WITHDRAWAL and one.target == found.target]
    return str(STATE_LABELS[HandOverState(told[0].status)]) if told else ""


def _readable(reference: str) -> tuple[Referral, ReferralRecord]:
    """Return a request that whoever is signed in may read; answer 404 for another, 500 where it is unreadable."""
    row = readable_request(reference).row
    try:
        return row, record_of(settings(), row)
    except (BadKeys, BadRecord, Unreadable):
        abort(500)
