"""One line of JSON, read strictly: no NaN, no key given twice, and nothing that could stop the program."""

import json
from typing import Any

_MOST_DIGITS = 1000
"""Python reads no integer of more than 4,300 digits.

One that is cut to this length is out of every range as well.
"""


def read_object(line: bytes) -> dict[str, Any]:
    """Return the JSON object on a line. Raises ValueError for anything else."""
    try:
        value = json.loads(
            line.decode("utf-8"),
            parse_int=_integer,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique,
        )
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _integer(digits: str) -> int:
    return int(digits[:_MOST_DIGITS])


def _refuse_constant(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("a key is given twice")
    return value


def has_key(value: Any) -> bool:
    """Return whether there is an object with any key in a JSON value, at any depth.

    The walk is a loop, not a recursion, because a line may be nested deeply.
    """
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict) and one:
            return True
        if isinstance(one, list):
            waiting += one
    return False
