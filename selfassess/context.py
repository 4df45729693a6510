"""What every page of the self-assessment works with: the questionnaires, and the visitor's answers in the session."""

import logging

from flask import abort, session
from flask_babel import gettext as _

from core.web import settings
from selfassess import session as selfassess_session
from selfassess import visitor_session
from selfassess.engine.schema import Questionnaire
from selfassess.loading.library import Library, load
from selfassess.saving import services as saving_services
from selfassess.session import InProgress, Written
from selfassess.values.saved import FieldChange

log = logging.getLogger("signpost.selfassess")


def library() -> Library:
    """All questionnaires. Raises AssessmentError where one of them cannot be used."""
    return load(settings().content_dir)


def questionnaire_or_404(id: str) -> Questionnaire:
    """One questionnaire by its id."""
    return library()[id] if id in library() else abort(404)


def assessment_kind(questionnaire: Questionnaire) -> str:
    """The kind of request that every result of a questionnaire offers: a needs assessment, or a carer's."""
    kinds = next(
        route.requests for route in questionnaire.shared.routes if route.id == questionnaire.assessment
    )
    return kinds[0]


def ask_words(kind: str) -> str:
    """What stands on the button that leads to a request."""
    return {
        "needs_assessment": _("Ask for a care assessment"),
        "carers_assessment": _("Ask for a carer’s assessment"),
        "occupational_therapy": _("Ask about equipment and short-term help"),
        "hub_appointment": _("Ask for an appointment or a visit"),
        "safeguarding_concern": _("Tell us what is happening"),
        "call_back": _("Ask us to call you"),
    }[kind]


def current() -> InProgress:
    """What this visitor has answered so far."""
    return selfassess_session.read(session.get(visitor_session.ANSWERS))


def keep(value: InProgress) -> None:
    """Keep it in the session."""
    session[visitor_session.ANSWERS] = selfassess_session.write(value)


def begun(questionnaire: Questionnaire) -> InProgress | None:
    """The visitor's answers where they are to this questionnaire; None where they have not begun it."""
    found = current()
    return found if found.questionnaire == questionnaire.id else None


def put(value: InProgress, seen: int, changes: tuple[FieldChange, ...]) -> Written:
    """Make changes, in the saved assessment too where there is one, and keep the outcome in the session."""
    written = (
        _put_saved(value, seen, changes) if value.saved else selfassess_session.changed(value, seen, changes)
    )
    keep(written.value)
    return written


def _put_saved(value: InProgress, seen: int, changes: tuple[FieldChange, ...]) -> Written:
    try:
        result = saving_services.write(settings(), value.saved, seen, changes)
    except saving_services.Gone:
        return selfassess_session.changed(selfassess_session.without_saved(value), seen, changes)
    return selfassess_session.after_merge(value, result)
