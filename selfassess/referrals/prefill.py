"""What a request's form already knows from the answers, so that nobody tells their story twice. Pure; everything can be changed."""

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


def relation(walk: Walk) -> dict[str, Any]:
    """Whom the request is for, where the answers are about somebody else and say who they are."""
    rule = walk.questionnaire.voice
    person = walk.answers_on_path.get(rule.person or "", ()) if rule and walk.voice.who else ()
    known = next((_RELATIONS[one] for one in person if one in _RELATIONS), None)
    return {"asker.relation": known.value} if known else {}


def known(kind: RequestKind, outcome: Outcome) -> dict[str, Any]:
    """Values of the form's fields, by their names. A concern takes words from the questionnaire about concerns only."""
    about_concern = outcome.version.questionnaire == CONCERN
    if kind is RequestKind.SAFEGUARDING_CONCERN:
        return _concern(outcome) if about_concern else {}
    words = _written(outcome, "story" if about_concern else "matters")
    return {
        "own_words": words,
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


def _written(outcome: Outcome, keeps: str) -> str:
    """What the person wrote for one purpose, untouched and in their order."""
    return "\n".join(words for said in outcome.own_words if said.purpose == keeps for words in said.words)


def _chosen(outcome: Outcome, keeps: str) -> str:
    return next((one.id for one in outcome.chosen if one.purpose == keeps), "")
