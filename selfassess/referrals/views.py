"""Asking the council: one step after the other, check and send, once, and a receipt."""

from dataclasses import replace
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock, rate_limits
from core.forms import Form
from core.web import settings
from selfassess.blueprint import blueprint
from selfassess.navigation import PageResponse, request_label
from selfassess.plan import from_result
from selfassess.referrals import (
    call_windows,
    draft,
    forms,
    prefill,
    receipts,
    required,
    services,
    whereabouts,
)
from selfassess.referrals.asking import Asking, promised
from selfassess.referrals.call_windows import WindowTaken
from selfassess.referrals.consents import consent_for
from selfassess.referrals.draft import Draft, RequestStep
from selfassess.referrals.fields import title_of
from selfassess.referrals.receipts import StoredReceipt
from selfassess.referrals.request_value import request_value
from selfassess.referrals.services import Receipt
from selfassess.session import store
from selfassess.session.open_check import check_of
from selfassess.values.people import ChildAge
from selfassess.values.request import (
    BY_PROFESSIONALS,
    CONCERNS,
    FOR_CHILDREN,
    RequestKind,
    RequestValue,
)


def _kind(name: str) -> RequestKind:
    """Return the kind of request with this name in an address; answer 404 where there is none.

    Worries about somebody's safety have a form of their own, to which the answer is a redirect.
    """
    known = {kind.value.replace("_", "-"): kind for kind in RequestKind if kind not in BY_PROFESSIONALS}
    kind = known[name] if name in known else abort(404)
    if kind in CONCERNS:
        about = "child" if kind is RequestKind.CHILD_CONCERN else None
        abort(redirect(url_for(".worry", about=about), 303))
    return kind


def _asking(kind: RequestKind) -> Asking:
    """Return the draft that this visitor is writing, or a new one with what the answers to questions
    already say."""
    value = store.current()
    check = check_of(value) if value.answers else None
    written = store.read_stored(store.draft_key(kind), lambda stored: draft.from_stored(kind, stored), None)
    if written is None:
        values = prefill.prefilled_values(kind, check.path, check.outcome) if check else {}
        # The place of the result is the person's home; a carer's request asks for somebody else's.
        where = "" if kind is RequestKind.CARERS_ASSESSMENT else value.where
        known: dict[str, str] = store.read_stored(store.TOLD, _read_told, {})
        values = prefill.values_told(kind, known, values.get("asker.relation", "")) | values
        written = Draft(kind, clock.new_id(), {draft.LIVES: where, **values} if where else values)
        if written.in_hospital:
            written = whereabouts.found_out(written, clock.today())
    return Asking(written, check)


def _read_told(stored: Any) -> dict[str, str]:
    """Return what an earlier request said of the visitor. Raises TypeError or ValueError."""
    return {str(name): str(text) for name, text in dict(stored).items()}


def _store(asking: Asking) -> None:
    session[store.draft_key(asking.kind)] = draft.to_stored(asking.draft)


def _store_beside_others(asking: Asking) -> None:
    """Store a draft that a page shows, where the session holds something already.

    A visitor who only reads, such as a crawler, gets no session: the first step that is sent stores the draft.
    """
    if store.holds_anything():
        _store(asking)


def _to_step(kind: RequestKind, step: RequestStep) -> Response:
    return redirect(url_for(".ask_page", kind=_in_address(kind), page=step.value), 303)


def _to_first_step(asking: Asking) -> Response:
    return _to_step(asking.kind, draft.steps(asking.draft)[0])


def _in_address(kind: RequestKind) -> str:
    return kind.value.replace("_", "-")


def _to_receipt(kind: RequestKind) -> Response:
    """Return a redirect to the newest receipt of a kind."""
    receipts.show_newest_of(kind)
    return redirect(url_for(".sent"), 303)


def _unsent(name: str) -> Asking:
    """Return the draft of the kind of request with this name in an address.

    Where a request of this kind was sent already, the answer is a redirect to its receipt instead.
    """
    kind = _kind(name)
    if receipts.was_sent(kind):
        abort(_to_receipt(kind))
    return _asking(kind)


