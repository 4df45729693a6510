"""The result: what to do next and why, every lower tier, and services near the person."""

from dataclasses import replace

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core import clock
from core.web import settings
from directory.search.providers import page_links
from directory.taxonomy import needs as needs_tree
from selfassess.blueprint import blueprint
from selfassess.context import assessment_kind, begun, current, keep, log, questionnaire_or_404
from selfassess.engine.money_indications import money_indications
from selfassess.engine.outcome import outcome
from selfassess.engine.path import Walk, walk
from selfassess.loading.rule_wording import load_rule_wordings
from selfassess.questions import view_models
from selfassess.questions.views import Page, hear_first, interrupt_page, to_step
from selfassess.result import money, services_near
from selfassess.rules import figures
from selfassess.session import MOST_WHERE

_MOST_PAGES = 4


@blueprint.get("/check/<questionnaire>/result")
def result(questionnaire: str) -> Page:
    """What to do next. Answers that are missing are asked for first."""
    found = questionnaire_or_404(questionnaire)
    value = begun(found)
    if value is None:
        return redirect(url_for(".start", questionnaire=found.id), 303)
    if hear_first(found, value):
        return interrupt_page(found, value)
    path = walk(found, value.answers)
    if path.current is not None:
        return to_step(found, path.current)
    came_to = outcome(path)
    shown = view_models.result_view(came_to, assessment_kind(found))
    nearby = services_near.services_for(shown.needs, needs_tree.load(settings().content_dir), value.where)
    return render_template(
        "selfassess/result/result.html",
        questionnaire=found,
        result=shown,
        nearby=nearby,
        money=_money(path),
        pages=page_links(current_app, (), tuple(need.id for need in came_to.needs), _MOST_PAGES),
        where=value.where,
        is_saved=bool(value.saved),
    )


def _money(path: Walk) -> money.MoneyView | None:
    """What there is to say of money. Figures that cannot be read are logged and count as missing: the result is there without them."""
    content = settings().content_dir
    try:
        known = figures.load(content)
    except figures.FiguresError:
        log.exception("figures cannot be read")
        known = figures.Figures(())
    return money.money_view(
        path, money_indications(path, clock.today(), known), load_rule_wordings(content).figures
    )


@blueprint.post("/check/<questionnaire>/where")
def where(questionnaire: str) -> Response:
    """Keep a town or postcode for the services near the person: in the session, not in an address."""
    found = questionnaire_or_404(questionnaire)
    keep(replace(current(), where=" ".join(request.form.get("where", "").split())[:MOST_WHERE]))
    return redirect(url_for(".result", questionnaire=found.id) + "#near", 303)
