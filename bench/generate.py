"""Whole sites of invented listings, made once and kept in the system's folder for temporary files.

Search documents are made by the very functions that the site uses, in as many processes as there are cores;
everything goes in by bulk.
"""

import argparse
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert

from app import create_app
from bench import listings, wording
from core import clock
from core.commands import upgrade_database
from core.db import Base, db
from core.settings import ROOT, Settings
from directory.models import Postcode, SearchDocument, SearchOutbox
from directory.postcodes import services as postcodes_services
from directory.search import index_queries
from directory.search.document import document_of
from directory.search.index import engine_of
from directory.search.thesaurus import load_thesaurus
from directory.taxonomy.sync import ensure_own_taxonomies
from directory.visibility import is_indexed

SEED = 20261123
_ORDER = ("organization", "location", "service", "service_at_location")
_MADE_BY = ("bench/listings.py", "bench/wording.py", "bench/generate.py", "directory/search/document.py", "directory/search/classify.py",
            "directory/search/index_fields.py", "directory/search/tokenizer.py", "directory/search/thesaurus.py")  # fmt: skip

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Site:
    """A generated site: its folder, the number of its listings, and the seconds of each step."""

    folder: Path
    size: int
    seconds: dict[str, float]

    def app(self) -> Flask:
        """Return the application over this site."""
        return create_app(settings(self.folder))


def settings(folder: Path) -> Settings:
    """Return the settings of a site for measuring."""
    return Settings(data_dir=folder, cookie_secure=False, log_level="ERROR")


def home() -> Path:
    """Return the folder that generated sites are kept in."""
    return Path(tempfile.gettempdir()) / "signpost-bench"


def _recipe(size: int, seed: int) -> str:
    """Return a digest that changes when the listings or their search documents would change."""
    texts = [(ROOT / name).read_bytes() for name in _MADE_BY]
    texts.append(load_thesaurus(ROOT / "content").version.encode())
    return hashlib.sha256(b"\0".join([*texts, f"{size}/{seed}".encode()])).hexdigest()[:10]


def site(size: int, seed: int = SEED, *, reuse: bool = False) -> Site:
    """A site of `size` listings, from the kept ones where it can be.

    `reuse`: even when the recipe has changed since.
    """
    home().mkdir(exist_ok=True)
    folder = home() / f"{size}-{seed}-{_recipe(size, seed)}"
    kept = sorted(home().glob(f"{size}-{seed}-*/made.json"), key=lambda path: path.stat().st_mtime)
    if reuse and kept:
        folder = kept[-1].parent
    if not (folder / "made.json").exists():
        for older in home().glob(f"{size}-{seed}-*"):
            shutil.rmtree(older)
        _make(folder, size, seed)  # An unfinished one has no made.json and goes next time.
    return Site(folder, size, json.loads((folder / "made.json").read_text()))


def _make(folder: Path, size: int, seed: int) -> None:
    app = create_app(settings(folder))
    with app.app_context():
        upgrade_database()
        ensure_own_taxonomies(db.session)
        postcodes_services.load_sectors(db.session, ROOT / "content" / "demo" / "postcodes.csv")
        seconds = _insert_all(size, seed)
        started = time.perf_counter()
        rebuild(app)
        seconds["index"] = time.perf_counter() - started
    (folder / "made.json").write_text(json.dumps(seconds))


def rebuild(app: Flask) -> None:
    """Build the index from the stored search documents, with the `rebuild` of the engine."""
    engine = engine_of(app)
    with engine.writing():
        upto = index_queries.last_change(db.session)
        engine.rebuild(index_queries.all_words(db.session), upto, load_thesaurus(ROOT / "content").version)


def _insert_all(size: int, seed: int) -> dict[str, float]:
    spent = {"documents": 0.0, "insert": 0.0}
    number = 1
    for rows, documents, seconds in _groups(size, seed):
        spent["documents"] += seconds
        started = time.perf_counter()
        _insert(rows, documents, number)
        number += len(documents)
        spent["insert"] += time.perf_counter() - started
    db.session.execute(insert(Postcode), _postcodes())
    db.session.commit()
    return spent


def _groups(size: int, seed: int) -> Iterator[tuple[Rows, list[dict[str, Any]], float]]:
    jobs = [
        (start // listings.GROUP, min(listings.GROUP, size - start))
        for start in range(0, size, listings.GROUP)
    ]
    work = partial(_group, seed)
    if len(jobs) < 3:
        yield from map(work, jobs)
        return
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        yield from pool.map(work, jobs)


def _group(seed: int, job: tuple[int, int]) -> tuple[Rows, list[dict[str, Any]], float]:
    """Return the rows of one group of listings, its search documents, and the seconds that the documents
    took."""
    number, size = job
    group = listings.Maker(wording.vocabulary(ROOT / "content"), seed, number).make(size)
    thesaurus = load_thesaurus(ROOT / "content")
    started = time.perf_counter()
    made = [(s.id, *document_of(s, thesaurus)) for s in group.services if is_indexed(s)]
    documents = [{"service_id": id, "body": body, "words": words} for id, body, words in made]
    return listings.rows_by_table(group.records), documents, time.perf_counter() - started


def _insert(rows: Rows, documents: list[dict[str, Any]], number: int) -> None:
    tables = Base.metadata.tables
    for name in [*_ORDER, *(name for name in rows if name not in _ORDER)]:
        if rows.get(name):
            db.session.execute(insert(tables[name]), rows[name])
    numbered = [document | {"number": number + i} for i, document in enumerate(documents)]
    db.session.execute(insert(SearchDocument), numbered)
    db.session.execute(insert(SearchOutbox), [{"number": document["number"]} for document in numbered])
    db.session.commit()


def _postcodes() -> list[dict[str, Any]]:
    """Return some full postcodes for every postcode sector."""
    towns = wording.vocabulary(ROOT / "content").towns
    units = ("AA", "AB", "CV", "DE", "HX", "LP", "QT", "RS", "WU", "ZZ")
    return [
        {
            "postcode": sector.replace(" ", "") + unit,
            "latitude_e5": round(lat * 100_000) + 37 * i,
            "longitude_e5": round(lon * 100_000) - 53 * i,
        }
        for _, sector, lat, lon in towns
        for i, unit in enumerate(units)
    ]


def main() -> None:
    """Generate a site and print its folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    started = clock.now()
    made = site(asked.size, asked.seed)
    print(
        f"{made.folder}: {made.size} listings in {(clock.now() - started).total_seconds():.1f} s; {made.seconds}"
    )


if __name__ == "__main__":
    main()
