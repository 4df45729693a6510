"""Leaving out what is not known, so that no empty value looks like an answer. Pure."""

from typing import Any


def without_empty(value: Any) -> Any:
    """Return JSON without texts, lists and objects that are empty, and without nulls. False and 0 stay."""
    if isinstance(value, dict):
        pruned = {name: without_empty(one) for name, one in value.items()}
        return {name: one for name, one in pruned.items() if not is_empty(one)}
    if isinstance(value, (list, tuple)):
        return [one for one in map(without_empty, value) if not is_empty(one)]
    return value


def is_empty(value: Any) -> bool:
    """Return True for null and for a text, a list or an object with nothing in it."""
    return value is None or (isinstance(value, (str, list, tuple, dict)) and not value)
