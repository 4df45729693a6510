"""Where people begin, one question a page, and check your answers."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from selfassess import in_progress, presenting, visitor_session
from selfassess.engine import Errors, Questionnaire, Step, Walk, validate, walk
from selfassess.engine.schema import CHOICES, Interrupt
from selfassess.in_progress import InProgress
from selfassess.views import begun, blueprint, current, keep, library, put, questionnaire_or_404

Page = str | Response | tuple[str, int]


@blueprint.get("/check/")
def index() -> str:
    """All questionnaires."""
    return render_template("selfassess/index.html", questionnaires=list(library().values()), going_on=current().questionnaire)


@blueprint.get("/check/<questionnaire>")
def start(questionnaire: str) -> str:
    """What a questionnaire is, how long it takes, and that nobody has to answer it."""
    found = questionnaire_or_404(questionnaire)
    mine = current()
    answers = mine.answers if mine.questionnaire == found.id else mine.others.get(found.id, {})
    path = walk(found, {})
    return render_template(
        "selfassess/start.html",
        questionnaire=found,
        has_answers=bool(answers),
        can_start_afresh=visitor_session.holds_anything(),
        minutes=path.progress.minutes_left,
        parts=path.progress.of,
    )


@blueprint.post("/check/<questionnaire>/begin")
def begin(questionnaire: str) -> Response:
    """Open a questionnaire: with the answers from before, or afresh, with nothing of whoever was here before."""
    found = questionnaire_or_404(questionnaire)
    afresh = request.form.get("afresh") == "yes"
    value = in_progress.begin(current(), found, afresh=afresh)
    if afresh:
        visitor_session.forget()
    keep(value)
    return _onwards(found, value)


@blueprint.get("/check/<questionnaire>/<question>")
def question(questionnaire: str, question: str) -> Page:
    """One question. A page that cannot be reached leads to the first that waits for an answer."""
    found = questionnaire_or_404(questionnaire)
    value = begun(found)
    if value is None:
        return redirect(url_for(".start", questionnaire=found.id), 303)
    if value.waiting != question and hear_first(found, value):
        return interrupt_page(found, value)
    path = walk(found, value.answers, question)
    if path.current is None or path.current.question.id != question:
        return to_step(found, path.current)
    return _question_page(value, path, path.current)


@blueprint.post("/check/<questionnaire>/<question>")
def answer(questionnaire: str, question: str) -> Page:
    """Keep an answer and go on; or ask again, with nothing lost."""
    found = questionnaire_or_404(questionnaire)
    value = begun(found)
    if value is None:
        return redirect(url_for(".start", questionnaire=found.id), 303)
    path = walk(found, value.answers, question)
    step = path.current
    if step is None or step.question.id != question:
        return to_step(found, step)
    return _answered(found, value, path, step)


def _answered(found: Questionnaire, value: InProgress, path: Walk, step: Step) -> Page:
    typed = request.form.getlist("answer")
    if "more" in request.form:
        return _question_page(value, path, step, typed=[one for one in typed if one.strip()], more=True)
    leaving = "leave" in request.form
    taken = validate(step.question, typed, skipped="skip" in request.form)
    if isinstance(taken, Errors):
        if leaving:
            return redirect(url_for(".save"), 303)
        return _question_page(value, path, step, typed=typed, errors=taken.messages), 422
    return _kept(found, value, step, taken, leaving)


def _kept(found: Questionnaire, value: InProgress, step: Step, taken: tuple[str, ...], leaving: bool) -> Page:
    seen = in_progress.seen_revision(request.form.get("revision", ""))
    changes = in_progress.answer_changes(value, found, step.question.id, taken)
    written = put(value, seen, changes)
    if written.refused:
        path = walk(found, written.value.answers, step.question.id)
        return _question_page(written.value, path, path.current or step, elsewhere=True, written=_words(step, taken)), 409
    if in_progress.cleared(value, changes):
        who = walk(found, written.value.answers).voice.who or _("you")
        flash(_("You changed who this is about. Please answer these questions again, about %(who)s.", who=who))
    value = _waiting(found, written.value, step.question.id, newly=taken != step.answer)
    keep(value)
    if leaving:
        return redirect(url_for(".save"), 303)
    return _onwards(found, value, step.question.id)


def _words(step: Step, taken: tuple[str, ...]) -> tuple[str, ...]:
    return () if step.question.kind in CHOICES else taken


def _waiting(found: Questionnaire, value: InProgress, question_id: str, newly: bool) -> InProgress:
    """With an answer that must be spoken about first, where this is one and it is new."""
    speaks = newly and bool(walk(found, value.answers).interrupts_of(question_id))
    return replace(value, waiting=question_id if speaks else "")


@blueprint.post("/check/<questionnaire>/go-on")
def go_on(questionnaire: str) -> Response:
    """Somebody has read what was said at once, and goes on."""
    found = questionnaire_or_404(questionnaire)
    value = replace(current(), waiting="")
    keep(value)
    return _onwards(found, value)


@blueprint.get("/check/<questionnaire>/answers")
def answers(questionnaire: str) -> Page:
    """All answers, to be looked over and changed."""
    found = questionnaire_or_404(questionnaire)
    value = begun(found)
    if value is None:
        return redirect(url_for(".start", questionnaire=found.id), 303)
    if hear_first(found, value):
        return interrupt_page(found, value)
    path = walk(found, value.answers)
    if path.current is not None:
        return to_step(found, path.current)
    return render_template("selfassess/answers.html", questionnaire=found, parts=presenting.answered(path), last=path.steps[-1].question.id)


def hear_first(found: Questionnaire, value: InProgress) -> tuple[Interrupt, ...]:
    """What has to be said before any other page of this questionnaire is shown; nothing where it was read."""
    return walk(found, value.answers).interrupts_of(value.waiting) if value.waiting else ()


def interrupt_page(found: Questionnaire, value: InProgress) -> str:
    """What has to be said at once. It has no address of its own: nothing in a browser's history tells that it was shown."""
    return render_template(
        "selfassess/interrupt.html",
        questionnaire=found,
        interrupts=hear_first(found, value),
        voice=found.voice_of(walk(found, value.answers).kept_answers),
        question_id=value.waiting,
    )


def _question_page(
    value: InProgress,
    path: Walk,
    step: Step,
    *,
    typed: list[str] | None = None,
    errors: tuple[str, ...] = (),
    more: bool = False,
    elsewhere: bool = False,
    written: tuple[str, ...] = (),
) -> str:
    before = path.before(step.question.id)
    return render_template(
        "selfassess/question.html",
        questionnaire=path.questionnaire,
        question=presenting.question_view(path, step, typed, more),
        errors=errors,
        elsewhere=elsewhere,
        answered_there=step.answered,
        written=written,
        revision=value.revision,
        back=before.question.id if before else "",
        saved=bool(value.saved),
    )


def _onwards(found: Questionnaire, value: InProgress, after: str = "") -> Response:
    path = walk(found, value.answers)
    return to_step(found, path.after(after) if after else path.current)


def to_step(found: Questionnaire, step: Step | None) -> Response:
    """On to a step; to "check your answers" after the last."""
    if step is None:
        return redirect(url_for(".answers", questionnaire=found.id), 303)
    return redirect(url_for(".question", questionnaire=found.id, question=step.question.id), 303)
