"""The file in which rate limits are counted: rules for every clock, and a damaged or locked file."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.strategies import MovingWindowRateLimiter

from core import clock
from core.limit_store import FileStorage
from tests.conftest import NOW
from tests.examples import examples

TIMES, PERIOD = 3, 100
ITEM = RateLimitItemPerSecond(TIMES, PERIOD)


def at(seconds: float) -> None:
    """Set the clock to so many seconds after NOW."""
    clock.set_clock(lambda: NOW + timedelta(seconds=seconds))


@pytest.fixture
def storage(tmp_path: Path) -> FileStorage:
    """Return a store whose file does not exist yet."""
    return FileStorage(tmp_path / "limits.db")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder for the examples of one property."""
    with TemporaryDirectory() as name:
        yield Path(name)


RULES = hypothesis_settings(
    max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@RULES
@given(st.lists(st.integers(0, 60), max_size=15))
def test_no_period_holds_more_hits_than_the_limit(folder: Path, steps: list[int]) -> None:
    storage = FileStorage(folder / "limits.db")
    storage.reset()
    limiter, now, counted = MovingWindowRateLimiter(storage), 0, []
    for step in steps:
        now += step
        at(now)
        fits = sum(time > now - PERIOD for time in counted) < TIMES
        assert limiter.hit(ITEM, "someone") is fits
        counted += [now] if fits else []


@RULES
@given(st.lists(st.integers(-500, 500), min_size=1, max_size=12))
def test_whatever_the_clock_does_the_wait_is_short_and_true(folder: Path, steps: list[int]) -> None:
    storage = FileStorage(folder / "limits.db")
    storage.reset()
    limiter, now = MovingWindowRateLimiter(storage), 0
    for step in steps:
        now += step
        at(now)
        if not limiter.hit(ITEM, "someone"):
            wait = limiter.get_window_stats(ITEM, "someone").reset_time - clock.now().timestamp()
            assert 0 < wait <= PERIOD
            now += int(wait) + 1
            at(now)
            assert limiter.hit(ITEM, "someone")


def test_two_workers_share_the_counts(tmp_path: Path) -> None:
    workers = [MovingWindowRateLimiter(FileStorage(tmp_path / "limits.db")) for _ in range(2)]
    assert [workers[n % 2].hit(ITEM, "someone") for n in range(5)] == [True, True, True, False, False]
    assert workers[0].hit(ITEM, "someone else")


def test_the_file_is_private_and_forgets(storage: FileStorage, tmp_path: Path) -> None:
    limiter = MovingWindowRateLimiter(storage)
    assert limiter.hit(ITEM, "someone")
    assert (tmp_path / "limits.db").stat().st_mode & 0o777 == 0o600
    at(PERIOD + 1)
    assert limiter.hit(ITEM, "someone else")
    with sqlite3.connect(tmp_path / "limits.db") as connection:
        assert connection.execute("select count(*) from hit").fetchone() == (1,)


def test_a_counter_ends(storage: FileStorage) -> None:
    assert (storage.get("known"), storage.incr("known", 60), storage.incr("known", 60)) == (0, 1, 2)
    assert storage.get_expiry("known") == NOW.timestamp() + 60
    at(61)
    assert (storage.get("known"), storage.incr("known", 60)) == (0, 1)
    storage.clear("known")
    assert storage.get("known") == 0


def test_a_damaged_file_is_replaced(storage: FileStorage, tmp_path: Path) -> None:
    (tmp_path / "limits.db").write_bytes(b"not a database at all" * 100)
    limiter = MovingWindowRateLimiter(storage)
    with pytest.raises(StorageError):
        limiter.hit(ITEM, "someone")
    assert limiter.hit(ITEM, "someone")


def test_a_file_that_another_process_holds_is_a_store_that_failed(
    storage: FileStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.limit_store._WAIT_SECONDS", 0.05)
    assert storage.check()
    with sqlite3.connect(tmp_path / "limits.db", isolation_level=None) as other:
        other.execute("begin exclusive")
        with pytest.raises(StorageError):
            MovingWindowRateLimiter(storage).hit(ITEM, "someone")
        assert not storage.check()


def test_a_folder_that_cannot_be_written_is_a_store_that_failed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not FileStorage(tmp_path / "file" / "limits.db").check()
