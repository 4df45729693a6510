"""Measure how soon another worker finds an edit, normally and while another process holds a lock on the
index."""

import multiprocessing
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from bench.generate import Site
from bench.measure import milliseconds
from core.db import db
from directory.models import Service
from directory.search.index import engine_of
from directory.search.indexing import catch_up, services_changed
from directory.search.request import SearchRequest
from directory.search.service import search
from directory.search.whoosh_engine import WhooshEngine

FREE, OUR_LOCK, WHOOSHS_LOCK = (
    "nobody else writing",
    "our lock held elsewhere",
    "Whoosh's lock held elsewhere",
)
_LONGEST = 30.0
_LETTERS = "bdfgklmnprst"


@dataclass
class Edits:
    """Milliseconds of each edit: until the commit, from there until the search of another worker shows it,
    and to write the index."""

    saved: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    written: list[float] = field(default_factory=list)
    next_search: list[float] = field(default_factory=list)


def run(site: Site, edits: int) -> dict[str, Edits]:
    """Make edits in a copy of the site, in each situation."""
    folder = site.folder.with_name(f"{site.folder.name}-edited")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.folder, folder)
    try:
        copy = Site(folder, site.size, {})
        writer, reader = copy.app(), copy.app()
        return {
            how: _edits(writer, reader, folder / "index", how, edits)
            for how in (FREE, OUR_LOCK, WHOOSHS_LOCK)
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _edits(writer: Flask, reader: Flask, index: Path, how: str, count: int) -> Edits:
    with writer.app_context():
        ids = list(
            db.session.scalars(
                select(Service.id)
                .where(~Service.professionals_only, Service.ends_on.is_(None))
                .order_by(Service.id)
                .limit(count)
            )
        )
    measured = Edits()
    _shown(reader, "help", ids[0])  # the reader is at work already
    with held(index, how):
        for i, service_id in enumerate(ids):
            _edit(writer, reader, service_id, _word(how, i), measured)
    with writer.app_context():
        catch_up()
    return measured


def _word(how: str, number: int) -> str:
    """Return a word that no listing has."""
    seed = len(how) * 100 + number
    return "qu" + "".join(_LETTERS[(seed // 12**i) % 12] + "aeiou"[(seed // 5**i) % 5] for i in range(4))


def _edit(writer: Flask, reader: Flask, service_id: str, word: str, measured: Edits) -> None:
    measured.saved.append(milliseconds(lambda: _save(writer, service_id, word)))
    started = time.perf_counter()
    while not _shown(reader, word, service_id):
        if time.perf_counter() - started > _LONGEST:
            raise AssertionError(f"an edit was not seen within {_LONGEST} seconds")
    measured.seen.append((time.perf_counter() - started) * 1000)
    with writer.app_context():
        measured.written.append(milliseconds(catch_up))
    measured.next_search.append(milliseconds(lambda: _shown(reader, word, service_id)))


def _save(writer: Flask, service_id: str, word: str) -> None:
    with writer.app_context():
        service = db.session.get_one(Service, service_id)
        service.description = f"{service.description} Ask for {word}."
        services_changed(db.session, [service_id])
        db.session.commit()


def _shown(reader: Flask, word: str, service_id: str) -> bool:
    with reader.test_request_context("/"):
        return any(hit.service_id == service_id for hit in search(SearchRequest(word)).hits)


@contextmanager
def held(index: Path, how: str) -> Iterator[None]:
    """Hold a lock on the index in another process."""
    if how == FREE:
        yield
        return
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=hold, args=(index, how, theirs), daemon=True)
    process.start()
    try:
        ours.recv()
        yield
    finally:
        ours.send("enough")
        process.join()


def hold(index: Path, how: str, told: Connection) -> None:
    """Take the lock in another process, report it, and hold it until told to release it."""
    if how == OUR_LOCK:
        with WhooshEngine(index).writing():
            _until_told(told)
        return
    from whoosh import index as whoosh_index

    writer = whoosh_index.open_dir(str(index / (index / "current").read_text())).writer()
    try:
        _until_told(told)
    finally:
        writer.cancel()


def _until_told(told: Connection) -> None:
    told.send("held")
    told.recv()


def written_upto(app: Flask) -> int:
    """Return the number of the last outbox row that the index on disk has."""
    with app.app_context():
        return engine_of(app).written_upto()
