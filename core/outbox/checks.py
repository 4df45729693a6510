"""What features add to sending: a check before a message leaves, and what follows where it did not arrive.

A check may put a message off, or say that it must not leave any more.

A message can wait for hours or days, and meanwhile somebody may have said "no texts" or "only mornings".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app

_EXTENSION = "signpost-outbox-checks"
_FOLLOW_UPS = "signpost-outbox-follow-ups"


@dataclass(frozen=True, slots=True)
class MayLeave:
    """The answer of a check. Without values the message may leave now.

    `not_before`: the message waits until then. `refused`: a code that says why it must not leave at all.
    """

    not_before: datetime | None = None
    refused: str = ""


Check = Callable[[str], MayLeave]
"""Says whether the message with this id may leave now. It only reads."""


FollowUp = Callable[[str], None]
"""Acts on a message that did not reach the person, in the caller's transaction. Gets `subject_id` of its row."""


def add_check(app: Flask, purpose: str, check: Check) -> None:
    """Ask `check` about every message of this purpose, right before it is handed over."""
    app.extensions.setdefault(_EXTENSION, {})[purpose] = check


def on_failed(app: Flask, purpose: str, follow_up: FollowUp) -> None:
    """Call `follow_up` where a message of this purpose left and did not reach the person."""
    app.extensions.setdefault(_FOLLOW_UPS, {})[purpose] = follow_up


def follow_failed(purpose: str, subject_id: str) -> None:
    """Run what was added for this purpose, in the caller's transaction."""
    follow_up: FollowUp | None = current_app.extensions.get(_FOLLOW_UPS, {}).get(purpose)
    if follow_up and subject_id:
        follow_up(subject_id)


def may_leave(purpose: str, message_id: str) -> MayLeave:
    """Return what the check of this purpose says; a message without a check may leave."""
    check: Check | None = current_app.extensions.get(_EXTENSION, {}).get(purpose)
    return check(message_id) if check else MayLeave()
