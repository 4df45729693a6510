"""The web session of a visitor: its keys, and reading, writing and forgetting the answers in progress.

A stored value that cannot be read is logged without its content, set aside in the session, and reported to
the visitor.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from flask import flash, session
from flask_babel import gettext as _
from pydantic import JsonValue

from core.sessions.current_session import forget_visitor, peek
from core.web import settings
from directory.my_list import items as my_list_items
from directory.my_list.items import Entry
from directory.my_list.saved import SESSION_KEY as MY_LIST
from directory.search import my_place
from selfassess.saved_copy import queries as copy_queries
from selfassess.saved_copy import services as saved_copy
from selfassess.session import answers_in_progress, stored_form
from selfassess.session.answers_in_progress import ChangeResult, InProgress
from selfassess.values.request import RequestKind
from selfassess.values.saved import FieldChange, PlanValue

log = logging.getLogger("signpost.selfassess")

ANSWERS = "assessment"
"""Answers, plan, place, and the id of the saved copy, as session.stored_form writes them."""
RECEIPTS = "requests_sent"
"""Receipts of the requests that were sent, the newest last."""
TOLD = "told"
"""What a request that was sent says of the visitor: name, numbers and home, for the next request."""
NEWLY_SAVED = "just_saved"
"""The reference and the three words, until they are shown."""
TRACKED = "tracked_request"
"""The id of the request that this visitor opened with its reference and words."""
UNREADABLE = "unreadable"
"""Stored values that could not be read, by session key and name."""
_MOST_TRIES = 3

Value = TypeVar("Value")


def draft_key(kind: RequestKind) -> str:
    """Return the session key of a request that is being written.

    Each kind has its own, so that two windows do not mix theirs up.
    """
    return f"request.{kind.value}"


def _keys() -> set[str]:
    """Return all session keys of the self-assessment."""
    return {
        ANSWERS,
        RECEIPTS,
        TOLD,
        NEWLY_SAVED,
        TRACKED,
        UNREADABLE,
        *(draft_key(kind) for kind in RequestKind),
    }


def holds_anything() -> bool:
    """Return True where the session holds anything of the self-assessment."""
    return any(session.get(key) for key in _keys())


def end_revoked_session() -> None:
    """Forget the self-assessment where its saved copy was deleted, or got new words, in another browser.

    Called before each request of the self-assessment. Where the session cannot be read, nothing of it is shown.
    """
    stored = peek(ANSWERS)
    saved = stored.get("saved") if isinstance(stored, dict) else None
    if isinstance(saved, str) and saved and copy_queries.generation(saved) != stored.get("generation"):
        _forget_answers()


def _forget_answers() -> None:
    for key in (*_keys(), MY_LIST, my_place.SESSION_KEY):
        session.pop(key, None)
    flash(
        _(
            "Your answers were deleted, or got new words, in another browser. So we cleared them here too. "
            "If you have the new words, you can come back with them."
        )
    )


def forget() -> None:
    """Empty the whole session, as "Clear what I did here" does, with My list and everything else.

    After deleting, leaving, coming back or starting afresh, another person may use the same computer.
    """
    forget_visitor()


def nothing_to_save() -> bool:
    """Return True where nothing was answered, planned or put on the list."""
    return current().empty and not my_list_items.entries(session.get(MY_LIST))


def with_list(value: InProgress) -> InProgress:
    """Return the value with the saved services among the notes of its body, as a saved copy holds them."""
    listed = my_list_items.entries(session.get(MY_LIST))
    if not listed:
        return value
    return replace(value, body=replace(value.body, notes={**value.body.notes, MY_LIST: _as_json(listed)}))


def _as_json(items: Sequence[Entry]) -> JsonValue:
    return [{"id": entry["id"], "note": entry["note"], "why": entry["why"]} for entry in items]


def restore_list(value: InProgress) -> None:
    """Write the saved services and the place of an opened copy to the session."""
    if value.where:
        my_place.remember(value.where)
    if listed := my_list_items.entries(value.body.notes.get(MY_LIST)):
        session[MY_LIST] = listed


def save_list(items: Sequence[Entry]) -> None:
    """Put a changed list into the saved copy, where there is one."""
    value = current() if session.get(ANSWERS) else InProgress()
    if value.saved:
        put(value, value.revision, (FieldChange("notes", MY_LIST, _as_json(items)),))


def current() -> InProgress:
    """Return what this visitor has answered so far, with the place that was given last."""
    reading = stored_form.read(session.get(ANSWERS))
    if reading.unreadable:
        _set_aside(ANSWERS, reading.unreadable)
        set_current(reading.value)
    place = session.get(my_place.SESSION_KEY)
    return reading.value if place is None else replace(reading.value, where=place)


def set_current(value: InProgress) -> None:
    """Write answers in progress to the session."""
    session[ANSWERS] = stored_form.write(value)


def read_stored(key: str, read: Callable[[Any], Value], default: Value) -> Value:
    """Return the value under a session key, converted by `read`.

    Returns `default` where there is no value, or where `read` raises KeyError, TypeError or ValueError.
    """
    stored = session.get(key)
    if stored is None:
        return default
    try:
        return read(stored)
    except (KeyError, TypeError, ValueError):
        _set_aside(key, {"everything": stored})
        session.pop(key)
        return default


def _set_aside(key: str, unreadable: Mapping[str, Any]) -> None:
    """Move unreadable values to a key of their own, log their names and tell the visitor.

    The same values are reported once.
    """
    known: dict[str, Any] = session.get(UNREADABLE) or {}
    new = {f"{key}: {name}": value for name, value in unreadable.items()}
    if all(name in known and known[name] == value for name, value in new.items()):
        return
    log.error("stored values of a session cannot be read", extra={"names": sorted(new)})
    session[UNREADABLE] = {**known, **new}
    flash(
        _(
            "We could not read something that you told us before, so it may be missing here. "
            "Please check your answers and your plan, or call us."
        )
    )


def put(value: InProgress, seen: int, changes: tuple[FieldChange, ...]) -> ChangeResult:
    """Make changes of a page that was made at revision `seen`, and write the result to the session.

    Where there is a saved copy, it is changed too. Where the copy cannot be read, the visitor is told, and
    only the session changes. Where the copy was deleted a moment ago, only these changes are kept.
    """
    result = _changed_copy(value, seen, changes) if value.saved else None
    if result is None:
        result = answers_in_progress.changed(answers_in_progress.without_saved_copy(value), seen, changes)
    set_current(result.value)
    return result


def _changed_copy(value: InProgress, seen: int, changes: tuple[FieldChange, ...]) -> ChangeResult | None:
    """Return the value after changes of its saved copy; None where the copy cannot be read."""
    try:
        return answers_in_progress.after_merge(
            value, saved_copy.write(settings(), value.saved, seen, changes)
        )
    except saved_copy.SavedCopyMissing:
        _forget_answers()
        emptied = InProgress(value.questionnaire, value.version, revision=value.revision)
        return answers_in_progress.changed(emptied, value.revision, changes)
    except saved_copy.UNREADABLE:
        log.exception("a saved copy cannot be read")
        flash(
            _(
                "We can’t open the answers that you saved, so this change is only here in this browser. "
                "Save again if you want to come back, or call us."
            )
        )
    return None


def change_plan(change: Callable[[PlanValue], PlanValue], seen: int | None = None) -> ChangeResult:
    """Change the visitor's plan and return the result. `seen`: the revision at which the page was made.

    `seen` None: the page did not show the plan. The change is made to the newest plan, and tried up to three
    times where another window changes the plan at the same moment.
    """
    tries = 1 if seen is not None else _MOST_TRIES
    for _try in range(tries):
        value = current()
        changes = answers_in_progress.plan_changes(value, change(value.plan))
        result = put(value, value.revision if seen is None else seen, changes)
        if not result.refused:
            break
    return result
