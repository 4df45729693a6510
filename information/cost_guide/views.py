"""The page of the cost guide. Answers come by POST and are stored nowhere: the answer to the POST is the page."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, Flask, render_template, request

from core import clock
from core.security import let_index
from core.stores import needs_no_store
from core.web import settings
from information import pages
from information.cost_guide import page as view_models
from information.cost_guide import prices
from information.cost_guide.forms import CostForm
from information.cost_guide.page import CostResult
from information.rendering import render_page
from selfassess.loading.problems import AssessmentError
from selfassess.loading.rule_wording import load_rule_wordings
from selfassess.rules.figures import FigureMissing, FiguresError
from selfassess.rules.figures import load as load_figures

blueprint = Blueprint("costs", __name__)
SLUG = "care-costs"
"""The page of advice that stands under the form."""


def register(app: Flask) -> None:
    """Register the page, and read what it needs, so that no request reads files.

    A fault in the prices shows at the start. One in the figures stops what shows money, and nothing else.
    """
    content_dir = app.extensions["settings"].content_dir
    prices.load(content_dir)
    with suppress(FiguresError, AssessmentError):
        load_figures(content_dir)
        load_rule_wordings(content_dir)
    app.register_blueprint(blueprint)
    let_index(app, "costs.guide")


@blueprint.get("/costs")
@needs_no_store
def guide() -> str:
    """Show local prices and the questions."""
    return _page(CostForm())


@blueprint.post("/costs")
@needs_no_store
def work_out() -> str | tuple[str, int]:
    """Show the sums, or ask again with nothing lost."""
    form = CostForm(request.form)
    if not form.validate():
        return _page(form), 422
    return _page(form, result=_result(form), sent=True)


def _result(form: CostForm) -> CostResult | None:
    """Return the sums; None where a price or a figure is not in force today."""
    folder, today = settings().content_dir, clock.today()
    means = form.means(today)
    try:
        price = prices.on(prices.load(folder), means.kind, today)
        return view_models.cost_result(means, price, load_figures(folder), form.someone_else_lives_there)
    except (FigureMissing, FiguresError):
        return None


def _page(form: CostForm, result: CostResult | None = None, *, sent: bool = False) -> str:
    folder, today = settings().content_dir, clock.today()
    rows = view_models.price_rows(prices.all_on(prices.load(folder), today))
    advice: Any = pages.load(folder)[SLUG]
    return render_template(
        "information/cost_guide/guide.html",
        form=form,
        sent=sent,
        result=result,
        rows=rows,
        checked_on=view_models.prices_checked(rows),
        page=advice,
        rendered=render_page(advice.body, settings()),
        today=today,
        figure_names=load_rule_wordings(folder).figures,
    )
