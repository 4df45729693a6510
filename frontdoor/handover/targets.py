"""The case system of the settings, and how a message reaches it."""

from dataclasses import dataclass
from datetime import timedelta

from core.settings import Settings
from frontdoor.handover.formats import SENT_FORMATS, HandOverFormat


@dataclass(frozen=True, slots=True, repr=False)
class Target:
    """A case system. `secrets`: the newest first, which signs. For the promises see the settings."""

    id: str
    name: str
    format: HandOverFormat
    url: str
    secrets: tuple[str, ...]
    timeout: float
    most_attempts: int
    is_idempotent: bool
    can_look_up: bool
    settles_in: timedelta
    may_be_private: bool


def target_of(settings: Settings) -> Target | None:
    """Return the case system that takes messages; None where requests are passed on as files only."""
    if not settings.case_system_url:
        return None
    return Target(
        id=settings.case_system_target,
        name=settings.case_system_name,
        format=SENT_FORMATS[settings.case_system_format],
        url=settings.case_system_url.rstrip("/"),
        secrets=tuple(settings.case_system_secret.get_secret_value().split(",")),
        timeout=settings.case_system_timeout,
        most_attempts=settings.case_system_attempts,
        is_idempotent=settings.case_system_idempotent,
        can_look_up=settings.case_system_look_up,
        settles_in=timedelta(minutes=settings.case_system_settle_minutes),
        may_be_private=settings.case_system_private,
    )
