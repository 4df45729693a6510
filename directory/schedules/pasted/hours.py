"""What was read from pasted words about opening hours."""

from dataclasses import dataclass
from datetime import time

from directory.schedules.pasted.times import Minutes
from directory.schedules.schedule import WEEKDAYS, Schedule

EVERY_WEEK: tuple[int, ...] = ()


@dataclass(frozen=True)
class WeeklyTimes:
    """The times of some days. Monday is day 0.

    `ordinals`: which of the month's, 1 to 5 or -1 for the last; empty for every week. `spans`: from and to in
    minutes from midnight. `term_time`: in term time only.
    """

    days: tuple[int, ...]
    spans: tuple[Minutes, ...]
    ordinals: tuple[int, ...] = EVERY_WEEK
    term_time: bool = False


@dataclass(frozen=True)
class PastedHours:
    """What was read from pasted words.

    `rules`: days with their times; where there is a question, the likeliest reading, to be confirmed.
    `questions`: what the words leave open, in plain words; empty where everything was clear.
    `closed_bank_holidays`: None where nothing is said of them. `places`: which characters of the text, as
    `tokens.plain_text` gives it, each question is about; (0, 0) where it is about none.
    """

    rules: tuple[WeeklyTimes, ...] = ()
    questions: tuple[str, ...] = ()
    closed_bank_holidays: bool | None = None
    places: tuple[tuple[int, int], ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether the person has to be asked before these hours can be used."""
        return bool(self.questions)

    def schedules(self) -> tuple[Schedule, ...]:
        """Return the hours as rows of Open Referral UK's `schedule`."""
        return tuple(_schedule(self, rule, span) for rule in self.rules for span in rule.spans)


def _schedule(read: PastedHours, rule: WeeklyTimes, span: Minutes) -> Schedule:
    names = [WEEKDAYS[day] for day in rule.days]
    monthly = tuple(f"{number}{name}" for name in names for number in rule.ordinals)
    return Schedule(
        freq="MONTHLY" if monthly else "WEEKLY",
        byday=monthly or tuple(names),
        opens_at=time_at(span[0]),
        closes_at=time_at(span[1]),
        term_time=rule.term_time,
        closed_bank_holidays=read.closed_bank_holidays,
    )


def time_at(minutes: int) -> time:
    """Return the time of day that lies so many minutes after midnight."""
    return time(minutes // 60 % 24, minutes % 60)