@blueprint.get("/ask/<kind>")
def ask(kind: str) -> Response:
    """Begin a request.

    Where one was sent already its receipt is shown first, which leads on to another one.
    """
    wanted = _kind(kind)
    if receipts.was_sent(wanted) and "again" not in request.args:
        return _to_receipt(wanted)
    asking = _asking(wanted)
    _store_beside_others(asking)
    return _to_first_step(asking)


@blueprint.get("/ask/<kind>/<page>")
def ask_page(kind: str, page: str) -> PageResponse:
    """One step of a request. Going back to a step after sending shows the receipt, not an empty form."""
    asking = _unsent(kind)
    step = draft.step_named(asking.draft, page)
    if step is None:
        return _to_first_step(asking)
    _store_beside_others(asking)
    if step is RequestStep.CHECK:
        return _check_page(asking)
    return _step_page(asking, step, forms.filled_form(step, asking.draft))


@blueprint.post("/ask/<kind>/<page>")
def answer_ask_page(kind: str, page: str) -> PageResponse:
    """Store what was written on a step and go on; or ask again, with nothing lost."""
    asking = _unsent(kind)
    step = draft.step_named(asking.draft, page)
    if step is None:
        return _step_off_path(asking, page)
    form, written = forms.sent_form(step, asking.draft, request.form)
    if step is RequestStep.WHERE:
        written = whereabouts.found_out(written, clock.today())
    asking = replace(asking, draft=written)
    _store(asking)
    if not form.check(written):
        return _step_page(asking, step, form), 422
    age = written.age_from_birth
    if age and step is RequestStep.ABOUT and required.may_have(asking.kind, "about.born"):
        return _to_team_for_children(asking, age)
    return _to_step(asking.kind, draft.step_after(written, step))


def _to_team_for_children(asking: Asking, age: ChildAge) -> Response:
    """Turn a request about somebody under 18 into one for the team for children, and go on with that."""
    session.pop(store.draft_key(asking.kind), None)
    turned = replace(asking, draft=draft.for_children(asking.draft, age, clock.new_id()))
    _store(turned)
    flash(
        _(
            "People under 18 have another team, so this goes to our team for children and young people. We kept what you wrote."
        )
    )
    return _to_step(turned.kind, RequestStep.ABOUT)


def _step_off_path(asking: Asking, name: str) -> Response:
    """Store what was written on a step that another window took off this request, and go to the first
    step."""
    if name not in list(RequestStep):
        abort(404)
    _form, written = forms.sent_form(RequestStep(name), asking.draft, request.form)
    _store(replace(asking, draft=written))
    flash(
        _(
            "Another answer changed, so we don’t ask for this any more. "
            "We kept what you wrote, in case we ask again."
        )
    )
    return _to_first_step(asking)


def _sent_with_this_key() -> Receipt | None:
    """Return the receipt of what this very form has sent already; None where it sent nothing.

    Read once for a request.
    """
    if "receipt_of_this_form" not in g:
        key = request.form.get("key", "")
        g.receipt_of_this_form = services.receipt(key) if key else None
    found: Receipt | None = g.receipt_of_this_form
    return found


@blueprint.post("/ask/<kind>/check")
def send_request(kind: str) -> PageResponse:
    """Send the request: once, however often the button is pressed."""
    sent = _sent_with_this_key()
    if sent is not None:
        return _to_new_receipt(sent)
    asking = _asking(_kind(kind))
    if not asking.draft.values:
        return _to_first_step(asking)
    if request.form.get("key", "") != asking.draft.key:
        return _to_step(asking.kind, RequestStep.CHECK)
    incomplete = forms.first_incomplete(asking.draft)
    if incomplete is not None:
        return _step_page(asking, *incomplete), 422
    form = forms.send_form(asking.draft, has_answers=asking.assessment is not None)(request.form)
    if not form.validate() or not rate_limits.within(form, "send_request"):
        return _check_page(asking, form), 422
    try:
        sent = services.submit(settings(), _complete_request(asking, form), asking.draft.key)
    except WindowTaken:
        return _window_is_taken(asking)
    return _to_new_receipt(sent)


