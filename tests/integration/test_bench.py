"""The measurements run: every row is printed, with numbers above zero. How high they are is nobody's business here."""

import re
from pathlib import Path

import pytest

from bench import generate, listings, measure, run, wording
from core.settings import ROOT

_NUMBER = re.compile(r"(?<![\w.])[\d,]+(?:\.\d+)?(?![\w.])")
ROWS = (
    "search documents", "index built", "FTS5 index built", "index on disk", *run.KINDS, "all kinds", "most results", "suggestions",
    "results page", "SQL statements with 1 result", "SQL statements with 20 results", "home: page", "home: with", "results: page",
    "results: with", "listing: page", "listing: with", "nobody else writing", "our lock held elsewhere", "Whoosh's lock held elsewhere",
    "ready", "first search", "second search", "most memory",
)  # fmt: skip


@pytest.fixture
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "home", lambda: tmp_path)


@pytest.mark.usefixtures("_own_folder")
def test_every_row_is_printed_with_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    run.main(["--sizes", "200", "--each", "3", "--rounds", "1", "--edits", "2"])
    lines = capsys.readouterr().out.splitlines()
    for name in ROWS:
        found = [line for line in lines if line.startswith(f"  {name}") and _NUMBER.search(line[44:])]
        assert found, f"there is no row for {name}"
        for line in found:
            numbers = [float(text.replace(",", "")) for text in _NUMBER.findall(line[44:])]
            assert min(numbers) > 0, line
    assert any(line.startswith("  Where the time goes") for line in lines)


def test_the_same_seed_makes_the_same_listings() -> None:
    words = wording.vocabulary(ROOT / "content")

    def made(seed: int) -> list[dict[str, object]]:
        return listings.rows_by_table(listings.Maker(words, seed, 0).make(20).records)["service"]

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_listings_are_about_as_long_as_real_ones() -> None:
    group = listings.Maker(wording.vocabulary(ROOT / "content"), 7, 0).make(200)
    lengths = [len(f"{s.name} {s.summary} {s.description} {s.eligibility_description}".split()) for s in group.services]
    assert 90 < sum(lengths) / len(lengths) < 190
    assert len({s.description for s in group.services}) == 200


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(n) for n in range(1, 101)]
    assert measure.p50(values) == 51
    assert measure.p95(values) == 96
    assert measure.p95([3.0]) == 3.0


def test_time_counts_for_our_function_that_spent_it() -> None:
    ranked = measure.time_by_function(lambda: wording.vocabulary.__wrapped__(ROOT / "content"), 1)
    assert all(took >= 0 for _, took in ranked)
    assert sum(took for _, took in ranked) > 0
