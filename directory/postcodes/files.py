"""Reads national postcode files row by row.

Formats: NSPL, ONSPD, Code-Point Open, or any table of postcode, latitude and longitude.
"""

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from directory.open_referral.problems import ImportProblem
from directory.postcodes.grid import grid_to_wgs84
from directory.source_files.text_decoding import encoding_of
from directory.source_files.unpacking import SourceError, check_unpacked

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_POSTCODE = ("postcode", "pcds", "pcd", "pcd7", "pcd2", "pcd8", "post code")
_LATITUDE = ("lat", "latitude")
_LONGITUDE = ("lon", "long", "longitude", "lng")
_EASTING = ("eastings", "easting", "oseast1m", "east1m")
_NORTHING = ("northings", "northing", "osnrth1m", "north1m")
_COUNCIL = re.compile(r"(?:os)?laua(?:\d\d)?|lad(?:\d\d)?(?:cd)?").fullmatch
"""Headings of the local authority's code: `laua` and `oslaua` of older editions, `lad23cd` of newer ones."""
_GSS_CODE = re.compile(r"[ENSW]\d{8}").fullmatch
_COUNCIL_IN_CODE_POINT = 8
"""The place of the district's code in a row of Code-Point Open, which has no headings."""
# NPT was the postcode area of Newport until 1984. National files still list its terminated codes.
_FULL = re.compile(r"(?:[A-Z]{1,2}\d[A-Z\d]?|NPT)\d[A-Z]{2}").fullmatch
_MOST_TOLD = 20
BIGGEST = 4 * 1024 * 1024 * 1024
"""The most bytes that all tables of a file may unpack to. ONSPD is above 1 GB, and is read row by row."""
_BUFFER = 64 * 1024
_DAMAGES = (
    UnicodeDecodeError,
    csv.Error,
    EOFError,
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # by zipfile, for a method of compression that it does not know
)
# Files that the publishers' zip files hold beside the data: look-up tables, user guides, and the same data
# again in parts.
_NOT_DATA = ("doc/", "document", "user guide", "multi_csv/", "__macosx/")

Point = tuple[str, int, int, str]
"""A postcode without its space, latitude and longitude in hundred-thousandths of a degree, and the GSS code of
its local authority; empty where the file has none."""


class NotPostcodesError(ValueError):
    """The file is no table of postcodes; the message says what is missing."""


@dataclass(slots=True)
class PostcodeSource:
    """A postcode file whose rows can be read once.

    `errors` counts rows that could not be read, `no_place` rows without coordinates. Both kinds are left
    out.
    """

    rows: Iterator[Point]
    errors: int = 0
    no_place: int = 0
    has_councils: bool = False
    """True once a table with the codes of local authorities was read."""


def read(path: Path, problems: list[ImportProblem]) -> PostcodeSource:
    """Open a CSV, CSV.gz or zip file. Returns a source that reads the rows while they are iterated.

    The first 20 bad rows are added to `problems`.

    Raises NotPostcodesError, at once or when the first row is read.
    """
    source = PostcodeSource(iter(()))
    source.rows = _all_rows(path, source, problems)
    return source


def _all_rows(path: Path, source: PostcodeSource, problems: list[ImportProblem]) -> Iterator[Point]:
    has_table = False
    name = path.name
    try:
        for name, text in _texts(path):
            try:
                yield from _rows(text, source, problems)
                has_table = True
            except NotPostcodesError as error:
                if path.suffix.lower() != ".zip":
                    raise
                problems.append(ImportProblem(0, name, f"{error}: left out"))
    except SourceError as error:
        raise NotPostcodesError(str(error)) from error
    except _DAMAGES as error:
        raise NotPostcodesError(f"{name} is damaged ({error})") from error
    if not has_table:
        raise NotPostcodesError("it holds no table of postcodes")


def _texts(path: Path) -> Iterator[tuple[str, TextIO]]:
    packed = path.stat().st_size
    with path.open("rb") as opened:
        magic = opened.peek(4)[:4]
        if magic[:2] == b"\x1f\x8b":
            with gzip.open(opened) as unpacked:
                yield path.name, _text(_CountedBytes(unpacked, packed))
        elif magic == b"PK\x03\x04":
            yield from _members(opened, packed)
        else:
            yield path.name, _text(_CountedBytes(opened, packed))


class _CountedBytes(io.RawIOBase):
    """Counts the bytes that are read from an unpacked file. Raises SourceError beyond the limits.

    `before` is the number of bytes that were read from earlier members of the same zip.
    """

    def __init__(self, opened: IO[bytes] | gzip.GzipFile, packed: int, before: int = 0) -> None:
        self._opened, self._packed, self.size = opened, packed, before

    def readable(self) -> bool:
        """Return True: the bytes can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Read into the buffer. Returns the number of bytes, 0 at the end."""
        view = memoryview(buffer)
        found = self._opened.read(len(view))
        view[: len(found)] = found
        self.size += len(found)
        check_unpacked(self.size, self._packed, BIGGEST)
        return len(found)


