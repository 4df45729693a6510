"""The page of the cost guide. What was typed is kept in the visitor's session, and never stands in an
address.
"""

from contextlib import suppress
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from core import clock
from core.security import let_index
from core.sessions.current_session import peek
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
SESSION_KEY = "costs"
"""What was typed, by the name of the field, until the visit ends."""


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
    """Show local prices and the questions, and the sums for what was typed in this visit."""
    typed = peek(SESSION_KEY)
    if isinstance(typed, dict):
        form = CostForm(MultiDict(typed))
        if form.validate():
            return _page(form, result=_result(form), sent=True)
    return _page(CostForm())


@blueprint.post("/costs")
def work_out() -> Response | tuple[str, int]:
    """Keep what was typed for this visit and go on to the sums; or ask again with nothing lost."""
    form = CostForm(request.form)
    if not form.validate():
        return _page(form), 422
    session[SESSION_KEY] = {field.name: request.form.get(field.name, "") for field in form}
    return redirect(url_for(".guide", _anchor="costs-result"), 303)


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
