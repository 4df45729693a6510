"""The view model of the result page. Pure: it puts steps and words in order, and decides nothing."""

from dataclasses import dataclass

from selfassess.engine.outcome import NeedFound, NextStep, Outcome

COMMUNITY = "community"
"""The id of the next step that is shown as services near the person."""
SAFETY_STEPS = frozenset(
    {"emergency", "child_safety", "safeguarding_concern", "urgent_carer_support", "safeguarding_advice"}
)
"""The next steps of the safety tier, as in content/assessments/routes.yaml; a test compares the two."""
CRISIS = "crisis"
"""The id of the interrupt after which somebody to talk to is shown first."""


_OF_CHILDREN = frozenset({("signal.under_18", "yes"), ("signal.harm_to_child", "yes")})


@dataclass(frozen=True)
class ResultView:
    """The leading step, all other steps, and what is shown beside them.

    `needs`: the needs that services near the person can meet. `assessment`: the kind of request that every
    result offers. `community`: the step whose words are shown above those services; None without it.
    `safety`: somebody may come to harm, so the page shows who to call instead of groups.
    `crisis`: somebody to talk to is shown first. `for_children`: the team to call is the one for children.
    """

    leading: NextStep
    others: tuple[NextStep, ...]
    needs: tuple[NeedFound, ...]
    notes: tuple[tuple[str, str], ...]
    offers: tuple[str, ...]
    own_words: tuple[str, ...]
    requests: tuple[str, ...]
    assessment: str
    community: NextStep | None
    safety: bool
    crisis: bool
    for_children: bool


def result_view(outcome: Outcome, assessment: str, safety_needs: frozenset[str]) -> ResultView:
    """Return what the result page shows.

    `assessment`: the kind of request that every result offers, whatever the answers. `safety_needs`: ids of
    the needs with the flag `safety` in content/needs.yaml, for which somebody has to be told or called.
    """
    needs = {need.id for need in outcome.needs}
    return ResultView(
        leading=outcome.leading,
        others=tuple(step for step in outcome.routes if not step.leading and step.id != COMMUNITY),
        needs=tuple(need for need in outcome.needs if need.id not in safety_needs),
        notes=outcome.notes,
        offers=outcome.offers,
        own_words=_what_matters(outcome),
        requests=outcome.requests,
        assessment=assessment,
        community=next((step for step in outcome.routes if step.id == COMMUNITY), None),
        safety=outcome.leading.id in SAFETY_STEPS or bool(needs & safety_needs),
        crisis=any(interrupt.id == CRISIS for interrupt in outcome.interrupts),
        for_children=bool(_OF_CHILDREN & outcome.facts),
    )


def _what_matters(outcome: Outcome) -> tuple[str, ...]:
    """Return what the person wrote about what matters most, in their order."""
    lines: list[str] = []
    for written in outcome.own_words:
        if written.purpose == "matters":
            lines.extend(written.words)
    return tuple(lines)
