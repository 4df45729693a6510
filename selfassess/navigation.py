"""Redirects between pages, the interrupt page, and the labels of the buttons that lead to a request."""

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from selfassess.engine.legal_facts import facts_of_answers
from selfassess.engine.next_steps import requests_of
from selfassess.engine.path import WalkStep
from selfassess.engine.schema import Interrupt, Questionnaire
from selfassess.session.open_check import OpenCheck

PageResponse = str | Response | tuple[str, int]
"""What a view returns: a page, a redirect, or a page with its status."""


def to_start(questionnaire: Questionnaire) -> Response:
    """Return a redirect to the first page of a questionnaire."""
    return redirect(url_for("selfassess.start", questionnaire=questionnaire.id), 303)


def to_step(questionnaire: Questionnaire, step: WalkStep | None) -> Response:
    """Return a redirect to a step; None leads to "check your answers"."""
    if step is None:
        return redirect(url_for("selfassess.answers", questionnaire=questionnaire.id), 303)
    return redirect(
        url_for("selfassess.question", questionnaire=questionnaire.id, question=step.question.id), 303
    )


def interrupt_page(check: OpenCheck, question_id: str = "", interrupts: tuple[Interrupt, ...] = ()) -> str:
    """Return the page of interrupts: urgent messages, such as numbers to call, that an answer leads to.

    The page has no address of its own, so that a browser's history tells nothing. `question_id` and
    `interrupts`: for an answer that was not stored; without them, the page shows the interrupts that the
    visitor has not read yet.
    """
    shown = interrupts or check.unread_interrupts
    kinds = tuple(dict.fromkeys(kind for one in shown for kind in one.requests))
    return render_template(
        "selfassess/questions/interrupt.html",
        questionnaire=check.questionnaire,
        interrupts=shown,
        requests=requests_of(kinds, facts_of_answers(check.questionnaire, check.path.answers_on_path)),
        voice=check.path.voice,
        question_id=question_id or check.value.waiting,
    )


def assessment_kind(questionnaire: Questionnaire) -> str:
    """Return the kind of request that every result of a questionnaire offers, such as "needs_assessment"."""
    routes = questionnaire.shared.routes
    offered = next(route.requests for route in routes if route.id == questionnaire.assessment)
    return offered[0]


def request_label(kind: str) -> str:
    """Return the label of the button that leads to a request of a kind. Raises KeyError for an unknown kind."""
    return {
        "needs_assessment": _("Ask for a care assessment"),
        "carers_assessment": _("Ask for a carer’s assessment"),
        "occupational_therapy": _("Ask about equipment and short-term help"),
        "hub_appointment": _("Ask for an appointment or a visit"),
        "safeguarding_concern": _("Tell us about a worry"),
        "child_concern": _("Tell us about a worry"),
        "review": _("Ask us to look again"),
        "call_back": _("Ask us to call you"),
        "children_help": _("Ask our team for children and young people"),
    }[kind]
