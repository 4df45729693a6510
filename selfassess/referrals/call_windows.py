"""The half hours that a request for a call back can choose. The front door gives them; without it there are none.

A half hour is a code, its start in UTC, such as "2026-11-30T10:00Z".
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from flask import Flask, current_app, g, has_app_context

from core.settings import Settings
from selfassess.values.people import ContactWishes
from selfassess.values.request import RequestKind, RequestValue

_EXTENSION = "signpost-call-windows"
_OFFERED = "offered_call_windows"


class WindowTaken(Exception):
    """The half hour has no place left."""


class CallWindows(Protocol):
    """What requests ask the front door."""

    def offered(self, settings: Settings) -> Sequence[tuple[str, str]]:
        """Return the code and the words of each half hour that has a place, in order."""

    def fits(self, code: str, wishes: ContactWishes) -> bool:
        """Return False where the half hour is at another time than the person says is safe."""

    def book(self, settings: Settings, referral_id: str, request: RequestValue) -> None:
        """Take the half hour of a request, in the caller's transaction. Raises WindowTaken."""

    def booked(self, settings: Settings, referral_id: str) -> str:
        """Return the code of the half hour in which the person of a request is rung; empty for none."""

    def words(self, code: str) -> str:
        """Return a half hour in words: "Monday 30 November, 10am to 10.30am"."""

    def promise(self, settings: Settings, code: str) -> tuple[str, date]:
        """Return what the person is told about the call and the tries after it, and the day of the call."""

    def move(self, settings: Settings, referral_id: str, code: str) -> None:
        """Ring in another half hour, and commit. Raises WindowTaken."""

    def cancel(self, settings: Settings, referral_id: str) -> None:
        """Ring nobody for this request any more, in the caller's transaction."""


class _NoWindows:
    """The site without the front door's call-backs."""

    def offered(self, settings: Settings) -> Sequence[tuple[str, str]]:
        return ()

    def fits(self, code: str, wishes: ContactWishes) -> bool:
        return True

    def book(self, settings: Settings, referral_id: str, request: RequestValue) -> None:
        return

    def booked(self, settings: Settings, referral_id: str) -> str:
        return ""

    def words(self, code: str) -> str:
        return code

    def promise(self, settings: Settings, code: str) -> tuple[str, date]:
        raise LookupError(code)

    def move(self, settings: Settings, referral_id: str, code: str) -> None:
        raise WindowTaken

    def cancel(self, settings: Settings, referral_id: str) -> None:
        return


def set_call_windows(app: Flask, windows: CallWindows) -> None:
    """Let requests choose among these half hours."""
    app.extensions[_EXTENSION] = windows


def call_windows() -> CallWindows:
    """Return the half hours of this application; none outside an application."""
    found: CallWindows = (
        current_app.extensions.get(_EXTENSION, _NoWindows()) if has_app_context() else _NoWindows()
    )
    return found


def offered(kind: RequestKind) -> Sequence[tuple[str, str]]:
    """Return the half hours that a kind of request can choose, read once for a request to the site."""
    if kind is not RequestKind.CALL_BACK or not has_app_context():
        return ()
    if _OFFERED not in g:
        setattr(g, _OFFERED, call_windows().offered(current_app.extensions["settings"]))
    found: Sequence[tuple[str, str]] = getattr(g, _OFFERED)
    return found


def read_again() -> None:
    """Forget what was offered, because a half hour turned out to be full."""
    g.pop(_OFFERED, None)
