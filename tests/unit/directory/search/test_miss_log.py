"""Searches that found nothing are kept without who asked."""

import atexit
import json
import stat
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from directory.search import miss_files, miss_log
from directory.search.miss_files import Miss
from directory.search.miss_log import MissLog, miss_of, without_persons
from directory.search.request import SearchRequest
from directory.search.results import Place, SearchResults

TODAY = date(2026, 11, 23)


def found(
    query: str = "goat yoga", total: int = 0, nearest: bool = False, place: Place | None = None, **asked: Any
) -> SearchResults:
    return SearchResults(
        request=SearchRequest(query=query, **asked), hits=(), total=total, nearest_only=nearest, place=place
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Goat  Yoga", "goat yoga"),
        ("help jo.bloggs@example.org please", "help [email] please"),
        ("ring me 07700 900 123", "ring me [number]"),
        ("ring +44 (0)7700-900123", "ring [number]"),
        ("born 12/03/1945 lonely", "born [number] lonely"),
        ("see https://example.org/me?x=1 now", "see [link] now"),
        ("befriending S73 8AB", "befriending s73"),
        ("befriending S73-8A B", "befriending s73"),
        ("befriending s738ab", "befriending s73"),
        ("group for over 65 on 2 days", "group for over 65 on 2 days"),
        ("café", "cafe"),
    ],
)
def test_what_could_name_a_person_is_masked(typed: str, kept: str) -> None:
    assert without_persons(typed) == kept


def test_a_search_is_kept_when_its_words_found_nothing() -> None:
    place = Place("S73 8AB", 53.5, -1.4, "S73 8AB")
    assert miss_of(found(place=place), TODAY) == Miss("goat yoga", "S73", TODAY)
    assert miss_of(found(total=4, nearest=True), TODAY) == Miss("goat yoga", "", TODAY)


@pytest.mark.parametrize(
    "search",
    [
        found(total=3),
        found(facets={"cost": ("free",)}),
        found(page=2),
        found(query=""),
        found(query="07700 900123"),
    ],
)
def test_other_searches_are_not(search: SearchResults) -> None:
    assert miss_of(search, TODAY) is None


SPOOLED = "spool/searches-2026-11.jsonl"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[MissLog]:
    made = MissLog(tmp_path)
    yield made
    made.flush()
    atexit.unregister(made.flush)


def lines(tmp_path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (tmp_path / SPOOLED).read_text().splitlines()]


def test_a_line_holds_words_area_day_and_count_and_nothing_else(log: MissLog, tmp_path: Path) -> None:
    log.record(found(place=Place("Wombwell", 53.5, -1.4)))
    log.record(found())
    log.flush()
    assert lines(tmp_path) == [{"words": "goat yoga", "area": "", "day": "2026-11-23", "times": 2}]
    assert stat.S_IMODE((tmp_path / SPOOLED).stat().st_mode) == 0o600


def test_counting_writes_no_file(log: MissLog, tmp_path: Path) -> None:
    for _ in range(3):
        log.record(found())
    assert list(tmp_path.iterdir()) == []


def test_a_timer_writes_the_counts(log: MissLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(miss_log, "FLUSH_AFTER_SECONDS", 0.01)
    log.record(found())
    timer = log._timer
    assert timer is not None
    timer.join(10)
    assert lines(tmp_path)[0]["times"] == 1
    log.record(found())
    assert log._timer is not timer


def test_memory_is_bounded_and_known_words_still_count(
    log: MissLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(miss_log, "MAX_COUNTED", 2)
    for words in ("goat yoga", "pig yoga", "cow yoga", "goat yoga"):
        log.record(found(words))
    log.flush()
    assert {row["words"]: row["times"] for row in lines(tmp_path)} == {"goat yoga": 2, "pig yoga": 1}


def test_threads_lose_no_count(log: MissLog, tmp_path: Path) -> None:
    def work() -> None:
        for number in range(50):
            log.record(found())
            if number % 10 == 0:
                log.flush()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.flush()
    assert sum(row["times"] for row in lines(tmp_path)) == 200


def test_a_file_that_is_full_takes_no_more(
    log: MissLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(miss_files, "MAX_BYTES", 100)
    for _ in range(5):
        log.record(found())
        log.flush()
    assert len(lines(tmp_path)) == 2


def test_where_nothing_can_be_written_nothing_fails_and_nothing_is_lost(
    log: MissLog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "spool").write_text("not a folder")
    log.record(found())
    log.flush()
    assert "1 searches that found nothing could not be written" in caplog.text
    (tmp_path / "spool").unlink()
    log.flush()
    assert lines(tmp_path)[0]["times"] == 1


def test_taken_files_are_read_and_a_broken_line_is_left_out_and_logged(
    log: MissLog, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log.record(found())
    log.flush()
    path = tmp_path / SPOOLED
    older = '{"words": "pig yoga", "area": "", "day": "2026-11-23"}'
    path.write_text(path.read_text() + f'half a li\n[]\n{{"words": "secret"}}\n{older}\n')
    taken = miss_files.take(tmp_path)
    assert not path.exists()
    assert miss_files.read(taken[0]) == {Miss("goat yoga", "", TODAY): 1, Miss("pig yoga", "", TODAY): 1}
    assert [line in caplog.text for line in ("line 2 cannot", "line 3 cannot", "line 4 cannot")] == [True] * 3
    assert "secret" not in caplog.text
    assert miss_files.take(tmp_path) == taken
    assert miss_files.take(tmp_path / "elsewhere") == []
