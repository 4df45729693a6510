"""The report on searches that found nothing."""

import json
from datetime import timedelta

import click
from flask import current_app
from flask.cli import with_appcontext

from core import clock
from core.text import controls_escaped
from directory.search.context import miss_log
from directory.search.miss_queries import MissedSearch, missed_searches
from directory.search.miss_services import move_misses
from directory.search.outcome_log import outcome_log
from directory.search.outcome_services import move_outcomes


@click.command("searches")
@click.option(
    "--days", default=90, show_default=True, type=click.IntRange(1, 3650), help="How many days to look back."
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@with_appcontext
def searches_command(days: int, as_json: bool) -> None:
    """Show which searches found nothing, most frequent first. Who asked is never stored.

    Running workers write their counts within half a minute.
    """
    miss_log().flush()
    outcome_log().flush()
    move_misses(current_app.extensions["settings"].data_dir)
    move_outcomes(current_app.extensions["settings"].data_dir)
    rows = missed_searches(clock.today() - timedelta(days=days - 1))
    click.echo(_json(rows) if as_json else controls_escaped(_table(rows, days)))


def _json(rows: list[MissedSearch]) -> str:
    found = [
        {"times": row.times, "words": row.words, "area": row.area, "last": row.last.isoformat()}
        for row in rows
    ]
    return json.dumps(found, ensure_ascii=False, indent=1)


def _table(rows: list[MissedSearch], days: int) -> str:
    if not rows:
        return f"No search of the last {days} days came away with nothing."
    lines = (f"{row.times:>6}  {row.area or '-':<5} {row.words}" for row in rows)
    return "\n".join([f"{'times':>6}  {'area':<5} words", *lines])
