"""What professionals do who sign in: refer people, see what became of them, and answer the team's questions."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts.current import SignedIn, signed_in
from accounts.notices import done
from core.audit.services import note_view
from core.paging import page_number, pages_of
from core.web import settings
from frontdoor.blueprint import blueprint
from frontdoor.professionals import queries, services, step_pages, steps
from frontdoor.professionals.queries import SentReferral
from frontdoor.professionals.request import values_of
from frontdoor.professionals.step_pages import PageResponse, Place
from frontdoor.professionals.steps import ReferStep
from selfassess.referrals.labels import label
from selfassess.referrals.queries import id_of
from selfassess.tracking.forms import AnswerForm
from selfassess.tracking.queries import by_id

PER_PAGE = 20


@blueprint.get("/professional")
def referred() -> str:
    """List what somebody sent, and what colleagues sent where their organisation shares it."""
    person, page = signed_in(), page_number(request.args)
    note_view(settings(), person.id, "professional_referrals")
    rows, total = queries.page_of_sent(settings(), person, page, PER_PAGE)
    return render_template(
        "frontdoor/professionals/referred.html",
        person=person,
        organizations=queries.organizations_of(person),
        rows=rows,
        label=label,
        pages=pages_of(page, total, PER_PAGE, "frontdoor.referred"),
        workers=queries.services_for_workers(),
    )


def _place(organization_id: str) -> Place:
    """Return where somebody writes for one of their organisations; for any other there is no such page."""
    person = signed_in()
    found = queries.organization_with_id(organization_id) if person.refers_for(organization_id) else None
    if found is None or not found.active:
        abort(404)
    return Place(
        found,
        "frontdoor.professional_step",
        url_for(".referred"),
        values={"organization_id": organization_id},
        person=person,
    )


@blueprint.post("/professional/<organization_id>/refer")
def begin_as_professional(organization_id: str) -> Response:
    """Begin a referral, with what is known of who refers."""
    place, person = _place(organization_id), signed_in()
    details = queries.details_of(person.id)
    known = {"who_name": person.name, "who_email": person.email}
    if details is not None:
        known |= {"who_role": details.role, "who_phone": details.phone}
    return step_pages.begin(place, known)


@blueprint.get("/professional/<organization_id>/refer/<draft_id>/<step>")
def professional_step(organization_id: str, draft_id: str, step: str) -> PageResponse:
    """Show a step of a referral."""
    return step_pages.show(_place(organization_id), draft_id, step)


@blueprint.post("/professional/<organization_id>/refer/<draft_id>/<step>")
def answer_professional_step(organization_id: str, draft_id: str, step: str) -> PageResponse:
    """Store a step; or send the referral, once, and lead to its page."""
    place = _place(organization_id)
    if step != ReferStep.CHECK:
        return step_pages.store(place, draft_id, step)
    receipt, page = step_pages.send(place, draft_id)
    if receipt is None:
        return page
    return done("professional-sent", "frontdoor.referred_person", referral_id=id_of(receipt.reference))


def _found(person: SignedIn, referral_id: str) -> SentReferral:
    return queries.sent_referral(settings(), person, referral_id) or abort(404)


@blueprint.get("/professional/referrals/<referral_id>")
def referred_person(referral_id: str) -> PageResponse:
    """Show where a request stands, and what was sent."""
    return _page(referral_id)


def _page(referral_id: str, form: AnswerForm | None = None) -> PageResponse:
    person = signed_in()
    sent = _found(person, referral_id)
    note_view(settings(), person.id, "professional_referral", referral_id)
    tracked = by_id(settings(), referral_id)
    if tracked is None:
        return redirect(url_for(".referred"), 303)
    request_sent = queries.what_was_sent(settings(), referral_id) if sent.name else None
    return render_template(
        "frontdoor/professionals/referral.html",
        person=person,
        sent=sent,
        tracked=tracked,
        asked=label(tracked.kind),
        parts=_parts(values_of(request_sent)) if request_sent else [],
        form=form or AnswerForm(data={"asked": tracked.question_number}),
    )


def _parts(values: steps.Values) -> list[tuple[Any, str, Any]]:
    """Return what was sent, as the page of the check shows it, without links to change it."""
    return [(title, "", lines) for _step, title, lines in steps.summary(values)]


@blueprint.post("/professional/referrals/<referral_id>/answer")
def answer_as_professional(referral_id: str) -> PageResponse:
    """Store the answer to what the team asked."""
    person, form = signed_in(), AnswerForm(request.form)
    _found(person, referral_id)
    if not form.validate():
        page = _page(referral_id, form)
        return (page, 422) if isinstance(page, str) else page
    was_stored = services.answer(
        settings(), referral_id, form.number, form.words.data, by=person.name, actor=person.id
    )
    notice = "professional-answered" if was_stored else "referral-changed"
    return done(notice, "frontdoor.referred_person", referral_id=referral_id)
