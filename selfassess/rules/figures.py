"""Dated figures: amounts with the days on which they are in force, their source, and the day of the last
check.

For a day without a figure there is an error, never an older figure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

import yaml

from core.content import content_loader, read_text

LOCAL_PRICES = "local_prices.yaml"
"""The file of a council's own price ranges beside the figures of the law; information/cost_guide reads it."""
FigureFields = dict[str, str]
"""A figure as it is written: texts by name."""


class Unit(StrEnum):
    """The unit of an amount."""

    POUNDS = "pounds"
    POUNDS_A_WEEK = "pounds_a_week"
    PERCENT = "percent"


class Provenance(StrEnum):
    """Where a figure was read: a page of the government or the law, councils' pages, or a sum of our own."""

    OFFICIAL = "official"
    QUOTED = "quoted"
    DERIVED = "derived"


class FigureMissing(LookupError):
    """No figure is in force on that day. People read: "We cannot give this figure for that date"."""

    def __init__(self, figure_id: str, day: date) -> None:
        super().__init__(f"we cannot give the figure {figure_id} for {day.isoformat()}")
        self.figure_id = figure_id
        self.day = day


class FiguresError(ValueError):
    """Figures that cannot be used. The message has one line for each fault, with file, row and what to do."""


@dataclass(frozen=True)
class Figure:
    """One amount in force from `valid_from` to `valid_to`, both days included.

    `source`: the page that was read where the figure is official; otherwise the law that it rests on, and
    `read_from` says what was read. `note` shows the sum behind a derived amount.
    """

    id: str
    amount: Decimal
    unit: Unit
    valid_from: date
    valid_to: date
    source: str
    checked_on: date
    note: str = ""
    provenance: Provenance = Provenance.OFFICIAL
    read_from: str = ""


