"""What is true of the engine for whatever answers: tried on the questionnaires themselves."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfassess.engine.next_steps import routes_from_answers, with_routes_below
from selfassess.engine.outcome import outcome
from selfassess.engine.path import walk
from selfassess.engine.schema import Answer
from selfassess.loading.library import load
from selfassess.proof.all_observers import AllObservers
from selfassess.proof.checker import FOR_ADULTS, routes_of
from tests.examples import examples
from tests.unit.selfassess.engine.strategies import answers, each, worse_pairs

LIBRARY = load(Path(__file__).parents[4] / "content")
IDS = list(LIBRARY)
FEW = settings(max_examples=examples(25), deadline=None)


@pytest.mark.parametrize("id", each(IDS))
@FEW
@given(data=st.data())
def test_the_order_in_which_answers_were_given_changes_nothing(id: str, data: st.DataObject) -> None:
    given_answers = data.draw(answers(LIBRARY[id]))
    shuffled = dict(data.draw(st.permutations(list(given_answers.items()))))
    assert walk(LIBRARY[id], shuffled) == walk(LIBRARY[id], given_answers)
    assert outcome(walk(LIBRARY[id], shuffled)) == outcome(walk(LIBRARY[id], given_answers))


@pytest.mark.parametrize("id", each(IDS))
@FEW
@given(data=st.data())
def test_changing_an_answer_and_changing_it_back_changes_nothing(id: str, data: st.DataObject) -> None:
    questionnaire = LIBRARY[id]
    before = data.draw(answers(questionnaire))
    other = data.draw(answers(questionnaire))
    changed = data.draw(st.sampled_from(sorted(before)))
    meanwhile = {**before, changed: other[changed]}
    walk(questionnaire, meanwhile)
    assert outcome(walk(questionnaire, {**meanwhile, changed: before[changed]})) == outcome(
        walk(questionnaire, before)
    )


@pytest.mark.parametrize("id", each(IDS))
@FEW
@given(data=st.data())
def test_changing_an_answer_keeps_all_others_that_are_still_asked(id: str, data: st.DataObject) -> None:
    questionnaire = LIBRARY[id]
    before, other = data.draw(answers(questionnaire)), data.draw(answers(questionnaire))
    changed = data.draw(st.sampled_from(sorted(before)))
    after = walk(questionnaire, {**before, changed: other[changed]})
    for step in after.steps:
        assert step.question.id == changed or step.answer == before[step.question.id]


@pytest.mark.parametrize("id", each(IDS))
@FEW
@given(data=st.data())
def test_only_answers_on_the_path_count(id: str, data: st.DataObject) -> None:
    questionnaire = LIBRARY[id]
    everything = data.draw(answers(questionnaire))
    path = walk(questionnaire, everything)
    assert outcome(walk(questionnaire, path.answers_on_path)) == outcome(walk(questionnaire, everything))
    assert path.answers_on_path.keys() == {step.question.id for step in path.steps}


@pytest.mark.parametrize("id", each(IDS))
@FEW
@given(data=st.data())
def test_going_back_and_on_again_passes_every_question_once(id: str, data: st.DataObject) -> None:
    path = walk(LIBRARY[id], data.draw(answers(LIBRARY[id])))
    forward = [step.question.id for step in path.steps]
    back = [forward[-1]]
    while (step := path.before(back[-1])) is not None:
        back.append(step.question.id)
    assert forward == back[::-1]
    assert path.complete
    assert path.progress.minutes_left == 0


@pytest.mark.parametrize("id", each(IDS))
@FEW
@given(data=st.data())
def test_answering_page_after_page_reaches_the_end(id: str, data: st.DataObject) -> None:
    questionnaire = LIBRARY[id]
    all_answers, so_far = data.draw(answers(questionnaire)), dict[str, Answer]()
    parts = []
    while (path := walk(questionnaire, so_far)).current is not None:
        assert path.current.question.id not in so_far
        parts.append(path.progress.part)
        so_far[path.current.question.id] = all_answers[path.current.question.id]
    assert parts == sorted(parts)
    assert so_far == walk(questionnaire, all_answers).answers_on_path


@pytest.mark.parametrize("id", each(IDS))
@FEW
@given(data=st.data())
def test_every_outcome_has_one_leading_route_all_tiers_below_and_the_request(
    id: str, data: st.DataObject
) -> None:
    questionnaire = LIBRARY[id]
    found = outcome(walk(questionnaire, data.draw(answers(questionnaire))))
    assert [step.id for step in found.routes if step.leading] == [found.leading.id] == [found.routes[0].id]
    assert {"community", "information"} <= {step.id for step in found.routes}
    assert found.can_request_assessment
    own = next(route for route in questionnaire.shared.routes if route.id == questionnaire.assessment)
    under_18 = ("signal.under_18", "yes") in found.facts
    assert found.assessment == ("children_help" if under_18 else own.requests[0])
    assert {found.assessment, "children_help" if under_18 else "call_back"} <= set(found.requests)
    assert not (under_18 and FOR_ADULTS & set(found.requests))


@pytest.mark.parametrize("id", IDS)
@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_worse_answers_never_lead_to_less_help(id: str, data: st.DataObject) -> None:
    """The proof says so for all answers, by its abstraction; here the real engine is asked."""
    questionnaire = LIBRARY[id]
    better, worse = data.draw(worse_pairs(questionnaire))
    one, other = outcome(walk(questionnaire, better)), outcome(walk(questionnaire, worse))
    shown = {step.id for step in other.routes}
    lost = [route for route in questionnaire.shared.routes if route.id in {s.id for s in one.routes} - shown]
    # A team for children takes the place of a team for adults, and the step for young carers that of support
    # for a child by the same team: neither is less help.
    in_place = {route.id: {route.id, *route.instead} for route in lost}
    beside = {route.id: route.left_out_beside for route in questionnaire.shared.routes}
    others = {id: ids | {beside[each] for each in ids} for id, ids in in_place.items()}
    assert [id for id, ids in others.items() if not shown & ids] == []
    needs = {need.id for need in other.needs}
    # A young carer has a need of his own in place of those of adults who care.
    under_18 = questionnaire.shared.needs_under_18
    assert {need.id for need in one.needs} <= needs.union(
        *(under_18.get(need, frozenset()) for need in needs)
    )


@pytest.mark.parametrize("id", each(IDS))
@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_what_the_proof_keeps_in_mind_is_all_that_routes_depend_on(id: str, data: st.DataObject) -> None:
    """The proof's small machine is led along random answers; at the end it names the routes that the real
    engine names.
    """
    questionnaire = LIBRARY[id]
    path = walk(questionnaire, data.draw(answers(questionnaire)))
    observer = AllObservers.of(questionnaire)
    observed = observer.start()
    for index, question in enumerate(questionnaire.questions):
        if question.id in path.answers_on_path:
            observed = observer.show(observed, question)
            for option in question.chosen(path.answers_on_path[question.id]):
                observed = observer.take(observed, option)
        else:
            observed = observer.hide(observed, question)
        observed = observer.settle(observed, index)
    assert routes_of(questionnaire, (frozenset(), observed)) == routes_from_answers(
        questionnaire, path.answers_on_path
    )


@pytest.mark.parametrize("id", each(IDS))
@FEW
@given(data=st.data())
def test_unfinished_answers_have_an_outcome_too(id: str, data: st.DataObject) -> None:
    questionnaire = LIBRARY[id]
    everything = data.draw(answers(questionnaire))
    some = {key: everything[key] for key in data.draw(st.sets(st.sampled_from(sorted(everything))))}
    found = outcome(walk(questionnaire, some))
    assert found.complete == walk(questionnaire, some).complete
    assert {step.id for step in found.routes} == with_routes_below(
        questionnaire,
        routes_from_answers(questionnaire, walk(questionnaire, some).answers_on_path),
        found.facts,
    )
