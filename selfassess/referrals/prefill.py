"""Values for the fields of a request from the answers, so that nobody tells their story twice. Pure.

The person can change each value before sending.
"""

from collections.abc import Mapping
from typing import Any

from core.day_text import day_as_typed
from selfassess.engine.days import day_of
from selfassess.engine.outcome import Outcome
from selfassess.engine.path import Walk
from selfassess.referrals.draft import DETAILS_OF_BOTH, HOME_WHEN, LIVES, NOW, Draft
from selfassess.values.people import Agreement, ChildAge, Relation
from selfassess.values.request import RequestKind, Stay

_AGREEMENT = {
    "agrees": Agreement.YES,
    "says_no": Agreement.NO,
    "together": Agreement.YES,
    "cannot_decide": Agreement.CANNOT,
    "not_asked": Agreement.DOES_NOT_KNOW,
    "not_safe_to_ask": Agreement.DOES_NOT_KNOW,
}


_IS_16 = ("signal.transition", "yes")
_FAMILY_OR_FRIEND = frozenset({"mother", "father", "partner", "child", "relative", "friend"})
_RELATIONS = {"neighbour": Relation.NEIGHBOUR, "client": Relation.PROFESSIONAL} | dict.fromkeys(
    _FAMILY_OR_FRIEND, Relation.FAMILY_OR_FRIEND
)


def prefilled_values(kind: RequestKind, path: Walk, outcome: Outcome) -> dict[str, Any]:
    """Return values for the fields of a request, by the field's path, such as `asker.relation`."""
    # A carer's assessment is about the carer, whoever the answers are about.
    relation = {} if kind is RequestKind.CARERS_ASSESSMENT else relation_value(path)
    # In a carer's request the place is that of the person they look after, whom the answers do not speak of.
    stay = {} if kind is RequestKind.CARERS_ASSESSMENT else hospital_values(path)
    return values_of_outcome(outcome) | relation | stay


def hospital_values(path: Walk) -> dict[str, Any]:
    """Return that the person is in hospital, and the day on which they come home; empty where they are not
    there.
    """
    for step in path.steps:
        if step.question.purpose == "home_on":
            day = day_of(step.answer or ())
            return {NOW: Stay.HOSPITAL.value, HOME_WHEN: day_as_typed(day) if day else ""}
    return {}


def relation_value(path: Walk) -> dict[str, Any]:
    """Return how the visitor is related to the person whom the answers are about, as `asker.relation`.

    Returns an empty mapping where the answers do not say who the person is.
    """
    rule = path.questionnaire.voice
    if rule is None:
        return {}
    if not path.voice.who:
        is_me = "me" in path.answers_on_path.get(rule.question, ())
        return {"asker.relation": Relation.SELF.value} if is_me else {}
    chosen = path.answers_on_path.get(rule.person or "", ())
    relations = (_RELATIONS[option] for option in chosen if option in _RELATIONS)
    relation = next(relations, None)
    return {"asker.relation": relation.value} if relation else {}


def told(draft: Draft) -> dict[str, str]:
    """Return what a request that was sent says of the visitor, for the next request: details, and their home.

    Nothing is returned of a request about children, whose details are not the visitor's.
    """
    if draft.kind is RequestKind.CHILDREN_HELP:
        return {}
    whose = "about" if draft.for_me else "asker"
    found = {part: draft.values.get(f"{whose}.{part}", "") for part in DETAILS_OF_BOTH}
    found["relation"] = draft.relation
    if draft.for_me and draft.kind is not RequestKind.CARERS_ASSESSMENT:
        found["lives"] = draft.values.get(LIVES, "")
    return {name: text for name, text in found.items() if text}


def values_told(kind: RequestKind, known: Mapping[str, str], relation: str) -> dict[str, Any]:
    """Return values for the fields of a new request from what an earlier one said of the visitor.

    `relation`: how the visitor is related to the person, where the answers say so; else as in the earlier request.
    """
    if not known or kind is RequestKind.CHILDREN_HELP:
        return {}
    relation = relation or known.get("relation", "")
    for_me = relation == Relation.SELF
    whose = "about" if for_me else "asker"
    values = {f"{whose}.{part}": known[part] for part in DETAILS_OF_BOTH if known.get(part)}
    if for_me and kind is not RequestKind.CARERS_ASSESSMENT and known.get("lives"):
        values[LIVES] = known["lives"]
    return values | ({"asker.relation": relation} if relation else {})


def values_of_outcome(outcome: Outcome) -> dict[str, Any]:
    """Return values for the fields from an outcome, by path."""
    return {
        "own_words": _written(outcome, "matters"),
        "visit.cannot_travel": "yes" if outcome.home_visit else "",
        "about.age": ChildAge.FROM_16.value if _IS_16 in outcome.facts else "",
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
