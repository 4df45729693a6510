"""Save and return without an account: a reference with three words, or an e-mailed link; and delete now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from flask import flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock
from core.field_values import is_email
from core.security import limiter
from core.web import public_url, settings
from selfassess.blueprint import blueprint
from selfassess.engine.migrations import NoStepError, migrate_answers
from selfassess.engine.schema import Questionnaire
from selfassess.navigation import PageResponse, to_step
from selfassess.saved_copy import queries as copy_queries
from selfassess.saved_copy import services as copy_services
from selfassess.saved_copy.queries import SavedCopy
from selfassess.saving import services
from selfassess.saving.services import CannotOpen, NewlySaved, TooManyTries
from selfassess.session import store
from selfassess.session.in_progress import InProgress
from selfassess.session.open_check import OpenCheck, library
from selfassess.session.readable import answers_of

_TRIES = "20 per hour"
_SAVES = "20 per hour"
_LINKS = "5 per hour"


def _worked(response: Response) -> bool:
    return response.status_code == 303


@blueprint.get("/check/save")
def save() -> PageResponse:
    """What saving does, and the button; for what is saved already, what can be done with it."""
    value = store.current()
    if value.empty:
        return redirect(url_for(".come_back"), 303)
    return _save_page(value)


def _save_page(value: InProgress, errors: Mapping[str, str] | None = None, email: str = "") -> str:
    opened = copy_queries.read(settings(), value.saved) if value.saved else None
    return render_template(
        "selfassess/saving/save.html",
        days=settings().assessment_days,
        expires_at=opened.expires_at if opened else None,
        errors=errors or {},
        email=email,
        questionnaire=value.questionnaire,
    )


@blueprint.post("/check/save")
@limiter.limit(_SAVES, deduct_when=_worked)
def save_now() -> PageResponse:
    """Save; or give a new reference and new words to what is saved already."""
    value = store.current()
    if value.empty:
        return redirect(url_for(".come_back"), 303)
    _show_once(_saved_or_renewed(value))
    return redirect(url_for(".saved"), 303)


def _saved_or_renewed(value: InProgress) -> NewlySaved:
    if value.saved:
        try:
            return services.renew(settings(), value.saved)
        except copy_services.Gone:
            value = replace(value, saved="")
    return _newly_saved(value)


def _newly_saved(value: InProgress) -> NewlySaved:
    known = services.save(settings(), value.questionnaire, str(value.version), value.body)
    opened = copy_queries.read(settings(), known.id)
    revision = opened.revision if opened else 1
    body = replace(value.body, changed={})
    store.keep(replace(value, saved=known.id, revision=revision, body=opened.body if opened else body))
    return known


def _show_once(known: NewlySaved) -> None:
    session[store.NEWLY_SAVED] = {
        "reference": known.reference,
        "words": known.words,
        "until": known.expires_at.isoformat(),
    }


@blueprint.get("/check/saved")
def saved() -> PageResponse:
    """The reference and the words, shown once."""
    shown = session.pop(store.NEWLY_SAVED, None)
    if shown is None:
        return redirect(url_for(".save"), 303)
    until = datetime.fromisoformat(shown["until"])
    return render_template(
        "selfassess/saving/saved.html", shown=shown, until=until, questionnaire=store.current().questionnaire
    )


@blueprint.post("/check/save/email")
@limiter.limit(_LINKS, deduct_when=_worked)
def email_link() -> PageResponse:
    """Send a link that opens what is saved, once."""
    value, email = store.current(), request.form.get("email", "").strip()
    if value.empty:
        return redirect(url_for(".come_back"), 303)
    if not is_email(email):
        return _save_page(value, {"email": _("Write an email address like name@example.com")}, email), 422
    saved_id = (
        value.saved if value.saved and copy_queries.read(settings(), value.saved) else _newly_saved(value).id
    )
    services.send_link(settings(), saved_id, email, lambda token: public_url("selfassess.link", token=token))
    return redirect(url_for(".link_sent"), 303)


@blueprint.get("/check/save/sent")
def link_sent() -> str:
    """The link is on its way; the address is not kept to be shown here."""
    return render_template("selfassess/saving/link_sent.html")


@blueprint.post("/check/save/leave")
def leave_saved() -> Response:
    """Forget everything here; what is saved stays."""
    store.forget()
    return redirect(url_for(".left"), 303)


@blueprint.get("/check/left")
def left() -> str:
    """They are saved, and this browser has forgotten them."""
    return render_template("selfassess/saving/left.html")


@blueprint.get("/check/awake")
def awake() -> Response:
    """A script asks for this when somebody says that they are still there."""
    return jsonify(awake=True)


@blueprint.get("/check/forgotten")
def forgotten() -> PageResponse:
    """Nobody clicked for too long. Where another tab was used meanwhile, nothing is forgotten, and it goes on there."""
    if not store.current().empty:
        return redirect(url_for(".index"), 303)
    return render_template("selfassess/saving/forgotten.html")


@blueprint.post("/check/save/delete")
def delete() -> Response:
    """Delete what is saved, and forget everything here, at once."""
    value = store.current()
    if value.saved:
        copy_services.delete_now(value.saved)
    store.forget()
    return redirect(url_for(".deleted"), 303)


@blueprint.get("/check/deleted")
def deleted() -> str:
    """It is gone."""
    return render_template("selfassess/saving/deleted.html")


@blueprint.get("/come-back")
def come_back() -> str:
    """The form that asks for the reference and the words."""
    return _come_back_page({})


def _come_back_page(errors: Mapping[str, str]) -> str:
    return render_template(
        "selfassess/saving/come_back.html",
        errors=errors,
        days=settings().assessment_days,
        reference=request.form.get("reference", ""),
    )


@blueprint.post("/come-back")
@limiter.limit(_TRIES)
def come_back_now() -> PageResponse:
    """Open what was saved. A wrong reference and wrong words get the same answer."""
    reference, words = request.form.get("reference", "").strip(), request.form.get("words", "").strip()
    lacking = {
        "reference": "" if reference else _("Write your reference"),
        "words": "" if words else _("Write your three words"),
    }
    if any(lacking.values()):
        return _come_back_page({name: text for name, text in lacking.items() if text}), 422
    try:
        return _opened(services.open_saved(settings(), reference, words))
    except CannotOpen:
        return _come_back_page(
            {
                "reference": _(
                    "We can’t find saved answers with this reference and these words. Check both and try again"
                )
            }
        ), 422
    except TooManyTries as error:
        minutes = max(1, round((error.until - clock.now()).total_seconds() / 60))
        return _come_back_page(
            {
                "reference": _(
                    "That was tried too often. Try again in %(minutes)s minutes, or call us", minutes=minutes
                )
            }
        ), 429


@blueprint.get("/come-back/<token>")
def link(token: str) -> str:
    """The page that an e-mailed link leads to. It opens nothing by itself, because mail programs follow links."""
    return render_template("selfassess/saving/link.html", token=token)


@blueprint.post("/come-back/<token>")
@limiter.limit(_TRIES)
def claim_link(token: str) -> PageResponse:
    """Open what an e-mailed link leads to. It works once."""
    try:
        return _opened(services.claim_link(settings(), token))
    except CannotOpen:
        return _come_back_page(
            {
                "reference": _(
                    "This link was used already, or is too old. Use your reference and your words, or call us"
                )
            }
        ), 422


def _opened(opened: SavedCopy) -> Response:
    """Into an empty session with it, and on to where they were: it may be somebody else who used this browser before.

    Answers of an older version come over by written steps, or stay behind.
    """
    store.forget()
    found = library().get(opened.questionnaire)
    if found is None:
        store.keep(_into_session(opened, "", 0))
        return redirect(url_for(".plan"), 303)
    now = _of_today(found, opened)
    value = _into_session(now, found.id, found.version)
    store.keep(value)
    flash(_("Welcome back. Your answers are here."))
    return to_step(found, OpenCheck(found, value).path.current)


def _into_session(opened: SavedCopy, questionnaire: str, version: int) -> InProgress:
    return InProgress(questionnaire, version, opened.body, opened.revision, saved=opened.id)


def _of_today(found: Questionnaire, opened: SavedCopy) -> SavedCopy:
    """What was saved, in the form of today's version."""
    if opened.version == str(found.version):
        return opened
    try:
        answers = migrate_answers(found, answers_of(opened.body.answers), int(opened.version))
    except (NoStepError, ValueError):
        answers = {}
        flash(
            _(
                "The questions have changed since you saved your answers. Please answer them again. Your plan is still here."
            )
        )
    body = replace(opened.body, answers={id: list(answer) for id, answer in answers.items()})
    return copy_services.migrate(settings(), opened, str(found.version), body)
