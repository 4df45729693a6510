"""Writes postcodes and the centroids of their sectors and outward codes."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.orm import Session

from core.db import Base
from core.dialect import insert_new
from directory.models import (
    Address,
    CouncilCode,
    Location,
    OutwardCouncil,
    Postcode,
    PostcodeArea,
    ServiceAtLocation,
)
from directory.postcodes.files import Point, PostcodeSource
from directory.postcodes.queries import E5, postcode_points
from directory.postcodes.text import compact, outward
from directory.progress import ProgressCallback
from directory.search.indexing import services_changed

BATCH = 20_000
_MOST_PLACES = 500


@dataclass(slots=True)
class PostcodesWritten:
    """The numbers of postcodes, areas and councils that were written, and of locations that were given
    coordinates.
    """

    postcodes: int = 0
    areas: int = 0
    councils: int = 0
    located: int = 0


class Centroids:
    """Sums of coordinates by sector and outward code, from which the centroids are computed."""

    def __init__(self) -> None:
        self._sums: dict[str, list[int]] = {}

    def add(self, points: Iterable[Point]) -> None:
        sums = self._sums
        for code, latitude, longitude, _council in points:
            sum_of_sector = sums.get(code[:-2])
            if sum_of_sector is None:
                sums[code[:-2]] = [latitude, longitude, 1]
            else:
                sum_of_sector[0] += latitude
                sum_of_sector[1] += longitude
                sum_of_sector[2] += 1

    def areas(self) -> dict[str, tuple[float, float]]:
        """Return latitude and longitude in degrees by sector ("S73 8") and outward code ("S73")."""
        outwards: dict[str, list[int]] = {}
        for bare, sums in self._sums.items():
            total = outwards.setdefault(bare[:-1], [0, 0, 0])
            for place, number in enumerate(sums):
                total[place] += number
        sums_by_code = {f"{bare[:-1]} {bare[-1]}": sums for bare, sums in self._sums.items()} | outwards
        return {
            code: (round(lat / n / E5, 6), round(lon / n / E5, 6))
            for code, (lat, lon, n) in sums_by_code.items()
        }


class CouncilNumbers:
    """Numbers of the local authorities in a file, which take less space than their codes in millions of rows,
    and how many postcodes of each outward code each of them has."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._counted: Counter[tuple[str, int]] = Counter()

    def rows(self, points: Iterable[Point]) -> list[tuple[str, int, int, int | None]]:
        """Return the points as rows of the table of postcodes, and count them."""
        numbers, rows = self._numbers, []
        for code, latitude, longitude, council in points:
            number = numbers.setdefault(council, len(numbers) + 1) if council else None
            rows.append((code, latitude, longitude, number))
            if number is not None:
                self._counted[code[:-3], number] += 1
        return rows

    def __len__(self) -> int:
        return len(self._numbers)

    def write(self, connection: Connection) -> None:
        """Replace the codes and the counts of the file before."""
        connection.execute(delete(OutwardCouncil))
        connection.execute(delete(CouncilCode))
        codes = [{"id": number, "gss_code": code} for code, number in self._numbers.items()]
        counted = [
            {"outward": outward_code, "council_id": number, "postcodes": postcodes}
            for (outward_code, number), postcodes in self._counted.items()
        ]
        if codes:
            connection.execute(insert(CouncilCode), codes)
            connection.execute(insert(OutwardCouncil), counted)


def replace_all(
    db: SQLAlchemy, source: PostcodeSource, *, dry_run: bool = False, progress: ProgressCallback | None = None
) -> PostcodesWritten:
    """Replace all postcodes by the postcodes of a file, in one transaction. Returns the numbers written.

    When the file cannot be read to its end, the old postcodes stay.

    Areas in the file get new centroids and keep their towns; other areas do not change.
    """
    centroids, councils, result = Centroids(), CouncilNumbers(), PostcodesWritten()
    if dry_run:
        for batch in _batches(source.rows):
            result.postcodes += len(batch)
            centroids.add(batch)
            councils.rows(batch)
            _tell(progress, batch)
        result.areas, result.councils = len(centroids.areas()), len(councils)
        return result
    with db.engine.begin() as connection:
        result.postcodes = _write(connection, source.rows, centroids, councils, progress)
        areas = centroids.areas()
        _write_areas(connection, areas)
        councils.write(connection)
    result.areas, result.councils = len(areas), len(councils)
    result.located = locate_places(db.session)
    return result


