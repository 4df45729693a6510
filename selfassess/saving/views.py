"""Save and return without an account: a reference with three words, or an e-mailed link; and delete now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from pydantic import JsonValue
from werkzeug.wrappers import Response

from core import rate_limits
from core.db import db
from core.logs import security_event
from core.outbox.queries import delivery_state
from core.outbox.services import EmailRefused
from core.outbox.wording import refusal
from core.sessions.current_session import count_click
from core.web import links_are_sent, public_url, settings
from selfassess.blueprint import blueprint
from selfassess.engine.migrations import NoStepError, migrate_answers
from selfassess.engine.schema import Questionnaire
from selfassess.navigation import PageResponse, to_step
from selfassess.saved_copy import queries as copy_queries
from selfassess.saved_copy import services as copy_services
from selfassess.saved_copy.queries import SavedCopy
from selfassess.saving import services
from selfassess.saving.forms import ComeBackForm, LinkForm
from selfassess.saving.services import CannotOpen, NewlySaved
from selfassess.session import store
from selfassess.session.answers_in_progress import InProgress
from selfassess.session.open_check import OpenCheck, library
from selfassess.session.readable import answers_of


@blueprint.get("/check/save")
def save() -> PageResponse:
    """Show what saving does; for answers that are saved already, show what can be done with them."""
    value = store.current()
    return to_come_back() if store.nothing_to_save() else _save_page(value, LinkForm())


def to_come_back() -> Response:
    """Return a redirect to the form that opens saved answers."""
    return redirect(url_for(".come_back"), 303)


def _save_page(value: InProgress, form: LinkForm) -> str:
    return render_template(
        "selfassess/saving/save.html",
        days=settings().assessment_days,
        expires_at=_expiry_of(value),
        form=form,
        questionnaire=value.questionnaire,
    )


def _expiry_of(value: InProgress) -> datetime | None:
    """Return when the saved copy expires; None where there is none, or where it cannot be read.

    An unreadable copy is logged.
    """
    if not value.saved:
        return None
    try:
        copy = copy_queries.read(settings(), value.saved)
    except copy_services.UNREADABLE:
        store.log.exception("a saved copy cannot be read")
        return None
    return copy.expires_at if copy else None


@blueprint.post("/check/save")
def save_now() -> PageResponse:
    """Save the answers; or give a new reference and new words to the saved copy."""
    value = store.current()
    if store.nothing_to_save():
        return to_come_back()
    rate_limits.use("save")
    _show_once(_saved_or_renewed(value))
    return redirect(url_for(".saved"), 303)


def _saved_or_renewed(value: InProgress) -> NewlySaved:
    """Return a new reference and words: of the present saved copy if it can be read, else of a new one."""
    if _expiry_of(value) is None:
        return _newly_saved(value)
    try:
        secrets = services.renew(settings(), value.saved)
    except copy_services.SavedCopyMissing:
        return _newly_saved(value)
    security_event("new_words", "succeeded")
    store.set_current(replace(value, generation=secrets.generation))
    return secrets


def _newly_saved(value: InProgress) -> NewlySaved:
    """Save a new copy, and store its id and revision with the answers in progress."""
    value = store.with_list(value)
    secrets = services.save(settings(), value.questionnaire, str(value.version), value.body)
    copy = copy_queries.read(settings(), secrets.id)
    revision, body = (copy.revision, copy.body) if copy else (1, replace(value.body, changed={}))
    store.set_current(
        replace(value, saved=secrets.id, generation=secrets.generation, revision=revision, body=body)
    )
    return secrets


def _show_once(secrets: NewlySaved) -> None:
    session[store.NEWLY_SAVED] = {
        "reference": secrets.reference,
        "words": secrets.words,
        "until": secrets.expires_at.isoformat(),
    }


@blueprint.get("/check/saved")
def saved() -> PageResponse:
    """Show the reference and the words, once."""
    shown = store.read_stored(store.NEWLY_SAVED, _read_newly_saved, None)
    session.pop(store.NEWLY_SAVED, None)
    if shown is None:
        return redirect(url_for(".save"), 303)
    return render_template(
        "selfassess/saving/saved.html",
        shown=shown,
        until=shown["until"],
        questionnaire=store.current().questionnaire,
    )


def _read_newly_saved(stored: Any) -> dict[str, Any]:
    """Return the stored reference, words and day. Raises KeyError, TypeError or ValueError."""
    return {
        "reference": str(stored["reference"]),
        "words": str(stored["words"]),
        "until": datetime.fromisoformat(stored["until"]),
    }


@blueprint.post("/check/save/email")
def email_link() -> PageResponse:
    """Send a link that opens the saved copy once."""
    value, form = store.current(), LinkForm(request.form)
    if store.nothing_to_save():
        return to_come_back()
    if not form.validate() or not links_are_sent(form) or not rate_limits.within(form, "send_link"):
        return _save_page(value, form), 422
    saved_id = _newly_saved(value).id if _expiry_of(value) is None else value.saved
    try:
        message = services.send_link(
            settings(), saved_id, form.email.data, lambda token: public_url("selfassess.link", token=token)
        )
    except EmailRefused as error:
        form.email.errors = [refusal(error)]
        return _save_page(store.current(), form), error.status
    return redirect(url_for(".link_sent", message=message), 303)


@blueprint.get("/check/save/sent")
def link_sent() -> str:
    """Show whether the link was sent. The page does not show the address."""
    state = delivery_state(db.session, request.args.get("message", ""))
    return render_template("selfassess/saving/link_sent.html", state=state)


@blueprint.post("/check/save/leave")
def leave_saved() -> Response:
    """Empty the session. The saved copy remains."""
    store.forget()
    return redirect(url_for(".left"), 303)


@blueprint.get("/check/left")
def left() -> str:
    """Confirm that the answers are saved, and that this browser has forgotten them."""
    return render_template("selfassess/saving/left.html")


@blueprint.get("/check/awake")
def awake() -> Response:
    """Keep the session alive: a script calls this address when a visitor says that they are still there."""
    count_click()
    return jsonify(awake=True)


@blueprint.get("/check/forgotten")
def forgotten() -> PageResponse:
    """Show that the answers were cleared because nobody clicked for too long.

    Where another tab was used meanwhile, the answers are still there, and the visitor goes to the start page.
    """
    if not store.nothing_to_save():
        return redirect(url_for(".index"), 303)
    return render_template("selfassess/saving/forgotten.html")


@blueprint.post("/check/save/delete")
def delete() -> Response:
    """Delete the saved copy and empty the session."""
    value = store.current()
    if value.saved:
        copy_services.delete_now(value.saved)
        security_event("saved_copy_deleted", "succeeded")
    store.forget()
    return redirect(url_for(".deleted"), 303)


@blueprint.get("/check/deleted")
def deleted() -> str:
    """Confirm that the answers were deleted."""
    return render_template("selfassess/saving/deleted.html")


@blueprint.get("/come-back")
def come_back() -> str:
    """Show the form that asks for the reference and the words."""
    return _come_back_page(ComeBackForm())


def _come_back_page(form: ComeBackForm) -> str:
    return render_template("selfassess/saving/come_back.html", form=form, days=settings().assessment_days)


@blueprint.post("/come-back")
def come_back_now() -> PageResponse:
    """Open a saved copy. A wrong reference and wrong words get the same answer."""
    form = ComeBackForm(request.form)
    if not form.validate():
        form.words.data = ""
        return _come_back_page(form), 422
    return _opened_or_refused(
        form,
        "come_back",
        lambda: services.open_saved(settings(), form.reference.data, form.words.data),
        _("We can’t find saved answers with this reference and these words. Check both and try again"),
    )


def _opened_or_refused(
    form: ComeBackForm, purpose: rate_limits.Purpose, open_copy: Callable[[], SavedCopy], cannot_open: str
) -> PageResponse:
    """Open a saved copy and go to its next question; or show the form with the reason why it was not opened.

    `cannot_open`: the message for CannotOpen. Every try and its outcome are in the security log.
    """
    try:
        rate_limits.use(purpose)
        copy = open_copy()
    except CannotOpen:
        security_event("come_back", "failed", purpose=purpose)
        form.refuse(cannot_open)
        return _come_back_page(form), 422
    except (rate_limits.TooMany, rate_limits.CannotCount) as error:
        security_event("come_back", "refused", purpose=purpose)
        form.refuse(_why_refused(error))
        return _come_back_page(form), rate_limits.answer_too_many(error)
    except copy_services.UNREADABLE:
        store.log.exception("a saved copy cannot be read")
        form.refuse(
            _(
                "We found your answers, but we can’t open them. They are not deleted. "
                "Please call us about them"
            )
        )
        return _come_back_page(form), 422
    security_event("come_back", "succeeded", purpose=purpose)
    return _go_on_with(copy)


def _why_refused(error: rate_limits.TooMany | rate_limits.CannotCount) -> str:
    if isinstance(error, rate_limits.TooMany):
        return _(
            "That was tried too often. Try again %(wait)s, or call us", wait=rate_limits.wait(error.seconds)
        )
    return _(
        "We can’t open saved answers just now. They are not lost. Try again in a few minutes, or call us"
    )


@blueprint.get("/come-back/<token>")
def link(token: str) -> str:
    """Show the page of an e-mailed link, with a button that opens the saved copy.

    The address itself opens nothing, because mail programs follow links.
    """
    return render_template("selfassess/saving/link.html", token=token)


@blueprint.post("/come-back/<token>")
def claim_link(token: str) -> PageResponse:
    """Open the saved copy of an e-mailed link, which works once."""
    return _opened_or_refused(
        ComeBackForm(),
        "claim_link",
        lambda: services.claim_link(settings(), token),
        _("This link was used already, or is too old. Use your reference and your words, or call us"),
    )


def _go_on_with(copy: SavedCopy) -> Response:
    """Put a saved copy into an emptied session, and return a redirect to where the visitor left.

    That is the first unanswered question, or the result; without answers, or where the site no longer has the
    questionnaire, the plan. The session is emptied first, because somebody else may have used this browser.
    """
    store.forget()
    questionnaire = library().get(copy.questionnaire)
    if questionnaire is None:
        value = _into_session(copy, "", 0)
        store.set_current(value)
        store.restore_list(value)
        return redirect(url_for(".plan"), 303)
    value = _into_session(_of_present_version(questionnaire, copy), questionnaire.id, questionnaire.version)
    store.set_current(value)
    store.restore_list(value)
    flash(_("Welcome back. Your answers are here."))
    check = OpenCheck(questionnaire, value)
    if not copy.body.answers:
        return redirect(url_for(".plan"), 303)
    if check.path.current is None:
        return redirect(url_for(".result", questionnaire=questionnaire.id), 303)
    return to_step(questionnaire, check.path.current)


def _into_session(copy: SavedCopy, questionnaire: str, version: int) -> InProgress:
    return InProgress(
        questionnaire, version, copy.body, copy.revision, saved=copy.id, generation=copy.generation
    )


def _of_present_version(questionnaire: Questionnaire, copy: SavedCopy) -> SavedCopy:
    """Return the saved copy with answers to the questionnaire's present version, and store it so.

    Answers to an older version are migrated by written steps. Where a step is missing, they are left out, and
    the visitor is told.
    """
    if copy.version == str(questionnaire.version):
        return copy
    try:
        answers = migrate_answers(questionnaire, answers_of(copy.body.answers), int(copy.version))
    except (NoStepError, ValueError):
        answers = {}
        flash(
            _(
                "The questions have changed since you saved your answers. Please answer them again. "
                "Your plan is still here."
            )
        )
    stored_answers: dict[str, JsonValue] = {
        question_id: list(answer) for question_id, answer in answers.items()
    }
    body = replace(copy.body, answers=stored_answers)
    return copy_services.migrate(settings(), copy, str(questionnaire.version), body)
