"""Values that are written in another way and mean the same: they are no change of a record. Pure."""

import re
from typing import Any

from directory.versions.rows import Bundle, TableRow

_ADDRESS = ("attention", "address_1", "address_2", "city", "region", "state_province", "postal_code")
_SHORT = {
    "st": "street",
    "rd": "road",
    "ave": "avenue",
    "av": "avenue",
    "ln": "lane",
    "dr": "drive",
    "sq": "square",
    "cl": "close",
    "ct": "court",
    "pl": "place",
}
_NEAR = 0.00002
"""Degrees, about two metres."""
_WITHOUT_PARTS = ("address", "phone", "language", "cost_option", "service_area", "accessibility", "schedule")
"""Tables of parts to which no other row refers."""


def keep_same(stored: Bundle, new: Bundle) -> None:
    """Put stored values and ids into the new rows where these say the same in another way."""
    for table in _WITHOUT_PARTS:
        if table in new and table in stored:
            new[table] = _with_stored_ids(stored[table], new[table])
    for table, rows in new.items():
        for row_id, row in rows.items():
            before = stored.get(table, {}).get(row_id)
            if before is not None:
                _keep_values(table, before, row)


def _with_stored_ids(stored: dict[str, TableRow], new: dict[str, TableRow]) -> dict[str, TableRow]:
    """Return new rows, with the stored id where only the id is another one: many feeds make ids anew."""
    free = {_content(row): row_id for row_id, row in stored.items() if row_id not in new}
    found: dict[str, TableRow] = {}
    for row_id, row in new.items():
        known = None if row_id in stored else free.pop(_content({**_empty(stored), **row}), None)
        found[known or row_id] = row | {"id": known or row_id}
    return found


def _empty(rows: dict[str, TableRow]) -> TableRow:
    """Return the columns of stored rows without values, because new rows lack links to other parents."""
    return dict.fromkeys(next(iter(rows.values()), {}))


def _content(row: TableRow) -> str:
    return repr(sorted((name, repr(value)) for name, value in row.items() if name != "id"))


def _keep_values(table: str, before: TableRow, row: TableRow) -> None:
    if table == "address" and _address_key(before) == _address_key(row):
        row |= {name: before[name] for name in _ADDRESS if name in before}
    elif table == "phone" and _digits(before.get("number")) == _digits(row.get("number")):
        row["number"] = before["number"]
    elif table == "location":
        _keep_point(before, row)


def _keep_point(before: TableRow, row: TableRow) -> None:
    pairs = [(before.get(name), row.get(name)) for name in ("latitude", "longitude")]
    if all(was is not None and now is not None and abs(was - now) < _NEAR for was, now in pairs):
        row["latitude"], row["longitude"] = before["latitude"], before["longitude"]


def _address_key(row: TableRow) -> str:
    text = " ".join(str(row.get(name) or "") for name in _ADDRESS).casefold()
    words = re.sub(r"[^\w\s]", " ", text.replace("’", "").replace("'", "")).split()
    return "".join(_SHORT.get(word, word) for word in words)


def _digits(value: Any) -> str:
    digits = re.sub(r"\D", "", str(value or "").replace("(0)", ""))
    return "0" + digits.removeprefix("44") if digits.startswith("44") else digits
