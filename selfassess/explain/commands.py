"""The command that draws a questionnaire as a picture."""

import click
from flask.cli import with_appcontext

from core.web import settings
from selfassess.explain.flowchart import NARROW, WIDE, draw
from selfassess.loading import for_commands


@click.command("draw")
@click.argument("questionnaire")
@click.option("--narrow", is_flag=True, help="As narrow as a telephone.")
@with_appcontext
def draw_command(questionnaire: str, narrow: bool) -> None:
    """Print QUESTIONNAIRE as a picture (SVG): `... selfassess draw adult-needs > adult-needs.svg`."""
    content_dir = settings().content_dir
    library = for_commands.library(content_dir)
    if questionnaire not in library:
        raise click.BadParameter(f"there is no {questionnaire}; use one of: {', '.join(library)}")
    wording = for_commands.fact_wording(content_dir)
    click.echo(draw(library[questionnaire], wording, NARROW if narrow else WIDE).svg)
