"""A key of the data folder is made once, also by processes that start together."""

import secrets
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from core.key_file import stored_key

TOGETHER = 8


def test_all_that_start_together_have_the_same_key(tmp_path: Path) -> None:
    for round_number in range(20):
        path = tmp_path / str(round_number) / "key"
        barrier = Barrier(TOGETHER)

        def first_start(_number: int, path: Path = path, barrier: Barrier = barrier) -> str:
            barrier.wait()
            return stored_key(path, lambda: secrets.token_hex(32).encode())

        with ThreadPoolExecutor(TOGETHER) as threads:
            keys = set(threads.map(first_start, range(TOGETHER)))
        assert keys == {path.read_text()}
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [each.name for each in path.parent.iterdir()] == ["key"]


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").touch()
    with pytest.raises(ValueError, match="is empty: restore it from a backup"):
        stored_key(tmp_path / "key", lambda: b"another")
