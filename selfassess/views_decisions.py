"""How the check decides: its questions, its rules with their law, and a dated log of what changed. For everybody to read."""

from flask import render_template

from selfassess import deciding
from selfassess.views import blueprint, library, questionnaire_or_404


@blueprint.get("/check/how-it-decides")
def how_it_decides() -> str:
    """The rules in plain words, and all changes, the newest first."""
    known = library()
    return render_template(
        "selfassess/how_it_decides.html",
        questionnaires=list(known.values()),
        routes=deciding.routes(known.shared),
        changes=deciding.changes(known.values()),
        versions=deciding.rule_versions(),
    )


@blueprint.get("/check/how-it-decides/<questionnaire>")
def decides(questionnaire: str) -> str:
    """All questions of one questionnaire, with what each answer sets."""
    found = questionnaire_or_404(questionnaire)
    return render_template("selfassess/decides.html", questionnaire=found, parts=deciding.parts(found), changes=deciding.changes([found]))
