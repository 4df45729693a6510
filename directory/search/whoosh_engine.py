"""Whoosh as the engine: it stores the words on disk; scoring uses its postings, which are read once per
segment and cached.

A segment's files never change, so its postings are valid as long as the segment exists. A new generation of
the index is opened from the start (refreshing would race the deletion of old segments), with retries while a
writer is replacing files.
"""

import fcntl
import json
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns, fields, index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher
from whoosh.matching import FilterMatcher
from whoosh.reading import TermNotFound

from core import clock
from directory.search.bm25 import NO_POSTINGS, Postings, SegmentView, overlay
from directory.search.engine import FIELDS, EngineBusyError, TextDocument

_OPEN_ATTEMPTS = 40
_WRITER_MEMORY_MB = 256
# Postings are always read whole: few big blocks are read several times faster than Whoosh's many small ones.
_CODEC = W3Codec(blocklimit=8192)


def _schema() -> fields.Schema:
    """Return the schema. Numbers are columns only, because nothing searches for them.

    `surface` is scorable: otherwise Whoosh reads its lengths from the disk at every posting.
    """
    text = {name: fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False) for name in FIELDS}
    return fields.Schema(
        key=fields.ID(unique=True),
        number=fields.COLUMN(columns.NumericColumn("i")),
        length=fields.COLUMN(columns.NumericColumn("i")),
        surface=fields.KEYWORD(scorable=True),
        **text,
    )


class _DiskSegment:
    """One segment of the index.

    Postings are read under a lock, because a reader has one position for all threads.
    """

    def __init__(self, reader: Any) -> None:
        self._reader, self._lock = reader, threading.Lock()
        self._cached: dict[tuple[str, str], Postings] = {}
        count = reader.doc_count_all()
        self.numbers = np.fromiter(reader.column_reader("number"), np.int32, count)
        self.lengths = np.fromiter(reader.column_reader("length"), np.float32, count)

    def postings(self, field: str, stem: str) -> Postings:
        key = (field, stem)
        postings = self._cached.get(key)
        if postings is None:
            with self._lock:
                postings = self._read(field, stem)
            # Words of no listing are not cached, or visitors' words would fill the memory.
            if len(postings[0]):
                self._cached[key] = postings
        return postings

    def _read(self, field: str, stem: str) -> Postings:
        try:
            matcher = self._reader.postings(field, stem)
        except TermNotFound:
            return NO_POSTINGS
        blocks = list(_blocks(matcher))
        if not blocks:
            return NO_POSTINGS
        ids, often = zip(*blocks, strict=True)
        return np.concatenate(ids), np.concatenate(often)

    def words(self) -> Mapping[str, int]:
        with self._lock:
            return {word.decode(): info.doc_frequency() for word, info in self._reader.iter_field("surface")}


def _blocks(matcher: Any) -> Iterator[Postings]:
    """Yield the postings, deleted ones among them; by blocks where they lie in blocks, which takes a fifth
    of the time."""
    if isinstance(matcher, FilterMatcher):
        matcher = matcher.child
        matcher.reset()
    while matcher.is_active():
        if isinstance(matcher, W3LeafMatcher):
            matcher.id(), matcher.weight()  # reads the block
            yield np.array(matcher._ids, np.int32), np.array(matcher._weights, np.float32)
            matcher._next_block()
        else:
            yield np.array([matcher.id()], np.int32), np.array([matcher.weight()], np.float32)
            matcher.next()


