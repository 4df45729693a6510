"""The public pages "How this check decides": questions as a list and a picture, rules with their law, figures
and changes.
"""

import base64
import hashlib
from pathlib import Path

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from core import clock
from core.content import content_loader
from core.messages import locale
from core.web import settings
from directory.taxonomy import needs
from selfassess.blueprint import blueprint
from selfassess.explain import view_models
from selfassess.explain.flowchart import NARROW, STYLE, WIDE, FlowPicture, draw
from selfassess.loading.fact_wording import load_fact_wordings
from selfassess.loading.library import load
from selfassess.loading.rule_wording import load_rule_wordings
from selfassess.proof.recorder import shown_proof
from selfassess.rules.figures import load as load_figures
from selfassess.session.open_check import library, questionnaire_or_404

WIDTHS = {"flow.svg": WIDE, "flow-narrow.svg": NARROW}
A_YEAR, AN_HOUR = 31_536_000, 3600
_STYLE_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The content security policy of a picture that is opened by itself: its own style, and nothing else."""


@blueprint.get("/check/how-it-decides")
def how_it_decides() -> str:
    """Show the rules in plain words, the figures, what is proved, and all changes, the newest first."""
    content, known = settings().content_dir, library()
    words, fact_wordings = load_rule_wordings(content), load_fact_wordings(content)
    return render_template(
        "selfassess/explain/how_it_decides.html",
        questionnaires=[(one, shown_proof(content, one.id)) for one in known.values()],
        rules=view_models.rules(words.rules, fact_wordings),
        steps=view_models.routes(known.shared, fact_wordings),
        figures=view_models.figures(load_figures(content), words.figures, clock.today()),
        changes=view_models.changes(known.values(), words.rules),
        laws=fact_wordings.laws.all,
        today=clock.today(),
    )


@blueprint.get("/check/<questionnaire>/how-it-decides")
def decides(questionnaire: str) -> str:
    """Show all questions of one questionnaire, when each is asked, and what each answer counts as."""
    found, content = questionnaire_or_404(questionnaire), settings().content_dir
    fact_wordings = load_fact_wordings(content)
    return render_template(
        "selfassess/explain/decides.html",
        questionnaire=found,
        sections=view_models.sections(found, fact_wordings, needs.load(content).label),
        steps=view_models.steps(found, fact_wordings),
        benefits=view_models.benefits(found, fact_wordings),
        proof=shown_proof(content, found.id),
        changes=view_models.changes([found]),
        laws=view_models.laws_of(found, fact_wordings),
        wide=_picture(content, found.id, WIDE),
        narrow=_picture(content, found.id, NARROW),
    )


@blueprint.get("/check/how-it-decides/<questionnaire>")
def decides_before(questionnaire: str) -> BaseResponse:
    """Redirect from the earlier address of the page of one questionnaire."""
    return redirect(url_for("selfassess.decides", questionnaire=questionnaire_or_404(questionnaire).id), 308)


@blueprint.get("/check/<questionnaire>/<any('flow.svg','flow-narrow.svg'):name>")
def flow(questionnaire: str, name: str) -> Response:
    """Send the questions as a picture.

    With its version in the address (`v`) a browser may store the picture for a year.
    """
    picture = _picture(settings().content_dir, questionnaire_or_404(questionnaire).id, WIDTHS[name])
    response = Response(picture.svg, mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = POLICY
    # Stored by the visitor's own browser only: the response may carry a cookie.
    response.cache_control.private = True
    if request.args.get("v") == picture.version:
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
    else:
        response.cache_control.max_age = AN_HOUR
    return response


def _picture(content_dir: Path, questionnaire: str, width: int) -> FlowPicture:
    return _drawn(content_dir, questionnaire, width, str(locale()))


@content_loader
def _drawn(content_dir: Path, questionnaire: str, width: int, language: str) -> FlowPicture:
    """The picture in the language of the reader, who has asked for it just now."""
    return draw(load(content_dir)[questionnaire], load_fact_wordings(content_dir), width)
