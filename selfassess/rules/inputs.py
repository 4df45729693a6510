"""The answers that a person can give, and the state that each gives a condition."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from selfassess.rules.states import State


class YesNo(StrEnum):
    """An answer to a question of yes or no."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"

    @property
    def state(self) -> State:
        """Yes is met, no is not met, not sure is unclear."""
        return _STATES[self.value]


class Risk(StrEnum):
    """An answer to whether something is happening, where a risk of it is enough."""

    YES = "yes"
    AT_RISK = "at_risk"
    NO = "no"
    NOT_SURE = "not_sure"

    @property
    def state(self) -> State:
        """Yes and at risk are met, no is not met, not sure is unclear."""
        return _STATES[self.value]


class Impact(StrEnum):
    """The effect on a person's well-being. Whether "some" is significant is for the council to decide."""

    SIGNIFICANT = "significant"
    SOME = "some"
    NONE = "none"
    NOT_SURE = "not_sure"

    @property
    def state(self) -> State:
        """Significant is met, none is not met, anything else is unclear."""
        return _STATES[self.value]


class Ability(StrEnum):
    """An answer to an area of daily life that names no difficulty. "Does not apply" is a state of its
    own, never "able".
    """

    ABLE = "able"
    NOT_SURE = "not_sure"
    DOES_NOT_APPLY = "does_not_apply"


_STATES = {
    "yes": State.MET,
    "at_risk": State.MET,
    "significant": State.MET,
    "no": State.NOT_MET,
    "none": State.NOT_MET,
    "not_sure": State.UNCLEAR,
    "some": State.UNCLEAR,
}

OutcomeId = TypeVar("OutcomeId", bound=StrEnum)
Limb = TypeVar("Limb", bound=StrEnum)


@dataclass(frozen=True)
class OutcomeCount(Generic[OutcomeId]):
    """The outcomes that somebody cannot achieve, in the law's order, and the number of outcomes that are
    not sure.
    """

    not_achieved: tuple[OutcomeId, ...]
    not_sure: int

    def at_least(self, needed: int) -> State:
        """Return whether at least `needed` outcomes are not achieved."""
        sure = len(self.not_achieved)
        if sure >= needed:
            return State.MET
        return State.NOT_MET if sure + self.not_sure < needed else State.UNCLEAR


def count_outcomes(
    outcomes: type[OutcomeId], answers: Mapping[OutcomeId, frozenset[Limb] | Ability]
) -> OutcomeCount[OutcomeId]:
    """Return the count of answers. An outcome without an answer is "not sure".

    Raises ValueError for an empty set of difficulties.
    """
    if any(not answer for answer in answers.values()):
        raise ValueError(
            "an outcome has an empty set of difficulties; say able, not_sure or does_not_apply instead"
        )
    not_achieved = tuple(outcome for outcome in outcomes if isinstance(answers.get(outcome), frozenset))
    return OutcomeCount(
        not_achieved, sum(answers.get(outcome, Ability.NOT_SURE) == Ability.NOT_SURE for outcome in outcomes)
    )
