"""Keys that are made once and stored in the data folder."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile


def stored_key(path: Path, make: Callable[[], bytes]) -> str:
    """Return the key in a file that its owner alone can read; make the key where there is no file yet.

    Processes that start together all return the same key. Raises ValueError where the file is empty.
    """
    if not path.exists():
        _store(path, make())
    key = path.read_text(encoding="ascii").strip()
    if not key:
        raise ValueError(f"the key file {path} is empty: restore it from a backup")
    return key


def _store(path: Path, key: bytes) -> None:
    """Write a whole file under another name, then link it: the link fails where another process was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".key-") as file:  # made with mode 0600
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, path)
        except FileExistsError:
            return
