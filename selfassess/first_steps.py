"""The first step above a list of services: the check or the request that fits a need, from
content/first_steps.yaml.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import url_for
from flask_babel import ngettext

from core.content import content_loader, read_text, read_yaml
from core.web import settings
from directory.taxonomy import needs as needs_tree
from selfassess.engine.path import walk
from selfassess.engine.schema import Questionnaire
from selfassess.loading.library import load as load_questionnaires
from selfassess.loading.problems import AssessmentError
from selfassess.navigation import request_label
from selfassess.values.request import BY_PROFESSIONALS, CONCERNS, RequestKind

WHO_SPEAKS = ("young-carers", "carers")
"""Needs that say who writes. Beside a condition, such as dementia, their step comes before that of the person
cared for.
"""
_FIRST = 3
"""Needs that speak for who writes; further ones are of a page that is for several people."""
FOR_EVERYBODY = "quick-check"
"""The check that asks a little about everything."""


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A check (the id of a questionnaire) or a request (its kind), of which one is empty. `say`: one line
    about it.
    """

    check: str
    ask: str
    say: str


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """All first steps, by need and by the file name of an advice page."""

    by_need: Mapping[str, FirstStep]
    by_page: Mapping[str, FirstStep]


@dataclass(frozen=True, slots=True)
class StepCard:
    """A first step as a page shows it. `minutes`: how long a check takes, as words; empty for a request."""

    title: str
    minutes: str
    say: str
    url: str


@content_loader
def load(content_dir: Path) -> FirstSteps:
    """Return all first steps. Raises ValueError, which names the entry and says what to do."""
    by_need: dict[str, FirstStep] = {}
    by_page: dict[str, FirstStep] = {}
    questionnaires = load_questionnaires(content_dir)
    tree = needs_tree.load(content_dir)
    for row in read_yaml(content_dir / "first_steps.yaml"):
        step = _step(row, questionnaires)
        for need in row.get("needs", ()):
            known = tree.public_need(need)
            if known is None or known.sensitive or known.safety:
                raise ValueError(
                    f"first_steps.yaml: {need} is no need of needs.yaml that may have a first step"
                )
            _put(by_need, need, step)
        for page in row.get("pages", ()):
            path = content_dir / "pages" / f"{page}.md"
            if not path.is_file():
                raise ValueError(f"first_steps.yaml: there is no page {page} in pages/")
            # Read, so that the file belongs to the content of this loader and to its copy.
            read_text(path)
            _put(by_page, page, step)
    return FirstSteps(by_need, by_page)


def _step(row: Mapping[str, Any], questionnaires: Mapping[str, Questionnaire]) -> FirstStep:
    check, ask = row.get("check", ""), row.get("ask", "")
    asked = {kind.value for kind in RequestKind if kind not in CONCERNS | BY_PROFESSIONALS}
    if bool(check) == bool(ask) or (check and check not in questionnaires) or (ask and ask not in asked):
        raise ValueError(
            f"first_steps.yaml: '{check or ask}' is neither a questionnaire nor a request; use one of "
            f"{', '.join([*questionnaires, *sorted(asked)])}"
        )
    return FirstStep(check, ask, row["say"])


def _put(steps: dict[str, FirstStep], name: str, step: FirstStep) -> None:
    if name in steps:
        raise ValueError(f"first_steps.yaml: {name} stands twice; leave one out")
    steps[name] = step


def _of_needs(steps: FirstSteps, needs: Sequence[str]) -> FirstStep | None:
    """Return the step of the first need that has one, or of the need that says who writes.

    Where that is the check for everybody, what the person lives with, such as a stroke, says more.
    """
    found = [need for need in needs if need in steps.by_need]
    if not found:
        return None
    conditions = needs_tree.load(settings().content_dir).health_conditions
    leading = found[0]
    if leading in conditions or leading in WHO_SPEAKS:
        leading = next((need for need in WHO_SPEAKS if need in found[:_FIRST]), leading)
    first = steps.by_need[leading]
    if first.check != FOR_EVERYBODY:
        return first
    return next((steps.by_need[need] for need in found if need in conditions), first)


def first_step(needs: Sequence[str], page: str = "") -> StepCard | None:
    """Return the first step of an advice page, else the one that fits the needs; None without any.

    Also None where the questionnaires cannot be read; that is logged elsewhere.
    """
    try:
        steps = load(settings().content_dir)
        questionnaires = load_questionnaires(settings().content_dir)
    except AssessmentError:
        return None
    found = steps.by_page.get(page) or _of_needs(steps, needs)
    if found is None:
        return None
    if found.ask:
        url = url_for("selfassess.ask", kind=found.ask.replace("_", "-"))
        return StepCard(request_label(found.ask), "", found.say, url)
    questionnaire = questionnaires[found.check]
    minutes = walk(questionnaire, {}).progress.minutes_left
    return StepCard(
        questionnaire.title.you,
        ngettext("%(num)d minute", "%(num)d minutes", minutes).replace(" ", "\N{NO-BREAK SPACE}"),
        found.say,
        url_for("selfassess.start", questionnaire=questionnaire.id),
    )
