"""The one place where time, ids and chance come from, so that tests can set them."""

import uuid
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_NAMESPACE = uuid.UUID("6f1f9a52-6a53-5b8e-9a53-0c8f4d1f7c11")


class Clock(Protocol):
    """Anything that can say what time it is."""

    def __call__(self) -> datetime: ...


def _system_clock() -> datetime:
    return datetime.now(UTC)


_clock: Clock = _system_clock


def set_clock(clock: Clock | None) -> None:
    """Replace the clock (tests); None brings the system's clock back."""
    global _clock
    _clock = clock or _system_clock


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _clock().astimezone(UTC)


def local_now() -> datetime:
    """The present moment as clocks in England show it (Europe/London)."""
    return now().astimezone(LONDON)


def today() -> date:
    """Today's date in England."""
    return local_now().date()


def new_id() -> str:
    """A fresh random UUID as text."""
    return str(uuid.uuid4())


def stable_id(*parts: str) -> str:
    """The same UUID for the same parts, each time and on each machine (UUID version 5)."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(parts)))
