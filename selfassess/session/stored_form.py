"""Answers in progress as plain JSON for the web session, and back. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from selfassess.session.answers_in_progress import InProgress
from selfassess.session.readable import is_answer, readable_plan
from selfassess.values.saved import SavedBody, to_json

_TEXTS = ("questionnaire", "waiting", "saved", "where")
_NUMBERS = {"version": 0, "revision": 1, "generation": 0}


@dataclass(frozen=True, repr=False)
class SessionReading:
    """What was read.

    `unreadable`: the stored values that could not be read, by their names, such as `plan.goals`.
    """

    value: InProgress
    unreadable: Mapping[str, Any] = field(default_factory=dict)


def read(stored: Any) -> SessionReading:
    """Return the answers in progress from the session's stored value; None gives empty ones."""
    if stored is None:
        return SessionReading(InProgress())
    if not isinstance(stored, dict):
        return SessionReading(InProgress(), {"everything": stored})
    reader = _Reader(stored)
    texts = {name: reader.one(name, "", _is_text) for name in _TEXTS}
    numbers = {name: reader.one(name, least, _is_number) for name, least in _NUMBERS.items()}
    body = SavedBody(
        answers=reader.mapping("answers", is_answer),
        plan=reader.plan(),
        notes=reader.mapping("notes", lambda _note: True),
        changed=reader.mapping("changed", _is_number),
    )
    others = reader.mapping("others", lambda answers: _is_mapping_of(answers, is_answer))
    others_changed = reader.mapping("others_changed", lambda changed: _is_mapping_of(changed, _is_number))
    value = InProgress(body=body, others=others, others_changed=others_changed, **texts, **numbers)
    return SessionReading(value, reader.unreadable)


def write(value: InProgress) -> dict[str, Any]:
    """Return the answers in progress as plain objects, lists and texts."""
    texts_and_numbers = {name: getattr(value, name) for name in (*_TEXTS, *_NUMBERS)}
    others = {"others": dict(value.others), "others_changed": dict(value.others_changed)}
    return {**to_json(value.body), **texts_and_numbers, **others}


class _Reader:
    """Reads named values of one mapping and collects those that have another form than they should."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        self._stored = stored
        self.unreadable: dict[str, Any] = {}

    def one(self, name: str, default: Any, fits: Callable[[Any], bool]) -> Any:
        """Return one value; the default where it is missing or does not fit."""
        found = self._stored.get(name)
        if found is None:
            return default
        if not fits(found):
            self.unreadable[name] = found
            return default
        return found

    def mapping(self, name: str, fits: Callable[[Any], bool]) -> dict[str, Any]:
        """Return a mapping with those of its values that fit."""
        found = self.one(name, {}, lambda value: isinstance(value, Mapping))
        self.unreadable |= {f"{name}.{key}": value for key, value in found.items() if not fits(value)}
        return {key: value for key, value in found.items() if fits(value)}

    def plan(self) -> dict[str, Any]:
        """Return the stored plan without the parts that cannot be read."""
        found = self.mapping("plan", lambda _part: True)
        _plan, unreadable = readable_plan(found)
        self.unreadable |= {f"plan.{part}": value for part, value in unreadable.items()}
        return {part: value for part, value in found.items() if part not in unreadable}


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int)


def _is_mapping_of(value: object, fits: Callable[[Any], bool]) -> bool:
    return isinstance(value, Mapping) and all(fits(one) for one in value.values())
