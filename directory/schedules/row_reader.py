"""Reads the values of one row of a schedule, and notes values that cannot be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from directory.schedules import parse_values
from directory.schedules.schedule import Hours, Schedule, Season

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ScheduleProblem:
    """A value of a schedule that could not be used.

    `row` is the position of the row in its list, from 1; 0 means the whole list.
    """

    row: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"schedule {self.row}: " if self.row else ""
        return f"{place}{self.field}: {self.message}"


@dataclass(frozen=True, slots=True)
class ParsedHours:
    """The hours that could be read, and a problem for each value that could not be read."""

    hours: Hours
    problems: tuple[ScheduleProblem, ...] = ()


@dataclass(slots=True)
class RowReader:
    """Reads the values of one mapping and collects problems."""

    row: Mapping[str, object]
    number: int = 1
    problems: list[ScheduleProblem] = field(default_factory=list)

    def take(self, key: str, read: Callable[[object], Value], default: Value) -> Value:
        """Return the value of `key` as read, or the default with a problem noted."""
        try:
            return read(self.row.get(key))
        except parse_values.UnreadableError as error:
            self.problem(key, str(error))
            return default

    def take_all(self, key: str, read: Callable[[object], Value]) -> list[Value]:
        """Return the readable members of a list without repetitions; note a problem for each other member."""
        readable: list[Value] = []
        for part in parse_values.parts(self.row.get(key)):
            try:
                readable.append(read(part))
            except parse_values.UnreadableError as error:
                self.problem(key, str(error))
        return list(dict.fromkeys(readable))

    def problem(self, key: str, message: str) -> None:
        """Note a problem with the value of `key`."""
        self.problems.append(ScheduleProblem(self.number, key, message))

    def build(self, values: dict[str, Any]) -> Schedule | None:
        """Return the schedule, or None with the problem noted when the values contradict each other."""
        try:
            return Schedule(**values)
        except ValueError as error:
            key, _, message = str(error).partition(": ")
            self.problem(key, message)
            return None


def season(reader: RowReader) -> Season | None:
    """Return the season of the row, such as {"from": "04-01", "to": "09-30"}.

    None without a season; None with a problem when its start or end is missing.
    """
    given = reader.row.get("season")
    if not given:
        return None
    inner = RowReader(given if isinstance(given, Mapping) else {}, reader.number, reader.problems)
    first, last = (inner.take(key, parse_values.month_day, None) for key in ("from", "to"))
    if first and last:
        return first, last
    reader.problem("season", "needs from and to, such as 04-01 and 09-30")
    return None
