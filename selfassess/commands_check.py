"""Commands for those who write and review questionnaires: prove them, draw them."""

import click
from flask import current_app
from flask.cli import with_appcontext

from directory import needs
from directory.queries_ways_in import need_counts
from selfassess.engine import AssessmentError, Library, load
from selfassess.engine.check import Report, check
from selfassess.engine.draw import draw


@click.command("check")
@with_appcontext
def check_command() -> None:
    """Prove every questionnaire for every combination of answers. Needs without a live service are named, and break nothing."""
    known = needs.load(current_app.extensions["settings"].content_dir).by_id
    counts = need_counts()
    reports = [check(questionnaire, known.keys(), lambda need: counts.get(need, 0) > 0) for questionnaire in _library().values()]
    for report in reports:
        click.echo("\n".join(report_lines(report)))
    if not all(report.proved for report in reports):
        raise click.ClickException("not everything could be proved; mend what is named above")


@click.command("draw")
@click.argument("questionnaire")
@with_appcontext
def draw_command(questionnaire: str) -> None:
    """Print QUESTIONNAIRE as a picture (SVG): `... selfassess draw adult-needs > adult-needs.svg`."""
    library = _library()
    if questionnaire not in library:
        raise click.BadParameter(f"there is no {questionnaire}; use one of: {', '.join(library)}")
    click.echo(draw(library[questionnaire]))


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
    try:
        return load(current_app.extensions["settings"].content_dir)
    except AssessmentError as error:
        raise click.ClickException(f"the questionnaires need mending:\n{error}") from error
