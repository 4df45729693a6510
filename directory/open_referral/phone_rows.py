"""Splits the telephone numbers of feeds, where one text often holds several numbers and other words."""

from typing import Any

from pydantic import ValidationInfo

from directory.open_referral import values
from directory.open_referral.leftovers import not_read
from directory.open_referral.lenient import EMPTY, note
from directory.schedules.parse_values import UnreadableError


def phone_rows(rows: object, info: ValidationInfo) -> list[dict[str, Any]]:
    """Return one row for each number. A text without any number gives a problem and no row.

    The first number of a text gets the id of its row: "Office: 01226 1234 or 01226 5678" becomes two rows.
    """
    found: list[dict[str, Any]] = []
    given = rows if isinstance(rows, list) else [rows]
    for row in given:
        if isinstance(row, dict):
            found.extend(_numbers_of(row, info))
        elif values.words(row):
            found.extend(_numbers_of({"number": row}, info))
    return found


def _numbers_of(row: dict[str, Any], info: ValidationInfo) -> list[dict[str, Any]]:
    beside = {
        name: value for name, value in row.items() if name not in ("id", "number") and value not in EMPTY
    }
    try:
        numbers = values.phones(row.get("number"))
    except UnreadableError as error:
        note(info, "phone", str(error))
        numbers = []
    if not numbers and set(beside) - {"type"}:
        note(info, "phone", f"has no number: {not_read(beside)}")
    description = values.words(row.get("description"))
    rest = {name: value for name, value in row.items() if name not in ("id", "number")}
    rows = [
        rest
        | {
            "number": phone.number,
            "extension": phone.extension or row.get("extension"),
            "type": row.get("type"),
            "description": "; ".join(filter(None, (phone.description, description))),
        }
        for phone in numbers
    ]
    return [rows[0] | {"id": row.get("id")}, *rows[1:]] if rows else []
