"""What a plan carries beside its own lines: the saved services, and the next steps and advice of the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import current_app

from core.stores import optional
from core.web import settings
from directory.my_list import items as lists
from directory.my_list import saved
from directory.my_list.items import Entry
from directory.my_list.saved import SavedService
from directory.search.providers import PageLink, page_links
from directory.taxonomy import needs as needs_tree
from directory.taxonomy.needs import NeedsTree
from selfassess.engine.outcome import NextStep
from selfassess.result import services_near, view_models
from selfassess.session.answers_in_progress import InProgress
from selfassess.session.open_check import OpenCheck, check_of

_MOST_PAGES = 4
_PROPOSED_FOR_A_NEED = 1


@dataclass(frozen=True, slots=True)
class PlanContents:
    """What stands in a plan beside its lines.

    `services`: None where the database is out of order. `gone`: how many are no longer listed. `steps`: the next
    steps that the answers indicate and that are no action of the plan, each with its reasons. `reasons`: those of
    the actions, by the kind of request. `pages`: advice for the needs of the answers.
    """

    services: Sequence[SavedService] | None
    gone: int
    steps: Sequence[NextStep]
    pages: Sequence[PageLink]
    reasons: Mapping[str, str] = field(default_factory=dict)


NOTHING = PlanContents((), 0, (), ())
"""The contents of a plan for which nothing was saved or answered."""


def contents_of(value: InProgress) -> PlanContents:
    """Return what a visitor's plan carries beside its own lines. The answers count once the check is
    finished.
    """
    items = saved.stored()
    services = optional("saved services", lambda: saved.saved_services(items), None) if items else ()
    check = check_of(value) if value.answers else None
    if check is None or check.path.current is not None:
        return PlanContents(services, _gone(items, services), (), ())
    steps = _steps(check)
    planned = {action.request for action in value.plan.actions if action.request}
    return PlanContents(
        services=services,
        gone=_gone(items, services),
        steps=[step for step in steps if step.reasons and not planned & {*step.requests}],
        pages=_pages(check),
        reasons={step.requests[0]: _because(step) for step in steps if step.reasons and step.requests},
    )


def _gone(items: Sequence[Entry], services: Sequence[SavedService] | None) -> int:
    return saved.still_missing(items, services) if services is not None else 0


def _because(step: NextStep) -> str:
    """Return the reasons of a step as the end of a sentence."""
    return "; ".join(reason.words for reason in step.reasons)


def _steps(check: OpenCheck) -> Sequence[NextStep]:
    """Return the indicated steps, without those about safety: others may read a plan."""
    return [
        step for step in check.outcome.routes if step.indicated and step.id not in view_models.SAFETY_STEPS
    ]


def _pages(check: OpenCheck) -> Sequence[PageLink]:
    """Return advice for the needs of the answers; none where somebody may come to harm."""
    tree = needs_tree.load(settings().content_dir)
    if view_models.result_view(check.outcome, check.outcome.assessment, tree.safety).safety:
        return ()
    needs = tuple(need.id for need in check.outcome.needs if need.id not in tree.sensitive)
    return page_links(current_app, (), needs, _MOST_PAGES)


def with_proposals(items: Sequence[Entry], check: OpenCheck, tree: NeedsTree, topic: str) -> list[Entry]:
    """Return a list with the best service for each of the first needs of a result, and why; the rest remains.

    A need for which the person saved one of these services already gets no other. Nothing is added where
    somebody may come to harm: who to call stands there in place of services.
    """
    shown = view_models.result_view(check.outcome, check.outcome.assessment, tree.safety)
    if shown.safety:
        return list(items)
    nearby = services_near.services_for(shown.needs, tree, check.value.where, shown.own_words, topic)
    proposed = list(items)
    known = {entry["id"] for entry in items}
    for need in nearby.open if nearby else ():
        if known.intersection(card.service_id for card in need.cards):
            # The person has chosen for this need already.
            continue
        for card in need.cards[:_PROPOSED_FOR_A_NEED]:
            proposed = lists.add(proposed, [card.service_id], card.why)
    return proposed
