"""Track my request: the form, where the request stands, "I'm still waiting", and taking it back."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock, rate_limits
from core.logs import security_event
from core.web import settings
from directory.schedules.stored import year
from selfassess.blueprint import blueprint
from selfassess.navigation import PageResponse
from selfassess.referrals import labels
from selfassess.referrals.call_windows import WindowTaken, call_windows
from selfassess.referrals.response_times import team_name
from selfassess.session import store
from selfassess.tracking import queries, services
from selfassess.tracking.forms import AnswerForm, CallForm, TrackForm
from selfassess.tracking.services import CannotTrack
from selfassess.values.request import FOR_CHILDREN, RequestKind


def _is_holiday() -> services.IsHoliday:
    return year(settings().content_dir).is_holiday


@blueprint.get("/track")
def track() -> str:
    """Show the form that asks for the reference and the words."""
    return _form_page(TrackForm())


def _form_page(form: TrackForm) -> str:
    return render_template("selfassess/tracking/track.html", form=form)


@blueprint.post("/track")
def open_tracked() -> PageResponse:
    """Open a request. Every try and its outcome are in the security log."""
    form = TrackForm(request.form)
    if not form.validate():
        form.words.data = ""
        return _form_page(form), 422
    try:
        rate_limits.use("track")
        found = services.open_request(settings(), form.reference.data, form.words.data)
    except CannotTrack:
        security_event("track", "failed")
        form.refuse(
            _(
                "We can’t find a request with this reference and these words. Check both and try again, or call us"
            )
        )
        return _form_page(form), 422
    except (rate_limits.TooMany, rate_limits.CannotCount) as error:
        security_event("track", "refused")
        form.refuse(_why_refused(error))
        return _form_page(form), rate_limits.answer_too_many(error)
    security_event("track", "succeeded")
    session[store.TRACKED] = found
    return redirect(url_for(".tracked"), 303)


def _why_refused(error: rate_limits.TooMany | rate_limits.CannotCount) -> str:
    if isinstance(error, rate_limits.TooMany):
        return rate_limits.too_often(error.seconds)
    return _("We can’t look at requests just now. Try again in a few minutes, or call us")


def _opened() -> str:
    """Return the id of the request that this visitor opened; empty where there is none."""
    return str(session.get(store.TRACKED) or "")


def _to_request() -> Response:
    return redirect(url_for(".tracked"), 303)


@blueprint.get("/track/request")
def tracked() -> PageResponse:
    """Show where the opened request stands. Without one, the answer is the form."""
    return _request_page()


def _request_page(form: AnswerForm | None = None, call_form: CallForm | None = None) -> PageResponse:
    found = queries.by_id(settings(), _opened()) if _opened() else None
    if found is None:
        return redirect(url_for(".track"), 303)
    form = form or AnswerForm(data={"asked": found.question_number})
    booked = call_windows().booked(settings(), _opened()) if found.kind is RequestKind.CALL_BACK else ""
    return render_template(
        "selfassess/tracking/request.html",
        tracked=found,
        form=form,
        team=team_name(found.kind),
        asked=labels.label(found.kind),
        for_children=found.kind in FOR_CHILDREN,
        is_late=found.is_open and found.respond_by is not None and found.respond_by < clock.today(),
        can_say_waiting=services.can_say_waiting(settings(), _opened(), _is_holiday()),
        days=settings().request_days,
        messages=queries.messages_to_person(_opened()),
        call_at=call_windows().words(booked) if booked else "",
        call_form=call_form or CallForm.offering(booked),
    )


@blueprint.post("/track/request/answer")
def answer_question() -> PageResponse:
    """Store the answer to what the team asked."""
    form = AnswerForm(request.form)
    if not form.validate():
        page = _request_page(form)
        return (page, 422) if isinstance(page, str) else page
    if services.answer_question(settings(), _opened(), form.number, form.words.data):
        flash(_("Thank you. The team has your answer."))
    return _to_request()


@blueprint.post("/track/request/waiting")
def still_waiting() -> Response:
    """Record that the person is still waiting, and tell the team."""
    if services.say_waiting(settings(), _opened(), _is_holiday()):
        flash(_("We told the team that you are still waiting."))
    return _to_request()


@blueprint.post("/track/request/call")
def change_call() -> PageResponse:
    """Ring the person in another half hour."""
    booked = call_windows().booked(settings(), _opened()) if _opened() else ""
    if not booked:
        return _to_request()
    form = CallForm.offering(booked, request.form)
    page: PageResponse = _to_request()
    try:
        if form.validate():
            call_windows().move(settings(), _opened(), form.window.data)
            flash(_("We ring you at the new time."))
            return page
    except WindowTaken:
        form.window.errors = [
            _("This time is full by now, or it is not a time that you said is safe. Choose another one")
        ]
    page = _request_page(call_form=form)
    return (page, 422) if isinstance(page, str) else page


@blueprint.post("/track/request/withdraw")
def withdraw() -> Response:
    """Take the request back."""
    if services.withdraw(settings(), _opened()):
        security_event("request_withdrawn", "succeeded")
        flash(_("You took your request back. We stop working on it."))
    return _to_request()
