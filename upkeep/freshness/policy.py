"""When a listing falls due for a check, who is asked next, and when it leaves the results. Pure.

The rules of this module decide alone; the jobs runner sends what they say, and the simulation tries them out.

One round of asking, for a listing with an e-mail address:

    28 days before it falls due   the group is asked
    14 days later                 the group is reminded
    28 days later                 the group is reminded again
    35 days later                 another contact is asked, where there is one
    42 days later                 a moderator rings

A step is counted from the day on which the first one was really sent, so that nobody gets two messages at
once after the site or its mail was out of order. A listing without an address goes to a moderator at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from directory.facts.kinds import Fact


class Step(StrEnum):
    """Who is asked, in this order."""

    PROMPT = "prompt"
    FIRST_REMINDER = "first_reminder"
    SECOND_REMINDER = "second_reminder"
    OTHER_CONTACT = "other_contact"
    MODERATOR = "moderator"


MAIL_STEPS = (Step.PROMPT, Step.FIRST_REMINDER, Step.SECOND_REMINDER, Step.OTHER_CONTACT)


@dataclass(frozen=True)
class Periods:
    """The days of the policy; the settings of the site fill them.

    `checked_for`: how long a check of each kind of fact holds. `lead`: days before the due day on which the
    group is first asked. `steps`: days after the first message on which each further step is due.
    `hidden_after`: days after the due day on which a listing leaves the results. `answer_time`: days that the
    last step is given before that. `most_hidden`: the share of live listings that may be hidden without a
    moderator.
    """

    checked_for: Mapping[Fact, int] = field(
        default_factory=lambda: MappingProxyType(
            {Fact.RECORD: 90, Fact.PHONE: 180, Fact.ADDRESS: 180, Fact.HOURS: 365}
        )
    )
    lead: int = 28
    steps: Mapping[Step, int] = field(
        default_factory=lambda: MappingProxyType(
            {
                Step.PROMPT: 0,
                Step.FIRST_REMINDER: 14,
                Step.SECOND_REMINDER: 28,
                Step.OTHER_CONTACT: 35,
                Step.MODERATOR: 42,
            }
        )
    )
    hidden_after: int = 90
    answer_time: int = 14
    most_hidden: float = 0.02


@dataclass(frozen=True)
class Sent:
    """A step that was taken, and on which day."""

    step: Step
    on: date


@dataclass(frozen=True)
class Listing:
    """What the policy knows of a live listing.

    `checked_on`: the day of the last check of the record as a whole; None for never. `imported_on`: the day
    on which it came into the directory. `contacts`: how many people have an e-mail address for it. `sent`:
    the steps of this round, in order of time; a check begins a new round. `group`: who runs it; listings of one
    group are asked about together. `paused`: whether it is closed for a while.
    """

    id: str
    imported_on: date
    checked_on: date | None = None
    contacts: int = 1
    sent: Sequence[Sent] = ()
    group: str = ""
    paused: bool = False


def due_on(listing: Listing, periods: Periods) -> date:
    """Return the day on which the record falls due: 90 days after its last check, or after its import."""
    return (listing.checked_on or listing.imported_on) + timedelta(days=periods.checked_for[Fact.RECORD])


def is_overdue(listing: Listing, periods: Periods, today: date) -> bool:
    """Return whether the page has to say "not checked since" on this day."""
    return today > due_on(listing, periods)


def first_asked_on(listing: Listing, periods: Periods) -> date:
    """Return the day of the first message.

    A directory of hundreds of listings is imported on one day. Those that were never checked are therefore
    spread over the weeks before they fall due, on a day that follows from the group, or else from the id.
    """
    due = due_on(listing, periods)
    if listing.checked_on:
        return due - timedelta(days=periods.lead)
    number = int.from_bytes(sha256((listing.group or listing.id).encode()).digest()[:4])
    spread = max(1, periods.checked_for[Fact.RECORD] - periods.lead)
    return listing.imported_on + timedelta(days=number % spread)


def next_step(listing: Listing, periods: Periods, today: date) -> Step | None:
    """Return the step that is due on this day, or None. One step a day at most, and each once in a round.

    Nobody is asked about a listing on a break; what fell due meanwhile is asked when it opens again.
    """
    if listing.paused:
        return None
    begins = first_asked_on(listing, periods)
    if today < begins:
        return None
    taken = {each.step: each.on for each in listing.sent}
    if Step.MODERATOR in taken:
        return None
    began = min(taken.values(), default=today)
    for step in _possible(listing):
        if step not in taken:
            return step if today >= _day_of(step, began, taken, periods) else None
    return None


def _possible(listing: Listing) -> tuple[Step, ...]:
    if listing.contacts == 0:
        return (Step.MODERATOR,)
    return tuple(step for step in Step if step is not Step.OTHER_CONTACT or listing.contacts > 1)


def _day_of(step: Step, began: date, taken: Mapping[Step, date], periods: Periods) -> date:
    """Return the day of a step: so long after the first one, and its usual distance after the one before."""
    if not taken:
        return began
    last = max(taken, key=lambda each: periods.steps[each])
    distance = timedelta(days=periods.steps[step] - periods.steps[last])
    return max(began + timedelta(days=periods.steps[step]), taken[last] + min(distance, timedelta(days=7)))


RING_AGAIN_AFTER = 5
"""Days until somebody who was not reached is rung again."""

RingKey = tuple[bool, float, date, str]


def ring_again_on(rung_on: date) -> date:
    """Return the day on which somebody who was not reached is rung again."""
    return rung_on + timedelta(days=RING_AGAIN_AFTER)


def ring_order(listing_id: str, use: float, due: date, *, waits: bool = False) -> RingKey:
    """Return the place of a listing among those that moderators ring about; the smallest comes first.

    The more people use one, the earlier; then the longer it has been due. `waits`: it was rung in the last days.
    """
    return waits, -use, due, listing_id


def may_be_hidden(listing: Listing, periods: Periods, today: date) -> bool:
    """Return whether a listing may leave the results on this day.

    It has been due for 90 days, everybody was asked, and the last of them had time to answer. A message that
    could not be sent counts as not sent: without its prompts no listing is hidden. Nor is one on a break.
    """
    if listing.paused:
        return False
    if today <= due_on(listing, periods) + timedelta(days=periods.hidden_after):
        return False
    taken = {each.step: each.on for each in listing.sent}
    if any(step not in taken for step in _possible(listing)):
        return False
    return today >= max(taken.values()) + timedelta(days=periods.answer_time)


@dataclass(frozen=True)
class Hiding:
    """Which listings are hidden: `hidden` by the rule, `for_moderator` beyond the share that it may hide."""

    hidden: tuple[str, ...]
    for_moderator: tuple[str, ...]


def hiding(listings: Iterable[Listing], live: int, periods: Periods, today: date) -> Hiding:
    """Return which of the live listings are out of the results today, those due longest first.

    `live`: how many listings are live. At most 2% of them are hidden so; a moderator is asked about the
    others.
    """
    ready = sorted(
        (each for each in listings if may_be_hidden(each, periods, today)),
        key=lambda each: (due_on(each, periods), each.id),
    )
    most = int(live * periods.most_hidden)
    ids = tuple(each.id for each in ready)
    return Hiding(ids[:most], ids[most:])
