"""Values for the fields of a request from the answers, so that nobody tells their story twice. Pure.

The person can change each value before sending.
"""

from typing import Any

from selfassess.engine.outcome import Outcome
from selfassess.engine.path import Walk
from selfassess.values.people import Agreement, Relation
from selfassess.values.request import RequestKind

_AGREEMENT = {
    "agrees": Agreement.YES,
    "says_no": Agreement.NO,
    "together": Agreement.YES,
    "cannot_decide": Agreement.CANNOT,
    "not_asked": Agreement.DOES_NOT_KNOW,
    "not_safe_to_ask": Agreement.DOES_NOT_KNOW,
}


_FAMILY_OR_FRIEND = frozenset({"mother", "father", "partner", "child", "relative", "friend"})
_RELATIONS = {"neighbour": Relation.NEIGHBOUR, "client": Relation.PROFESSIONAL} | dict.fromkeys(
    _FAMILY_OR_FRIEND, Relation.FAMILY_OR_FRIEND
)


def prefilled_values(kind: RequestKind, path: Walk, outcome: Outcome) -> dict[str, Any]:
    """Return values for the fields of a request, by the field's path, such as `asker.relation`."""
    # A carer's assessment is about the carer, whoever the answers are about.
    relation = {} if kind is RequestKind.CARERS_ASSESSMENT else relation_value(path)
    return values_of_outcome(outcome) | relation


def relation_value(path: Walk) -> dict[str, Any]:
    """Return how the visitor is related to the person whom the answers are about, as `asker.relation`.

    Returns an empty mapping where the answers are about the visitor, or do not say who the person is.
    """
    rule = path.questionnaire.voice
    if rule is None or not path.voice.who:
        return {}
    chosen = path.answers_on_path.get(rule.person or "", ())
    relations = (_RELATIONS[option] for option in chosen if option in _RELATIONS)
    relation = next(relations, None)
    return {"asker.relation": relation.value} if relation else {}


def values_of_outcome(outcome: Outcome) -> dict[str, Any]:
    """Return values for the fields from an outcome, by path."""
    return {
        "own_words": _written(outcome, "matters"),
        "visit.cannot_travel": "yes" if outcome.home_visit else "",
        "asker.agreement": str(_AGREEMENT.get(_chosen(outcome, "agreement"), "")),
    }


def _written(outcome: Outcome, purpose: str) -> str:
    """Return what the person wrote for one purpose, unchanged and in their order."""
    lines: list[str] = []
    for written in outcome.own_words:
        if written.purpose == purpose:
            lines.extend(written.words)
    return "\n".join(lines)


def _chosen(outcome: Outcome, purpose: str) -> str:
    """Return the id of the first answer that was chosen for one purpose; empty where there is none."""
    return next((answer.id for answer in outcome.chosen if answer.purpose == purpose), "")