class WhooshEngine:
    """The word index in one folder: `current` names the build in use, and each build has a folder of its
    own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._swap = threading.Lock()
        self._open: tuple[str, int, list[tuple[_DiskSegment, NDArray[np.bool_]]]] | None = None
        self._segments: dict[str, _DiskSegment] = {}

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock. Raises EngineBusyError at once when another process holds it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise EngineBusyError from error
            yield

    def write(self, documents: Iterable[TextDocument], upto: int) -> None:
        """Write the documents in one commit, then store the outbox row up to which everything is written."""
        build = self._build() or self._new_build([], 0, "")
        try:
            writer = index.open_dir(str(self._folder / build)).writer(
                timeout=0, limitmb=_WRITER_MEMORY_MB, codec=_CODEC
            )
        except index.LockError as error:
            raise EngineBusyError from error
        _fill(writer, documents, replacing=True)
        self._note(build, upto, self.version())

    def rebuild(self, documents: Iterable[TextDocument], upto: int, version: str) -> None:
        """Build everything in a new folder, point `current` at it, and delete the older builds except the
        last."""
        older = self._build()
        self._new_build(documents, upto, version)
        for folder in self._folder.glob("build-*"):
            if folder.name not in (self._build(), older):
                shutil.rmtree(folder, ignore_errors=True)

    def _new_build(self, documents: Iterable[TextDocument], upto: int, version: str) -> str:
        build = f"build-{clock.new_id()}"
        folder = self._folder / build
        folder.mkdir(parents=True)
        writer = index.create_in(str(folder), _schema()).writer(limitmb=_WRITER_MEMORY_MB, codec=_CODEC)
        _fill(writer, documents, replacing=False)
        self._note(build, upto, version)
        _replace(self._folder / "current", build)
        return build

    def _note(self, build: str, upto: int, version: str) -> None:
        _replace(self._folder / build / "state.json", json.dumps({"upto": upto, "version": version}))

    # Reading

    def _build(self) -> str:
        try:
            return (self._folder / "current").read_text()
        except FileNotFoundError:
            return ""

    def _state(self) -> dict[str, Any]:
        try:
            state: dict[str, Any] = json.loads((self._folder / self._build() / "state.json").read_text())
        except (FileNotFoundError, NotADirectoryError):
            return {"upto": 0, "version": ""}
        return state

    def written_upto(self) -> int:
        """Return the outbox row up to which everything is written."""
        return int(self._state()["upto"])

    def version(self) -> str:
        """Return the version given at the last rebuild."""
        return str(self._state()["version"])

    def view(self, pending: Sequence[TextDocument]) -> SegmentView:
        """Return a view of the disk with `pending` laid over it.

        The caller reads `written_upto` before it chooses the pending.
        """
        return overlay(self._current(), pending)

    def _current(self) -> list[tuple[_DiskSegment, NDArray[np.bool_]]]:
        for attempt in range(_OPEN_ATTEMPTS):
            build = self._build()
            if not build:
                return []
            try:
                return self._segments_of(build)
            except (OSError, index.IndexError, KeyError):
                # The writer replaced files between our reading their list and opening them; the next list is
                # whole.
                time.sleep(0.005 * (attempt + 1))
        raise OSError("the search index cannot be opened; run 'flask --app app directory reindex'")

    def _segments_of(self, build: str) -> list[tuple[_DiskSegment, NDArray[np.bool_]]]:
        opened = index.open_dir(str(self._folder / build))
        generation = opened.latest_generation()
        with self._swap:
            if self._open is None or self._open[:2] != (build, generation):
                self._open = (build, generation, self._load(opened.reader()))
            return self._open[2]

    def _load(self, reader: Any) -> list[tuple[_DiskSegment, NDArray[np.bool_]]]:
        loaded, segments = {}, []
        for leaf, _ in reader.leaf_readers() if reader.doc_count_all() else []:
            name = leaf.segment().segment_id()
            segment = self._segments.get(name) or _DiskSegment(leaf)
            loaded[name] = segment
            live = np.ones(len(segment.numbers), np.bool_)
            live[list(leaf.segment().deleted_docs())] = False
            segments.append((segment, live))
        self._segments = loaded
        return segments


def _fill(writer: Any, documents: Iterable[TextDocument], *, replacing: bool) -> None:
    try:
        for document in documents:
            if replacing:
                writer.delete_by_term("key", str(document.number))
            if document.fields:
                length = document.fields.get("body", "").count(" ") + 1
                known = {
                    "key": str(document.number),
                    "number": document.number,
                    "length": length,
                    "surface": document.surface,
                }
                writer.add_document(**known, **document.fields)
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.{clock.new_id()}")
    fresh.write_text(text)
    fresh.replace(path)
