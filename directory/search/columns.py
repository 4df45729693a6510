"""Everything that search filters, counts and sorts by, in columns in memory: one snapshot, shared by
requests.

A snapshot never changes. A change makes a new one by copying columns and writing the changed places. A
document's number is its place in each column; a number without a document is not alive. Pure.
"""

import base64
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Body = Mapping[str, Any]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]
Value = TypeVar("Value")

_NEVER = np.int32(-1)
_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_EARTH_METRES_PER_DEGREE = 111_195.0
VECTOR_LENGTH = 256


@dataclass(frozen=True)
class Matrix:
    """Strengths of named rows over all documents: numbers from 0 to 1, stored as whole numbers from 0 to
    200."""

    rows: Mapping[str, int] = field(default_factory=dict)
    cells: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, 0), np.uint8))

    def row(self, name: str) -> NDArray[np.uint8] | None:
        """Return the row of one name as stored (0 to 200), or None."""
        index = self.rows.get(name)
        return None if index is None else self.cells[index]

    def most(self, names: Iterable[str]) -> NDArray[np.uint8]:
        """Return each document's greatest strength (0 to 200) in these rows.

        Names without a row count as 0.
        """
        greatest = np.zeros(self.cells.shape[1], np.uint8)
        for name in names:
            if name in self.rows:
                np.maximum(greatest, self.cells[self.rows[name]], out=greatest)
        return greatest

    def count_above(self, names: Iterable[str], least: int) -> NDArray[np.int64]:
        """Return in how many of these rows each document has at least a stored strength (0 to 200)."""
        rows = [self.rows[name] for name in names if name in self.rows]
        counted: NDArray[np.int64] = np.count_nonzero(self.cells[rows] >= least, axis=0)
        return counted

    def strengths(self, name: str) -> Floats | None:
        """Return the row of one name as numbers from 0 to 1, or None."""
        row = self.row(name)
        return None if row is None else row.astype(np.float32) / np.float32(200)

    @cached_property
    def by_facet(self) -> Mapping[str, Sequence[tuple[str, int]]]:
        """The rows by facet: a row called 'cost:free' as {'cost': [('free', row)]}."""
        groups: dict[str, list[tuple[str, int]]] = {}
        for name, row in self.rows.items():
            facet, _, value = name.partition(":")
            groups.setdefault(facet, []).append((value, row))
        return groups

    @cached_property
    def _bits(self) -> NDArray[np.uint64]:
        return _packed(self.cells > 0)

    def counts(self, mask: Bools) -> NDArray[np.int64]:
        """Return the number of masked documents that have each row, counted 64 documents at a time (as
        bits of a word)."""
        counted: NDArray[np.int64] = np.bitwise_count(self._bits & _packed(mask)).sum(axis=1, dtype=np.int64)
        return counted

    def changed(self, size: int, columns: Mapping[int, Mapping[str, float]]) -> "Matrix":
        """Return a copy, at least `size` wide, in which these documents' columns are replaced."""
        rows = dict(self.rows)
        at = [
            (rows.setdefault(name, len(rows)), number)
            for number, column in columns.items()
            for name in column
        ]
        cells = _grown(self.cells, len(rows), size)
        cells[:, list(columns)] = 0
        if at:
            strengths = np.fromiter(
                (strength for column in columns.values() for strength in column.values()), np.float64, len(at)
            )
            cells[tuple(np.array(at).T)] = np.maximum(1, np.rint(np.minimum(1, strengths) * 200))
        return Matrix(rows, cells)


@dataclass(frozen=True)
class PlaceColumns:
    """Visible places of services, one element each: the document's number, and degrees (WGS84).

    Secret places are never here.
    """

    numbers: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    latitudes: Floats = field(default_factory=lambda: np.empty(0, np.float32))
    longitudes: Floats = field(default_factory=lambda: np.empty(0, np.float32))

    def changed(self, places: Mapping[int, Sequence[Sequence[float]]]) -> "PlaceColumns":
        """Return the places with those of some documents replaced."""
        unchanged = ~np.isin(self.numbers, np.fromiter(places, np.int32, len(places)))
        fresh = [(number, p[0], p[1]) for number, rows in places.items() for p in rows]
        columns = list(zip(*fresh, strict=True)) if fresh else [(), (), ()]
        return PlaceColumns(
            np.concatenate([self.numbers[unchanged], np.array(columns[0], np.int32)]),
            np.concatenate([self.latitudes[unchanged], np.array(columns[1], np.float32)]),
            np.concatenate([self.longitudes[unchanged], np.array(columns[2], np.float32)]),
        )

    def distances(self, size: int, latitude: float, longitude: float) -> Floats:
        """Return metres from a point to each document's nearest place; infinite where the document has none.

        By the equirectangular approximation: within a borough, its error is far below a metre in a hundred.
        """
        nearest = np.full(size, np.inf, np.float32)
        if len(self.numbers):
            north = (self.latitudes - latitude) * _EARTH_METRES_PER_DEGREE
            east = (self.longitudes - longitude) * _EARTH_METRES_PER_DEGREE * np.cos(np.radians(latitude))
            np.minimum.at(nearest, self.numbers, np.hypot(north, east).astype(np.float32))
        return nearest


