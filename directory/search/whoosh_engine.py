"""Whoosh as the engine: it stores the words on disk; scoring uses its postings, which are read once per
segment and cached.

A segment's files never change, so its postings are valid as long as the segment exists. A new generation of
the index is opened from the start (refreshing would race the deletion of old segments), with retries while a
writer is replacing files.

Files that cannot be read raise EngineDamagedError. Whoosh's table of contents is a pickle, so that a file of
somebody else could run code: the index is never restored from an archive, only built from the database.
"""

import fcntl
import json
import logging
import os
import re
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
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3LeafMatcher
from whoosh.filedb.filestore import FileStorage
from whoosh.matching import FilterMatcher
from whoosh.reading import TermNotFound

from core import clock
from directory.search.bm25 import NO_POSTINGS, Postings, SegmentView, overlay
from directory.search.engine import FIELDS, EngineBusyError, EngineDamagedError, TextDocument

log = logging.getLogger("signpost.search")

_OPEN_ATTEMPTS = 40
_OPEN_ATTEMPTS_ALONE = 3
"""Attempts while no other process writes: then the files will not change by themselves."""
_NO_FILE, _UNREADABLE = "no file", "unreadable"
_BUILD = re.compile(r"build-[0-9a-f-]{36}")
_WRITER_MEMORY_MB = 256


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh has no types.
    """Writes postings without the lengths of their fields: scoring reads `length`, and a length takes a fifth
    of the time of writing.
    """

    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        super().add_postings(schema, None, items)


class _Codec(W3Codec):  # type: ignore[misc]  # Whoosh has no types.
    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        return _FieldWriter(self, storage, segment)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled with each segment as Whoosh's own codec, which reads it."""
        return W3Codec, (self._blocklimit,)