class Figures:
    """The figures, by id and day."""

    def __init__(self, rows: Iterable[Figure]) -> None:
        """Raises FiguresError where two amounts of one figure are in force on the same day."""
        self._rows: dict[str, list[Figure]] = {}
        for row in sorted(rows, key=lambda row: row.valid_from):
            self._rows.setdefault(row.id, []).append(row)
        overlaps = [
            _overlap(one, two) for rows_of_one in self._rows.values() for one, two in pairwise(rows_of_one)
        ]
        if any(overlaps):
            raise FiguresError("\n".join(filter(None, overlaps)))

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all figures."""
        return frozenset(self._rows)

    def rows(self, figure_id: str) -> tuple[Figure, ...]:
        """Return all amounts of a figure, the oldest first; none for an unknown id."""
        return tuple(self._rows.get(figure_id, ()))

    def on(self, figure_id: str, day: date) -> Figure:
        """Return the figure in force on a day. Raises FigureMissing where there is none."""
        for row in self._rows.get(figure_id, ()):
            if row.valid_from <= day <= row.valid_to:
                return row
        raise FigureMissing(figure_id, day)


def _overlap(one: Figure, two: Figure) -> str:
    if two.valid_from > one.valid_to:
        return ""
    spans = f"{one.valid_from} to {one.valid_to}, and {two.valid_from} to {two.valid_to}"
    return f"{one.id} has two rows in force on {two.valid_from} ({spans}); mend the dates of one"


@content_loader
def load(content_dir: Path) -> Figures:
    """Return all figures of content/figures/*.yaml.

    Raises FiguresError, which names file, row and line of every fault.
    """
    rows: list[Figure] = []
    faults: list[str] = []
    files = (content_dir / "figures").glob("*.yaml")
    for path in sorted(path for path in files if path.name != LOCAL_PRICES):
        for number, node in enumerate(_nodes(path), 1):
            raw, found = _read(node)
            faults += [f"{_place(path, number, raw, node)}: {fault}" for fault in found]
            rows += [] if found else [_figure(raw)]
    if faults:
        raise FiguresError("\n".join(faults))
    return Figures(rows)


def _nodes(path: Path) -> list[yaml.Node]:
    """The rows of a file as YAML nodes.

    As values, a date that does not exist would stop the reading of the file, and 14250.00 would be a float.
    """
    try:
        root = yaml.compose(read_text(path), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FiguresError(f"{path.name} cannot be read; mend what it names: {error}") from error
    if not isinstance(root, yaml.SequenceNode):
        raise FiguresError(f"{path.name}: write a list of rows, each beginning with a dash")
    return list(root.value)


def _place(path: Path, number: int, raw: FigureFields, node: yaml.Node) -> str:
    name = f" ({raw['id']})" if raw.get("id") else ""
    return f"{path.name}, row {number}{name}, line {node.start_mark.line + 1}"


def _read(node: yaml.Node) -> tuple[FigureFields, list[str]]:
    if not isinstance(node, yaml.MappingNode):
        return {}, ["write the row as keys and values"]
    pairs = [(_text(key), _text(value)) for key, value in node.value]
    raw = dict(pairs)
    twice = [] if len(raw) == len(pairs) else ["a key is given twice; take one out"]
    return raw, twice or _key_faults(raw) or _value_faults(raw)


def _text(node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""


_AMOUNT = re.compile(r"[0-9]{1,9}\.[0-9]{2}")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_SOURCE = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+/\S+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NEEDED = ("id", "amount", "unit", "valid_from", "valid_to", "source", "checked_on")
_KNOWN = {*_NEEDED, "note", "provenance", "read_from"}
_GOV_UK = "https://www.gov.uk/"


def _key_faults(raw: FigureFields) -> list[str]:
    missing = [f"{key} is missing; add it" for key in _NEEDED if key not in raw]
    return missing + [f"{key} is not a key of a figure; take it out" for key in raw if key not in _KNOWN]


def _value_faults(raw: FigureFields) -> list[str]:
    faults = [
        _pattern_fault(raw, "id", _ID, "write it in small letters, digits and _"),
        _pattern_fault(raw, "amount", _AMOUNT, "write it with two decimals, as 14250.00"),
        "" if raw["unit"] in list(Unit) else f"unit is {raw['unit']!r}; use one of {', '.join(Unit)}",
        _source_fault(raw),
        *(_date_fault(raw, key) for key in ("valid_from", "valid_to", "checked_on")),
    ]
    return [fault for fault in faults if fault] or _order_faults(raw)


def _source_fault(raw: FigureFields) -> str:
    """A figure that is quoted or derived cannot claim a page of the government as its source."""
    known = raw.get("provenance", Provenance.OFFICIAL)
    if known not in list(Provenance):
        return f"provenance is {known!r}; use one of {', '.join(Provenance)}"
    fault = _pattern_fault(
        raw, "source", _SOURCE, "give the full address of the page, beginning with https://"
    )
    if fault or known == Provenance.OFFICIAL:
        return fault
    if raw["source"].startswith(_GOV_UK):
        return f"source is {raw['source']!r}; a figure that is {known} was not read there: say what was read"
    if known == Provenance.DERIVED and "=" not in raw.get("note", ""):
        return "note is without a sum; a derived figure shows how it was worked out"
    return "" if raw.get("read_from", "").strip() else "read_from is missing; say what was read"


def _pattern_fault(raw: FigureFields, key: str, pattern: re.Pattern[str], advice: str) -> str:
    return "" if pattern.fullmatch(raw[key]) else f"{key} is {raw[key]!r}; {advice}"


def _date_fault(raw: FigureFields, key: str) -> str:
    try:
        exists = bool(_DATE.fullmatch(raw[key]) and date.fromisoformat(raw[key]))
    except ValueError:
        exists = False
    return "" if exists else f"{key} is {raw[key]!r}; write a date that exists, as 2026-04-06"


def _order_faults(raw: FigureFields) -> list[str]:
    first, last = raw["valid_from"], raw["valid_to"]
    return [f"valid_to {last} is before valid_from {first}; mend one of them"] if last < first else []


def _figure(raw: FigureFields) -> Figure:
    days = {key: date.fromisoformat(raw[key]) for key in ("valid_from", "valid_to", "checked_on")}
    return Figure(
        id=raw["id"],
        amount=Decimal(raw["amount"]),
        unit=Unit(raw["unit"]),
        source=raw["source"],
        note=raw.get("note", ""),
        provenance=Provenance(raw.get("provenance", Provenance.OFFICIAL)),
        read_from=raw.get("read_from", ""),
        **days,
    )
