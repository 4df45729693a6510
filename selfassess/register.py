"""The self-assessment's pages, one module a noun, gathered under one blueprint; and what they all need of the session."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, abort, current_app, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.settings import Settings
from selfassess import session as selfassess_session
from selfassess import visitor_session
from selfassess.engine.schema import Questionnaire
from selfassess.loading.library import Library, load
from selfassess.loading.yaml_nodes import AssessmentError
from selfassess.questions import view_models
from selfassess.saving import services as saving_services
from selfassess.session import InProgress, Written
from selfassess.values.saved import Change

log = logging.getLogger("signpost.selfassess")
blueprint = Blueprint("selfassess", __name__)


def register(app: Flask) -> None:
    """Put the self-assessment's pages on the application, and let every template ask which questionnaires there are."""
    # Each module puts its routes on the blueprint above, so they can only be imported now.
    from selfassess.explain import views as explain_views  # noqa: F401
    from selfassess.plan import views as plan_views  # noqa: F401
    from selfassess.questions import views as questions_views  # noqa: F401
    from selfassess.referrals import views as referrals_views  # noqa: F401
    from selfassess.result import views as result_views  # noqa: F401
    from selfassess.saving import views as saving_views  # noqa: F401

    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(questionnaire_offered=_offered, questionnaires_about=_about)
    app.add_template_filter(view_models.dashed, "dashed")
    app.add_template_filter(view_models.with_numbers, "numbers")


@blueprint.after_request
def keep_from_search_engines(response: Response) -> Response:
    """What people answer is theirs: no page in the middle of it is found from outside."""
    if visitor_session.ANSWERS in session:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.context_processor
def _sensitive() -> dict[str, Any]:
    """Every page of the self-assessment has the way off the page."""
    return {"sensitive": True, "ask_words": ask_words, "assessment_kind": assessment_kind}


def settings() -> Settings:
    """The site's settings."""
    found: Settings = current_app.extensions["settings"]
    return found


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


def _offered(id: str) -> bool:
    """Whether there is such a questionnaire."""
    return id in _readable()


def _about(need_id: str) -> list[Questionnaire]:
    """The questionnaires that are offered on the page of a need."""
    return [one for one in _readable().values() if need_id in one.about]


def _readable() -> Mapping[str, Questionnaire]:
    """All questionnaires; none where there is a mistake in the content, which is logged and takes no other page down."""
    try:
        return library()
    except AssessmentError:
        log.exception("questionnaires cannot be read")
        return {}


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


def put(value: InProgress, seen: int, changes: tuple[Change, ...]) -> Written:
    """Make changes, in the saved assessment too where there is one, and keep the outcome in the session."""
    written = (
        _put_saved(value, seen, changes) if value.saved else selfassess_session.changed(value, seen, changes)
    )
    keep(written.value)
    return written


def _put_saved(value: InProgress, seen: int, changes: tuple[Change, ...]) -> Written:
    try:
        result = saving_services.write(settings(), value.saved, seen, changes)
    except saving_services.Gone:
        return selfassess_session.changed(selfassess_session.without_saved(value), seen, changes)
    return selfassess_session.after_merge(value, result)
