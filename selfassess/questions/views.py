"""Where people begin, one question a page, and check your answers."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from selfassess import session as selfassess_session
from selfassess import visitor_session
from selfassess.blueprint import blueprint
from selfassess.context import begun, current, keep, library, put, questionnaire_or_404
from selfassess.engine.path import Walk, WalkStep, walk
from selfassess.engine.schema import CHOICES, Answer, Interrupt, Questionnaire
from selfassess.engine.validation import AnswerFault, validate
from selfassess.questions import view_models
from selfassess.questions.fault_wording import fault_message
from selfassess.session import InProgress

Page = str | Response | tuple[str, int]


@blueprint.get("/check/")
def index() -> str:
    """All questionnaires."""
    return render_template(
        "selfassess/questions/index.html",
        questionnaires=list(library().values()),
        going_on=current().questionnaire,
    )


@blueprint.get("/check/<questionnaire>")
def start(questionnaire: str) -> str:
    """What a questionnaire is, how long it takes, and that nobody has to answer it."""
    found = questionnaire_or_404(questionnaire)
    mine = current()
    answers = mine.answers if mine.questionnaire == found.id else mine.others.get(found.id, {})
    path = walk(found, {})
    return render_template(
        "selfassess/questions/start.html",
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
    value = selfassess_session.begin(current(), found, afresh=afresh)
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
    """Keep an answer and go on; or ask again, with nothing lost.

    The page may be older than what happened in another window: another questionnaire was begun there, or this question is not asked
    any more, or everything was forgotten. The answer is kept all the same, and what has to be said of it at once is said.
    """
    found = questionnaire_or_404(questionnaire)
    value = selfassess_session.reopened(current(), found)
    keep(value)
    path = walk(found, value.answers, question)
    if question not in found.by_id:
        return to_step(found, path.current)
    step = path.step(question)
    if step is None:
        return _off_path(found, value, question)
    return _answered(found, value, path, step)


def _off_path(found: Questionnaire, value: InProgress, question_id: str) -> Page:
    """An answer to a question that the other answers have no use for now. It counts again where the question comes back."""
    step = WalkStep(found.by_id[question_id], value.answers.get(question_id))
    taken = _taken(step)
    if isinstance(taken, AnswerFault) or "more" in request.form:
        flash(
            _(
                "Another answer changed, so we don’t ask this question any more. We did not keep what you answered."
            )
        )
        return _onwards(found, value)
    return _kept(found, value, step, taken, "leave" in request.form)


def _taken(step: WalkStep) -> Answer | AnswerFault:
    """The answer that the form sent."""
    return validate(step.question, request.form.getlist("answer"), skipped="skip" in request.form)


def _answered(found: Questionnaire, value: InProgress, path: Walk, step: WalkStep) -> Page:
    typed = request.form.getlist("answer")
    if "more" in request.form:
        return _question_page(value, path, step, typed=[one for one in typed if one.strip()], more=True)
    leaving = "leave" in request.form
    taken = _taken(step)
    if isinstance(taken, AnswerFault):
        if leaving:
            return redirect(url_for(".save"), 303)
        return _question_page(value, path, step, typed=typed, errors=(fault_message(taken),)), 422
    return _kept(found, value, step, taken, leaving)


def _kept(found: Questionnaire, value: InProgress, step: WalkStep, taken: Answer, leaving: bool) -> Page:
    seen = selfassess_session.seen_revision(request.form.get("revision", ""))
    changes = selfassess_session.answer_changes(value, walk(found, value.answers), step.question.id, taken)
    written = put(value, seen, changes)
    if written.refused:
        return _refused(found, written.value, step, taken)
    _say_what_happened(found, value, written.value, step, selfassess_session.cleared(value, changes))
    value = _waiting(found, written.value, step.question.id, newly=taken != step.answer)
    keep(value)
    if leaving:
        return redirect(url_for(".save"), 303)
    return _onwards(found, value, step.question.id)


def _refused(found: Questionnaire, value: InProgress, step: WalkStep, taken: Answer) -> Page:
    """The question once more, as it stands since it was changed in another window. What cannot wait is said first."""
    interrupts = found.interrupts_of(step.question.id, taken)
    if interrupts:
        flash(
            _(
                "You changed your answers in another window, so we did not keep this one. Please look at the question again."
            )
        )
        return interrupt_page(found, value, step.question.id, interrupts), 409
    path = walk(found, value.answers, step.question.id)
    return _question_page(value, path, path.current or step, elsewhere=True, written=_words(step, taken)), 409


def _say_what_happened(
    found: Questionnaire, before: InProgress, after: InProgress, step: WalkStep, cleared: bool
) -> None:
    """Say it where an answer was kept that the visitor's other answers did not lead to, or where it cleared others."""
    path = walk(found, before.answers)
    reached = path.at(step.question.id)
    if cleared:
        who = walk(found, after.answers).voice.who or _("you")
        flash(
            _("You changed who this is about. Please answer these questions again, about %(who)s.", who=who)
        )
    elif path.step(step.question.id) is None:
        flash(
            _(
                "Another answer changed, so we don’t ask this question any more. We kept your answer, in case we ask again."
            )
        )
    elif reached is not None and reached.question.id == step.question.id:
        return
    elif before.answers:
        flash(_("We kept your answer. These questions come before it. Please answer them too."))
    else:
        flash(
            _(
                "We no longer had your earlier answers, so we ask those questions again. We kept the answer that you gave just now."
            )
        )


