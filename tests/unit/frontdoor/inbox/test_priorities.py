"""Queues, priorities and the clock of requests: pure rules."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from core.clock import LONDON
from core.settings import ROOT
from directory.schedules.stored import year
from directory.schedules.weekly_hours import read_hours
from directory.teams.working_time import due_at, working_time_between
from frontdoor.inbox.matching import phone_digits
from frontdoor.inbox.outcomes import request_outcomes
from frontdoor.inbox.priorities import Priority, due_times, priority_of
from frontdoor.inbox.queues import GENERAL, OWN_ACCESS, Queue, may_move, queue_of, queues_of, roles_of
from selfassess.values.assessment_record import AssessmentRecord
from selfassess.values.concern import Concern
from selfassess.values.people import Answered
from selfassess.values.professional import ProfessionalReferral, Urgency
from selfassess.values.request import CONCERNS, FOR_CHILDREN, RequestKind, RequestValue, Stay, Whereabouts

CONTENT = ROOT / "content"
HOURS = read_hours("Mo-Fr 08:30-17:00; PH off")
FIRST = datetime(2026, 1, 1, tzinfo=LONDON)
MOMENTS = st.integers(0, 500 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@pytest.mark.parametrize("kind", list(RequestKind))
def test_every_kind_has_a_queue_and_worries_and_children_have_their_own(kind: RequestKind) -> None:
    queue = queue_of(RequestValue(kind))
    assert (queue in OWN_ACCESS) is (kind in CONCERNS or kind in FOR_CHILDREN)


def test_the_queue_follows_what_was_said() -> None:
    needs = RequestValue(RequestKind.NEEDS_ASSESSMENT)
    therapy = RequestValue(RequestKind.OCCUPATIONAL_THERAPY)
    in_hospital = replace(needs, whereabouts=Whereabouts(now=Stay.HOSPITAL))
    mind = AssessmentRecord("adult-needs", "1", (), needs=("mental-health", "falls"))
    short = AssessmentRecord("adult-needs", "1", (), facts={"signal.short_term": "yes"})
    both = replace(short, facts={"signal.short_term": "yes", "signal.equipment": ["yes"]})
    assert queue_of(in_hospital) is Queue.DISCHARGE
    assert queue_of(replace(needs, assessment=mind)) is Queue.MENTAL_HEALTH
    assert queue_of(replace(therapy, assessment=short)) is Queue.REABLEMENT
    assert queue_of(replace(therapy, assessment=both)) is Queue.EQUIPMENT


def test_nobody_but_its_own_role_sees_a_queue_with_own_access() -> None:
    for role in Role:
        for queue, own in OWN_ACCESS.items():
            assert (queue in queues_of([role])) is (role is own)
        seen = set(queues_of([role])) & set(GENERAL)
        assert seen == (set(GENERAL) if role in (Role.TRIAGE, Role.SUPERVISOR) else set())
    assert all(queue in queues_of(roles_of(queue)) for queue in Queue)


@given(kind=st.sampled_from(RequestKind), queue=st.sampled_from(Queue), to=st.sampled_from(Queue))
def test_a_worry_is_never_moved_to_where_others_see_it(kind: RequestKind, queue: Queue, to: Queue) -> None:
    apart = kind in CONCERNS or kind in FOR_CHILDREN
    assert may_move(kind, queue, to) is (to is not queue and (to in OWN_ACCESS or not apart))


def test_the_priority_follows_what_was_said() -> None:
    worry = RequestValue(RequestKind.SAFEGUARDING_CONCERN, concern=Concern())
    assert priority_of(worry) is Priority.SOON
    not_sure = replace(worry, concern=Concern(in_danger_now=Answered.NOT_SURE))
    assert priority_of(not_sure) is Priority.URGENT
    usual = RequestValue(RequestKind.NEEDS_ASSESSMENT)
    urgent = AssessmentRecord("adult-needs", "1", (), facts={"signal.urgent": "yes"})
    assert priority_of(usual) is Priority.USUAL
    assert priority_of(replace(usual, assessment=urgent)) is Priority.URGENT
    in_a_day = ProfessionalReferral(urgency=Urgency.ONE_DAY)
    assert priority_of(replace(usual, professional=in_a_day)) is Priority.URGENT


def test_more_urgent_is_never_due_later() -> None:
    times, calendar = due_times(CONTENT), year(CONTENT)
    for hour in range(0, 7 * 24, 5):
        moment = FIRST + timedelta(days=330, hours=hour)
        for queue in Queue:
            due = [times.queues[queue][one].after(moment, HOURS, calendar) for one in Priority]
            assert due == sorted(due), (queue, moment)


@settings(max_examples=60)
@given(moment=MOMENTS, minutes=st.integers(1, 40 * 60))
def test_working_time_until_the_due_time_is_what_was_allowed(moment: datetime, minutes: int) -> None:
    calendar, needed = year(CONTENT), timedelta(minutes=minutes)
    due = due_at(moment, HOURS, calendar, needed)
    assert working_time_between(moment, due, HOURS, calendar) == needed
    assert due >= moment + needed
    assert due <= due_at(moment, HOURS, calendar, needed + timedelta(minutes=1))


def test_working_time_passes_over_the_change_of_the_clocks_and_bank_holidays() -> None:
    calendar = year(CONTENT)
    friday = datetime(2026, 10, 23, 16, 0, tzinfo=LONDON)
    assert due_at(friday, HOURS, calendar, timedelta(hours=2)) == datetime(2026, 10, 26, 9, 30, tzinfo=LONDON)
    before_christmas = datetime(2026, 12, 24, 16, 30, tzinfo=LONDON)
    due = due_at(before_christmas, HOURS, calendar, timedelta(hours=1))
    assert due == datetime(2026, 12, 29, 9, 0, tzinfo=LONDON)


def test_the_outcomes_are_spelt_exactly_as_the_collection_has_them() -> None:
    found = request_outcomes(CONTENT)
    labels = [one.label for one in found.outcomes]
    assert labels[0] == "Progress to Reablement/ST-Max"
    assert labels[-1] == "NFA- Other"
    assert "NFA - Self-funded client (Inc. 12wk disregard)" in labels
    assert len(labels) == 19
    assert found.label_of("nfa_signposting") == "NFA - Information & Advice / Signposting only"
    assert found.label_of("gone") == "gone"


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("+44 7700 900123", "07700900123"), ("07700 900-123", "07700900123"), ("12345", ""), ("", "")],
)
def test_one_number_written_two_ways_is_one(typed: str, digits: str) -> None:
    assert phone_digits(typed) == digits
