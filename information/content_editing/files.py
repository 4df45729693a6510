"""The content with its edits as files, and back: nothing is lost on the way."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.content import files_in, read_text, read_yaml, trying
from core.content_overlay import NO_OVERLAY
from core.settings import Settings
from information.content_editing import queries, services
from information.content_editing.entries import PATTERNS, Ref, as_yaml, shape_of
from information.content_editing.overlay import Edit, EditOverlay, all_entries, read_entries
from information.content_editing.services import IMPORTED, Change


def export(content_dir: Path, edits: Iterable[Edit], target: Path) -> int:
    """Copy a content folder with edits into a new folder, and return how many files have edits.

    Raises FileExistsError for a folder that is there.
    """
    shutil.copytree(content_dir, target)
    overlay = EditOverlay(content_dir, edits)
    written = 0
    with trying(content_dir, overlay):
        for path in _files(content_dir):
            if overlay.stamp(path):
                text = read_text(path) if path.suffix == ".md" else as_yaml(read_yaml(path))
                (target / path.relative_to(content_dir)).write_text(text, encoding="utf-8")
                written += 1
    return written


def _files(content_dir: Path) -> list[Path]:
    found: list[Path] = []
    for pattern in PATTERNS:
        folder, _slash, name = pattern.rpartition("/")
        found += files_in(content_dir / folder, name)
    return found


def changes_of(content_dir: Path, edits: Iterable[Edit], source: Path) -> list[Change]:
    """Return the changes that make the content what the files of a folder say.

    Raises ValueError for a file that cannot be read.
    """
    wanted: dict[Ref, tuple[str, Any]] = {}
    with trying(source, NO_OVERLAY):
        for name, entries in read_entries(source):
            wanted |= {ref: (name, value) for ref, value in entries.items()}
    now = all_entries(content_dir, edits)
    changed = [Change(ref, value) for ref, (_name, value) in wanted.items() if _value(now, ref) != value]
    gone = [Change(ref, None) for ref, entry in now.items() if ref not in wanted and entry.value is not None]
    return [*changed, *gone]


def _value(entries: Any, ref: Ref) -> Any:
    return entries[ref].value if ref in entries else None


def import_folder(settings: Settings, source: Path, *, actor: str) -> int:
    """Make the content what the files of a folder say, and return how many entries change. Commits.

    Raises ValueError, and Refused for content that cannot be read.
    """
    changes = changes_of(settings.content_dir, queries.edits(), source)
    return services.publish(settings, changes, actor=actor, origin=IMPORTED)


def is_content(folder: Path) -> bool:
    """Return True for a folder that has files with entries."""
    return any(shape_of(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file())
