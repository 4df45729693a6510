"""Field types that read what real feeds send, and note what cannot be read instead of refusing the record.

A model is validated with a log as context (`Service.model_validate(row, context=log)`). A value that cannot
be read then becomes the field's default, and the log gets a problem that names the value. Without a context
the same types are strict: validation fails, which is what a check of our own data needs.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from directory.open_referral import values
from directory.schedules.parse_values import UnreadableError

Value = TypeVar("Value")
EMPTY: tuple[Any, ...] = (None, "", [], {})
"""Values that say nothing: a field with one of them counts as missing."""


class ProblemLog(Protocol):
    """Takes the problems of one source."""

    def problem(self, field: str, what: str) -> None:
        """Note that the value of `field` could not be used, and why."""


class Sayable(Protocol):
    """A part of a record that knows whether it says anything."""

    @property
    def says_nothing(self) -> bool:
        """True when the part can be left out."""


def note(info: ValidationInfo, field: str, what: str) -> None:
    """Note a problem in the log of the validation. Raises ValueError when there is no log."""
    if info.context is None:
        raise ValueError(what)
    log: ProblemLog = info.context
    log.problem(field, what)


def lenient(read: Callable[[Any], Value], default: Value, label: str = "") -> BeforeValidator:
    """Return a validator that reads a value with `read`; an unreadable one becomes the default and a problem.

    `read` raises UnreadableError. `label` names the value in the problem; by default the field's name does.
    """

    def validate(value: Any, info: ValidationInfo) -> Value:
        try:
            return read(value)
        except UnreadableError as error:
            note(info, label or info.field_name or "", str(error))
            return default

    return BeforeValidator(validate)


def choice(allowed: Sequence[str], default: str, label: str = "") -> BeforeValidator:
    """Return a validator for an enumeration: capitals and underscores do not matter, empty is the default."""

    def read(value: Any) -> str:
        text = values.words(value).lower()
        spellings = (text, text.replace("_", " ").replace("-", " "))
        found = next((each for each in spellings if each in allowed), "")
        if text and not found:
            taken = f"taken as {default}" if default else "left out"
            raise UnreadableError(f"“{text[:40]}” is not one of {', '.join(allowed)}: {taken}")
        return found or default

    return lenient(read, default, label)


def choices(allowed: Sequence[str]) -> BeforeValidator:
    """Return a validator for a list of ids of a closed list; each unknown id is a problem and left out."""

    def validate(value: Any, info: ValidationInfo) -> list[str]:
        given = values.listed(value)
        for each in given:
            if each not in allowed:
                note(info, info.field_name or "", f"“{each}” is not one of: {', '.join(allowed)}")
        return [each for each in given if each in allowed]

    return BeforeValidator(validate)


def _as_members(value: Any, info: ValidationInfo) -> list[dict[str, Any]]:
    if value is not None and not isinstance(value, list | dict):
        note(info, info.field_name or "", "is not a list: left out")
    return values.mappings(value)


Member = TypeVar("Member", bound=Sayable)


def _without_empty(members: list[Member]) -> list[Member]:
    return [member for member in members if not member.says_nothing]


Members = Annotated[list[Member], BeforeValidator(_as_members), AfterValidator(_without_empty)]
"""A list of parts. A single part counts as a list of one; parts that say nothing are left out."""

Text = Annotated[str, BeforeValidator(values.words)]
"""A text as given, without outer white space; empty when not said."""
Name = Annotated[str, BeforeValidator(values.name)]
"""A text on one line."""
Prose = Annotated[str, BeforeValidator(values.prose)]
"""A longer text; HTML is read as its words."""
TextList = Annotated[list[str], BeforeValidator(values.listed)]
"""Texts, each once; a text with semicolons, bars or line ends is split."""
Uuid = Annotated[str, BeforeValidator(values.uuid)]
"""A UUID in small letters; empty when the value is none."""
UuidList = Annotated[list[str], BeforeValidator(values.uuids)]
"""UUIDs; other values are left out."""
Email = Annotated[str, lenient(values.email, "")]
Url = Annotated[str, lenient(values.url, "")]
Day = Annotated[date | None, lenient(values.day, None)]
Moment = Annotated[datetime | None, lenient(values.moment, None)]
Whole = Annotated[int | None, lenient(values.whole, None)]
Money = Annotated[Decimal | None, lenient(values.money, None, "cost")]
Flag = Annotated[bool, lenient(values.yes, False)]
