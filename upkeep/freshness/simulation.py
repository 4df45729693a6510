"""Tries the policy of freshness on invented listings, groups and moderators, day by day. Pure; the same seed
gives the same run.

What is assumed, and can be changed:

- A third of the groups answers the first message, a tenth each reminder, most within a week.
- A moderator's call takes 6 minutes and reaches 60%. Calls are made in the order of the worklist, up to so many hours
  a month: overdue listings first, those that most people see before others.
- Who looks for help sees some listings much more than others (Zipf's law), and an overdue one half as often,
  because it ranks lower. A small share of the people who saw one tell later that they got in, which proves that it
  still runs.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from upkeep.freshness.policy import (
    Listing,
    Periods,
    Sent,
    Step,
    due_on,
    hiding,
    is_overdue,
    next_step,
    ring_again_on,
    ring_order,
)

_MINUTES_OF_A_CALL = 6
_DAYS_OF_A_MONTH = 30.44
_OVERDUE_IS_SEEN = 0.5
_WORKDAYS = 5
_NO_MESSAGE_AFTER_A_CHECK = 60
"""Days after a check in which no message is right."""


@dataclass(frozen=True)
class Assumptions:
    """What is assumed of people. Shares are from 0 to 1.

    `answer_first`, `answer_reminder`: groups that answer a message. `reached`: calls that reach somebody.
    `hours`: hours a month that moderators have for calls. `views`: how often results are seen in a month.
    `told`: people who saw a listing and tell later that they got in. `second_contact`: listings with another
    contact. `without_email`: listings without any.
    """

    listings: int = 500
    months: int = 14
    answer_first: float = 0.35
    answer_reminder: float = 0.10
    reached: float = 0.60
    hours: float = 9.0
    views: int = 20_000
    told: float = 0.004
    second_contact: float = 0.4
    without_email: float = 0.08

    def halved(self) -> "Assumptions":
        """Return the same with half of the answers, of the calls that reach somebody, and of who tells."""
        return replace(
            self,
            answer_first=self.answer_first / 2,
            answer_reminder=self.answer_reminder / 2,
            reached=self.reached / 2,
            told=self.told / 2,
        )


@dataclass(frozen=True)
class Event:
    """What happened to a listing on a day: a step, a check and its way, or a call that reached nobody."""

    on: date
    listing: str
    what: str


@dataclass
class Report:
    """What a run gives.

    `shown`, `shown_in_date`: results seen, and those of a listing that was in date. `minutes`: of calls.
    `checks`: how many checks each way gave. `wrong`, `twice`: messages to a listing that needed none, or that
    had the same one in the same round. `most_hidden`: the most listings hidden on one day.
    """

    assumptions: Assumptions
    shown: float = 0.0
    shown_in_date: float = 0.0
    in_date_days: int = 0
    days: int = 0
    minutes: int = 0
    messages: Counter[Step] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    twice: int = 0
    most_hidden: int = 0
    waiting: int = 0
    """Listings on the worklist at the end."""
    events: list[Event] = field(default_factory=list)
    began_with: tuple[Listing, ...] = ()
    """The listings as they were on the first day."""

    @property
    def share_shown_in_date(self) -> float:
        """Return the share of the results seen whose listing was in date."""
        return self.shown_in_date / self.shown

    @property
    def share_in_date(self) -> float:
        """Return the share of the listings in date, on an average day."""
        return self.in_date_days / self.days

    @property
    def hours_a_month(self) -> float:
        """Return the moderators' hours of calls in a month."""
        return self.minutes / 60 / self.assumptions.months

    @property
    def share_by_others(self) -> float:
        """Return the share of the checks that came from calls and use, and not from answers to messages."""
        return (self.checks["call"] + self.checks["use"]) / max(1, self.checks.total())


