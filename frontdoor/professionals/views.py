"""Professionals refer people with the form of their organisation: who may, the form, the receipt."""

from datetime import date
from typing import Any

from flask import abort, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from frontdoor.blueprint import blueprint
from frontdoor.professionals import queries, step_pages
from frontdoor.professionals.models import ReferringOrganization
from frontdoor.professionals.step_pages import PageResponse, Place
from frontdoor.professionals.steps import ReferStep
from selfassess.referrals.labels import label
from selfassess.referrals.services import Receipt
from selfassess.values.request import RequestKind

_RECEIPT = "professional_receipt"


@blueprint.get("/refer")
def refer() -> str:
    """Say who may refer somebody, and where others ask."""
    return render_template("frontdoor/professionals/refer.html")


@blueprint.get("/refer/<token>")
def refer_by_form(token: str) -> str:
    """Show what comes before the form of an organisation, and the services for professionals alone."""
    return render_template(
        "frontdoor/professionals/form.html",
        organization=_organization(token),
        token=token,
        workers=queries.services_for_workers(),
    )


def _organization(token: str) -> ReferringOrganization:
    return queries.organization_of(token) or abort(404)


def _place(token: str) -> Place:
    start = url_for(".refer_by_form", token=token)
    return Place(_organization(token), "frontdoor.refer_step", start, values={"token": token})


@blueprint.post("/refer/<token>")
def begin_referral(token: str) -> Response:
    """Begin a referral."""
    return step_pages.begin(_place(token), {})


@blueprint.get("/refer/<token>/<draft_id>/<step>")
def refer_step(token: str, draft_id: str, step: str) -> PageResponse:
    """Show a step of a referral."""
    return step_pages.show(_place(token), draft_id, step)


@blueprint.post("/refer/<token>/<draft_id>/<step>")
def answer_refer_step(token: str, draft_id: str, step: str) -> PageResponse:
    """Store a step; or send the referral, once, and lead to its receipt."""
    place = _place(token)
    if step != ReferStep.CHECK:
        return step_pages.store(place, draft_id, step)
    if (session.get(_RECEIPT) or {}).get("draft") == draft_id:
        return redirect(url_for(".referral_sent"), 303)
    receipt, page = step_pages.send(place, draft_id)
    if receipt is None:
        return page
    _store(receipt, draft_id)
    return redirect(url_for(".referral_sent"), 303)


def _store(receipt: Receipt, draft_id: str) -> None:
    """Put a receipt into the visitor's session, so that no address holds the three words."""
    session[_RECEIPT] = {
        "draft": draft_id,
        "reference": receipt.reference,
        "kind": receipt.kind.value,
        "by": receipt.respond_by.isoformat() if receipt.respond_by else "",
        "words": receipt.words,
    }


@blueprint.get("/refer/sent")
def referral_sent() -> PageResponse:
    """Show the newest receipt of this visitor; without one the answer is the first page."""
    stored: dict[str, Any] = session.get(_RECEIPT) or {}
    if not stored:
        return redirect(url_for(".refer"), 303)
    return render_template(
        "frontdoor/professionals/sent.html",
        reference=stored["reference"],
        words=stored["words"],
        asked=label(RequestKind(stored["kind"])),
        by=date.fromisoformat(stored["by"]) if stored["by"] else None,
    )
