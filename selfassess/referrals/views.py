"""Asking the council: one page after the other, check and send, once, and a receipt."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock
from core.security import limiter
from core.web import settings
from directory.schedules.stored import year
from selfassess.blueprint import blueprint
from selfassess.navigation import PageResponse, request_label
from selfassess.plan import from_result
from selfassess.referrals import assessment_record, forms, labels, prefill, response_times, services
from selfassess.referrals.consents import consent_for
from selfassess.referrals.forms import Draft
from selfassess.referrals.required import NEEDED
from selfassess.referrals.services import Receipt
from selfassess.session import store
from selfassess.session.open_check import OpenCheck, check_of
from selfassess.values.request import AssessmentRecord, RequestKind, RequestValue
from selfassess.values.saved import RequestSent

_SENDS = "30 per hour"


def _kind(text: str) -> RequestKind:
    known = {kind.value.replace("_", "-"): kind for kind in RequestKind}
    return known[text] if text in known else abort(404)


def _draft(kind: RequestKind, check: OpenCheck | None) -> Draft:
    """What was written so far; a new form, with what the answers already say, where that is nothing."""
    stored = session.get(store.draft_key(kind))
    return (
        Draft(kind, stored["key"], stored["values"])
        if stored
        else Draft(kind, clock.new_id(), _known(kind, check))
    )


def _keep(draft: Draft) -> None:
    session[store.draft_key(draft.kind)] = {"key": draft.key, "values": dict(draft.values)}


def _is_over(kind: RequestKind) -> bool:
    """Whether a request of this kind was sent, and no other one was begun: then a page of its form leads to the receipt."""
    return store.draft_key(kind) not in session and any(one["kind"] == kind for one in _receipts())


def _receipts() -> list[dict[str, str]]:
    """What this visitor has sent, the last one last."""
    found: list[dict[str, str]] = session.get(store.RECEIPTS) or []
    return found


def _to_receipt(kind: RequestKind) -> Response:
    """On to the receipt of the last request of this kind."""
    session[store.RECEIPTS] = sorted(_receipts(), key=lambda one: one["kind"] == kind)
    return redirect(url_for(".sent"), 303)


def _check() -> OpenCheck | None:
    """Return the questionnaire that this visitor answers; None where there are no answers."""
    check = check_of(store.current())
    return check if check and check.value.answers else None


def _known(kind: RequestKind, check: OpenCheck | None) -> dict[str, Any]:
    if check is None:
        return {}
    # A carer's assessment is about the carer, whoever the answers are about.
    about = {} if kind is RequestKind.CARERS_ASSESSMENT else prefill.relation(check.path)
    return prefill.known(kind, check.outcome) | about


@blueprint.get("/ask/<kind>")
def ask(kind: str) -> Response:
    """The first page of a form. Where one was sent already its receipt comes first, which leads on to another one."""
    wanted = _kind(kind)
    if _is_over(wanted) and "again" not in request.args:
        return _to_receipt(wanted)
    check = _check()
    draft = _draft(wanted, check)
    _keep(draft)
    return redirect(url_for(".ask_page", kind=kind, page=forms.pages(draft)[0].value), 303)


@blueprint.get("/ask/<kind>/<page>")
def ask_page(kind: str, page: str) -> PageResponse:
    """One page of a form. Who goes back to one after sending it sees the receipt again, not an empty form."""
    wanted = _kind(kind)
    if _is_over(wanted):
        return _to_receipt(wanted)
    check = _check()
    draft = _draft(wanted, check)
    here = _page(page, draft)
    if here is None:
        return redirect(url_for(".ask_page", kind=kind, page=forms.pages(draft)[0].value), 303)
    _keep(draft)
    return _check_page(draft, {}, check) if here is forms.Page.CHECK else _form_page(here, draft, {}, check)


@blueprint.post("/ask/<kind>/<page>")
def answer_ask_page(kind: str, page: str) -> PageResponse:
    """Keep a page and go on; or ask again, with nothing lost."""
    wanted = _kind(kind)
    if _is_over(wanted):
        return _to_receipt(wanted)
    check = _check()
    draft = _draft(wanted, check)
    here = _page(page, draft)
    if here is None or here is forms.Page.CHECK:
        abort(404)
    draft = forms.read(here, draft, request.form)
    _keep(draft)
    errors = forms.errors(here, draft)
    if errors:
        return _form_page(here, draft, errors, check), 422
    order = forms.pages(draft)
    return redirect(url_for(".ask_page", kind=kind, page=order[order.index(here) + 1].value), 303)


def _done() -> Receipt | None:
    """The receipt of what this very form has sent already."""
    key = request.form.get("key", "")
    return services.receipt(key) if key else None


def _is_repeated() -> bool:
    """Pressing the button again sends nothing, so it is never too often."""
    return _done() is not None


def _is_sent(response: Response) -> bool:
    return response.status_code == 303


@blueprint.post("/ask/<kind>/check")
@limiter.limit(_SENDS, deduct_when=_is_sent, exempt_when=_is_repeated)
def send_request(kind: str) -> PageResponse:
    """Send it: once, however often the button is pressed."""
    check = _check()
    draft = _draft(_kind(kind), check)
    key = request.form.get("key", "")
    done = _done()
    if done is not None:
        return _receipt(done)
    if key != draft.key:
        return redirect(url_for(".ask_page", kind=kind, page=forms.Page.CHECK.value), 303)
    incomplete = next((page for page in forms.pages(draft) if forms.errors(page, draft)), None)
    if incomplete:
        return _form_page(incomplete, draft, forms.errors(incomplete, draft), check), 422
    try:
        return _receipt(services.submit(settings(), _whole(draft, check), key))
    except services.NotComplete:
        return _check_page(
            draft, {"agree": _needs_consent()}, check, request.form.get("answers") == "yes"
        ), 422


def _receipt(done: Receipt) -> Response:
    """On to the receipt. What was written is forgotten here: the council has it now. In the plan it stands as asked for."""
    session.pop(store.draft_key(done.kind), None)
    entry = {
        "reference": done.reference,
        "kind": done.kind.value,
        "by": done.respond_by.isoformat() if done.respond_by else "",
    }
    session[store.RECEIPTS] = [*(one for one in _receipts() if one["reference"] != done.reference), entry]
    _into_plan(done)
    return redirect(url_for(".sent"), 303)


def _into_plan(done: Receipt) -> None:
    """Put a request that was sent into the plan; once more where another window changed the same part of the plan meanwhile."""
    told = response_times.promise(done.kind, clock.today(), year(settings().content_dir).is_holiday)
    asked = RequestSent(
        done.sent_at.astimezone(clock.LONDON).date(),
        done.reference,
        f"{told.who}: {told.what}",
        done.respond_by,
    )
    label = request_label(done.kind)
    store.change_plan(lambda plan: from_result.with_request(plan, done.kind, label, asked))


def _needs_consent() -> str:
    return _("Tick the box if you agree. Without it we can’t pass your request on; you can call us instead")


def _whole(draft: Draft, check: OpenCheck | None) -> RequestValue:
    agreed = request.form.get("agree") == "yes"
    return replace(
        forms.value(draft),
        consent=consent_for(draft.kind, settings().council_name, agreed, clock.now()),
        assessment=_assessment(draft.kind, check) if request.form.get("answers") == "yes" else None,
        promise=response_times.promise(draft.kind, clock.today(), year(settings().content_dir).is_holiday),
    )


def _assessment(kind: RequestKind, check: OpenCheck | None) -> AssessmentRecord | None:
    if check is None or "assessment" not in NEEDED[kind].allowed:
        return None
    return assessment_record.record(check.path, check.outcome, clock.now())


def _page(text: str, draft: Draft) -> forms.Page | None:
    return next((page for page in forms.pages(draft) if page.value == text), None)


def _form_page(page: forms.Page, draft: Draft, errors: dict[str, str], check: OpenCheck | None) -> str:
    return render_template(
        "selfassess/referrals/ask.html",
        draft=draft,
        page=page,
        title=forms.title(page, draft),
        asked=request_label(draft.kind),
        fields=forms.fields(page, draft),
        errors=errors,
        back=_before(page, draft),
        questionnaire=check.questionnaire.id if check else "",
    )


def _check_page(
    draft: Draft, errors: dict[str, str], check: OpenCheck | None, send_answers: bool = True
) -> str:
    return render_template(
        "selfassess/referrals/ask_check.html",
        draft=draft,
        asked=request_label(draft.kind),
        parts=forms.summary(draft),
        consent=consent_for(draft.kind, settings().council_name, False, clock.now()),
        must_agree=NEEDED[draft.kind].consent,
        has_answers=_assessment(draft.kind, check) is not None,
        send_answers=send_answers,
        promise=response_times.promise(draft.kind, clock.today(), year(settings().content_dir).is_holiday),
        errors=errors,
        back=_before(forms.Page.CHECK, draft),
    )


def _before(page: forms.Page, draft: Draft) -> str:
    order = forms.pages(draft)
    place = order.index(page)
    return order[place - 1].value if place else ""


@blueprint.get("/ask/sent")
def sent() -> PageResponse:
    """The receipt: a reference, and what happens by when. It is shown to who sent it, and its address tells nothing."""
    if not _receipts():
        return redirect(url_for(".index"), 303)
    receipt = _receipts()[-1]
    kind = RequestKind(receipt["kind"])
    value = store.current()
    return render_template(
        "selfassess/referrals/sent.html",
        reference=receipt["reference"],
        by=date.fromisoformat(receipt["by"]) if receipt["by"] else None,
        kind=kind,
        asked=labels.words(kind),
        promise=response_times.promise(kind, clock.today(), year(settings().content_dir).is_holiday),
        finished=value.questionnaire,
        in_plan=any(
            action.asked and action.asked.reference == receipt["reference"] for action in value.plan.actions
        ),
    )
