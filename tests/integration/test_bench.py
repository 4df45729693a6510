"""The measurements run: every row is printed, with numbers above zero.

How high they are is nobody's business here.
"""

import re
import shutil
from argparse import Namespace
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from app import create_app
from bench import answered, assess, generate, listings, measure, queries, run, searches, wording
from core.settings import ROOT
from selfassess.loading.library import load
from tests.databases import on_sqlite
from tests.examples import slow_on_both

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


@pytest.mark.slow
@pytest.mark.usefixtures("_own_folder")
def test_every_row_is_printed_with_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    run.main(["--sizes", "200", "--each", "3", "--rounds", "1", "--edits", "2", "--assessments", "0"])
    lines = capsys.readouterr().out.splitlines()
    for name in ROWS:
        assert all(min(numbers) > 0 for numbers in numbers_of(lines, name))
    assert any(line.startswith("  Where the time goes") for line in lines)


def numbers_of(lines: list[str], name: str) -> list[list[float]]:
    """Return the numbers in the rows of that name, of which there is at least one."""
    found = [_NUMBER.findall(line[44:]) for line in lines if line.startswith(f"  {name}")]
    assert any(found), f"there is no row for {name}"
    return [[float(text.replace(",", "")) for text in numbers] for numbers in found if numbers]


@pytest.mark.slow
@on_sqlite
def test_the_self_assessment_s_rows_are_printed_with_numbers(
    demo_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(demo_folder, tmp_path / "data")
    app = create_app(generate.settings(tmp_path / "data"))
    answered.fill(app, 20, 12, 1)
    run.assessing(
        app, Namespace(assessments=20, referrals=12, people=2, most_people=2, rounds=1, seed=1, profile=True)
    )
    lines = capsys.readouterr().out.splitlines()
    asked = [f"{id}: {kind}" for id in load(ROOT / "content") for kind in assess.ANSWER_PAGES]
    for name in (*asked, *(f"slowest {kind}" for kind in assess.ANSWER_PAGES), "check your answers", "result", "plan", "save", "come back",
                 "wrong words", "purge of a tenth", "purge of nothing"):  # fmt: skip
        # The first four are times; there are pages that send no SQL.
        assert all(min(numbers[:4]) > 0 for numbers in numbers_of(lines, name)), name
    assert any(line.startswith("  questions that nobody was asked") for line in lines)
    assert any(line.startswith("  Where the time goes: result") for line in lines)


def test_a_sample_of_the_measurements_runs(demo_app: Flask) -> None:
    """A sample of the slow tests above, with few rounds over the demonstration borough."""
    made = queries.make(ROOT / "content", searches.names_of(demo_app), seed=1, each=1)
    typed = searches.suggestions(demo_app, queries.typed(list(made), 1, 3))
    assert len(typed) == 3
    assert min(typed) > 0


@pytest.mark.parametrize("id", load(ROOT / "content"))
def test_invented_people_answer_to_the_end_each_in_their_way(id: str) -> None:
    questionnaire = load(ROOT / "content")[id]
    people = [answered.finished(questionnaire, Random(seed)) for seed in (1, 2)]
    assert all(person.walk.complete and person.outcome.complete for person in people)
    assert people[0].body.answers != people[1].body.answers


@slow_on_both
def test_the_same_seed_makes_the_same_listings() -> None:
    words = wording.vocabulary(ROOT / "content")

    def made(seed: int) -> list[dict[str, object]]:
        return listings.rows_by_table(listings.Maker(words, seed, 0).make(20).records)["service"]

    assert made(1) == made(1)
    assert made(1) != made(2)


@slow_on_both
def test_listings_are_about_as_long_as_real_ones() -> None:
    group = listings.Maker(wording.vocabulary(ROOT / "content"), 7, 0).make(200)
    lengths = [
        len(f"{s.name} {s.summary} {s.description} {s.eligibility_description}".split())
        for s in group.services
    ]
    assert 90 < sum(lengths) / len(lengths) < 190
    assert len({s.description for s in group.services}) == 200


def test_percentiles_are_values_that_were_measured() -> None:
    values = [float(n) for n in range(1, 101)]
    assert measure.p50(values) == 51
    assert measure.p95(values) == 96
    assert measure.p95([3.0]) == 3.0


def test_time_counts_for_our_function_that_spent_it() -> None:
    ranked = measure.time_by_function(lambda: wording.vocabulary.__wrapped__(ROOT / "content"), 1)
    took = [milliseconds for _, milliseconds in ranked]
    assert took == sorted(took, reverse=True)
    assert took[0] > 0
    assert any(
        name.startswith(("bench/wording:", "core/content")) or name == "elsewhere" for name, _ in ranked
    )