def _words(step: WalkStep, taken: Answer) -> tuple[str, ...]:
    return () if step.question.kind in CHOICES else taken


def _waiting(found: Questionnaire, value: InProgress, question_id: str, newly: bool) -> InProgress:
    """With an answer that must be spoken about first, where this is one and it is new."""
    speaks = newly and bool(found.interrupts_of(question_id, value.answers.get(question_id, ())))
    return replace(value, waiting=question_id if speaks else "")


@blueprint.post("/check/<questionnaire>/go-on")
def go_on(questionnaire: str) -> Response:
    """Somebody has read what was said at once, and goes on."""
    found = questionnaire_or_404(questionnaire)
    value = begun(found)
    if value is None:
        return redirect(url_for(".start", questionnaire=found.id), 303)
    value = replace(value, waiting="")
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
    return render_template(
        "selfassess/questions/answers.html",
        questionnaire=found,
        parts=view_models.answered(path),
        last=path.steps[-1].question.id,
    )


def hear_first(found: Questionnaire, value: InProgress) -> tuple[Interrupt, ...]:
    """What has to be said before any other page of this questionnaire is shown; nothing where it was read."""
    answer = value.answers.get(value.waiting)
    return () if answer is None else found.interrupts_of(value.waiting, answer)


def interrupt_page(
    found: Questionnaire, value: InProgress, question_id: str = "", interrupts: tuple[Interrupt, ...] = ()
) -> str:
    """What has to be said at once. It has no address of its own: nothing in a browser's history tells that it was shown.

    `interrupts` of `question_id`: those of an answer that was not kept; without them, what the visitor has still to read.
    """
    return render_template(
        "selfassess/questions/interrupt.html",
        questionnaire=found,
        interrupts=interrupts or hear_first(found, value),
        voice=found.voice_of(walk(found, value.answers).answers_on_path),
        question_id=question_id or value.waiting,
    )


@blueprint.errorhandler(CSRFError)
def form_too_old(_error: CSRFError) -> tuple[str, int]:
    """A form whose session is over: nothing of it can be kept, but what cannot wait is said all the same."""
    if request.endpoint != "selfassess.answer":
        return render_template("errors/form_too_old.html", code=400), 400
    names = request.view_args or {}
    found = questionnaire_or_404(names["questionnaire"])
    question = found.by_id.get(names["question"])
    taken = _taken(WalkStep(question, None)) if question else ()
    interrupts = (
        () if question is None or isinstance(taken, AnswerFault) else found.interrupts_of(question.id, taken)
    )
    if not interrupts:
        again = url_for(".start", questionnaire=found.id)
        return render_template("errors/form_too_old.html", code=400, again=again), 400
    flash(_("We could not keep this answer, because the page was too old. Please start the questions again."))
    return interrupt_page(found, InProgress(), names["question"], interrupts), 400


def _question_page(
    value: InProgress,
    path: Walk,
    step: WalkStep,
    *,
    typed: list[str] | None = None,
    errors: tuple[str, ...] = (),
    more: bool = False,
    elsewhere: bool = False,
    written: tuple[str, ...] = (),
) -> str:
    before = path.before(step.question.id)
    return render_template(
        "selfassess/questions/question.html",
        questionnaire=path.questionnaire,
        question=view_models.question_view(path, step, typed, more),
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


def to_step(found: Questionnaire, step: WalkStep | None) -> Response:
    """On to a step; to "check your answers" after the last."""
    if step is None:
        return redirect(url_for(".answers", questionnaire=found.id), 303)
    return redirect(url_for(".question", questionnaire=found.id, question=step.question.id), 303)
