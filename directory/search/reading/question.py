"""A question back: what a query leaves open between two meanings, with the answers to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.search.tokenizer import stems

ME, OTHER = "me", "other"
STAY, VISIT = "stay", "visit"
CHILD, ADULT = "child", "adult"
_MOST_WORDS = 6
"""A longer query says enough by itself."""
_TWO_WAYS = frozenset(
    {
        "dementia",
        "memory-worries",
        "stroke-brain",
        "home-care",
        "addiction",
        "gambling",
        "cancer",
        "end-of-life",
        "hearing-loss",
        "sight-loss",
    }
)
"""Needs of people who are ill and of those who look after them alike."""
_ANY_AGE = frozenset({"autism", "learning-disability", "eating-disorders"})
"""Needs for which children and adults go to different services."""
_LIVE_IN = frozenset({"care-homes", "supported-housing"})
_GO_TO = frozenset({"day-centres"})
_PERSONS = frozenset(
    stems(
        """
        i im ive me my mine myself we our us he hes she shes they their his her him them mum mam mother dad
        father son daughter husband wife partner brother sister nan gran grandma grandad aunt uncle friend
        neighbour patient client carer carers caring care looking someone child children kid kids adult
        adults teenager boy girl young elderly old older parent parents baby school college cafe cafes choir
        group activities
        """
    )
)
"""Words that say for whom it is, or name one thing that is the same for everybody."""
_SOMEWHERE = frozenset(stems("somewhere place home"))
_RELATIVES = frozenset(
    stems(
        """
        mum mam mother dad father husband wife nan gran grandma grandad aunt uncle brother sister
        """
    )
)
_ABOUT_WHERE = frozenset(
    stems(
        """
        somewhere place for to go my our the a an nice good safe local near elderly old frail
        """
    )
)
_CHOSEN: Mapping[str, tuple[Mapping[str, float], Mapping[str, float]]] = {
    OTHER: ({"carers": 0.6}, {"carers": 1.0}),
    ME: ({}, {}),
    STAY: ({"care-homes": 1.0, "supported-housing": 0.7}, {}),
    VISIT: ({"day-centres": 1.0, "social-groups": 0.6, "lunch-clubs": 0.4}, {}),
    CHILD: ({"disabled-children": 0.5}, {"children": 1.0, "young_people": 0.5}),
    ADULT: ({}, {"adults": 1.0}),
}
"""The needs and the groups that each answer adds."""


@dataclass(frozen=True, slots=True)
class QuestionBack:
    """A query open between two meanings. The page asks above the list; each answer is a link.

    `id`: who (for me, or for somebody I look after), stay (to live in, or to visit) or age (child or adult).
    `answers`: the ids of the answers; `SearchRequest.meant` carries the chosen one.
    """

    id: str
    answers: tuple[str, ...]


WHO = QuestionBack("who", (ME, OTHER))
WHERE = QuestionBack("stay", (STAY, VISIT))
AGE = QuestionBack("age", (CHILD, ADULT))


def question_of(
    said_stems: Sequence[str], needs: Mapping[str, float], age: int | None
) -> QuestionBack | None:
    """Return what a query leaves open; None where its words decide, or where there is more than one need."""
    if not said_stems or len(said_stems) > _MOST_WORDS:
        return None
    said = set(said_stems)
    leading = next(iter(needs), "")
    if said & _SOMEWHERE and said & _RELATIVES and said <= _ABOUT_WHERE | _RELATIVES | _SOMEWHERE:
        return WHERE
    if {*_LIVE_IN} & needs.keys() and {*_GO_TO} & needs.keys():
        return WHERE
    if said & _PERSONS or age is not None:
        return None
    if leading in _ANY_AGE:
        return AGE
    return WHO if leading in _TWO_WAYS else None


def with_answer(
    needs: Mapping[str, float], groups: Mapping[str, float], answer: str
) -> tuple[dict[str, float], dict[str, float]]:
    """Return needs, the strongest first, and groups as the chosen answer makes them. An unknown answer
    changes nothing."""
    more_needs, more_groups = _CHOSEN.get(answer, ({}, {}))
    dropped = _GO_TO if answer == STAY else _LIVE_IN if answer == VISIT else frozenset()
    changed = {need: weight for need, weight in needs.items() if need not in dropped}
    for need, weight in more_needs.items():
        changed[need] = max(changed.get(need, 0.0), weight)
    strongest_first = sorted(changed, key=lambda need: -changed[need])
    return {need: changed[need] for need in strongest_first}, {**groups, **more_groups}
