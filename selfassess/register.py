"""Puts the pages and the commands of the self-assessment on the application.

Only app.py imports this module.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.wrappers import Response

from core.phone_links import link_numbers
from core.security import let_index
from core.sessions.current_session import peek
from directory.my_list.saved import add_listener
from selfassess import template_filters
from selfassess.blueprint import blueprint
from selfassess.engine.schema import Questionnaire
from selfassess.explain import views as explain_views  # noqa: F401
from selfassess.first_steps import first_step
from selfassess.first_steps import load as load_first_steps
from selfassess.loading.problems import AssessmentError
from selfassess.navigation import assessment_kind, request_label
from selfassess.pdf_pool import init_pdf_pool
from selfassess.plan import copy_views as plan_copy_views  # noqa: F401
from selfassess.plan import views as plan_views  # noqa: F401
from selfassess.purging import init_purging
from selfassess.questions import views as questions_views  # noqa: F401
from selfassess.referrals import receipt_views  # noqa: F401
from selfassess.referrals import views as referrals_views  # noqa: F401
from selfassess.referrals.call_windows import call_windows
from selfassess.result import views as result_views  # noqa: F401
from selfassess.saving import views as saving_views  # noqa: F401
from selfassess.screen.commands import GROUPS
from selfassess.session import store
from selfassess.session.open_check import library
from selfassess.tracking import views as tracking_views  # noqa: F401
from selfassess.worries import views as worries_views  # noqa: F401


def register(app: Flask) -> None:
    """Add the blueprint, commands, filters and template functions of the self-assessment to the application.

    Every template may call `questionnaire_offered(id)` and `first_step(need_ids, page)`.
    """
    app.register_blueprint(blueprint)
    init_pdf_pool(app, app.extensions["settings"])
    let_index(app, *(f"selfassess.{name}" for name in ("index", "how_it_decides", "decides", "start")))
    init_purging(app)
    add_listener(app, store.save_list)
    for group in GROUPS:
        app.cli.add_command(group)
    app.jinja_env.globals.update(
        questionnaire_offered=_offered, first_step=first_step, call_words=_call_words
    )
    app.add_template_filter(template_filters.dashed, "dashed")
    app.add_template_filter(link_numbers, "phone_links")
    with app.app_context():
        # The home page asks which questionnaires there are, and must not read files.
        if _readable():
            load_first_steps(app.extensions["settings"].content_dir)


@blueprint.before_request
def end_revoked_session() -> None:
    """Show nothing of answers that were deleted, or got new words, in another browser."""
    store.end_revoked_session()


@blueprint.after_request
def keep_from_search_engines(response: Response) -> Response:
    """Ask search engines not to index pages with somebody's answers."""
    if peek(store.ANSWERS):
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.context_processor
def _sensitive() -> dict[str, Any]:
    """Return template variables; `sensitive` puts the button to leave the site quickly on every page."""
    return {"sensitive": True, "request_label": request_label, "assessment_kind": assessment_kind}


def _offered(questionnaire_id: str) -> bool:
    """Return True where the site has a questionnaire with this id."""
    return questionnaire_id in _readable()


def _call_words(code: str) -> str:
    """Return the half hour in which somebody wants to be rung, in words."""
    return call_windows().words(code)


def _readable() -> Mapping[str, Questionnaire]:
    """Return all questionnaires by id.

    Empty where one of them has a mistake, which is logged; other pages still work.
    """
    try:
        return library()
    except AssessmentError:
        store.log.exception("questionnaires cannot be read")
        return {}
