"""Who is asked about a listing and when, and when it leaves the results."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from upkeep.freshness.policy import (
    Listing,
    Periods,
    Sent,
    Step,
    due_on,
    first_asked_on,
    hiding,
    is_overdue,
    may_be_hidden,
    next_step,
)

PERIODS = Periods()
CHECKED = date(2026, 1, 1)
LISTING = Listing("one", imported_on=date(2025, 1, 1), checked_on=CHECKED, contacts=2)


def _after(days: int) -> date:
    return CHECKED + timedelta(days=days)


def run(listing: Listing, days: int, working: set[int] | None = None) -> Listing:
    """Let the jobs runner work on each day, or on those of `working` only."""
    for day in range(days):
        step = next_step(listing, PERIODS, _after(day)) if working is None or day in working else None
        if step:
            listing = replace(listing, sent=(*listing.sent, Sent(step, _after(day))))
    return listing


def test_a_record_is_due_ninety_days_after_its_check_or_its_import() -> None:
    assert due_on(LISTING, PERIODS) == date(2026, 4, 1)
    assert due_on(replace(LISTING, checked_on=None), PERIODS) == date(2025, 4, 1)
    assert not is_overdue(LISTING, PERIODS, date(2026, 4, 1))
    assert is_overdue(LISTING, PERIODS, date(2026, 4, 2))


def test_everybody_is_asked_in_turn() -> None:
    asked = [(each.step, (each.on - CHECKED).days) for each in run(LISTING, 200).sent]
    assert asked == [
        (Step.PROMPT, 62),
        (Step.FIRST_REMINDER, 76),
        (Step.SECOND_REMINDER, 90),
        (Step.OTHER_CONTACT, 97),
        (Step.MODERATOR, 104),
    ]


@pytest.mark.parametrize(
    ("contacts", "steps"),
    [(0, [Step.MODERATOR]), (1, [Step.PROMPT, Step.FIRST_REMINDER, Step.SECOND_REMINDER, Step.MODERATOR])],
)
def test_who_cannot_be_asked_is_left_out(contacts: int, steps: list[Step]) -> None:
    assert [each.step for each in run(replace(LISTING, contacts=contacts), 200).sent] == steps


def test_an_import_of_many_is_not_asked_on_one_day() -> None:
    listings = [Listing(f"listing-{number}", imported_on=CHECKED) for number in range(500)]
    days = [first_asked_on(each, PERIODS) for each in listings]
    assert max(map(days.count, set(days))) < 25
    assert all(CHECKED <= day < due_on(listings[0], PERIODS) for day in days)


@settings(deadline=None, derandomize=True, max_examples=examples(200))
@given(working=st.sets(st.integers(0, 299)), contacts=st.integers(0, 3))
def test_whatever_days_the_jobs_runner_works_nobody_is_asked_twice_or_too_soon(
    working: set[int], contacts: int
) -> None:
    sent = run(replace(LISTING, contacts=contacts), 300, working).sent
    steps = [each.step for each in sent]
    assert len(steps) == len(set(steps))
    assert steps == sorted(steps, key=list(Step).index)
    assert all((each.on - CHECKED).days >= 62 for each in sent)
    assert all((later.on - earlier.on).days >= 7 for earlier, later in itertools.pairwise(sent))


@settings(deadline=None, derandomize=True, max_examples=examples(200))
@given(working=st.sets(st.integers(0, 299)), contacts=st.integers(0, 3), day=st.integers(0, 299))
def test_no_listing_is_hidden_before_everybody_was_asked(working: set[int], contacts: int, day: int) -> None:
    listing = run(replace(LISTING, contacts=contacts), day, working)
    if may_be_hidden(listing, PERIODS, _after(day)):
        assert day > 180
        assert listing.sent
        assert listing.sent[-1].step is Step.MODERATOR
        assert day - (listing.sent[-1].on - CHECKED).days >= 14


def test_a_listing_that_nobody_answers_for_is_hidden_after_180_days() -> None:
    listing = run(LISTING, 200)
    assert not may_be_hidden(listing, PERIODS, _after(180))
    assert may_be_hidden(listing, PERIODS, _after(181))
    assert not may_be_hidden(replace(listing, sent=listing.sent[:-1]), PERIODS, _after(181))


def test_of_many_only_two_in_a_hundred_are_hidden_and_a_moderator_is_asked_about_the_rest() -> None:
    listings = [replace(run(LISTING, 200), id=f"listing-{number:02}") for number in range(10)]
    older = replace(listings[7], checked_on=CHECKED - timedelta(days=5))
    listings[7] = older
    found = hiding(listings, 200, PERIODS, _after(200))
    assert found.hidden == ("listing-07", "listing-00", "listing-01", "listing-02")
    assert len(found.for_moderator) == 6
    assert hiding(listings, 49, PERIODS, _after(200)).hidden == ()


def test_nobody_is_asked_about_a_listing_on_a_break() -> None:
    asked = run(LISTING, 80)
    paused = replace(asked, paused=True)
    assert run(paused, 400).sent == asked.sent
    assert not may_be_hidden(replace(run(LISTING, 200), paused=True), PERIODS, _after(400))
    # When it opens again, the next step is due at once, and the one after it days later.
    opened = run(asked, 400, working=set(range(300, 400)))
    assert [each.step for each in opened.sent[2:4]] == [Step.SECOND_REMINDER, Step.OTHER_CONTACT]
    assert opened.sent[3].on > opened.sent[2].on == _after(300)
