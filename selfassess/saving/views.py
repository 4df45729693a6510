"""Save and return without an account: a reference with three words, or an e-mailed link; and delete now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock
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
from selfassess.saving.forms import ComeBackForm, LinkForm
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
    return to_come_back() if value.empty else _save_page(value, LinkForm())


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
    """Return until when the saved copy is kept; None where there is none, or where it cannot be read, which is logged."""
    if not value.saved:
        return None
    try:
        copy = copy_queries.read(settings(), value.saved)
    except copy_services.UNREADABLE:
        store.log.exception("a saved copy cannot be read")
        return None
    return copy.expires_at if copy else None


@blueprint.post("/check/save")
@limiter.limit(_SAVES, deduct_when=_worked)
def save_now() -> PageResponse:
    """Save; or give a new reference and new words to what is saved already."""
    value = store.current()
    if value.empty:
        return to_come_back()
    _show_once(_saved_or_renewed(value))
    return redirect(url_for(".saved"), 303)


def _saved_or_renewed(value: InProgress) -> NewlySaved:
    """Return the reference and the words of a new saved copy, or new ones of the present copy where it can still be read."""
    if _expiry_of(value) is None:
        return _newly_saved(value)
    try:
        return services.renew(settings(), value.saved)
    except copy_services.Gone:
        return _newly_saved(value)


def _newly_saved(value: InProgress) -> NewlySaved:
    """Save a new copy and tie the answers in progress to it."""
    known = services.save(settings(), value.questionnaire, str(value.version), value.body)
    copy = copy_queries.read(settings(), known.id)
    revision, body = (copy.revision, copy.body) if copy else (1, replace(value.body, changed={}))
    store.keep(replace(value, saved=known.id, revision=revision, body=body))
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
@limiter.limit(_LINKS, deduct_when=_worked)
def email_link() -> PageResponse:
    """Send a link that opens what is saved, once."""
    value, form = store.current(), LinkForm(request.form)
    if value.empty:
        return to_come_back()
    if not form.validate():
        return _save_page(value, form), 422
    saved_id = _newly_saved(value).id if _expiry_of(value) is None else value.saved
    services.send_link(
        settings(), saved_id, form.email.data, lambda token: public_url("selfassess.link", token=token)
    )
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
    return _come_back_page(ComeBackForm())


def _come_back_page(form: ComeBackForm) -> str:
    return render_template("selfassess/saving/come_back.html", form=form, days=settings().assessment_days)


@blueprint.post("/come-back")
@limiter.limit(_TRIES)
def come_back_now() -> PageResponse:
    """Open what was saved. A wrong reference and wrong words get the same answer."""
    form = ComeBackForm(request.form)
    if not form.validate():
        form.words.data = ""
        return _come_back_page(form), 422
    return _opened_or_refused(
        form,
        lambda: services.open_saved(settings(), form.reference.data, form.words.data),
        _("We can’t find saved answers with this reference and these words. Check both and try again"),
    )


def _opened_or_refused(
    form: ComeBackForm, open_copy: Callable[[], SavedCopy], cannot_open: str
) -> PageResponse:
    """Open a saved copy and go on; or show the form with the reason why not. `cannot_open`: the words for CannotOpen."""
    try:
        return _go_on_with(open_copy())
    except CannotOpen:
        form.refuse(cannot_open)
        return _come_back_page(form), 422
    except TooManyTries as error:
        minutes = max(1, round((error.until - clock.now()).total_seconds() / 60))
        form.refuse(
            _("That was tried too often. Try again in %(minutes)s minutes, or call us", minutes=minutes)
        )
        return _come_back_page(form), 429
    except copy_services.UNREADABLE:
        store.log.exception("a saved copy cannot be read")
        form.refuse(
            _(
                "We found your answers, but we can’t open them. They are not deleted. Please call us about them"
            )
        )
        return _come_back_page(form), 422


@blueprint.get("/come-back/<token>")
def link(token: str) -> str:
    """The page that an e-mailed link leads to. It opens nothing by itself, because mail programs follow links."""
    return render_template("selfassess/saving/link.html", token=token)


@blueprint.post("/come-back/<token>")
@limiter.limit(_TRIES)
def claim_link(token: str) -> PageResponse:
    """Open what an e-mailed link leads to. It works once."""
    return _opened_or_refused(
        ComeBackForm(),
        lambda: services.claim_link(settings(), token),
        _("This link was used already, or is too old. Use your reference and your words, or call us"),
    )


def _go_on_with(copy: SavedCopy) -> Response:
    """Put a saved copy into an empty session, because somebody else may have used this browser, and go on where it ends.

    Answers to an older version of the questionnaire are migrated by written steps; without one they are left out.
    """
    store.forget()
    found = library().get(copy.questionnaire)
    if found is None:
        store.keep(_into_session(copy, "", 0))
        return redirect(url_for(".plan"), 303)
    value = _into_session(_of_present_version(found, copy), found.id, found.version)
    store.keep(value)
    flash(_("Welcome back. Your answers are here."))
    return to_step(found, OpenCheck(found, value).path.current)


def _into_session(copy: SavedCopy, questionnaire: str, version: int) -> InProgress:
    return InProgress(questionnaire, version, copy.body, copy.revision, saved=copy.id)


def _of_present_version(found: Questionnaire, copy: SavedCopy) -> SavedCopy:
    """Return the saved copy in the form of the questionnaire's present version, and store it so."""
    if copy.version == str(found.version):
        return copy
    try:
        answers = migrate_answers(found, answers_of(copy.body.answers), int(copy.version))
    except (NoStepError, ValueError):
        answers = {}
        flash(
            _(
                "The questions have changed since you saved your answers. Please answer them again. Your plan is still here."
            )
        )
    body = replace(copy.body, answers={id: list(answer) for id, answer in answers.items()})
    return copy_services.migrate(settings(), copy, str(found.version), body)
