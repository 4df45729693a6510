"""The receipt of a request: its reference, and what happens by when."""

from flask import redirect, render_template, url_for

from core.web import settings
from selfassess.blueprint import blueprint
from selfassess.navigation import PageResponse
from selfassess.plan import from_result
from selfassess.referrals import call_windows, labels, queries, receipts
from selfassess.referrals.asking import promised
from selfassess.referrals.receipts import StoredReceipt
from selfassess.session import store
from selfassess.values.request import CONCERNS, FOR_CHILDREN, RequestKind


def _booked(receipt: StoredReceipt) -> str:
    """Return the half hour in which we ring the person who has this receipt; empty for none."""
    found = queries.id_of(receipt.reference) if receipt.kind is RequestKind.CALL_BACK else ""
    return call_windows.call_windows().booked(settings(), found) if found else ""


@blueprint.get("/ask/sent")
def sent() -> PageResponse:
    """The receipt: a reference, and what happens by when. Only the session that sent the request sees it."""
    known = receipts.receipts()
    if not known:
        return redirect(url_for(".index"), 303)
    receipt, value = known[-1], store.current()
    if receipt.kind in CONCERNS:
        return redirect(url_for(".worry_sent"), 303)
    return render_template(
        "selfassess/referrals/sent.html",
        reference=receipt.reference,
        by=receipt.by,
        words=receipt.words,
        kind=receipt.kind,
        asked=labels.label(receipt.kind),
        for_children=receipt.kind in FOR_CHILDREN,
        promise=promised(receipt.kind, call_at=_booked(receipt)),
        finished=value.questionnaire,
        in_plan=from_result.has_request(value.plan, receipt.reference),
    )
