"""Random answers to a questionnaire, and pairs of them the second of which is worse or equal everywhere."""

from collections.abc import Iterable

import pytest
from hypothesis import strategies as st

from selfassess.engine.schema import CHOICES, NOT_SURE, Answer, Question, QuestionKind, Questionnaire

_QUICK = {"adult-needs", "paying", "quick-check"}
"""Questionnaires on which the quick tests try what holds for the engine; the slow tests try all."""


def each(ids: Iterable[str]) -> list[object]:
    """Return the questionnaires as parameters of a test, with the mark `slow` on those that are alike."""
    return [id if id in _QUICK else pytest.param(id, marks=pytest.mark.slow) for id in ids]


def answer(question: Question) -> st.SearchStrategy[Answer]:
    """Any answer the question can take, being skipped among them."""
    given: st.SearchStrategy[Answer] = st.sampled_from(
        [(option.id,) for option in question.options if alone(question, option.id)]
    )
    if question.kind is QuestionKind.DAY:
        given = st.sampled_from([("soon", "2026-11-24"), ("later", "2026-12-24"), ("not_sure",)])
    elif question.kind not in CHOICES:
        given = written(question).map(lambda text: (text,))
    if question.kind is QuestionKind.MANY:
        given = given | ticked(question, set())
    return given | st.just(()) if question.skippable else given


def written(question: Question) -> st.SearchStrategy[str]:
    """Anything that can be written as the answer to a question without answers to choose from."""
    match question.kind:
        case QuestionKind.NUMBER | QuestionKind.SCALE:
            return st.integers(question.least, question.most).map(str)
        case QuestionKind.MONEY:
            near = st.sampled_from(["0", "14250", "14250.01", "14500", "23250", "23250.01"])
            return near | st.decimals(0, 400_000, places=2).map(lambda amount: f"{amount:f}")
        case _:
            return st.just("my words")


def alone(question: Question, option_id: str) -> bool:
    return question.kind is QuestionKind.ONE or question.by_id[option_id].alone


def ticked(question: Question, least: set[str]) -> st.SearchStrategy[Answer]:
    """Any set of answers that can be chosen together and has at least these."""
    ids = [option.id for option in question.options if not option.alone]
    chosen = st.sets(st.sampled_from(ids), min_size=1).map(lambda some: some | least)
    return chosen.map(lambda some: tuple(id for id in ids if id in some))


def answers(questionnaire: Questionnaire) -> st.SearchStrategy[dict[str, Answer]]:
    """Answers to all questions, on the path or not."""
    return st.fixed_dictionaries({question.id: answer(question) for question in questionnaire.questions})


@st.composite
def worse_pairs(draw: st.DrawFn, questionnaire: Questionnaire) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """Two sets of answers to all questions: none of the second is better."""
    better = draw(answers(questionnaire))
    return better, {id: draw(worse(questionnaire.by_id[id], given)) for id, given in better.items()}


def worse(question: Question, given: Answer) -> st.SearchStrategy[Answer]:
    """Any answer that is worse than the given one, or the same."""
    if question.kind not in CHOICES or not question.ordered:
        return st.just(given)
    rank = max(question.by_id[id].worse or 0 for id in given or (NOT_SURE,))
    single = [
        (option.id,)
        for option in question.options
        if alone(question, option.id) and (option.worse or 0) > rank
    ]
    found: st.SearchStrategy[Answer] = st.sampled_from([given, *single])
    if question.kind is QuestionKind.MANY:
        several = not any(question.by_id[id].alone for id in given or (NOT_SURE,))
        found = found | ticked(question, set(given) if several else set())
    return found
