"""The commands of search: the same search as the page's, for people and programs, and building the index."""

import json
import sys
import time
from collections.abc import Iterable
from typing import Any

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from core.db import db
from core.text import controls_escaped
from directory.search import index_queries, indexing
from directory.search.engine import EngineBusyError
from directory.search.request import MOST_CHARACTERS, SearchRequest
from directory.search.results import SearchResults
from directory.search.service import search

_MOST = 500
_NOTHING_UNDERSTOOD: dict[str, Any] = {
    "danger": None,
    "needs": [],
    "filters": [],
    "language": "en",
    "nearest_only": False,
    "corrected": None,
}


@click.command("search")
@click.argument("query", required=False)
@click.option("--postcode", default="", help="Postcode or town of the person who asks.")
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, _MOST), help="How many results at most."
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@click.option(
    "--batch",
    is_flag=True,
    help='Read JSON Lines {"id","query","postcode"?,"limit"?}; answer each with one line: "results", "took_ms", and '
    'what was understood: "danger" or null, "needs", "filters", "language", "nearest_only", "corrected" or null.',
)
@with_appcontext
def search_command(query: str | None, postcode: str, limit: int, as_json: bool, batch: bool) -> None:
    """Search the directory as a visitor does."""
    if batch:
        answer_lines(sys.stdin.buffer)
    elif not query:
        raise click.UsageError("say what to search for, or use --batch")
    else:
        rows = results(query, postcode, limit)
        click.echo(
            json.dumps(rows, ensure_ascii=False, indent=1) if as_json else controls_escaped(_readable(rows))
        )


def results(query: str, postcode: str, limit: int) -> list[dict[str, Any]]:
    """Return search results as plain objects, best first. `distance_m` in metres, None without a place."""
    return _rows(_found(query, postcode, limit))


def _found(query: str, postcode: str, limit: int) -> SearchResults:
    return search(SearchRequest(query=query[:MOST_CHARACTERS], where=postcode, per_page=limit))


def _rows(found: SearchResults) -> list[dict[str, Any]]:
    return [
        {
            "id": hit.service_id,
            "name": hit.name,
            "organization": hit.organization,
            "distance_m": hit.distance_m,
            "score": hit.score,
            "reasons": [reason.text for reason in hit.reasons],
        }
        for hit in found.hits
    ]


def answer_lines(lines: Iterable[bytes]) -> None:
    """Answer each line of JSON with one line.

    A faulty line is answered with an error; the rest are answered all the same.
    """
    for line in lines:
        if line.strip():
            click.echo(json.dumps(_answer(line)))
            sys.stdout.flush()


def _answer(line: bytes) -> dict[str, Any]:
    id: Any = None
    try:
        asked = json.loads(line)
        if not isinstance(asked, dict):
            raise TypeError("it must be an object")
        id = asked["id"]
        query = asked["query"]
        if not isinstance(query, str):
            raise TypeError("the query must be text")
        limit = max(1, min(_MOST, int(asked.get("limit") or 20)))
        postcode = str(asked.get("postcode") or "")
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        reason = f"this line is not a query: {error}"
        return {"id": id, "results": [], "took_ms": 0, **_NOTHING_UNDERSTOOD, "error": reason}
    started = time.perf_counter()
    found = _found(query, postcode, limit)
    took_ms = round((time.perf_counter() - started) * 1000, 2)
    return {"id": id, "results": _rows(found), "took_ms": took_ms, **_understood(found)}


def _understood(found: SearchResults) -> dict[str, Any]:
    """Return what the words of a search were understood as. `filters`: conditions that hold for the results."""
    return {
        "danger": found.dangers[0] if found.dangers else None,
        "needs": list(found.needs),
        "filters": [
            {"facet": one.facet, "value": one.value, "negated": one.negated}
            for one in (*found.filters, *found.gave_way)
        ],
        "language": found.language,
        "nearest_only": found.nearest_only or not found.hits,
        "corrected": found.corrected or None,
    }


def _readable(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return "Nothing was found."
    lines = (
        f"{i:3} {row['name']} ({row['organization']}): {', '.join(row['reasons'])}"
        for i, row in enumerate(rows, 1)
    )
    return "\n".join(lines)


@click.command("reindex")
@click.option("--if-needed", is_flag=True, help="Only when the thesaurus changed since the index was built.")
@with_appcontext
def reindex_command(if_needed: bool) -> None:
    """Build the search index, as after a change to the thesaurus. The site uses the older index meanwhile."""
    if if_needed and not indexing.is_outdated():
        click.echo("The search index is up to date.")
        return
    try:
        with tqdm(total=len(index_queries.service_ids(db.session)), unit=" services", file=sys.stderr) as bar:
            count = indexing.reindex(bar.update)
    except EngineBusyError:
        raise click.ClickException(
            "another process is writing the search index; try again in a minute"
        ) from None
    click.echo(f"{count} services are in the index.")