@dataclass(frozen=True)
class WeeklyHours:
    """Plain weekly opening times, one element each: the document's number, start and end, and whether closed
    on holidays.

    Times are minutes of the week (Monday 00:00 is 0); an end may lie in the next week.
    """

    numbers: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    starts: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    ends: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    rests: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))

    def changed(self, weeks: Mapping[int, Sequence[Sequence[int]]]) -> "WeeklyHours":
        """Return the opening times with those of some documents replaced."""
        unchanged = ~np.isin(self.numbers, np.fromiter(weeks, np.int32, len(weeks)))
        fresh = np.array(
            [(number, *row) for number, rows in weeks.items() for row in rows], np.int32
        ).reshape(-1, 4)
        columns = (self.numbers, self.starts, self.ends, self.rests)
        return WeeklyHours(
            *(np.concatenate([old[unchanged], new]) for old, new in zip(columns, fresh.T, strict=True))
        )

    def open_at(self, minute: int, holidays: Collection[int] = ()) -> NDArray[np.int32]:
        """Numbers of the documents that are open at this minute of the week. `holidays`: weekdays (Monday is
        0) of which the stretch that began last fell on a holiday; what rests then did not begin."""
        later = minute + _WEEK_MINUTES
        inside = ((self.starts <= minute) & (minute < self.ends)) | (
            (self.starts <= later) & (later < self.ends)
        )
        began_on_holiday = np.isin(self.starts // _DAY_MINUTES, list(holidays))
        return self.numbers[inside & ~(began_on_holiday & (self.rests > 0))]


@dataclass(frozen=True)
class IndexColumns:
    """One snapshot, with all changes up to the outbox row `upto`.

    Dates are proleptic ordinals, -1 where there is none.
    """

    upto: int = 0
    alive: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))
    public: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))
    for_workers: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))
    assured: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    due: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    starts: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    ends: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    findable_until: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    minimum_age: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    maximum_age: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    values: Matrix = field(default_factory=Matrix)
    needs: Matrix = field(default_factory=Matrix)
    audiences: Matrix = field(default_factory=Matrix)
    cultures: Matrix = field(default_factory=Matrix)
    vectors: NDArray[np.int8] = field(default_factory=lambda: np.zeros((0, VECTOR_LENGTH), np.int8))
    """The meaning of each document's text (`directory.search.vectors`); zeros where it was not stored."""
    places: PlaceColumns = field(default_factory=PlaceColumns)
    openings: WeeklyHours = field(default_factory=WeeklyHours)
    answering: WeeklyHours = field(default_factory=WeeklyHours)
    """When the numbers of each document are answered that have hours of their own."""
    conditional: Mapping[int, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    """Schedule rows with conditions (nth weekday, term time, dates), by number, as
    `schedules.open_referral` writes them."""
    names: Mapping[int, "ListingNames"] = field(default_factory=dict)

    @cached_property
    def with_vector(self) -> Bools:
        """Return which documents have a vector."""
        found: Bools = np.any(self.vectors, axis=1)
        return found

    @cached_property
    def of_workers(self) -> "IndexColumns":
        """The same columns for somebody who may also find what is for workers alone."""
        return replace(self, public=self.public | self.for_workers)

    @property
    def size(self) -> int:
        """One more than the highest number of a document."""
        return len(self.alive)

    def changed(self, bodies: Mapping[int, Body], upto: int) -> "IndexColumns":
        """Return a new snapshot in which these documents are replaced. An empty body takes a document out."""
        if not bodies:
            return replace(self, upto=upto)
        size = max(self.size, max(bodies) + 1)
        columns = {}
        for name, read in _COLUMNS.items():
            values = {number: read(body) for number, body in bodies.items()}
            columns[name] = _column(getattr(self, name), size, values)

        def part(key: str, empty: Any = ()) -> dict[int, Any]:
            return {number: body.get(key, empty) for number, body in bodies.items()}

        facet_values = {number: dict.fromkeys(values, 1.0) for number, values in part("values").items()}
        names = {number: ListingNames.of(body) if body else None for number, body in bodies.items()}
        return IndexColumns(
            upto=upto,
            **columns,
            values=self.values.changed(size, facet_values),
            needs=self.needs.changed(size, part("needs", {})),
            audiences=self.audiences.changed(size, part("audiences", {})),
            cultures=self.cultures.changed(size, part("cultures", {})),
            vectors=_changed_vectors(self.vectors, size, part("vector", "")),
            places=self.places.changed(part("places")),
            openings=self.openings.changed(part("week")),
            answering=self.answering.changed(part("answering")),
            conditional=_merged(self.conditional, part("conditional")),
            names=_merged(self.names, names),
        )

    def mask(self, value: str) -> Bools:
        """Return which documents have one facet value, such as 'cost:free'."""
        row = self.values.row(value)
        return np.zeros(self.size, np.bool_) if row is None else row > 0

    def listed(self, today: date) -> Bools:
        """Return which documents the public may find today.

        `directory.visibility` decided when the document was made: here its answers are only looked up.
        """
        lapsed = (self.findable_until >= 0) & (self.findable_until < today.toordinal())
        return self.alive & self.public & ~lapsed

    def running(self, today: date) -> Bools:
        """Return which of the listed documents have not ended: what a list for a need offers."""
        return self.listed(today) & ~((self.ends >= 0) & (self.ends < today.toordinal()))

    def towns(self) -> Iterator[tuple[str, str, float, float]]:
        """Yield town, outward code, latitude and longitude of each document's first place, where these are
        known."""
        for names in self.names.values():
            if names.point and (names.town or names.outward):
                yield names.town, names.outward, *names.point

    def staleness(self, today: date) -> Floats:
        """Return 0 for a record up to the day on which it falls due for a check, rising to 1 a year later; 0.5
        where it was never checked.
        """
        stale = np.clip((today.toordinal() - self.due).astype(np.float32) / 365, 0, 1)
        return np.where(self.due < 0, np.float32(0.5), stale).astype(np.float32)


class ListingNames(NamedTuple):
    """The names of a document: for sorting, for finding by name, and for the command line."""

    service_id: str
    name: str
    organization: str
    others: tuple[str, ...] = ()
    town: str = ""
    outward: str = ""
    point: tuple[float, float] | None = None

    @classmethod
    def of(cls, body: Body) -> "ListingNames":
        """Return the names in a search document's body."""
        places = body.get("places") or ()
        point = (places[0][0], places[0][1]) if places else None
        return cls(
            body["id"],
            body["name"],
            body["org"],
            tuple(body.get("names", ())),
            body.get("town", ""),
            body.get("outward", ""),
            point,
        )


_COLUMNS: Mapping[str, Any] = {
    "alive": bool,
    "public": lambda body: bool(body.get("public")),
    "for_workers": lambda body: bool(body.get("for_workers")),
    "assured": lambda body: body.get("assured", _NEVER),
    "due": lambda body: body.get("due", _NEVER),
    "starts": lambda body: body.get("starts", _NEVER),
    "ends": lambda body: body.get("ends", _NEVER),
    "findable_until": lambda body: body.get("findable_until", _NEVER),
    "minimum_age": lambda body: body.get("ages", (_NEVER, _NEVER))[0],
    "maximum_age": lambda body: body.get("ages", (_NEVER, _NEVER))[1],
}


def _grown(cells: NDArray[np.uint8], rows: int, size: int) -> NDArray[np.uint8]:
    """Return a copy with at least this shape, and zeros in the new part."""
    if cells.shape == (rows, size):
        return cells.copy()
    grown = np.zeros((rows, size), np.uint8)
    grown[: cells.shape[0], : cells.shape[1]] = cells
    return grown


def _changed_vectors(old: NDArray[np.int8], size: int, stored: Mapping[int, str]) -> NDArray[np.int8]:
    """Return a copy with the stored vectors (Base64) in their rows, and zeros where there is none."""
    vectors = np.zeros((size, VECTOR_LENGTH), np.int8)
    vectors[: len(old)] = old
    for number, text in stored.items():
        values = np.frombuffer(base64.b64decode(text), np.int8)
        vectors[number] = values if len(values) == VECTOR_LENGTH else 0
    return vectors


def _packed(bits: Bools) -> NDArray[np.uint64]:
    """Return truth values as bits in words of 64, the last word filled up with zeros."""
    packed = np.packbits(bits, axis=-1)
    missing = -packed.shape[-1] % 8
    return np.pad(packed, [(0, 0)] * (packed.ndim - 1) + [(0, missing)]).view(np.uint64)


def _merged(old: Mapping[int, Value], fresh: Mapping[int, Value | None]) -> Mapping[int, Value]:
    """Return a copy with the fresh values in it. A number whose fresh value is empty is left out."""
    merged = dict(old)
    for number, value in fresh.items():
        if value:
            merged[number] = value
        else:
            merged.pop(number, None)
    return merged


def _column(old: NDArray[Any], size: int, values: Mapping[int, Any]) -> NDArray[Any]:
    column = np.zeros(size, old.dtype)
    column[: len(old)] = old
    column[list(values)] = list(values.values())
    return column


def minute_of_week(weekday: int, hour: int, minute: int) -> int:
    """Return minutes since Monday 00:00; Monday is weekday 0."""
    return (weekday * 24 + hour) * 60 + minute