def _batches(rows: Iterator[Point]) -> Iterator[list[Point]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _tell(progress: ProgressCallback | None, batch: list[Point]) -> None:
    if progress:
        progress(len(batch))


def _write(
    connection: Connection,
    rows: Iterator[Point],
    centroids: Centroids,
    councils: CouncilNumbers,
    progress: ProgressCallback | None,
) -> int:
    """Replace all postcodes. A file may list a postcode twice, live and terminated: the first is stored."""

    def told() -> Iterator[list[tuple[str, int, int, int | None]]]:
        for batch in _batches(rows):
            centroids.add(batch)
            yield councils.rows(batch)
            _tell(progress, batch)

    connection.execute(delete(Postcode))
    return insert_new(connection, Base.metadata.tables[Postcode.__tablename__], told())


def _write_areas(connection: Connection, areas: dict[str, tuple[float, float]]) -> None:
    towns = dict(connection.execute(select(PostcodeArea.code, PostcodeArea.town)).all())
    replaced = [code for code in towns if code in areas]
    connection.execute(delete(PostcodeArea).where(PostcodeArea.code.in_(replaced)))
    rows = [
        {"code": code, "latitude": lat, "longitude": lon, "town": towns.get(code, "")}
        for code, (lat, lon) in areas.items()
    ]
    if rows:
        connection.execute(insert(PostcodeArea), rows)


def locate_places(session: Session) -> int:
    """Give locations without coordinates the coordinates of their postcode, and commit.

    Returns the number of locations that were given coordinates.
    """
    columns = select(Location.id, Address.postal_code).join(Address, Address.location_id == Location.id)
    wanted = columns.where(
        Location.latitude.is_(None), Location.location_type == "physical", Address.postal_code != ""
    )
    codes = {location_id: compact(code) for location_id, code in session.execute(wanted) if compact(code)}
    located = 0
    for start in range(0, len(codes), _MOST_PLACES):
        located += _locate(session, dict(list(codes.items())[start : start + _MOST_PLACES]))
    return located


def _locate(session: Session, codes: dict[str, str]) -> int:
    points = postcode_points(session, set(codes.values()))
    points_by_location = {location_id: points[code] for location_id, code in codes.items() if code in points}
    for location_id, (latitude, longitude) in points_by_location.items():
        session.execute(
            update(Location).where(Location.id == location_id).values(latitude=latitude, longitude=longitude)
        )
    at = ServiceAtLocation
    services_changed(
        session,
        session.scalars(select(at.service_id).where(at.location_id.in_(points_by_location)).distinct()).all(),
    )
    session.commit()
    return len(points_by_location)


def load_sectors(session: Session, path: Path) -> int:
    """Load a CSV of sectors (sector, lat, lon, town), and commit. Returns the number of sectors. Safe to
    repeat.

    An outward code gets the mean of the coordinates of its sectors.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = [
            (row["sector"].strip(), float(row["lat"]), float(row["lon"]), row["town"].strip())
            for row in csv.DictReader(lines)
        ]
    sums: dict[str, list[tuple[float, float]]] = {}
    for code, latitude, longitude, town in rows:
        session.merge(PostcodeArea(code=code, latitude=latitude, longitude=longitude, town=town))
        sums.setdefault(outward(code), []).append((latitude, longitude))
    for code, points in sums.items():
        latitude, longitude = (round(sum(each) / len(points), 6) for each in zip(*points, strict=True))
        session.merge(PostcodeArea(code=code, latitude=latitude, longitude=longitude, town=""))
    session.commit()
    return len(rows)
