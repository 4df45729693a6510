"""Changing whom the answers are about: what was said of one person is asked again of the other, in every
questionnaire that has both.
"""

from collections.abc import Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.settings import ROOT
from selfassess.engine.about import questions_to_repeat
from selfassess.engine.path import walk
from selfassess.engine.schema import Question, Questionnaire
from selfassess.loading.library import load
from tests.examples import examples
from tests.unit.selfassess.engine.strategies import answer, answers, each

LIBRARY = load(ROOT / "content")
WITH_VOICE = [one.id for one in LIBRARY.values() if one.voice]
FEW = settings(max_examples=examples(40), deadline=None)


def deciding(questionnaire: Questionnaire) -> set[str]:
    """The questions that say who it is about."""
    rule = questionnaire.voice
    assert rule
    return {id for id in (rule.question, rule.person) if id}


@pytest.mark.parametrize("id", each(WITH_VOICE))
@FEW
@given(data=st.data())
def test_everything_after_who_is_asked_again_where_the_voice_changes(id: str, data: st.DataObject) -> None:
    questionnaire = LIBRARY[id]
    before = data.draw(answers(questionnaire))
    changed = data.draw(st.sampled_from(sorted(deciding(questionnaire))))
    after = {**before, changed: data.draw(answer(questionnaire.by_id[changed]))}
    again = questions_to_repeat(walk(questionnaire, before), after)
    left = {name: given_answer for name, given_answer in after.items() if name not in again}
    voice = walk(questionnaire, after).voice
    assert walk(questionnaire, left).voice == voice
    if walk(questionnaire, before).voice == voice:
        assert again == ()
        return
    ids = [question.id for question in questionnaire.questions]
    last = max(ids.index(name) for name in deciding(questionnaire))
    assert set(left) == set(ids[: last + 1])
    current = walk(questionnaire, left).current
    assert current
    assert ids.index(current.question.id) > last


@pytest.mark.parametrize("id", each(LIBRARY))
@FEW
@given(data=st.data())
def test_no_other_answer_makes_anything_be_asked_again(id: str, data: st.DataObject) -> None:
    questionnaire = LIBRARY[id]
    before = data.draw(answers(questionnaire))
    others = [name for name in before if not questionnaire.voice or name not in deciding(questionnaire)]
    changed = data.draw(st.sampled_from(others))
    assert (
        questions_to_repeat(
            walk(questionnaire, before), {**before, changed: data.draw(answer(questionnaire.by_id[changed]))}
        )
        == ()
    )


@pytest.mark.parametrize("id", each(WITH_VOICE))
def test_safety_of_the_person_is_among_what_is_asked_again(id: str) -> None:
    questionnaire = LIBRARY[id]
    rule = questionnaire.voice
    assert rule
    other = {name: (_another(questionnaire.by_id[name], rule.other),) for name in deciding(questionnaire)}
    assert walk(questionnaire, other).voice.who
    again = set(questions_to_repeat(walk(questionnaire, {}), other))
    alarming = {
        question.id
        for question in questionnaire.questions
        if any(option.interrupt for option in question.options)
    }
    assert alarming <= again
    assert alarming & again


def _another(question: Question, speaks_of_others: Collection[str]) -> str:
    """The first answer that speaks of somebody else; the second one where no answer does."""
    return next(
        (option.id for option in question.options if option.id in speaks_of_others), question.options[1].id
    )
