"""Commands for those who write and review questionnaires: prove them, draw them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect

from core import clock
from core.db import db
from directory.browse.queries import need_counts
from directory.taxonomy import needs
from selfassess.explain.flowchart import NARROW, WIDE, draw
from selfassess.explain.proof_record import record
from selfassess.loading.fact_wording import Meanings
from selfassess.loading.library import Library, load
from selfassess.loading.read_fact_wording import load_meanings
from selfassess.loading.yaml_nodes import AssessmentError
from selfassess.proof.checker import Report, check


@click.command("check")
@click.option("--record", "keep", is_flag=True, help="Write down what was proved, for the public page.")
@with_appcontext
def check_command(keep: bool) -> None:
    """Prove every questionnaire for every combination of answers. Needs without a live service are named, and break nothing."""
    known = needs.load(current_app.extensions["settings"].content_dir).by_id
    live = _live()
    reports = [check(questionnaire, known.keys(), live) for questionnaire in _library().values()]
    for report in reports:
        click.echo("\n".join(report_lines(report)))
    if not all(report.proved for report in reports):
        raise click.ClickException("not everything could be proved; mend what is named above")
    if keep:
        click.echo(
            f"recorded in {record(current_app.extensions['settings'].content_dir, reports, clock.today())}"
        )


def _live() -> Callable[[str], bool]:
    """Tells whether a need has a live service. Without a database the questionnaires can be proved, but nothing is known of that."""
    if not inspect(db.engine).has_table("service"):
        click.echo(
            "There is no directory yet, so gaps cannot be named; make one with: flask --app app init",
            err=True,
        )
        return lambda _need: True
    counts = need_counts()
    return lambda need: counts.get(need, 0) > 0


@click.command("draw")
@click.argument("questionnaire")
@click.option("--narrow", is_flag=True, help="As narrow as a telephone.")
@with_appcontext
def draw_command(questionnaire: str, narrow: bool) -> None:
    """Print QUESTIONNAIRE as a picture (SVG): `... selfassess draw adult-needs > adult-needs.svg`."""
    library = _library()
    if questionnaire not in library:
        raise click.BadParameter(f"there is no {questionnaire}; use one of: {', '.join(library)}")
    click.echo(draw(library[questionnaire], _meanings(), NARROW if narrow else WIDE).svg)


def report_lines(report: Report) -> list[str]:
    """What a report says, line by line."""
    proved = "proved" if report.proved else "NOT PROVED"
    return [
        f"{report.questionnaire}: {proved} for {report.combinations:,} combinations of answers",
        f"  {report.states:,} states and {report.pairs:,} pairs of states looked at",
        f"  longest path: {report.pages} pages, about {report.minutes} minutes",
        f"  can lead: {', '.join(route for route, _ in report.leading) or 'nothing'}",
        *(f"  BREACH {breach}" for breach in report.breaches),
        *(f"  GAP no live service for the need {need}" for need in report.gaps),
    ]


def _library() -> Library:
    with _mistakes_named():
        return load(current_app.extensions["settings"].content_dir)


def _meanings() -> Meanings:
    with _mistakes_named():
        return load_meanings(current_app.extensions["settings"].content_dir)


@contextmanager
def _mistakes_named() -> Iterator[None]:
    try:
        yield
    except AssessmentError as error:
        raise click.ClickException(f"the questionnaires need mending:\n{error}") from error