class _Run:
    """One run: the listings as they are on `today`, and the answers that are on their way."""

    def __init__(self, assumptions: Assumptions, periods: Periods, seed: int, start: date) -> None:
        self.assumptions, self.periods, self.chance = assumptions, periods, Random(seed)
        self.report = Report(assumptions)
        self.today = start
        self.answers: dict[str, date] = {}
        self.rung: dict[str, date] = {}
        self.had: dict[str, list[Sent]] = {}
        self.checked: dict[str, date] = {}
        self.minutes_left = 0.0
        self.listings = {each.id: each for each in self._invented(start)}
        self.report.began_with = tuple(self.listings.values())
        weights = [1 / place for place in range(1, len(self.listings) + 1)]
        self.chance.shuffle(weights)
        self.popularity = {
            id: weight / sum(weights) for id, weight in zip(self.listings, weights, strict=True)
        }

    def _invented(self, start: date) -> Iterator[Listing]:
        """Yield listings that were imported on the first day, half of them checked at some time before it."""
        for number in range(self.assumptions.listings):
            checked = self.chance.randrange(2 * 90)
            chance = self.chance.random()
            contacts = 0 if chance < self.assumptions.without_email else 1
            contacts += contacts and self.chance.random() < self.assumptions.second_contact
            checked_on = start - timedelta(days=checked) if checked < 90 else None
            yield Listing(f"listing-{number:03}", start, checked_on, contacts)

    def day(self) -> None:
        """Let one day pass: people look, answers arrive, the jobs runner asks, and moderators ring."""
        hidden = set(self._hidden())
        self.report.most_hidden = max(self.report.most_hidden, len(hidden))
        self._seen(hidden)
        self._answered()
        self._asked()
        if self.today.weekday() < _WORKDAYS:
            self._rung()
        self.today += timedelta(days=1)

    def _hidden(self) -> tuple[str, ...]:
        return hiding(self.listings.values(), len(self.listings), self.periods, self.today).hidden

    def _seen(self, hidden: set[str]) -> None:
        views = self.assumptions.views / _DAYS_OF_A_MONTH
        for id, listing in self.listings.items():
            overdue = is_overdue(listing, self.periods, self.today)
            self.report.days += 1
            self.report.in_date_days += not overdue
            if id in hidden:
                continue
            seen = views * self.popularity[id] * (_OVERDUE_IS_SEEN if overdue else 1)
            self.report.shown += seen
            self.report.shown_in_date += 0 if overdue else seen
            if self.chance.random() < seen * self.assumptions.told:
                self._checked(id, "use")

    def _checked(self, id: str, way: str) -> None:
        self.listings[id] = replace(self.listings[id], checked_on=self.today, sent=())
        self.answers.pop(id, None)
        self.had.pop(id, None)
        self.checked[id] = self.today
        self.report.checks[way] += 1
        self.report.events.append(Event(self.today, id, f"checked by {way}"))

    def _answered(self) -> None:
        for id in [id for id, on in self.answers.items() if on <= self.today]:
            self._checked(id, "message")

    def _asked(self) -> None:
        for id, listing in self.listings.items():
            step = next_step(listing, self.periods, self.today)
            if step is None:
                continue
            if step is not Step.MODERATOR:
                self._message_is_right(listing, step)
            self.report.messages[step] += 1
            self.report.events.append(Event(self.today, id, step))
            self.listings[id] = replace(listing, sent=(*listing.sent, Sent(step, self.today)))
            answers = (
                self.assumptions.answer_first if step is Step.PROMPT else self.assumptions.answer_reminder
            )
            if step is not Step.MODERATOR and self.chance.random() < answers:
                self.answers[id] = self.today + timedelta(days=min(13, int(self.chance.expovariate(1 / 3))))

    def _message_is_right(self, listing: Listing, step: Step) -> None:
        """Count a message that nobody should get, by what happened and not by the policy's own sums."""
        checked = self.checked.get(listing.id, listing.checked_on or date.min)
        had = self.had.setdefault(listing.id, [])
        self.report.wrong += not listing.contacts or (self.today - checked).days < _NO_MESSAGE_AFTER_A_CHECK
        self.report.twice += step in [each.step for each in had] or any(each.on == self.today for each in had)
        had.append(Sent(step, self.today))

    def _rung(self) -> None:
        """Ring from the worklist while there is time today."""
        self.minutes_left = min(
            60.0, self.minutes_left + self.assumptions.hours * 60 / (_DAYS_OF_A_MONTH * _WORKDAYS / 7)
        )
        for id in self.worklist():
            if self.minutes_left < _MINUTES_OF_A_CALL:
                break
            self.minutes_left -= _MINUTES_OF_A_CALL
            self.report.minutes += _MINUTES_OF_A_CALL
            self.rung[id] = self.today
            if self.chance.random() < self.assumptions.reached:
                self._checked(id, "call")
            else:
                self.report.events.append(Event(self.today, id, "rung, not reached"))

    def worklist(self) -> list[str]:
        """Return the listings that a moderator rings, in order: the more people see one, the earlier."""
        waiting = [
            id
            for id, listing in self.listings.items()
            if any(each.step is Step.MODERATOR for each in listing.sent)
            and (id not in self.rung or ring_again_on(self.rung[id]) <= self.today)
        ]
        return sorted(
            waiting,
            key=lambda id: ring_order(id, self.popularity[id], due_on(self.listings[id], self.periods)),
        )


def simulate(
    assumptions: Assumptions, periods: Periods | None = None, *, seed: int = 1, start: date = date(2026, 1, 5)
) -> Report:
    """Return what the policy gives over the months of the assumptions."""
    run = _Run(assumptions, periods or Periods(), seed, start)
    for _day in range(round(assumptions.months * _DAYS_OF_A_MONTH)):
        run.day()
    run.report.waiting = len(run.worklist())
    return run.report
