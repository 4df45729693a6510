"""Breaches: what a proof finds wrong."""

from dataclasses import dataclass

from selfassess.engine.path import walk
from selfassess.engine.schema import Answer, Questionnaire
from selfassess.proof.explorer import any_answer


@dataclass(frozen=True)
class Breach:
    """A property that does not hold: the name of the proof, what is wrong, and answers that show it."""

    proof: str
    what: str
    witness: str = ""

    def __str__(self) -> str:
        shown = f"\n    shown by: {self.witness}" if self.witness else ""
        return f"{self.proof}: {self.what}{shown}"


def completed_with(questionnaire: Questionnaire, witness: dict[str, Answer]) -> dict[str, Answer]:
    """Return a witness with the least hard answer to every other question on its path."""
    given = dict(witness)
    while (step := walk(questionnaire, given).first_unanswered) is not None:
        given[step.question.id] = any_answer(step.question)
    return given
