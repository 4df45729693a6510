"""All measurements in one run: `make bench`, or python -m bench.run --sizes 1000 10000 100000."""

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from flask import Flask

from bench import assess, generate, measure, pages, queries, searches, updates, worker
from bench.assess import RequestCost, TimedRequest
from bench.generate import SEED, Site
from bench.measure import p50, p95
from bench.queries import Query
from bench.searches import FTS5_ALONE, ON_FTS5, OURS, SearchTimes
from core.settings import ROOT

KINDS = (
    "one word",
    "two words",
    "sentence",
    "postcode and words",
    "filters only",
    "misspelt",
    "name",
    "feeling",
)
COLUMNS = ("p50", "p95", "processor", "p95", "SQL p50", "most")
AIMS = {
    "search": {10_000: 40.0, 100_000: 300.0},
    "page": {10_000: 80.0},
    "suggestions": {10_000: 10.0},
    "edit": {10_000: 1000.0, 100_000: 1000.0},
    "answer page": {10_000: 50.0},
}


def row(name: str, *values: float | str) -> None:
    """Print one row of the table; a number has as many decimal places as matter."""
    cells = [value if isinstance(value, str) else f"{value:,.{_places(value)}f}" for value in values]
    print(f"  {name:42}" + "".join(f"{cell:>12}" for cell in cells), flush=True)


def _places(value: float) -> int:
    return 3 if value < 0.1 else 2 if value < 1 else 1 if value < 1000 else 0


def heading(name: str, *columns: str) -> None:
    """Print the heading of some rows."""
    print(f"\n  {name:42}" + "".join(f"{column:>12}" for column in columns), flush=True)


def aim(what: str, size: int) -> str:
    """Return the aim of a measurement at a size; "" where there is none."""
    value = AIMS[what].get(size)
    return f"aim {value:,.0f}" if value else ""


def measure_site(site: Site, asked: argparse.Namespace) -> None:
    """Print every measurement of one site."""
    print(f"\n{site.size:,} listings (seed {asked.seed}, load {os.getloadavg()[0]:.1f})")
    app = site.app()
    with tempfile.TemporaryDirectory(prefix="signpost-fts5-") as folder:
        beside, engine, fts5_seconds = searches.fts5_beside(site, app, Path(folder))
        made = queries.make(ROOT / "content", searches.names_of(app), asked.seed, asked.each)
        building(site, app, fts5_seconds)
        times = searches.run(app, beside, engine, made, asked.rounds)
    searching(site, times)
    others(site, app, made, asked)
    editing(site, asked.edits)
    fresh_worker(site, made)
    if asked.profile:
        profiles(app, made, times)


def building(site: Site, app: Flask, fts5_seconds: float) -> None:
    """Print the seconds to make search documents and indexes."""
    heading("Making", "seconds")
    row("search documents (processor seconds)", site.seconds["documents"])
    with app.app_context():
        row("index built", measure.milliseconds(lambda: generate.rebuild(app)) / 1000)
    row("FTS5 index built", fts5_seconds)
    row(
        "index on disk, MB",
        sum(path.stat().st_size for path in site.folder.glob("index/build-*/*")) / 1e6 / _builds(site),
    )


def _builds(site: Site) -> int:
    return len(list(site.folder.glob("index/build-*")))


def searching(site: Site, times: SearchTimes) -> None:
    """Print the times of searches with facets by kind, beside FTS5."""
    heading(
        "Search with facets, ms",
        "p50",
        "p95",
        "first p95",
        "on FTS5 p50",
        "p95",
        "FTS5 alone",
        "p95",
        "p50 ratio",
    )
    for kind in KINDS:
        ours, on_fts5, alone = (times.again[way][kind] for way in (OURS, ON_FTS5, FTS5_ALONE))
        beside = (p50(alone), p95(alone), p50(ours) / p50(alone)) if alone else ()
        row(kind, p50(ours), p95(ours), p95(times.first[kind]), p50(on_fts5), p95(on_fts5), *beside)
    everything, fts5 = (
        [ms for kind in times.again[way].values() for ms in kind] for way in (OURS, FTS5_ALONE)
    )
    first = [ms for kind in times.first.values() for ms in kind]
    beside = (p50(fts5), p95(fts5), p50(everything) / p50(fts5))
    row("all kinds", p50(everything), p95(everything), p95(first), aim("search", site.size), "", *beside)
    row("most results of one search", float(times.most_found))


def others(site: Site, app: Flask, made: Sequence[Query], asked: argparse.Namespace) -> None:
    """Print the times of suggestions and results pages, their statements and weights."""
    heading("Beside", "p50", "p95")
    typed = searches.suggestions(app, queries.typed(list(made), asked.seed, asked.each * 8))
    row("suggestions, ms", p50(typed), p95(typed), aim("suggestions", site.size))
    took = pages.times(app, made)
    row("results page in this process, ms", p50(took), p95(took), aim("page", site.size))
    heading("Pages", "number")
    many = pages.with_results(app, made, 20) or made[0].request
    one = pages.with_results(app, made, 1)
    row("SQL statements with 1 result", float(pages.statements(app, one)) if one else "none found")
    row("SQL statements with 20 results", float(pages.statements(app, many)))
    for name, (page, total) in pages.weights(app, many).items():
        row(f"{name}: page alone, KB", page / 1000)
        row(f"{name}: with style and scripts, KB", total / 1000)


