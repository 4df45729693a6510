"""Searches that found nothing are kept without who asked."""

import json
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from directory.search import miss_log
from directory.search.miss_log import Miss, miss_of, without_persons
from directory.search.request import SearchRequest
from directory.search.results import Place, SearchResults

TODAY = date(2026, 11, 23)


def found(
    query: str = "goat yoga", total: int = 0, fallback: bool = False, place: Place | None = None, **asked: Any
) -> SearchResults:
    return SearchResults(
        request=SearchRequest(query=query, **asked), hits=(), total=total, fallback=fallback, place=place
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
    assert miss_of(found(total=4, fallback=True), TODAY) == Miss("goat yoga", "", TODAY)


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


def test_a_line_holds_words_area_and_day_and_nothing_else(tmp_path: Path) -> None:
    miss_log.keep(found(place=Place("Wombwell", 53.5, -1.4)), tmp_path)
    miss_log.keep(found(), tmp_path)
    path = tmp_path / "spool" / "searches-2026-11.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert rows == [{"words": "goat yoga", "area": "", "day": "2026-11-23"}] * 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_is_full_takes_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(miss_log, "MOST_BYTES", 100)
    for _ in range(5):
        miss_log.keep(found(), tmp_path)
    assert len((tmp_path / "spool" / "searches-2026-11.jsonl").read_text().splitlines()) == 2


def test_where_nothing_can_be_written_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("not a folder")
    miss_log.keep(found(), tmp_path)


def test_taken_files_are_read_and_a_broken_line_is_left_out(tmp_path: Path) -> None:
    miss_log.keep(found(), tmp_path)
    path = tmp_path / "spool" / "searches-2026-11.jsonl"
    path.write_text(path.read_text() + 'half a li\n[]\n{"words": "x"}\n')
    taken = miss_log.take(tmp_path)
    assert not path.exists()
    assert miss_log.read(taken[0]) == {Miss("goat yoga", "", TODAY): 1}
    assert miss_log.take(tmp_path) == taken
    assert miss_log.take(tmp_path / "elsewhere") == []
