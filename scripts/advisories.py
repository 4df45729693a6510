"""Known vulnerabilities from a file, for machines without a network: advisories in the format of OSV.

The databases of PyPA, GitHub and osv.dev are published as archives of such records (https://ossf.github.io/osv-schema/).
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

PYTHON, NODE = "PyPI", "npm"


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON file (one record or a list), of a folder of such files, or of a zip archive.

    Raises OSError, ValueError or zipfile.BadZipFile for what cannot be read.
    """
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield from _parsed(file.read_bytes())
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    yield from _parsed(archive.read(name))
    else:
        yield from _parsed(path.read_bytes())


def _parsed(content: bytes) -> Iterator[dict[str, Any]]:
    found = json.loads(content)
    for record in found if isinstance(found, list) else [found]:
        if (
            not isinstance(record, dict)
            or not isinstance(record.get("affected", []), list)
            or "id" not in record
        ):
            raise ValueError("no advisory in the format of OSV")
        yield record


def vulnerable(
    advisories: Iterable[Mapping[str, Any]], ecosystem: str, pins: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """Yield name, version and id for each pin that an advisory names; a withdrawn advisory names none."""
    versions: dict[str, set[str]] = {}
    for name, version in pins:
        versions.setdefault(canonicalize_name(name), set()).add(version)
    for advisory in advisories:
        if advisory.get("withdrawn"):
            continue
        for affected in advisory.get("affected", ()):
            package = affected.get("package", {})
            name = canonicalize_name(package.get("name", ""))
            if package.get("ecosystem") != ecosystem:
                continue
            for version in sorted(versions.get(name, ())):
                if is_affected(version, affected):
                    yield name, version, str(advisory["id"])


def is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    """Return True where a version is listed, or lies in one of the ranges of an advisory.

    A version or a limit that cannot be compared counts as affected: a person then has to look.
    """
    if version in affected.get("versions", ()):
        return True
    ranges = [one for one in affected.get("ranges", ()) if one.get("type") in ("ECOSYSTEM", "SEMVER")]
    try:
        return any(_in_range(Version(version), one.get("events", ())) for one in ranges)
    except InvalidVersion:
        return True


def _in_range(version: Version, events: Iterable[Mapping[str, str]]) -> bool:
    """Evaluate the events of a range as the specification of OSV describes."""
    inside = False
    for kind, limit in sorted(
        ((kind, Version(limit)) for event in events for kind, limit in event.items()), key=lambda one: one[1]
    ):
        if kind == "introduced" and version >= limit:
            inside = True
        elif (kind == "fixed" and version >= limit) or (kind == "last_affected" and version > limit):
            inside = False
    return inside
