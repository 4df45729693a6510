"""Session keys of the self-assessment, all of them, and forgetting everything that the session holds."""

from flask import session

from core.sessions import forget_visitor
from selfassess.values.request import RequestKind

ANSWERS = "assessment"
"""Answers, plan, place, id of the saved assessment: see in_progress."""

RECEIPTS = "requests_sent"
"""Requests that were sent, the last one last."""

NEWLY_SAVED = "just_saved"
"""Reference and words, until they are shown."""


def draft_key(kind: RequestKind) -> str:
    """The key of a request that is being written. Each kind has its own, so that two windows do not mix theirs up."""
    return f"request.{kind.value}"


def holds_anything() -> bool:
    """Whether the session holds anything of the self-assessment."""
    known = {ANSWERS, RECEIPTS, NEWLY_SAVED, *(draft_key(kind) for kind in RequestKind)}
    return any(session.get(key) for key in known)


def forget() -> None:
    """Forget everything that was done here, as "Clear what I did here" does: the self-assessment, My list, and whatever else there is.

    Whoever deletes, leaves, comes back or starts afresh may be followed, or was preceded, by somebody else at the same computer.
    """
    forget_visitor()
