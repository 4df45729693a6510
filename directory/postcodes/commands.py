"""The command that imports postcodes."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from core.db import db
from core.text import controls_escaped
from directory.open_referral.problems import ImportProblem
from directory.postcodes import files, services
from directory.progress import progress_bar
from directory.search import indexing


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Read and count, and change nothing.")
@with_appcontext
def postcodes_command(file: Path, dry_run: bool) -> None:
    """Import postcodes (NSPL, ONSPD, Code-Point Open or postcode, latitude, longitude): CSV, CSV.gz or zip.

    Replaces all.
    """
    problems: list[ImportProblem] = []
    with progress_bar(None, "postcodes") as bar:
        try:
            source = files.read(file, problems)
            result = services.replace_all(db, source, dry_run=dry_run, progress=bar.update)
        except files.NotPostcodesError as error:
            raise click.ClickException(f"Nothing could be read from {file}: {error}.") from error
    if not dry_run:
        indexing.catch_up()
    click.echo(
        f"{result.postcodes} postcodes in {result.areas} areas; "
        f"{source.no_place} without a place on the map were left out"
    )
    if source.has_councils:
        click.echo(f"The file names {result.councils} local authorities")
    else:
        click.echo(
            "The file does not say which local authority each postcode is in (no column laua or lad…cd): "
            "the site then says only that a place is outside the area"
        )
    if result.located:
        click.echo(f"{result.located} places of services have got coordinates from their postcode")
    if source.errors:
        click.echo(f"{source.errors} rows could not be read:", err=True)
        for problem in problems:
            click.echo(controls_escaped(f"  {problem}"), err=True)
    if dry_run:
        click.echo("This was a dry run: nothing is changed.")
