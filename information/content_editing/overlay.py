"""The edits as an overlay over the content files, and the shipped entries below them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.content import files_in, read_text, read_yaml, shipped_loader, trying
from core.content_overlay import NO_OVERLAY
from information.content_editing.entries import PATTERNS, Entries, Ref, Value, shape_of
from information.content_editing.merging import Merged, merge


@dataclass(frozen=True)
class Edit:
    """An edit of one entry. `base`: the shipped entry when it was edited. None stands for no entry."""

    ref: Ref
    file: str
    base: Value | None
    value: Value | None
    version: int = 1


@dataclass(frozen=True)
class Entry:
    """An entry as it counts now. `shipped` and `edit`: what it comes from; None where there is none."""

    ref: Ref
    file: str
    shipped: Value | None
    edit: Edit | None = None

    @property
    def merged(self) -> Merged:
        """The entry with shipped and own changes, and the fields in which they differ."""
        return merge(self.edit.base, self.shipped, self.edit.value) if self.edit else Merged(self.shipped)

    @property
    def value(self) -> Value | None:
        """The entry as it counts; None where it was taken away."""
        return self.merged.value

    @property
    def is_upgraded(self) -> bool:
        """True where the shipped entry changed after it was edited here."""
        return self.edit is not None and self.shipped not in (self.edit.base, self.edit.value)


class EditOverlay:
    """Edits over a content folder. `token`: what identifies this state of the edits."""

    def __init__(self, content_dir: Path, edits: Iterable[Edit], token: str = "") -> None:
        self.token = token
        self._dir = content_dir
        self._by_path: dict[Path, list[Edit]] = {}
        for edit in edits:
            self._by_path.setdefault(content_dir / edit.file, []).append(edit)
        self._stamps = {path: _stamp(found) for path, found in self._by_path.items()}
        self._new = [
            path
            for path, found in self._by_path.items()
            if path.suffix == ".md" and all(edit.base is None and edit.value for edit in found)
        ]

    def stamp(self, path: Path) -> str:
        """Return what identifies the edits of a file; empty where it has none."""
        return self._stamps.get(path, "")

    def data(self, path: Path, shipped: Any) -> Any:
        """Return what a YAML file holds with the edits."""
        return self._joined(path, shipped) if path in self._by_path else shipped

    def text(self, path: Path, shipped: str) -> str:
        """Return the text of a page with the edits; of any other file its text."""
        if path.suffix != ".md" or path not in self._by_path:
            return shipped
        return str(self._joined(path, shipped))

    def new_files(self, folder: Path) -> list[Path]:
        """Return the pages that edits add to a folder, where no file has taken their place."""
        return [path for path in self._new if path.parent == folder and not path.exists()]

    def _joined(self, path: Path, shipped: Any) -> Any:
        shape = shape_of(path.relative_to(self._dir).as_posix())
        if shape is None:
            return shipped
        return shape.join(shipped, with_edits(shape.split(shipped), self._by_path[path]))


def with_edits(shipped: Entries, edits: Iterable[Edit]) -> Entries:
    """Return the entries of a file with edits."""
    entries = dict(shipped)
    for edit in edits:
        value = merge(edit.base, shipped.get(edit.ref), edit.value).value
        if value is None:
            entries.pop(edit.ref, None)
        else:
            entries[edit.ref] = value
    return entries


def _stamp(edits: Iterable[Edit]) -> str:
    rows = sorted((edit.ref.kind, edit.ref.key, dumped(edit.base), dumped(edit.value)) for edit in edits)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def dumped(value: Value | None) -> str:
    """Return an entry as text that is the same for equal entries."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def fingerprint(value: Value | None) -> str:
    """Return a short text that changes with an entry: what a form carries to notice the work of others."""
    return hashlib.sha256(dumped(value).encode()).hexdigest()[:16]


@shipped_loader
def shipped_entries(content_dir: Path) -> Mapping[Ref, tuple[str, Value]]:
    """Return all entries of the files as they are, without edits, each with the name of its file."""
    with trying(content_dir, NO_OVERLAY):
        return {
            ref: (name, value) for name, found in read_entries(content_dir) for ref, value in found.items()
        }


def read_entries(content_dir: Path) -> Iterator[tuple[str, Entries]]:
    """Yield the name of each file with entries, and its entries."""
    for pattern in PATTERNS:
        folder, _slash, name = pattern.rpartition("/")
        for path in files_in(content_dir / folder, name):
            file = path.relative_to(content_dir).as_posix()
            shape = shape_of(file)
            if shape is not None:
                yield file, shape.split(read_text(path) if path.suffix == ".md" else read_yaml(path))


def all_entries(content_dir: Path, edits: Iterable[Edit]) -> dict[Ref, Entry]:
    """Return every entry as it counts now, those that were taken away included."""
    shipped = shipped_entries(content_dir)
    entries = {ref: Entry(ref, file, value) for ref, (file, value) in shipped.items()}
    for edit in edits:
        file, value = shipped.get(edit.ref, (edit.file, None))
        entries[edit.ref] = Entry(edit.ref, file, value, edit)
    return entries