# Postings are always read whole: few big blocks are read several times faster than Whoosh's many small ones.
_CODEC = _Codec(blocklimit=8192)


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
            blocks = list(_blocks(self._reader.postings(field, stem)))
        except TermNotFound:
            return NO_POSTINGS
        except Exception as error:
            raise EngineDamagedError(f"postings cannot be read: {error!r}") from error
        if not blocks:
            return NO_POSTINGS
        ids, often = zip(*blocks, strict=True)
        return np.concatenate(ids), np.concatenate(often)

    def words(self) -> Mapping[str, int]:
        with self._lock:
            try:
                found = self._reader.iter_field("surface")
                return {word.decode(): info.doc_frequency() for word, info in found}
            except Exception as error:
                raise EngineDamagedError(f"words cannot be read: {error!r}") from error


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
        self._passed_over: str | None = None
        """The content of `current` that names a damaged build; it counts as no build."""
        self._writes = False
        """Whether this process holds the writer's lock."""

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock. Raises EngineBusyError at once when another process holds it."""
        if self._folder.exists() and not self._folder.is_dir():
            self._folder.rename(self._folder.with_name(f"{self._folder.name}-damaged"))
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise EngineBusyError from error
            self._writes = True
            try:
                yield
            finally:
                self._writes = False

    def write(self, documents: Iterable[TextDocument], upto: int) -> None:
        """Write the documents in one commit, then store the outbox row up to which everything is written."""
        build, version = self._build(), self.version()
        build = build or self._new_build([], 0, "")
        try:
            writer = _opened(self._folder / build).writer(timeout=0, limitmb=_WRITER_MEMORY_MB, codec=_CODEC)
        except index.LockError as error:
            raise EngineBusyError from error
        except Exception as error:
            raise EngineDamagedError(f"the index cannot be opened to write: {error!r}") from error
        _fill(writer, documents, replacing=True)
        self._note(build, upto, version)

    def rebuild(self, documents: Iterable[TextDocument], upto: int, version: str) -> None:
        """Build everything in a new folder and point `current` at it.

        Delete the older builds except the last, which is set aside where it is damaged.
        """
        is_damaged, older = self.is_damaged(), self._name_in_current()
        new = self._new_build(documents, upto, version)
        if is_damaged:
            self._set_aside(older)
        for folder in self._folder.glob("build-*"):
            if folder.name not in (new, older):
                shutil.rmtree(folder, ignore_errors=True)

    def _set_aside(self, build: str) -> None:
        """Rename the folder of a damaged build, for somebody to look at, and delete an older one."""
        aside = self._folder / "damaged"
        shutil.rmtree(aside, ignore_errors=True)
        if _BUILD.fullmatch(build) and (self._folder / build).exists():
            (self._folder / build).rename(aside)
        log.error("a damaged search index was set aside and replaced; its files are in index/damaged")

    def _new_build(self, documents: Iterable[TextDocument], upto: int, version: str) -> str:
        build = f"build-{clock.new_id()}"
        folder = self._folder / build
        folder.mkdir(parents=True)
        writer = index.create_in(str(folder), _schema()).writer(limitmb=_WRITER_MEMORY_MB, codec=_CODEC)
        _fill(writer, documents, replacing=False)
        self._note(build, upto, version)
        if (self._folder / "current").is_dir():
            shutil.rmtree(self._folder / "current")
        _replace(self._folder / "current", build)
        return build

    def _note(self, build: str, upto: int, version: str) -> None:
        _replace(self._folder / build / "state.json", json.dumps({"upto": upto, "version": version}))

    # Reading

    def _name_in_current(self) -> str:
        """Return the content of `current`, whatever it is; _NO_FILE or _UNREADABLE where it has none."""
        try:
            return (self._folder / "current").read_text(errors="replace")
        except FileNotFoundError:
            return _NO_FILE
        except OSError:
            return _UNREADABLE

    def _build(self) -> str:
        """Return the name of the build in use; empty for a new index, or where its damage is passed over."""
        name = self._name_in_current()
        if self._passed_over is not None:
            if name == self._passed_over:
                return ""
            self._passed_over = None
        if name == _NO_FILE:
            return ""
        if not _BUILD.fullmatch(name):
            raise EngineDamagedError("index/current does not name a build")
        return name

    def _state(self) -> tuple[int, str]:
        """Return the outbox row up to which everything is written, and the version."""
        for _attempt in range(_OPEN_ATTEMPTS_ALONE):
            build = self._build()
            if not build:
                return 0, ""
            try:
                state = json.loads((self._folder / build / "state.json").read_text())
                return int(state["upto"]), str(state["version"])
            except (OSError, ValueError, KeyError, TypeError) as error:
                # Another process may have replaced the build since its name was read.
                if build == self._name_in_current():
                    raise EngineDamagedError(f"state.json cannot be read: {error!r}") from error
        raise EngineDamagedError("the builds of the index are replaced faster than they can be read")

    def written_upto(self) -> int:
        """Return the outbox row up to which everything is written."""
        return self._state()[0]

    def version(self) -> str:
        """Return the version given at the last rebuild."""
        return self._state()[1]

    def is_damaged(self) -> bool:
        """Return True where the state or the segments cannot be read, or their damage is passed over."""
        try:
            if self._passed_over is not None and self._passed_over == self._name_in_current():
                return True
            self._state()
            self._current()
        except EngineDamagedError:
            return True
        return False

    def pass_over_damage(self) -> None:
        """From now on, read the damaged build as a new index, until `current` names another build."""
        self._passed_over = self._name_in_current()

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
            except Exception as error:
                # A writer may have replaced files between our reading their list and opening them; the next
                # list is whole. Whoosh fails on a damaged file with errors of many types.
                if attempt >= _OPEN_ATTEMPTS_ALONE and not self._is_being_written():
                    raise EngineDamagedError(f"the index cannot be opened: {error!r}") from error
                time.sleep(0.005 * (attempt + 1))
        raise EngineDamagedError("the index cannot be opened, although a process is writing it")

    def _is_being_written(self) -> bool:
        """Return True while another process holds the writer's lock."""
        if self._writes:
            return False
        try:
            with (self._folder / "lock").open() as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def _segments_of(self, build: str) -> list[tuple[_DiskSegment, NDArray[np.bool_]]]:
        opened = _opened(self._folder / build)
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


def _opened(folder: Path) -> Any:
    """Open a build without memory maps: a file that is cut off while it is mapped ends the process."""
    return FileStorage(str(folder), supports_mmap=False).open_index()


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
    """Replace a file at once (atomic rename), after its content has reached the disk."""
    fresh = path.with_name(f"{path.name}.{clock.new_id()}")
    with fresh.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
