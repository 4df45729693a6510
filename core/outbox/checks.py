"""Checks at the moment of sending: a feature may put a message off, or say that it must not leave any more.

A message can wait for hours or days, and meanwhile somebody may have said "no texts" or "only mornings".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

_EXTENSION = "signpost-outbox-checks"


@dataclass(frozen=True, slots=True)
class MayLeave:
    """The answer of a check. Without values the message may leave now.

    `not_before`: the message waits until then. `refused`: a code that says why it must not leave at all.
    """

    not_before: datetime | None = None
    refused: str = ""


Check = Callable[[str], MayLeave]
"""Says whether the message with this id may leave now. It only reads."""


def add_check(app: Flask, purpose: str, check: Check) -> None:
    """Ask `check` about every message of this purpose, right before it is handed over."""
    app.extensions.setdefault(_EXTENSION, {})[purpose] = check


def may_leave(purpose: str, message_id: str) -> MayLeave:
    """Return what the check of this purpose says; a message without a check may leave."""
    check: Check | None = current_app.extensions.get(_EXTENSION, {}).get(purpose)
    return check(message_id) if check else MayLeave()
