"""The plan: every change can be sent twice, keeps the order that people gave, and refuses nothing they
say.
"""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfassess.values import plan_operations as plans
from selfassess.values.saved import ActionKind, PlanValue, RequestSent, SavedBody, from_json, merged, to_json

TODAY = date(2026, 11, 23)


def shopping() -> PlanValue:
    plan = PlanValue()
    for text in ("Ring the hub", "Ask about a rail", "Walk the dog"):
        plan = plans.add_action(plan, ActionKind.OWN, text)
    return plan


def texts(plan: PlanValue) -> list[str]:
    return [action.text for action in plan.actions]


def test_adding_the_same_twice_adds_it_once() -> None:
    plan = plans.add_goal(plans.add_goal(PlanValue(), "Walk the dog", "getting_out"), "  walk the  DOG ")
    assert [(goal.text, goal.about) for goal in plan.goals] == [("Walk the dog", "getting_out")]


def test_a_service_is_added_once_whatever_it_is_called() -> None:
    plan = plans.add_action(
        PlanValue(), ActionKind.SERVICE, "Steady Steps", service_id="s1", phone="01632 960900"
    )
    again = plans.add_action(plan, ActionKind.SERVICE, "Steady Steps class", service_id="s1")
    assert again == plan
    assert len(plans.add_action(plan, ActionKind.SERVICE, "Steady Steps", service_id="s2").actions) == 2


def test_a_line_that_was_changed_leaves_room_for_its_old_words() -> None:
    plan = plans.add_goal(PlanValue(), "Walk")
    plan = plans.change(plan, "goals", plan.goals[0].id, text="Swim")
    plan = plans.add_goal(plan, "Walk")
    assert [goal.text for goal in plan.goals] == ["Swim", "Walk"]
    assert len({goal.id for goal in plan.goals}) == 2


def test_a_line_is_not_changed_into_nothing() -> None:
    plan = plans.add_person(PlanValue(), "Jo", "shops", "1")
    changed = plans.change(plan, "people", plan.people[0].id, name=" ", how="", phone="2")
    assert [(one.name, one.how, one.phone) for one in changed.people] == [("Jo", "", "2")]


ASKED = RequestSent(TODAY, "K7MX-4RTP", "Our team: we call you.", date(2026, 11, 30))
LATER = RequestSent(TODAY, "AAAA-BBBB")


def test_a_request_that_was_sent_takes_the_place_of_the_one_that_waits() -> None:
    plan = plans.add_request(shopping(), "needs_assessment", "Ask for a care assessment")
    sent = plans.with_asked(plan, "needs_assessment", "An assessment", ASKED)
    assert texts(sent) == [*texts(shopping()), "Ask for a care assessment"]
    assert sent.actions[-1].asked == ASKED
    assert plans.with_asked(sent, "needs_assessment", "An assessment", ASKED) == sent
    assert plans.add_request(sent, "needs_assessment", "Ask for a care assessment") == sent
    assert from_json(PlanValue, to_json(sent)) == sent


def test_a_request_that_was_sent_is_a_line_of_its_own_where_none_waits() -> None:
    sent = plans.with_asked(PlanValue(), "call_back", "Ask us to call you", ASKED)
    assert [(one.text, one.kind) for one in sent.actions] == [("Ask us to call you", ActionKind.REQUEST)]
    again = plans.with_asked(sent, "call_back", "Ask us to call you", LATER)
    assert [one.asked.reference for one in again.actions if one.asked] == ["K7MX-4RTP", "AAAA-BBBB"]
    assert len({one.id for one in again.actions}) == 2


def test_a_long_plan_has_room_for_what_was_asked_for() -> None:
    plan = PlanValue()
    for number in range(plans.MOST_LINES):
        plan = plans.add_action(plan, ActionKind.OWN, f"Thing {number}")
    assert plans.with_asked(plan, "call_back", "Ask us to call you", ASKED).actions[-1].asked == ASKED


def test_an_action_of_an_older_plan_can_be_read() -> None:
    stored = {
        "actions": [
            {
                "id": "a",
                "kind": "own",
                "text": "Walk",
                "service_id": "",
                "phone": "",
                "note": "",
                "ticked": True,
            }
        ]
    }
    assert from_json(PlanValue, stored).actions[0].asked is None


def test_nothing_is_not_added() -> None:
    assert plans.is_empty(plans.add_strength(plans.add_action(PlanValue(), ActionKind.OWN, "  "), " \n"))


def test_a_field_that_a_line_does_not_have_is_an_error() -> None:
    plan = plans.add_goal(PlanValue(), "Walk")
    with pytest.raises(TypeError):
        plans.change(plan, "goals", plan.goals[0].id, phone="1")


