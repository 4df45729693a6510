"""The proof that care which is free by law is asked about before any means."""

from collections.abc import Iterator

from selfassess.engine.schema import Question, Questionnaire
from selfassess.proof.breach import Breach

FREE_CARE = "free."
MEANS = frozenset({"money.savings", "money.owns_home", "money.home_equity"})


def means_before_free_care(questionnaire: Questionnaire) -> Iterator[Breach]:
    """Yield breaches of: free care comes before means (Mental Health Act 1983 s.117; Care Act 2014 s.14).

    Paths keep the order of the questions, so this order holds for every combination of answers.
    """
    asked_means: list[str] = []
    for question in questionnaire.questions:
        facts = _facts(question)
        if asked_means and any(fact.startswith(FREE_CARE) for fact in facts):
            yield Breach(
                "free care comes before means",
                f"{question.id} asks about care that is free, after {asked_means[0]} asked about means; "
                "ask it before",
            )
        if facts & MEANS:
            asked_means.append(question.id)


def _facts(question: Question) -> set[str]:
    told = {question.fact} if question.fact else set()
    return told | {fact for option in question.options for fact, _ in option.sets}
