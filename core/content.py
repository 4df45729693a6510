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

Edits that are not in the files lie over them as an `Overlay` (`set_overlay`): loaders that read a changed file
are read again. `trying` does the same for one block of code alone, to see what an edit would do.
"""

import logging
import shutil
import tempfile
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import update_wrapper
from pathlib import Path
from threading import RLock
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

import yaml

from core.content_overlay import NO_OVERLAY, Overlay

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


_overlays: dict[Path, Overlay] = {}
"""The overlay by content folder."""


_parsed: dict[Path, tuple[Signature, Any]] = {}
"""What YAML files hold, without edits, with the state of the file."""


@dataclass
class _Trial:
    """An overlay for one block of code, and the values that loaders have made with it."""

    content_dir: Path
    overlay: Overlay
    values: dict[Hashable, Any] = field(default_factory=dict)


_trial: ContextVar[_Trial | None] = ContextVar("trial", default=None)


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
    overlay: Overlay = NO_OVERLAY

    def has_edits_of(self, overlay: Overlay) -> bool:
        """Return True where the value was made with the edits that an overlay has for its files."""
        if overlay is self.overlay:
            return True
        places = {*self.files, *overlay_folders(self.files, overlay)}
        return all(self.overlay.stamp(path) == overlay.stamp(path) for path in places)

    @property
    def is_current(self) -> bool:
        return all(_signature(path) == signature for path, signature in self.files.items())


class ContentLoader(Generic[P, T]):
    """A function of the content folder that reads its files once; see the module's description."""

    def __init__(self, read: Callable[Concatenate[Path, P], T], *, as_shipped: bool = False) -> None:
        """`as_shipped`: read the files as they are, whatever lies over them."""
        self._read = read
        self._as_shipped = as_shipped
        self._name = f"{read.__module__}.{read.__qualname__}"
        self._loaded: dict[Hashable, _Loaded[T]] = {}
        self._lock = RLock()
        update_wrapper(self, read)

    def __call__(self, content_dir: Path, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the value for a content folder.

        Raises what the function raises, where there is no last good value.
        """
        key = (content_dir, args, tuple(sorted(kwargs.items())))
        trial = None if self._as_shipped else _trial.get()
        if trial is not None and trial.content_dir == content_dir:
            return self._tried(trial, content_dir, *args, **kwargs)
        overlay = NO_OVERLAY if self._as_shipped else overlay_over(content_dir)
        loaded = self._loaded.get(key)
        if loaded is None or loaded.overlay is not overlay or self._is_old(loaded, content_dir, overlay):
            with self._lock:
                loaded = self._loaded.get(key)
                if loaded is None or self._is_old(loaded, content_dir, overlay):
                    loaded = self._load(loaded, content_dir, *args, **kwargs)
                loaded = self._loaded[key] = replace(loaded, overlay=overlay)
        if (outer := _recording.get()) is not None:
            outer.files.update(loaded.files)
            outer.fell_back |= loaded.fell_back
        return loaded.value

    @staticmethod
    def _is_old(loaded: "_Loaded[T]", content_dir: Path, overlay: Overlay) -> bool:
        if not loaded.has_edits_of(overlay):
            return True
        return content_dir in _watched and not loaded.is_current

    def _tried(self, trial: _Trial, content_dir: Path, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (self._name, args, tuple(sorted(kwargs.items())))
        if key not in trial.values:
            trial.values[key] = self._read(content_dir, *args, **kwargs)
        value: T = trial.values[key]
        return value

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
                if earlier is None and any(_overlay_of(path).stamp(path) for path in recording.files):
                    return self._without_edits(error, recording.files, content_dir, *args, **kwargs)
                if earlier is None and (copy is None or not copy.exists()):
                    raise
                log.exception("content cannot be read, so the last good version stays in use: %s", error)
                return self._last_good(earlier, copy, recording.files)
        if copy and not recording.fell_back:
            _keep_copy(copy, content_dir, recording.files)
        return _Loaded(value, recording.files, recording.fell_back)

    def _without_edits(
        self,
        error: Exception,
        files: Mapping[Path, Signature],
        content_dir: Path,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> _Loaded[T]:
        """Return the value of the files alone, as after an upgrade that an edit no longer fits."""
        log.error("edits over the content cannot be read, so the files are used without them: %s", error)
        with trying(content_dir, NO_OVERLAY):
            return _Loaded(self._read(content_dir, *args, **kwargs), files, fell_back=True)

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


def shipped_loader(read: Callable[Concatenate[Path, P], T]) -> ContentLoader[P, T]:
    """Make a function a loader that reads the files as they are, without an overlay."""
    return ContentLoader(read, as_shipped=True)


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
    overlay = _overlay_of(path)
    if path in overlay.new_files(path.parent):
        return overlay.text(path, "")
    return overlay.text(path, path.read_text(encoding="utf-8"))


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds; an empty mapping for an empty file.

    Raises ValueError naming the file and the line to mend.
    """
    overlay, signature = _overlay_of(path), _signature(path)
    text = read_text(path)
    known = _parsed.get(path)
    if known is None or known[0] != signature:
        try:
            known = signature, yaml.load(text, Loader=_LOADER) or {}  # noqa: S506 (both loaders are safe ones)
        except yaml.YAMLError as error:
            raise ValueError(f"{path.name} cannot be read; mend the line it names: {error}") from error
        if overlay is not NO_OVERLAY:
            # Files with edits are read again and again, and reading is most of the time of a loader.
            _parsed[path] = known
    return overlay.data(path, known[1])


def read_stamp(path: Path) -> bytes:
    """Return bytes that change whenever what `read_text` or `read_yaml` return for a file changes."""
    return path.read_bytes() + _overlay_of(path).stamp(path).encode()


def files_in(folder: Path, pattern: str) -> list[Path]:
    """Return the files of a folder with a name like `pattern`, those of an overlay included, sorted."""
    added = [path for path in _overlay_of(folder / pattern).new_files(folder) if path.match(pattern)]
    return sorted({*folder.glob(pattern), *added})


def set_overlay(content_dir: Path, overlay: Overlay) -> None:
    """Lay edits over a content folder, in place of those before."""
    _overlays[content_dir] = overlay


def overlay_over(content_dir: Path) -> Overlay:
    """Return what lies over a content folder; NO_OVERLAY where nothing does."""
    return _overlays.get(content_dir, NO_OVERLAY)


@contextmanager
def trying(content_dir: Path, overlay: Overlay) -> Iterator[None]:
    """Let loaders read a content folder with an overlay inside the block, and store nothing of it."""
    token = _trial.set(_Trial(content_dir, overlay))
    try:
        yield
    finally:
        _trial.reset(token)


def overlay_folders(files: Mapping[Path, Signature], overlay: Overlay) -> set[Path]:
    """Return the files that an overlay adds to the folders of some files."""
    return {new for folder in {path.parent for path in files} for new in overlay.new_files(folder)}


def _overlay_of(path: Path) -> Overlay:
    trial = _trial.get()
    if trial is not None and path.is_relative_to(trial.content_dir):
        return trial.overlay
    found = (overlay for folder, overlay in _overlays.items() if path.is_relative_to(folder))
    return next(found, NO_OVERLAY)


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
