"""Computes when sessions take place, and whether a service is open at a moment.

All results are aware datetimes in Europe/London. A session keeps its wall-clock times when the clocks change
(RFC 5545 3.3.5). A time that does not exist in March moves on by an hour. A time that occurs twice in
October means the first of the two.

Compare results by timestamp(): Python compares two times of one zone by their wall-clock values.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from typing import Literal
from zoneinfo import ZoneInfo

from directory.schedules.holidays import Calendar
from directory.schedules.recurrence import days
from directory.schedules.schedule import Hours, Schedule

LONDON = ZoneInfo("Europe/London")
LOOK_AHEAD_DAYS = 400
_CHAIN = timedelta(days=8)
_DAY = timedelta(days=1)

Doubt = Literal["weeks", "term_dates", "bank_holidays", "times", "closing"]
StateKind = Literal["open", "closed", "unknown", "always"]


@dataclass(frozen=True, slots=True)
class Session:
    """One session, from `start` up to `end`, both in Europe/London.

    doubt: None when the session is certain, otherwise the reason.
    "weeks": the weeks are not known. "term_dates": the school terms around the day are not known.
    "bank_holidays": it is a bank holiday, and the source does not say whether the session is held.
    "times": only the day is known; start and end are its midnights.
    "closing": the closing time is not known; `end` is the next midnight.
    """

    start: datetime
    end: datetime
    schedule: Schedule
    doubt: Doubt | None = None

    @property
    def certain(self) -> bool:
        """True when day, times and weeks are known."""
        return self.doubt is None


@dataclass(frozen=True, slots=True)
class OpenState:
    """The state of a service at one moment.

    until: end of the present opening; sessions that touch count as one. None when closed, or open for a week
    or more.
    next_session: when closed or unknown, the next session within 400 days, which may itself be in doubt.
    doubt: for "unknown", the reason for the doubt; None when no hours are known.
    """

    kind: StateKind
    until: datetime | None = None
    next_session: Session | None = None
    doubt: Doubt | None = None


def session_on(schedule: Schedule, day: date, calendar: Calendar) -> Session | None:
    """Return the session that begins on `day`, a day of the pattern; None when an exception cancels the
    session.
    """
    if _called_off(schedule, day, calendar):
        return None
    in_term = calendar.in_term(day) if schedule.term_time else True
    if in_term is False:
        return None
    start = _moment(day, schedule.opens_at or time())
    end = _moment(day + _DAY if schedule.past_midnight else day, schedule.closes_at or time())
    if end.timestamp() <= start.timestamp():
        return None  # The session lies inside the hour that is skipped in March.
    return Session(start, end, schedule, _doubt(schedule, in_term, calendar.is_holiday(day)))


def _called_off(schedule: Schedule, day: date, calendar: Calendar) -> bool:
    if day in schedule.closed_on or not schedule.in_season(day):
        return True
    return schedule.closed_bank_holidays is True and calendar.is_holiday(day)


def _doubt(schedule: Schedule, in_term: bool | None, on_holiday: bool) -> Doubt | None:
    if not schedule.weeks_known:
        return "weeks"
    if in_term is None:
        return "term_dates"
    if on_holiday and schedule.closed_bank_holidays is None:
        return "bank_holidays"
    if not schedule.times_known:
        return "closing" if schedule.opens_at else "times"
    return None


def _moment(day: date, at: time) -> datetime:
    local = datetime.combine(day, at, LONDON)
    # The clocks change between 1am and 2am only: converting to UTC and back moves missing times on.
    return local.astimezone(UTC).astimezone(LONDON) if at.hour == 1 else local


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(LONDON)


def sessions(hours: Hours, start: datetime, end: datetime, calendar: Calendar) -> Iterator[Session]:
    """Yield sessions that overlap the time from `start` (included) to `end` (excluded), ordered by start,
    then end.

    Sessions in doubt are included; see `Session.doubt`. Sessions of two rows at the same time are yielded
    once.

    Hours of the kinds always and unknown have no sessions. Raises ValueError when a moment has no time zone.
    """
    since, before = _aware(start), _aware(end)
    streams = (_stream(row, since, before, calendar) for row in hours.schedules)
    previous = None
    for session in merge(*streams, key=_order):
        if previous is None or _order(session)[:2] != _order(previous)[:2]:
            yield session
        previous = session


def _stream(row: Schedule, since: datetime, before: datetime, calendar: Calendar) -> Iterator[Session]:
    from_at, to_at = since.timestamp(), before.timestamp()
    for day in days(row, since.date() - _DAY, before.date()):
        session = session_on(row, day, calendar)
        if session and session.end.timestamp() > from_at and session.start.timestamp() < to_at:
            yield session


def _order(session: Session) -> tuple[float, float, bool]:
    return session.start.timestamp(), session.end.timestamp(), not session.certain


def sessions_this_week(hours: Hours, now: datetime, calendar: Calendar) -> list[Session]:
    """Return the sessions from `now` to the end of the sixth day after today. A session in progress is
    included.
    """
    local = _aware(now)
    return list(sessions(hours, local, _moment(local.date() + 7 * _DAY, time()), calendar))


def open_state(hours: Hours, now: datetime, calendar: Calendar) -> OpenState:
    """Return the state of the service at `now`: open until when, or closed and when it opens next.

    The state is "unknown" when no hours are known, or when only a session in doubt covers `now`.

    Raises ValueError when `now` has no time zone.
    """
    local = _aware(now)
    if hours.kind != "scheduled":
        return OpenState("always" if hours.kind == "always" else "unknown")
    covering = _covering(hours, local, calendar)
    if any(session.certain for session in covering):
        return OpenState("open", until=_open_until(hours, local, calendar))
    following = _next_session(hours, local, calendar)
    if covering:
        return OpenState("unknown", next_session=following, doubt=covering[0].doubt)
    return OpenState("closed", next_session=following)


def _covering(hours: Hours, local: datetime, calendar: Calendar) -> list[Session]:
    today, at = local.date(), local.timestamp()
    covering = []
    for row in hours.schedules:
        for day in days(row, today - _DAY if row.past_midnight else today, today):
            session = session_on(row, day, calendar)
            if session and session.start.timestamp() <= at < session.end.timestamp():
                covering.append(session)
    return covering


def _open_until(hours: Hours, local: datetime, calendar: Calendar) -> datetime | None:
    limit = local + _CHAIN
    until = local
    for session in sessions(hours, local, limit, calendar):
        if session.start.timestamp() > until.timestamp():
            break
        if session.certain and session.end.timestamp() > until.timestamp():
            until = session.end
    return until if until.timestamp() < limit.timestamp() else None


def _next_session(hours: Hours, local: datetime, calendar: Calendar) -> Session | None:
    best: Session | None = None
    last = local.date() + LOOK_AHEAD_DAYS * _DAY
    for row in hours.schedules:
        session = _next_of_row(row, local, best.start.date() if best else last, calendar)
        if session and (best is None or _first_come(session) < _first_come(best)):
            best = session
    return best


def _next_of_row(row: Schedule, local: datetime, last: date, calendar: Calendar) -> Session | None:
    at = local.timestamp()
    for day in days(row, local.date(), last):
        session = session_on(row, day, calendar)
        if session and session.start.timestamp() > at:
            return session
    return None


def _first_come(session: Session) -> tuple[float, bool]:
    return session.start.timestamp(), not session.certain
