"""Time and ids: the only source of both, so that tests can set them."""

import uuid
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_NAMESPACE = uuid.UUID("6f1f9a52-6a53-5b8e-9a53-0c8f4d1f7c11")


class Clock(Protocol):
    """A function that returns the present moment, with its time zone."""

    def __call__(self) -> datetime: ...


def _system_clock() -> datetime:
    return datetime.now(UTC)


_clock: Clock = _system_clock


def set_clock(clock: Clock | None) -> None:
    """Replace the clock, for tests. None restores the clock of the system."""
    global _clock
    _clock = clock or _system_clock


def now() -> datetime:
    """Return the present moment in UTC, with its time zone."""
    return _clock().astimezone(UTC)


def local_now() -> datetime:
    """Return the present moment in Europe/London."""
    return now().astimezone(LONDON)


def today() -> date:
    """Return today's date in England."""
    return local_now().date()


def new_id() -> str:
    """Return a new random UUID as text."""
    return str(uuid.uuid4())


def stable_id(*parts: str) -> str:
    """Return the same UUID for the same parts, each time and on each machine (UUID version 5)."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))