def _text(counted: _CountedBytes) -> TextIO:
    """Return the decoded text of a file, its encoding told by its first bytes: UTF-8, UTF-16 or UTF-32."""
    buffered = io.BufferedReader(counted, _BUFFER)
    encoding = encoding_of(buffered.peek(_BUFFER)[:2000]) or "utf-8"
    return io.TextIOWrapper(buffered, encoding=encoding, newline="")


def _is_beside_data(name: str) -> bool:
    return any(part in name.lower() for part in _NOT_DATA)


def _members(opened: IO[bytes], packed: int) -> Iterator[tuple[str, TextIO]]:
    with zipfile.ZipFile(opened) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        data = [name for name in names if not _is_beside_data(name)]
        size = 0
        for name in data or names:
            if archive.getinfo(name).flag_bits & 1:
                raise SourceError("the zip needs a password. Unpack it, then import the file inside")
            with archive.open(name) as member:
                counted = _CountedBytes(member, packed, size)
                yield name, _text(counted)
            size = counted.size


Place = Callable[[list[str]], tuple[float, float]]


def _rows(text: TextIO, source: PostcodeSource, problems: list[ImportProblem]) -> Iterator[Point]:
    reader = csv.reader(text)
    heading = next(reader, [])
    columns = _columns(heading)
    code_at, place, council_at = columns.code_at, columns.place, columns.council_at
    source.has_councils |= council_at is not None
    number = 1
    if columns.first_is_data:
        yield from _point(heading, columns, source, problems)
    for number, cells in enumerate(reader, number + 1):  # noqa: B020 - goes on counting
        try:
            code = cells[code_at].replace(" ", "").upper()
            lat, lon = place(cells)
            if not _FULL(code):
                raise ValueError(f"“{cells[code_at]}” is not a postcode")
        except (ValueError, IndexError) as error:
            _note(cells, number, error, source, problems)
            continue
        if 49 < lat < 61.5 and -9 < lon < 2.5:
            yield code, round(lat * 100_000), round(lon * 100_000), _council(cells, council_at)
        else:
            source.no_place += 1


def _point(
    cells: list[str], columns: "_Columns", source: PostcodeSource, problems: list[ImportProblem]
) -> Iterator[Point]:
    """Yield the first row, where it is data and no heading."""
    try:
        lat, lon = columns.place(cells)
        code = cells[columns.code_at].replace(" ", "").upper()
        yield code, round(lat * 100_000), round(lon * 100_000), _council(cells, columns.council_at)
    except (ValueError, IndexError) as error:
        _note(cells, 1, error, source, problems)


def _council(cells: list[str], place: int | None) -> str:
    """Return the GSS code of the local authority in a row; empty where there is none."""
    if place is None or len(cells) <= place:
        return ""
    code = cells[place].strip().upper()
    return code if _GSS_CODE(code) else ""


def _note(
    cells: list[str], number: int, error: Exception, source: PostcodeSource, problems: list[ImportProblem]
) -> None:
    if not cells:
        return
    source.errors += 1
    if len(problems) < _MOST_TOLD:
        what = "has too few columns" if isinstance(error, IndexError) else str(error)
        problems.append(
            ImportProblem(number, "", what.replace("could not convert string to float:", "is not a number:"))
        )


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where a table has its values: the indexes of the postcode and of the local authority's code, and a
    function that reads a row's coordinates. `first_is_data`: the table has no headings."""

    code_at: int
    place: Place
    council_at: int | None
    first_is_data: bool = False


def _columns(heading: list[str]) -> _Columns:
    """Return where a table has its values, told by its first row. Raises NotPostcodesError."""
    names = [cell.strip().lower() for cell in heading]
    code = _find(names, _POSTCODE)
    if code is not None:
        council = next((index for index, name in enumerate(names) if _COUNCIL(name)), None)
        return _Columns(code, _place(names), council)
    if (
        len(heading) >= 4
        and _FULL(heading[0].replace(" ", "").upper())
        and heading[2].isdigit()
        and heading[3].isdigit()
    ):
        council = _COUNCIL_IN_CODE_POINT if len(heading) > _COUNCIL_IN_CODE_POINT else None
        return _Columns(0, _grid(2, 3), council, first_is_data=True)
    raise NotPostcodesError(
        f"no column is called postcode or pcds; the headings are: {', '.join(heading)[:200]}"
    )


def _find(names: list[str], wanted: tuple[str, ...]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _place(names: list[str]) -> Place:
    latitude, longitude = _find(names, _LATITUDE), _find(names, _LONGITUDE)
    if latitude is not None and longitude is not None:
        return _degrees(latitude, longitude)
    easting, northing = _find(names, _EASTING), _find(names, _NORTHING)
    if easting is not None and northing is not None:
        return _grid(easting, northing)
    raise NotPostcodesError("there are no columns for latitude and longitude, nor for eastings and northings")


def _degrees(latitude: int, longitude: int) -> Place:
    return lambda cells: (float(cells[latitude]), float(cells[longitude]))


def _grid(easting: int, northing: int) -> Place:
    def place(cells: list[str]) -> tuple[float, float]:
        east, north = float(cells[easting] or 0), float(cells[northing] or 0)
        # Code-Point Open writes 0, 0 when the place is not known.
        return grid_to_wgs84(east, north) if east or north else (0.0, 0.0)

    return place
