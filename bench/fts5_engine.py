"""SQLite FTS5 as a second search engine, to compare Whoosh with. It passes the same conformance tests.

FTS5 stores the postings. They are read through its `fts5vocab` tables and scored by the same BM25F as those
of Whoosh. `top` is the ranking of FTS5 itself.
"""

import fcntl
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from directory.search.bm25 import NO_POSTINGS, Ids, Postings, SegmentView, overlay
from directory.search.engine import FIELDS, EngineBusyError, Floats, TextDocument

_COLUMNS = ", ".join(FIELDS)
_WEIGHTS = ", ".join(str(weight) for weight in FIELDS.values())
_TOKENS = """tokenize = "unicode61 remove_diacritics 0 tokenchars '~_'" """
_SCHEMA = f"""
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS document (number INTEGER PRIMARY KEY, length INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS word USING fts5({_COLUMNS}, {_TOKENS});
CREATE VIRTUAL TABLE IF NOT EXISTS written USING fts5(surface, detail = none, {_TOKENS});
CREATE VIRTUAL TABLE IF NOT EXISTS word_at USING fts5vocab(word, instance);
CREATE VIRTUAL TABLE IF NOT EXISTS written_in USING fts5vocab(written, row);
"""


class _Stored:
    """A view of the index at one moment, held open by a read transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection, self._lock = connection, threading.Lock()
        self._kept: dict[str, dict[str, Postings]] = {}
        connection.execute("BEGIN")
        rows = connection.execute("SELECT number, length FROM document ORDER BY number").fetchall()
        self.numbers: Ids = np.array([row[0] for row in rows], np.int32)
        self.lengths: Floats = np.array([row[1] for row in rows], np.float32)

    def postings(self, field: str, stem: str) -> Postings:
        with self._lock:
            if stem not in self._kept:
                self._kept[stem] = self._read(stem)
            return self._kept[stem].get(field, NO_POSTINGS)

    def _read(self, stem: str) -> dict[str, Postings]:
        query = "SELECT col, doc, count(*) FROM word_at WHERE term = ? GROUP BY col, doc"
        rows = self._connection.execute(query, (stem,)).fetchall()
        found = {}
        for field in FIELDS:
            mine = [(doc, often) for column, doc, often in rows if column == field]
            if mine:
                numbers, often = zip(*mine, strict=True)
                found[field] = (
                    np.searchsorted(self.numbers, numbers).astype(np.int32),
                    np.array(often, np.float32),
                )
        return found

    def words(self) -> Mapping[str, int]:
        with self._lock:
            return dict(self._connection.execute("SELECT term, doc FROM written_in"))


class Fts5Engine:
    """The word index in one SQLite file."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / "words.db"
        self._lock = threading.Lock()
        self._open: tuple[int, list[tuple[_Stored, NDArray[np.bool_]]]] | None = None
        self._watch: sqlite3.Connection | None = None

    def _connect(self) -> sqlite3.Connection:
        self._folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=10)
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'written_in'").fetchone():
            connection.executescript(_SCHEMA)
        return connection

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock of the writer. Raises EngineBusyError at once when another process has it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise EngineBusyError from error
            yield

    def write(self, documents: Iterable[TextDocument], upto: int) -> None:
        """Write the documents, and how far the outbox has been read, in one transaction."""
        with self._transaction() as connection:
            _fill(connection, documents)
            _note(connection, upto=str(upto))

    def rebuild(self, documents: Iterable[TextDocument], upto: int, version: str) -> None:
        """Replace the whole index in one transaction. Readers see the old index until the commit."""
        with self._transaction() as connection:
            for table in ("document", "word", "written"):
                connection.execute(f"DELETE FROM {table}")
            _fill(connection, documents)
            _note(connection, upto=str(upto), version=version)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._connect()
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()  # Takes back what was not committed.

    # Reading

    def _state(self, name: str) -> str:
        with self._lock:
            self._watch = self._watch or self._connect()
            row = self._watch.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def is_damaged(self) -> bool:
        """Return False: SQLite finds damage when it reads."""
        return False

    def pass_over_damage(self) -> None:
        """Do nothing: no damage is reported."""

    def written_upto(self) -> int:
        """Return the number of the last outbox row that is in the index."""
        return int(self._state("upto") or 0)

    def version(self) -> str:
        """Return the version that the last rebuild was given."""
        return self._state("version")

    def view(self, pending: Sequence[TextDocument]) -> SegmentView:
        """Return a view of the index with the `pending` documents added."""
        with self._lock:
            self._watch = self._watch or self._connect()
            moment = int(self._watch.execute("PRAGMA data_version").fetchone()[0])
            if self._open is None or self._open[0] != moment:
                stored = _Stored(self._connect())
                self._open = (moment, [(stored, np.ones(len(stored.numbers), np.bool_))])
            segments = self._open[1]
        return overlay(segments, pending)

    def top(self, stems: Sequence[str], most: int = 20) -> list[tuple[int, float]]:
        """Return the best listings for any of the stems by the bm25 of FTS5 itself, as (number, rank); a
        lower rank is better."""
        wanted = " OR ".join(f'"{stem}"' for stem in dict.fromkeys(stems))
        if not wanted:
            return []
        query = f"SELECT rowid, bm25(word, {_WEIGHTS}) FROM word WHERE word MATCH ? ORDER BY 2 LIMIT ?"
        with self._lock:
            self._watch = self._watch or self._connect()
            return list(self._watch.execute(query, (wanted, most)))


def _fill(connection: sqlite3.Connection, documents: Iterable[TextDocument]) -> None:
    marks = ", ".join("?" for _ in FIELDS)
    for document in documents:
        number = document.number
        for table, key in (("document", "number"), ("word", "rowid"), ("written", "rowid")):
            connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (number,))
        if document.fields:
            length = document.fields.get("body", "").count(" ") + 1
            connection.execute("INSERT INTO document VALUES (?, ?)", (number, length))
            texts = [document.fields.get(name, "") for name in FIELDS]
            connection.execute(f"INSERT INTO word (rowid, {_COLUMNS}) VALUES (?, {marks})", (number, *texts))
            connection.execute(
                "INSERT INTO written (rowid, surface) VALUES (?, ?)", (number, document.surface)
            )


def _note(connection: sqlite3.Connection, **values: str) -> None:
    connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", list(values.items()))
