"""Content: words and data that people edit, read from files, and one cache of what was made of them.

A loader is a function of the content folder with the decorator `content_loader`. Its value is read once and
then returned without a look at the files, so in production an edit shows when the workers are started again
(SIGHUP to gunicorn).

Where the folder is watched (`watch_content`, for development), every call compares the files that the loader
has read with their times and sizes, and reads them again after an edit. The files are known because loaders
read them by `read_yaml` and `read_text`. An edit that cannot be read is logged, and the last good value stays
in use.

Where copies are kept (`keep_copies`, for servers), each loader's files are copied after they were read
without an error. A server that starts with a broken edit logs the error and reads the copy, so that a mistake
in a file takes no page down.
"""

import logging
import shutil
import tempfile
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import update_wrapper
from pathlib import Path
from threading import RLock
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

import yaml

log = logging.getLogger("signpost.content")

P = ParamSpec("P")
T = TypeVar("T")

# libyaml reads the thesaurus ten times as fast; PyYAML has it wherever a wheel was installed.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Signature = tuple[int, int] | None
"""Time of the last change in nanoseconds and size in bytes of a file or folder; None where there is none."""

_watched: set[Path] = set()
_copies: dict[Path, Path] = {}
"""The folder of copies by content folder."""


@dataclass
class _Recording:
    """The files that a loader reads, with their state before they were read.

    `fell_back`: an older value was used.
    """

    files: dict[Path, Signature] = field(default_factory=dict)
    fell_back: bool = False


_recording: ContextVar[_Recording | None] = ContextVar("recording", default=None)


@dataclass(frozen=True)
class _Loaded(Generic[T]):
    value: T
    files: Mapping[Path, Signature]
    fell_back: bool = False

    @property
    def is_current(self) -> bool:
        return all(_signature(path) == signature for path, signature in self.files.items())


class ContentLoader(Generic[P, T]):
    """A function of the content folder that reads its files once; see the module's description."""

    def __init__(self, read: Callable[Concatenate[Path, P], T]) -> None:
        self._read = read
        self._name = f"{read.__module__}.{read.__qualname__}"
        self._loaded: dict[Hashable, _Loaded[T]] = {}
        self._lock = RLock()
        update_wrapper(self, read)

    def __call__(self, content_dir: Path, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the value for a content folder.

        Raises what the function raises, where there is no last good value.
        """
        key = (content_dir, args, tuple(sorted(kwargs.items())))
        loaded = self._loaded.get(key)
        if loaded is None or (content_dir in _watched and not loaded.is_current):
            with self._lock:
                loaded = self._loaded.get(key)
                if loaded is None or not loaded.is_current:
                    loaded = self._load(loaded, content_dir, *args, **kwargs)
                    self._loaded[key] = loaded
        if (outer := _recording.get()) is not None:
            outer.files.update(loaded.files)
            outer.fell_back |= loaded.fell_back
        return loaded.value

    def cache_clear(self) -> None:
        """Forget every value, so that the next call reads the files."""
        self._loaded.clear()

    def _load(
        self, earlier: _Loaded[T] | None, content_dir: Path, *args: P.args, **kwargs: P.kwargs
    ) -> _Loaded[T]:
        copies = _copies.get(content_dir)
        copy = copies / self._name if copies and not (args or kwargs) else None
        with _record() as recording:
            try:
                value = self._read(content_dir, *args, **kwargs)
            # Whatever a broken file leads to: a ValueError that names the line, or a KeyError for a missing
            # part.
            except Exception as error:
                if earlier is None and (copy is None or not copy.exists()):
                    raise
                log.exception("content cannot be read, so the last good version stays in use: %s", error)
                return self._last_good(earlier, copy, recording.files)
        if copy and not recording.fell_back:
            _keep_copy(copy, content_dir, recording.files)
        return _Loaded(value, recording.files, recording.fell_back)

    def _last_good(
        self, earlier: _Loaded[T] | None, copy: Path | None, files: Mapping[Path, Signature]
    ) -> _Loaded[T]:
        """Return the value of before the edit, from memory or from the copy.

        `files`: those that were read in vain.
        """
        if earlier is not None:
            # The files of before as well: the edit may have kept some of them from being reached.
            known = {path: _signature(path) for path in earlier.files}
            return _Loaded(earlier.value, {**known, **files}, fell_back=True)
        assert copy is not None
        with _record():
            # A loader with a copy has no other arguments.
            value = self._read(copy)  # type: ignore[call-arg]
        return _Loaded(value, files, fell_back=True)


def content_loader(read: Callable[Concatenate[Path, P], T]) -> ContentLoader[P, T]:
    """Make a function of the content folder a loader, which reads its files once."""
    return ContentLoader(read)


def watch_content(content_dir: Path) -> None:
    """Let every call of a loader look whether the files in this folder were edited. For development."""
    _watched.add(content_dir)


def keep_copies(content_dir: Path, folder: Path) -> None:
    """Copy what can be read of this content folder into `folder`, and read the copies where an edit is
    broken.
    """
    _copies[content_dir] = folder


def read_text(path: Path) -> str:
    """Return the text of a content file. Raises OSError and UnicodeDecodeError."""
    recording = _recording.get()
    if recording is not None:
        recording.files.setdefault(path, _signature(path))
        # A folder's time changes when a file is added or taken away.
        recording.files.setdefault(path.parent, _signature(path.parent))
    return path.read_text(encoding="utf-8")


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds; an empty mapping for an empty file.

    Raises ValueError naming the file and the line to mend.
    """
    try:
        return yaml.load(read_text(path), Loader=_LOADER) or {}  # noqa: S506 (both loaders are safe ones)
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name} cannot be read; mend the line it names: {error}") from error


@contextmanager
def _record() -> Iterator[_Recording]:
    recording = _Recording()
    token = _recording.set(recording)
    try:
        yield recording
    finally:
        _recording.reset(token)


def _signature(path: Path) -> Signature:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, 0 if path.is_dir() else found.st_size


def _keep_copy(copy: Path, content_dir: Path, files: Mapping[Path, Signature]) -> None:
    """Put the files into the folder `copy`, in place of an older copy.

    A copy that cannot be written is logged.
    """
    wanted = {path.relative_to(content_dir): path for path in files if path.is_file()}
    try:
        if _is_same(copy, wanted):
            return
        copy.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=copy.parent, prefix=".new-") as new:
            for name, path in wanted.items():
                target = Path(new) / "copy" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
            if copy.exists():
                copy.rename(Path(new) / "old")
            (Path(new) / "copy").rename(copy)
    except OSError as error:
        log.warning("no copy of the content was kept: %s", error)


def _is_same(copy: Path, wanted: Mapping[Path, Path]) -> bool:
    known = {path.relative_to(copy): path for path in copy.rglob("*") if path.is_file()}
    return known.keys() == wanted.keys() and all(
        known[name].read_bytes() == path.read_bytes() for name, path in wanted.items()
    )
