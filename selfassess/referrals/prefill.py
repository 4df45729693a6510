"""What the answers already say of a request's fields, so that nobody tells their story twice.

Pure; everything can be changed.
"""

from typing import Any

from selfassess.engine.outcome import Outcome
from selfassess.engine.path import Walk
from selfassess.values.request import Agreement, Answered, Relation, RequestKind

CONCERN = "concern"
_AGREEMENT = {
    "agrees": Agreement.YES,
    "says_no": Agreement.NO,
    "together": Agreement.YES,
    "cannot_decide": Agreement.CANNOT,
    "not_asked": Agreement.DOES_NOT_KNOW,
    "not_safe_to_ask": Agreement.DOES_NOT_KNOW,
}
_KNOWS = {
    "agrees": Answered.YES,
    "says_no": Answered.YES,
    "not_asked": Answered.NO,
    "not_safe_to_ask": Answered.NO,
    "not_sure": Answered.NOT_SURE,
}


_FAMILY_OR_FRIEND = frozenset({"mother", "father", "partner", "child", "relative", "friend"})
_RELATIONS = {"neighbour": Relation.NEIGHBOUR, "client": Relation.PROFESSIONAL} | dict.fromkeys(
    _FAMILY_OR_FRIEND, Relation.FAMILY_OR_FRIEND
)


def values(kind: RequestKind, path: Walk, outcome: Outcome) -> dict[str, Any]:
    """Return what the answers say of the fields of a request, by path."""
    # A carer's assessment is about the carer, whoever the answers are about.
    about = {} if kind is RequestKind.CARERS_ASSESSMENT else relation(path)
    return known(kind, outcome) | about


def relation(path: Walk) -> dict[str, Any]:
    """Return whom the request is for where the answers are about somebody else and say who they are; else
    nothing."""
    rule = path.questionnaire.voice
    person = path.answers_on_path.get(rule.person or "", ()) if rule and path.voice.who else ()
    relations = (_RELATIONS[one] for one in person if one in _RELATIONS)
    found = next(relations, None)
    return {"asker.relation": found.value} if found else {}


def known(kind: RequestKind, outcome: Outcome) -> dict[str, Any]:
    """Return what the outcome says of the fields, by path.

    A concern takes words from the questionnaire about concerns only.
    """
    about_concern = outcome.version.questionnaire == CONCERN
    if kind is RequestKind.SAFEGUARDING_CONCERN:
        return _concern(outcome) if about_concern else {}
    return {
        "own_words": _written(outcome, "story" if about_concern else "matters"),
        "visit.cannot_travel": "yes" if outcome.home_visit else "",
        "asker.agreement": str(_AGREEMENT.get(_chosen(outcome, "agreement"), "")),
    }


def _concern(outcome: Outcome) -> dict[str, Any]:
    seen = [
        _written(outcome, "story"),
        "\n".join(one.words for one in outcome.chosen if one.purpose == "worries"),
    ]
    return {
        "own_words": "\n\n".join(part for part in seen if part),
        "concern.adult_wants": " ".join(_written(outcome, "matters").split()),
        "concern.adult_knows": str(_KNOWS.get(_chosen(outcome, "agreement"), "")),
        "asker.agreement": str(_AGREEMENT.get(_chosen(outcome, "agreement"), "")),
    }


def _written(outcome: Outcome, purpose: str) -> str:
    """Return what the person wrote for one purpose, untouched and in their order."""
    lines: list[str] = []
    for written in outcome.own_words:
        if written.purpose == purpose:
            lines.extend(written.words)
    return "\n".join(lines)


def _chosen(outcome: Outcome, purpose: str) -> str:
    """Return the id of the first answer that was chosen for one purpose; empty where there is none."""
    return next((one.id for one in outcome.chosen if one.purpose == purpose), "")
