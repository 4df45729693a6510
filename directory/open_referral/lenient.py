"""Field types that read the values of real feeds. A value that cannot be read is noted and the record stays
valid.

A model is validated with a log as context: `Service.model_validate(row, context=log)`. An unreadable value
then becomes the field's default, and the log gets a problem that names the value.

Without a context the types are strict: validation fails. Checks of our own data use this form.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Protocol, TypeVar, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ValidationInfo

from directory.open_referral import values
from directory.schedules.parse_values import UnreadableError

Value = TypeVar("Value")
EMPTY: tuple[Any, ...] = (None, "", [], {})
"""Empty values: a field with one of them counts as missing."""


class ProblemLog(Protocol):
    """Takes the problems of one source."""

    def problem(self, field: str, what: str) -> None:
        """Note that the value of `field` could not be used, and why."""


class Sayable(Protocol):
    """A part of a record that knows whether it is empty."""

    @property
    def says_nothing(self) -> bool:
        """True when the part holds no information and can be left out."""

    @property
    def left_out(self) -> bool:
        """True when the source says that the part is not for the public, and the part has no private form."""


def note(info: ValidationInfo, field: str, what: str) -> None:
    """Note a problem in the log of the validation. Raises ValueError when there is no log."""
    if info.context is None:
        raise ValueError(what)
    log: ProblemLog = info.context
    log.problem(field, what)


def lenient(read: Callable[[Any], Value], default: Value, label: str = "") -> BeforeValidator:
    """Return a validator that reads a value with `read`. An unreadable value becomes the default and a
    problem.

    `read` raises UnreadableError. `label` names the value in the problem (default: the field's name).
    """

    def validate(value: Any, info: ValidationInfo) -> Value:
        try:
            return read(value)
        except UnreadableError as error:
            note(info, label or info.field_name or "", str(error))
            return default if error.value is None else cast(Value, error.value)

    return BeforeValidator(validate)


def choice(allowed: Sequence[str], default: str, label: str = "") -> BeforeValidator:
    """Return a validator for an enumeration. Capitals and underscores do not matter; an empty value becomes
    the default.
    """

    def read(value: Any) -> str:
        text = values.words(value).lower()
        spellings = (text, text.replace("_", " ").replace("-", " "))
        member = next((each for each in spellings if each in allowed), "")
        if text and not member:
            taken = f"taken as {default}" if default else "left out"
            raise UnreadableError(f"“{text[:40]}” is not one of {', '.join(allowed)}: {taken}")
        return member or default

    return lenient(read, default, label)


def choices(allowed: Sequence[str]) -> BeforeValidator:
    """Return a validator for ids of a closed list. Unknown ids are left out, each with a problem."""

    def validate(value: Any, info: ValidationInfo) -> list[str]:
        given = values.listed(value)
        for each in given:
            if each not in allowed:
                note(info, info.field_name or "", f"“{each}” is not one of: {', '.join(allowed)}")
        return [each for each in given if each in allowed]

    return BeforeValidator(validate)


def _as_members(value: Any, info: ValidationInfo) -> list[Any]:
    if value is not None and not isinstance(value, list | dict):
        note(info, info.field_name or "", "is not a list: left out")
    if isinstance(value, list):
        return [_as_member(each, info) for each in value if each not in EMPTY]
    return values.mappings(value)


def _as_member(value: Any, info: ValidationInfo) -> Any:
    """Return one part. A bare text becomes the name of the part; other values are left out, with a problem."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, BaseModel) and not values.words(value):
        note(info, info.field_name or "", f"“{value}” is not a set of named values: left out")
        return {}
    return value if isinstance(value, BaseModel) else {"name": value}


Member = TypeVar("Member", bound=Sayable)


def _without_empty(members: list[Member], info: ValidationInfo) -> list[Member]:
    """Return the parts that say something. What an incomplete part holds beside its ids is noted."""
    for member in members:
        if member.says_nothing and not member.left_out and info.context is not None:
            rest = _content(member)
            if rest:
                note(info, info.field_name or "", f"is incomplete and not read: “{rest}”")
    return [member for member in members if not member.says_nothing and not member.left_out]


def _content(member: Sayable) -> str:
    """Return the values of a part without ids, as text."""
    if not isinstance(member, BaseModel):
        return ""
    given = member.model_dump(mode="json", exclude_defaults=True, exclude={"id"})
    return ", ".join(f"{name} {value}" for name, value in given.items() if value not in EMPTY)


Members = Annotated[list[Member], BeforeValidator(_as_members), AfterValidator(_without_empty)]
"""A list of parts. A single part becomes a list of one; empty parts are left out."""

Text = Annotated[str, BeforeValidator(values.words)]
"""A text as given, without outer white space; empty when missing."""
Name = Annotated[str, BeforeValidator(values.name)]
"""A text on one line."""
Prose = Annotated[str, BeforeValidator(values.prose)]
"""A longer text; HTML is converted to plain text."""
TextList = Annotated[list[str], BeforeValidator(values.listed)]
"""Texts without repetitions. A text is split at semicolons, bars and line ends."""
Uuid = Annotated[str, BeforeValidator(values.uuid)]
"""A UUID in lower case; empty when the value is no UUID."""
UuidList = Annotated[list[str], BeforeValidator(values.uuids)]
"""UUIDs; other values are left out."""
Email = Annotated[str, lenient(values.email, "")]
Url = Annotated[str, lenient(values.url, "")]
Day = Annotated[date | None, lenient(values.day, None)]
Moment = Annotated[datetime | None, lenient(values.moment, None)]
Whole = Annotated[int | None, lenient(values.whole, None)]
Money = Annotated[Decimal | None, lenient(values.money, None, "cost")]
Flag = Annotated[bool, lenient(values.yes, False)]