def _window_is_taken(asking: Asking) -> PageResponse:
    """Ask for another half hour, with nothing else lost."""
    call_windows.read_again()
    without = draft.with_values(asking.draft, {draft.CALL_AT: ""})
    asking = replace(asking, draft=without)
    _store(asking)
    form = forms.filled_form(RequestStep.REACH, without)
    form.refuse_window(_("The time that you chose is full by now. Choose another one"))
    return _step_page(asking, RequestStep.REACH, form), 422


def _complete_request(asking: Asking, form: Form) -> RequestValue:
    """Return the request with consent, promise and, where the person wants it, the answers to questions."""
    agreed = bool("agree" in form and form["agree"].data)
    wants_answers = bool("answers" in form and form["answers"].data)
    return replace(
        request_value(asking.draft),
        consent=consent_for(asking.kind, settings().council_name, agreed, clock.now()),
        assessment=asking.assessment if wants_answers else None,
        promise=promised(asking.kind, whereabouts.home_on(asking.draft), _call_at(asking)),
    )


def _call_at(asking: Asking) -> str:
    """Return the half hour that was chosen; empty for none."""
    return str(asking.draft.values.get(draft.CALL_AT) or "") if call_windows.offered(asking.kind) else ""


def _to_new_receipt(sent: Receipt) -> Response:
    """Forget the draft, because the council has the request now, put the request into the plan, and go on
    to the receipt."""
    sent_draft = store.read_stored(
        store.draft_key(sent.kind), lambda stored: draft.from_stored(sent.kind, stored), None
    )
    if sent_draft and (known := prefill.told(sent_draft)):
        session[store.TOLD] = known
    session.pop(store.draft_key(sent.kind), None)
    receipts.add(StoredReceipt(sent.reference, sent.kind, sent.respond_by, words=sent.words))
    asked = from_result.request_sent(sent.reference, sent.sent_at, sent.respond_by, promised(sent.kind))
    label = request_label(sent.kind)
    store.change_plan(lambda plan: from_result.with_request(plan, sent.kind, label, asked))
    return redirect(url_for(".sent"), 303)


def _step_page(asking: Asking, step: RequestStep, form: forms.StepForm) -> str:
    return render_template(
        "selfassess/referrals/ask.html",
        draft=asking.draft,
        page=step,
        title=title_of(step, asking.draft),
        asked=request_label(asking.kind),
        for_children=asking.kind in FOR_CHILDREN,
        form=form,
        elsewhere=whereabouts.answer_for(asking.draft) if step is RequestStep.FIRST else None,
        urgent=whereabouts.is_urgent(asking.draft, clock.today()),
        cannot_wait=asking.cannot_wait and step is draft.steps(asking.draft)[0],
        back=draft.step_before(asking.draft, step),
        questionnaire=asking.check.questionnaire.id if asking.check else "",
    )


def _check_page(asking: Asking, form: Form | None = None) -> str:
    """Return "check and send".

    `form`: as it was sent; None: as it is shown first, with the answers going along.
    """
    has_answers = asking.assessment is not None
    if form is None:
        form = forms.send_form(asking.draft, has_answers=has_answers)(
            data={"key": asking.draft.key, "answers": True}
        )
    return render_template(
        "selfassess/referrals/ask_check.html",
        draft=asking.draft,
        asked=request_label(asking.kind),
        for_children=asking.kind in FOR_CHILDREN,
        parts=[
            (title, url_for(".ask_page", kind=_in_address(asking.kind), page=page), rows)
            for page, title, rows in forms.summary(asking.draft)
        ],
        form=form,
        consent=consent_for(asking.kind, settings().council_name, False, clock.now()),
        promise=promised(asking.kind, whereabouts.home_on(asking.draft), _call_at(asking)),
        urgent=whereabouts.is_urgent(asking.draft, clock.today()),
        cannot_wait=asking.cannot_wait,
        back=draft.step_before(asking.draft, RequestStep.CHECK),
    )
