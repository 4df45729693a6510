"""Three-valued logic: a condition is met, not met or unclear. Unclear never counts as "not met"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """The state of a condition."""

    MET = "met"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"


class Indication(StrEnum):
    """What a rule set indicates. Never a decision: only the council makes one (Care Act 2014 s.13)."""

    MAY_MEET = "may_meet"
    UNCLEAR = "unclear"
    MAY_NOT_MEET = "may_not_meet"
    YOUNG_CARER = "young_carer"
    PARENT_CARER = "parent_carer"


@dataclass(frozen=True)
class LegalReason:
    """A stable code, which has words in content, and the law it rests on (None where no section is meant)."""

    code: str
    cites: str | None


@dataclass(frozen=True)
class LegalCondition:
    """One condition of the law, with its state."""

    name: str
    state: State
    cites: str | None

    @property
    def reason(self) -> LegalReason:
        """The reason code: the condition's name and its state, as `wellbeing_met`."""
        return LegalReason(f"{self.name}_{self.state}", self.cites)


@dataclass(frozen=True)
class NeedsResult:
    """The result for an adult or a carer.

    An assessment can always be asked for (Care Act 2014 ss.9(3), 10(4)).
    """

    indication: Indication
    reasons: tuple[LegalReason, ...]
    outcomes_not_achieved: tuple[str, ...] = ()

    @property
    def can_request_assessment(self) -> bool:
        """Always true, because it depends on no answer."""
        return True

    @property
    def shows_need(self) -> bool:
        """Whether there is an appearance of need, which is enough for an assessment (ss.9(1), 10(1)).

        One difficulty is enough, or a significant effect, whatever the other conditions are.
        """
        codes = {reason.code for reason in self.reasons}
        return bool(self.outcomes_not_achieved or codes & _APPEARANCE)


_APPEARANCE = {"wellbeing_met", "circumstances_met"}


def all_of(states: Iterable[State]) -> State:
    """Return not met if any state is, met if all are, otherwise unclear (Kleene's "and")."""
    found = set(states)
    if State.NOT_MET in found:
        return State.NOT_MET
    return State.UNCLEAR if State.UNCLEAR in found else State.MET


def any_of(states: Iterable[State]) -> State:
    """Return met if any state is, not met if all are, otherwise unclear (Kleene's "or")."""
    found = set(states)
    if State.MET in found:
        return State.MET
    return State.UNCLEAR if State.UNCLEAR in found else State.NOT_MET


def result_of(conditions: Sequence[LegalCondition]) -> NeedsResult:
    """Return the result of conditions that must all be met, with the reason for each in order, and
    without outcomes.
    """
    indication = _INDICATIONS[all_of(condition.state for condition in conditions)]
    return NeedsResult(indication, tuple(condition.reason for condition in conditions))


_INDICATIONS = {
    State.MET: Indication.MAY_MEET,
    State.NOT_MET: Indication.MAY_NOT_MEET,
    State.UNCLEAR: Indication.UNCLEAR,
}
