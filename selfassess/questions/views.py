"""The list of questionnaires, one question a page, and "check your answers"."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.csrf import CSRFError
from core.errors import form_too_old_page
from core.web import local_path
from directory.search import my_place
from selfassess.blueprint import blueprint
from selfassess.engine.path import Walk, WalkStep, walk
from selfassess.engine.phrases import Voice
from selfassess.engine.schema import CHOICES, Answer
from selfassess.navigation import PageResponse, interrupt_page, to_start, to_step
from selfassess.questions import view_models
from selfassess.questions.forms import AnswerForm, answer_form, shown_form
from selfassess.result.forms import PlaceForm
from selfassess.session import answers_in_progress, store
from selfassess.session.answers_in_progress import InProgress
from selfassess.session.open_check import OpenCheck, library, open_check, questionnaire_or_404


@blueprint.get("/check/")
def index() -> str:
    """All questionnaires."""
    return render_template(
        "selfassess/questions/index.html",
        questionnaires=list(library().values()),
        going_on=store.current().questionnaire,
    )


@blueprint.get("/check/<questionnaire>")
def start(questionnaire: str) -> str:
    """What a questionnaire is about, how long it takes, and that nobody has to answer it."""
    wanted = questionnaire_or_404(questionnaire)
    value = store.current()
    answers = value.answers if value.questionnaire == wanted.id else value.others.get(wanted.id, {})
    progress = walk(wanted, {}).progress
    return render_template(
        "selfassess/questions/start.html",
        questionnaire=wanted,
        has_answers=bool(answers),
        can_start_afresh=store.holds_anything(),
        minutes=progress.minutes_left,
        parts=progress.of,
    )


@blueprint.post("/check/place")
def place() -> Response:
    """Keep or forget the visitor's place, so that it is not asked again, and go on to the page chosen there."""
    form = PlaceForm(request.form)
    if "forget" in request.form:
        form.where.data = ""
    if form.validate():
        my_place.remember(form.where.data or "")
        store.set_current(replace(store.current(), where=form.where.data or ""))
    return redirect(local_path(request.form.get("to", ""), url_for(".index")), 303)


@blueprint.post("/check/<questionnaire>/begin")
def begin(questionnaire: str) -> Response:
    """Open a questionnaire: with the earlier answers, or afresh, with nothing of the person before."""
    wanted = questionnaire_or_404(questionnaire)
    afresh = request.form.get("afresh") == "yes"
    value = answers_in_progress.begin(store.current(), wanted, afresh=afresh)
    if afresh:
        store.forget()
    store.set_current(value)
    return to_step(wanted, OpenCheck(wanted, value).path.current)


@blueprint.get("/check/<questionnaire>/<question>")
def question(questionnaire: str, question: str) -> PageResponse:
    """One question. A page that cannot be reached leads to the first question without an answer."""
    wanted = questionnaire_or_404(questionnaire)
    check = open_check(wanted)
    if check is None:
        return to_start(wanted)
    if check.value.waiting != question and check.unread_interrupts:
        return interrupt_page(check)
    path = check.path_at(question)
    if path.current is None or path.current.question.id != question:
        return to_step(wanted, path.current)
    return _stored_page(check, path, path.current)


@blueprint.post("/check/<questionnaire>/<question>")
def answer(questionnaire: str, question: str) -> PageResponse:
    """Store an answer and go on; or ask again, with nothing lost.

    The page may be older than what happened in another window: another questionnaire was begun there, or this
    question is not asked any more, or everything was forgotten. The answer is stored all the same, and an
    interrupt that it calls for is shown.
    """
    wanted = questionnaire_or_404(questionnaire)
    value = answers_in_progress.reopened(store.current(), wanted)
    store.set_current(value)
    check = OpenCheck(wanted, value)
    if question not in wanted.by_id:
        return to_step(wanted, check.path_at(question).current)
    step = check.path.step(question)
    if step is None:
        return _answer_off_path(check, question)
    return _answer_on_path(check, step)


def _answer_off_path(check: OpenCheck, question_id: str) -> PageResponse:
    """Store an answer to a question that is not on the path now.

    The answer counts again when the question comes back.
    """
    step = WalkStep(check.questionnaire.by_id[question_id], check.value.answers.get(question_id))
    taken = _sent_form(step, check.path.voice).take(skipped="skip" in request.form)
    if taken is None or "more" in request.form:
        flash(
            _(
                "Another answer changed, so we don’t ask this question any more. We did not keep what you answered."
            )
        )
        return to_step(check.questionnaire, check.path.current)
    return _stored(check, step, taken)


def _sent_form(step: WalkStep, voice: Voice) -> AnswerForm:
    return answer_form(step.question, voice)(request.form)


def _answer_on_path(check: OpenCheck, step: WalkStep) -> PageResponse:
    form = _sent_form(step, check.path.voice)
    one_more = "more" in request.form
    taken = None if one_more else form.take(skipped="skip" in request.form)
    if taken is not None:
        return _stored(check, step, taken)
    if "leave" in request.form and not one_more:
        return redirect(url_for(".save"), 303)
    form.show_lines(one_more=one_more)
    form["revision"].data = str(check.value.revision)
    page = _question_page(check, check.path_at(step.question.id), step, form)
    return page if one_more else (page, 422)