@given(st.integers(-3, 9), st.integers(0, 2))
def test_moving_is_to_a_position_and_loses_nothing(position: int, which: int) -> None:
    plan = shopping()
    item = plan.actions[which]
    moved = plans.place(plan, "actions", item.id, position)
    assert sorted(texts(moved)) == sorted(texts(plan))
    assert moved.actions[max(0, min(2, position - 1))] == item
    assert plans.place(moved, "actions", item.id, position) == moved


def test_ticking_says_what_is_wanted() -> None:
    plan = shopping()
    done = plans.tick(plans.tick(plan, plan.actions[1].id, True), plan.actions[1].id, True)
    assert [action.ticked for action in done.actions] == [False, True, False]
    assert plans.tick(done, done.actions[1].id, False) == plan


def test_lines_go_and_unknown_ones_do_no_harm() -> None:
    plan = shopping()
    assert texts(plans.remove(plan, "actions", plan.actions[0].id)) == ["Ask about a rail", "Walk the dog"]
    assert plans.remove(plan, "actions", "nothing") == plan
    assert plans.change(plan, "actions", "nothing", text="x") == plan


def test_every_part_can_be_filled() -> None:
    plan = plans.add_call(
        plans.add_person(PlanValue(), "Jo", "shops for me", "07700 900111"),
        "Council",
        "01632 960100",
        "the rail",
    )
    plan = plans.with_text(plan, "contingency", "Jo has a key.\n\n Ring 999 ")
    assert (plan.people[0].how, plan.calls[0].why, plan.contingency) == (
        "shops for me",
        "the rail",
        "Jo has a key.\n\nRing 999",
    )


def test_looking_again_is_offered_in_three_and_six_weeks() -> None:
    assert plans.offered_days(TODAY) == (date(2026, 12, 14), date(2027, 1, 4))


def test_days_to_look_again_are_kept_in_order_and_stay_done() -> None:
    first, second = plans.offered_days(TODAY)
    plan = plans.look_again(PlanValue(), [second, first, first])
    assert [review.on for review in plan.reviews] == [first, second]
    assert plans.next_look(plan, TODAY) == first
    looked = plans.looked(plan, first)
    assert plans.next_look(looked, first) == second
    assert plans.look_again(looked, [first, second]) == looked
    assert plans.next_look(PlanValue(), TODAY) is None


def test_the_measure_can_be_repeated_and_shows_before_and_after() -> None:
    plan = plans.with_score(PlanValue(), "getting_out", "Getting out", 3, TODAY)
    assert plans.progress(plan.measures[0]) is None
    plan = plans.with_score(
        plans.with_score(plan, "getting_out", "Getting out", 9, date(2026, 12, 14)),
        "getting_out",
        "",
        6,
        date(2026, 12, 14),
    )
    seen = plans.progress(plan.measures[0])
    assert seen
    assert (seen.label, seen.first.value, seen.latest.value, seen.up) == ("Getting out", 3, 6, 3)
    assert plans.without_measure(plan, "getting_out").measures == ()


@pytest.mark.parametrize("value", [-1, 11])
def test_a_score_goes_from_0_to_10(value: int) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        plans.with_score(PlanValue(), "a", "A", value, TODAY)


@given(st.text(max_size=700))
def test_any_words_are_taken_tidied_and_cut(text: str) -> None:
    tidied = plans.tidy(text)
    assert len(tidied) <= plans.MOST_LINE
    assert plans.tidy(tidied) == tidied
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in tidied)


def test_marks_that_join_letters_stay() -> None:
    for words in ("می\u200cخواهم", "\U0001f468\u200d\U0001f9bd", "क्\u200dष"):
        assert plans.tidy(f"\x07 {words}\x00") == words


def test_a_list_does_not_grow_without_end() -> None:
    plan = PlanValue()
    for number in range(plans.MOST_LINES + 5):
        plan = plans.add_goal(plan, f"Goal {number}")
    assert len(plan.goals) == plans.MOST_LINES


def test_only_parts_that_changed_are_saved_so_that_two_tabs_merge() -> None:
    body = SavedBody(plan=to_json(shopping()))
    here = plans.changes(plans.of_body(body), plans.add_goal(plans.of_body(body), "Walk"))
    there = plans.changes(plans.of_body(body), plans.with_text(plans.of_body(body), "what_matters", "My dog"))
    assert [change.key for change in here] == ["goals"]
    now = merged(body, 1, 1, here)
    now = merged(now.body, now.revision, 1, there)
    plan = plans.of_body(now.body)
    assert (plan.goals[0].text, plan.what_matters, len(plan.actions), now.refused) == (
        "Walk",
        "My dog",
        3,
        (),
    )
