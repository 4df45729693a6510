"""The command that proves the questionnaires and records what was proved."""

from collections.abc import Callable

import click
from flask.cli import with_appcontext
from sqlalchemy import inspect

from core import clock
from core.db import db
from core.web import settings
from directory.search.context import open_context
from directory.search.for_needs import count_by_need
from directory.taxonomy import needs
from selfassess.loading import for_commands
from selfassess.proof.checker import ProofReport, check
from selfassess.proof.recorder import record_proofs


@click.command("check")
@click.option("--record", is_flag=True, help="Write down what was proved, for the public page.")
@with_appcontext
def check_command(record: bool) -> None:
    """Prove every questionnaire for every combination of answers.

    Needs without a live service are named, and break nothing.
    """
    content_dir = settings().content_dir
    known_needs = needs.load(content_dir).by_id.keys()
    has_service = _has_service()
    reports = []
    for questionnaire in for_commands.library(content_dir).values():
        report = check(questionnaire, known_needs, has_service)
        click.echo("\n".join(report_lines(report)))
        reports.append(report)
    if not all(report.proved for report in reports):
        raise click.ClickException("not everything could be proved; mend what is named above")
    if record:
        click.echo(f"recorded in {record_proofs(content_dir, reports, clock.today())}")


def _has_service() -> Callable[[str], bool]:
    """Return a function that tells whether a need (by id) has a live service.

    Without a database the questionnaires can be proved, but gaps are unknown: then the function always
    returns True.
    """
    if not inspect(db.engine).has_table("service"):
        message = "There is no directory yet, so gaps cannot be named; make one with: flask --app app init"
        click.echo(message, err=True)
        return lambda _need: True
    counts = count_by_need(open_context())
    return lambda need: counts.get(need, 0) > 0


def report_lines(report: ProofReport) -> list[str]:
    """Return a report as lines for the terminal."""
    proved = "proved" if report.proved else "NOT PROVED"
    return [
        f"{report.questionnaire}: {proved} for {report.combinations:,} combinations of answers",
        f"  {report.states:,} states and {report.pairs:,} pairs of states looked at",
        f"  longest path: {report.pages} pages, about {report.minutes} minutes",
        f"  can lead: {', '.join(route for route, _ in report.leading) or 'nothing'}",
        *(f"  BREACH {breach}" for breach in report.breaches),
        *(f"  GAP no live service for the need {need}" for need in report.gaps),
    ]