def _stored(check: OpenCheck, step: WalkStep, taken: Answer) -> PageResponse:
    """Store an answer, say what else that changed, and go on."""
    questionnaire, question_id = check.questionnaire, step.question.id
    seen = answers_in_progress.seen_revision(request.form.get("revision", ""))
    changes = answers_in_progress.answer_changes(check.value, check.path, question_id, taken)
    result = store.put(check.value, seen, changes)
    if result.refused:
        return _refused_page(OpenCheck(questionnaire, result.value), step, taken)
    value = replace(result.value, waiting=_waiting(check, result.value, step, taken))
    store.set_current(value)
    after = OpenCheck(questionnaire, value)
    _say_what_happened(check, after, step, answers_in_progress.cleared(check.value, changes))
    if "leave" in request.form:
        return redirect(url_for(".save"), 303)
    return to_step(questionnaire, after.path.first_unanswered)


def _waiting(check: OpenCheck, value: InProgress, step: WalkStep, taken: Answer) -> str:
    """Return the question's id where its answer is new and calls for an interrupt page; else an empty
    text."""
    question_id = step.question.id
    stored = value.answers.get(question_id, ())
    is_new = taken != step.answer
    return question_id if is_new and check.questionnaire.interrupts_of(question_id, stored) else ""


def _refused_page(check: OpenCheck, step: WalkStep, taken: Answer) -> PageResponse:
    """Show the question once more, with the answer of another window.

    An interrupt that the refused answer calls for comes first.
    """
    question_id = step.question.id
    interrupts = check.questionnaire.interrupts_of(question_id, taken)
    if interrupts:
        flash(
            _(
                "You changed your answers in another window, so we did not keep this one. Please look at the question again."
            )
        )
        return interrupt_page(check, question_id, interrupts), 409
    path = check.path_at(question_id)
    is_choice = step.question.kind in CHOICES
    written = (
        () if is_choice else view_models.answer_in_words(WalkStep(step.question, taken), check.path.voice)
    )
    return _stored_page(check, path, path.current or step, elsewhere=True, written=written), 409


def _say_what_happened(before: OpenCheck, after: OpenCheck, step: WalkStep, cleared: bool) -> None:
    """Tell the visitor where an answer was stored that the other answers did not lead to, or where it
    cleared others."""
    question_id = step.question.id
    reached = before.path.at(question_id)
    if cleared:
        who = after.path.voice.who or _("you")
        flash(
            _("You changed who this is about. Please answer these questions again, about %(who)s.", who=who)
        )
    elif before.path.step(question_id) is None:
        flash(
            _(
                "Another answer changed, so we don’t ask this question any more. We kept your answer, in case we ask again."
            )
        )
    elif reached is not None and reached.question.id == question_id:
        return
    elif before.value.answers:
        flash(_("We kept your answer. These questions come before it. Please answer them too."))
    else:
        flash(
            _(
                "We no longer had your earlier answers, so we ask those questions again. We kept the answer that you gave just now."
            )
        )


@blueprint.post("/check/<questionnaire>/go-on")
def go_on(questionnaire: str) -> Response:
    """Go on after an interrupt page was read."""
    wanted = questionnaire_or_404(questionnaire)
    check = open_check(wanted)
    if check is None:
        return to_start(wanted)
    store.set_current(replace(check.value, waiting=""))
    return to_step(wanted, check.path.current)


@blueprint.get("/check/<questionnaire>/answers")
def answers(questionnaire: str) -> PageResponse:
    """All answers, to be looked over and changed."""
    wanted = questionnaire_or_404(questionnaire)
    check = open_check(wanted)
    if check is None:
        return to_start(wanted)
    if check.unread_interrupts:
        return interrupt_page(check)
    if check.path.current is not None:
        return to_step(wanted, check.path.current)
    return render_template(
        "selfassess/questions/answers.html",
        questionnaire=wanted,
        sections=view_models.answered_sections(check.path),
        last=check.path.steps[-1].question.id,
    )


@blueprint.errorhandler(CSRFError)
def form_too_old(_error: CSRFError) -> tuple[str, int]:
    """Answer a form that was refused: nothing of it can be stored, but an interrupt that it calls for
    is shown."""
    names = request.view_args or {}
    wanted = library().get(names.get("questionnaire", ""))
    # An error handler must not abort: an address of no questionnaire gets the page for a form that is too
    # old.
    if request.endpoint != "selfassess.answer" or wanted is None:
        return form_too_old_page()
    asked = wanted.by_id.get(names["question"])
    taken = None
    if asked:
        taken = _sent_form(WalkStep(asked, None), Voice()).take(skipped="skip" in request.form)
    interrupts = () if taken is None else wanted.interrupts_of(names["question"], taken)
    if not interrupts:
        return form_too_old_page(url_for(".start", questionnaire=wanted.id))
    flash(_("We could not keep this answer, because the page was too old. Please start the questions again."))
    return interrupt_page(OpenCheck(wanted, InProgress()), names["question"], interrupts), 400


def _stored_page(
    check: OpenCheck,
    path: Walk,
    step: WalkStep,
    *,
    elsewhere: bool = False,
    written: tuple[str, ...] = (),
) -> str:
    """Return a question's page with the stored answer."""
    form = shown_form(step.question, path.voice, step.answer, check.value.revision)
    return _question_page(check, path, step, form, elsewhere=elsewhere, written=written)


def _question_page(
    check: OpenCheck,
    path: Walk,
    step: WalkStep,
    form: AnswerForm,
    *,
    elsewhere: bool = False,
    written: tuple[str, ...] = (),
) -> str:
    """Return a question's page.

    `elsewhere`: the answer was changed in another window; `written`: what was typed in this one.
    """
    before = path.before(step.question.id)
    return render_template(
        "selfassess/questions/question.html",
        questionnaire=check.questionnaire,
        question=view_models.question_view(path, step),
        form=form,
        elsewhere=elsewhere,
        answered_there=step.answered,
        written=written,
        back=before.question.id if before else "",
    )
