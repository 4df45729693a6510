"""Edits that lie over content files: what `core.content` asks of them. Pure."""

from pathlib import Path
from typing import Any, Protocol


class Overlay(Protocol):
    """Edits that lie over the files of a content folder."""

    def stamp(self, path: Path) -> str:
        """Return what identifies the edits of a file; empty where it has none."""

    def data(self, path: Path, shipped: Any) -> Any:
        """Return what a YAML file holds with the edits."""

    def text(self, path: Path, shipped: str) -> str:
        """Return the text of a file with the edits; `shipped` is empty for a file that is not on the disk."""

    def new_files(self, folder: Path) -> list[Path]:
        """Return the files that edits add to a folder."""


class _NoOverlay:
    def stamp(self, _path: Path) -> str:
        return ""

    def data(self, _path: Path, shipped: Any) -> Any:
        return shipped

    def text(self, _path: Path, shipped: str) -> str:
        return shipped

    def new_files(self, _folder: Path) -> list[Path]:
        return []


NO_OVERLAY: Overlay = _NoOverlay()
