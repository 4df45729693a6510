"""Calls with a time limit: the value, the error, and the end of the wait."""

import socket
import threading

import pytest

from core.deadlines import resolve, within


def test_what_answers_in_time_gives_its_value_or_its_error() -> None:
    assert within(5, lambda: 42) == 42
    with pytest.raises(KeyError, match="gone"):
        within(5, lambda: {}["gone"])


def test_what_never_answers_is_given_up() -> None:
    release = threading.Event()
    with pytest.raises(TimeoutError):
        within(0.05, lambda: release.wait(3))
    release.set()


def test_a_name_that_is_never_resolved_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def hang(*_arguments: object, **_options: object) -> list[object]:
        release.wait(3)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with pytest.raises(TimeoutError):
        resolve("feed.example", 443, 0.05)
    release.set()