def editing(site: Site, edits: int) -> None:
    """Print how soon an edit is found."""
    heading("One edit, ms", "saved p50", "seen p50", "seen max", "index p50", "next search")
    for how, done in updates.run(site, edits).items():
        row(
            how,
            p50(done.saved),
            p50(done.seen),
            max(done.seen),
            p50(done.written),
            p50(done.next_search),
            aim("edit", site.size),
        )


def fresh_worker(site: Site, made: Sequence[Query]) -> None:
    """Print the times and the memory of a worker that has just started."""
    heading("A fresh worker", "number")
    asked: list[dict[str, object]] = [
        {"query": q.request.query, "where": q.request.where} for q in made if q.request.query
    ]
    told = worker.fresh(site.folder, asked)
    row("ready, s", told["ready"])
    row("first search, s", told["first"])
    row("second search, ms", told["second"] * 1000)
    row("most memory after all queries, MB", told["peak_mb"])


def profiles(app: Flask, made: Sequence[Query], times: SearchTimes) -> None:
    """Print where the time of the slowest kinds goes."""
    slowest = sorted(KINDS, key=lambda kind: -p95(times.again[OURS][kind]))[:3]
    for kind in slowest:
        profile(kind, searches.where_time_goes(app, made, kind), "ms a search")


def profile(of: str, functions: Sequence[tuple[str, float]], column: str) -> None:
    """Print the functions with the most time."""
    heading(f"Where the time goes: {of}", column)
    for name, took in functions:
        print(f"  {name:62}{took:>12.2f}")


def assessing(app: Flask, asked: argparse.Namespace) -> None:
    """Print the times of the pages of the self-assessment, and of the purge."""
    print(
        f"\n{asked.assessments:,} saved assessments, {asked.referrals:,} referrals (seed {asked.seed}, load {os.getloadavg()[0]:.1f})"
    )
    made = assess.run(app, asked.people, asked.most_people, asked.seed)
    answer_pages(made, asked.assessments)
    row("questions that nobody was asked", ", ".join(assess.not_asked(app, made)) or "none")
    heading("Other pages of the self-assessment, ms", *COLUMNS)
    for kind in assess.OTHER_PAGES:
        found = [page.cost for page in made if page.kind == kind]
        if found:  # few people may all have nothing that is spoken about at once
            took_row(kind, found)
    deleted, nothing = assess.purge(app, max(1, asked.assessments // 10))
    took_row("purge of a tenth", [deleted])
    took_row("purge of nothing", [nothing])
    if asked.profile:
        for kind, functions in assess.where_time_goes(app, asked.rounds * 5, asked.seed).items():
            profile(kind, functions, "ms a page")


def answer_pages(made: Sequence[TimedRequest], saved: int) -> None:
    """Print the times of questions and answers by questionnaire, and the slowest of each kind."""
    heading("Answer pages, ms", *COLUMNS)
    for questionnaire in dict.fromkeys(page.questionnaire for page in made):
        for kind in assess.ANSWER_PAGES:
            found = [page.cost for page in made if (page.questionnaire, page.kind) == (questionnaire, kind)]
            took_row(f"{questionnaire}: {kind}", found, aim("answer page", saved))
    for kind in assess.ANSWER_PAGES:
        name, took = assess.slowest(made, kind)
        took_row(f"slowest {kind}: {name}"[:42], took, aim("answer page", saved))


def took_row(name: str, took: Sequence[RequestCost], *more: str) -> None:
    """Print one row about work that was repeated."""
    wall, processor, sent = [t.wall for t in took], [t.processor for t in took], [float(t.sent) for t in took]
    row(
        name,
        p50(wall),
        p95(wall),
        p50(processor),
        p95(processor),
        f"{p50(sent):.0f}",
        f"{max(sent):.0f}",
        *more,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure sites of the sizes in the arguments, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[1000, 10_000], help="how many listings (default: 1000 10000)"
    )
    parser.add_argument("--each", type=int, default=25, help="queries of each kind")
    parser.add_argument(
        "--rounds", type=int, default=2, help="how often each query is asked after its first time"
    )
    parser.add_argument("--edits", type=int, default=10, help="edits in each situation")
    parser.add_argument(
        "--assessments",
        type=int,
        default=10_000,
        help="saved assessments in the demonstration borough; 0: none measured",
    )
    parser.add_argument("--referrals", type=int, default=2000, help="referrals beside them")
    parser.add_argument("--people", type=int, default=30, help="how many people answer each questionnaire")
    parser.add_argument(
        "--most-people",
        type=int,
        default=300,
        help="and how many at most, until every question has been asked",
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--reuse", action="store_true", help="take a made site even when the recipe has changed since"
    )
    parser.add_argument(
        "--processor",
        action="store_true",
        help="count processor time, not the wall's: for a machine that is busy with others",
    )
    parser.add_argument(
        "--no-profile", dest="profile", action="store_false", help="leave out where the time goes"
    )
    asked = parser.parse_args(arguments)
    measure.stand_on_monday()
    if asked.processor:
        measure.by_processor()
    for size in asked.sizes:
        measure_site(generate.site(size, asked.seed, reuse=asked.reuse), asked)
    if asked.assessments:
        with tempfile.TemporaryDirectory(prefix="signpost-borough-") as folder:
            assessing(assess.borough(Path(folder), asked.assessments, asked.referrals, asked.seed), asked)


if __name__ == "__main__":
    main()
