"""The worklists of staff: what waits for a moderator. Each feature adds its own when it is registered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from accounts.permissions import may_open

_EXTENSION = "signpost-worklists"


@dataclass(frozen=True, slots=True)
class Worklist:
    """A list of things to do.

    `endpoint`: its page, which needs no further values. `label` and `hint`: lazily translated texts.
    `waiting`: how many things wait; None where the page has no number.
    """

    endpoint: str
    label: Any
    hint: Any
    waiting: Callable[[], int] | None = None


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """A worklist and how many things wait in it now; None where the page has no number."""

    worklist: Worklist
    waiting: int | None


def add_worklist(app: Flask, worklist: Worklist) -> None:
    """Add a worklist after those that are there."""
    app.extensions.setdefault(_EXTENSION, []).append(worklist)


def open_worklists() -> list[WorklistRow]:
    """Return the worklists for whoever is signed in, with one count for each."""
    worklists: list[Worklist] = current_app.extensions.get(_EXTENSION, [])
    return [
        WorklistRow(each, each.waiting() if each.waiting else None)
        for each in worklists
        if may_open(each.endpoint)
    ]
