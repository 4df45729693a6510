"""The result: what to do next and why, every lower tier, and services near the visitor."""

from dataclasses import replace

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core import clock
from core.web import settings
from directory.search import my_place
from directory.search.alert_places import alerts_near
from directory.search.providers import page_links
from directory.taxonomy import needs as needs_tree
from selfassess.blueprint import blueprint
from selfassess.engine.money_indications import money_indications
from selfassess.engine.path import Walk
from selfassess.loading.rule_wording import load_rule_wordings
from selfassess.navigation import PageResponse, interrupt_page, to_start, to_step
from selfassess.result import money, services_near, view_models
from selfassess.result.forms import PlaceForm
from selfassess.rules import figures
from selfassess.session import store
from selfassess.session.open_check import OpenCheck, open_check, questionnaire_or_404

_MOST_PAGES = 4


@blueprint.get("/check/<questionnaire>/result")
def result(questionnaire: str) -> PageResponse:
    """Show what to do next, and why. Questions without an answer are asked first."""
    wanted = questionnaire_or_404(questionnaire)
    check = open_check(wanted)
    if check is None:
        return to_start(wanted)
    early = _before_the_result(check)
    return early or _result_page(check, PlaceForm(data={"where": check.value.where}))


def _before_the_result(check: OpenCheck) -> str | Response | None:
    """Return what the visitor must read or answer first; None when the result can be shown."""
    if check.unread_interrupts:
        return interrupt_page(check)
    if check.path.current is not None:
        return to_step(check.questionnaire, check.path.current)
    return None


def _result_page(check: OpenCheck, place_form: PlaceForm) -> str:
    tree = needs_tree.load(settings().content_dir)
    shown = view_models.result_view(check.outcome, check.outcome.assessment, tree.safety)
    nearby = services_near.services_for(
        shown.needs, tree, check.value.where, shown.own_words, _("what matters most")
    )
    if nearby is not None and nearby.place_problem and not place_form.errors:
        place_form.where.errors = [nearby.place_problem]
    needs = tuple(need.id for need in check.outcome.needs)
    return render_template(
        "selfassess/result/result.html",
        questionnaire=check.questionnaire,
        result=shown,
        nearby=nearby,
        place_form=place_form,
        money=_money(check.path),
        alerts=() if shown.safety else alerts_near(needs, check.value.where),
        pages=page_links(current_app, (), needs, _MOST_PAGES),
    )


def _money(path: Walk) -> money.MoneyView | None:
    """Return what the page says about money; None where the questionnaire does not deal with money.

    Figures that cannot be read are logged and count as missing, so that the result is shown without them.
    """
    content = settings().content_dir
    try:
        known_figures = figures.load(content)
    except figures.FiguresError:
        store.log.exception("figures cannot be read")
        known_figures = figures.Figures(())
    indications = money_indications(path, clock.today(), known_figures)
    return money.money_view(path, indications, load_rule_wordings(content).figures)


@blueprint.post("/check/<questionnaire>/where")
def where(questionnaire: str) -> PageResponse:
    """Store a town or postcode for the services near the visitor, in the session and not in an address."""
    wanted = questionnaire_or_404(questionnaire)
    form = PlaceForm(request.form)
    if not form.validate():
        check = open_check(wanted)
        if check is None:
            return to_start(wanted)
        return _before_the_result(check) or (_result_page(check, form), 422)
    my_place.remember(form.where.data or "")
    store.set_current(replace(store.current(), where=form.where.data))
    return redirect(url_for(".result", questionnaire=wanted.id) + "#near", 303)
