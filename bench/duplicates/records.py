"""Reads the two public directories from which the sample was drawn. The repository holds none of their
records.
"""

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from directory.content_audit.listing_facts import ListingFacts
from directory.postcodes.text import compact

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
WARM_SPACES = "services/warm_spaces_uk_scrubbed.geojson.gz"
LIBRARIES = "services/libraries_england_2023.csv"
POSTCODES = "postcodes/gb_postcodes_nspl_may2025.csv.gz"
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TIME = re.compile(r"\d\d:\d\d")

Point = tuple[float, float]


def is_there(data: Path = DATA) -> bool:
    """Return True where the directories and the postcodes are at hand."""
    return all((data / name).is_file() for name in (WARM_SPACES, LIBRARIES, POSTCODES))


def listings(data: Path = DATA, wanted: frozenset[str] | None = None) -> dict[str, ListingFacts]:
    """Return the records as facts, by key; only those with a key in `wanted` where that is given.

    A library that has closed for good is no record: the finder compares what runs.
    """
    found = {
        key: (values, point)
        for key, values, point in (*_warm_spaces(data), *_libraries(data))
        if wanted is None or key in wanted
    }
    codes = {values["postcode"] for values, point in found.values() if values["postcode"] and point is None}
    points = _points(data, codes)
    return {
        key: _facts(key, values, point or points.get(values["postcode"]))
        for key, (values, point) in found.items()
    }


def _key(values: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(values).encode()).hexdigest()[:12]


def _warm_spaces(data: Path) -> Iterator[tuple[str, dict[str, str], Point | None]]:
    with gzip.open(data / WARM_SPACES) as file:
        features = json.load(file)["features"]
    for feature in features:
        given: dict[str, Any] = feature["properties"]
        longitude, latitude = feature["geometry"]["coordinates"]
        address = given.get("address") or ""
        postcode = _POSTCODE.search(address)
        values = {
            "name": given.get("title") or "",
            "address": address,
            "description": given.get("description") or "",
            "hours": (given.get("hours") or {}).get("opening") or "",
            "postcode": compact(postcode[0]) if postcode else "",
            "url": given.get("url") or "",
        }
        yield _key((given["_source"], *values.values())), values, (latitude, longitude)


def _libraries(data: Path) -> Iterator[tuple[str, dict[str, str], None]]:
    with (data / LIBRARIES).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["closed"]:
                continue
            values = {
                "name": row["name"].strip(),
                "address": ", ".join(filter(None, (row["address1"], row["address2"], row["address3"]))),
                "description": "",
                "organization": f"{row['authority']} libraries",
                "hours": "",
                "postcode": compact(row["postcode"]),
                "url": "",
            }
            yield _key(("libraries", *values.values())), values, None


def _points(data: Path, codes: set[str]) -> dict[str, Point]:
    with gzip.open(data / POSTCODES, "rt", encoding="utf-8", newline="") as file:
        rows = (line.rstrip("\n").split(",")[:3] for line in file)
        return {row[0]: (float(row[1]), float(row[2])) for row in rows if row[0] in codes}


def _facts(key: str, values: Mapping[str, str], point: Point | None) -> ListingFacts:
    return ListingFacts(
        id=key,
        name=values["name"],
        organization=values.get("organization", ""),
        description=values["description"],
        urls=(values["url"],) if values["url"] else (),
        postcodes=(values["postcode"],) if values["postcode"] else (),
        points=(point,) if point else (),
        slots=frozenset(_slots(values["hours"])),
    )


def _slots(hours: str) -> Iterator[str]:
    """Yield days and starting times of a text in OpenStreetMap's form, as "TU 10:00"."""
    for rule in hours.split(";"):
        times = _TIME.findall(rule)[::2]
        for first, last in re.findall(r"\b([A-Z][a-z])(?:-([A-Z][a-z]))?\b", rule):
            names = [first.upper(), (last or first).upper()]
            if times and all(name in _DAYS for name in names):
                start, end = (_DAYS.index(name) for name in names)
                yield from (f"{day} {time}" for day in _DAYS[start : end + 1] for time in times)
