"""The commands that write the content with its edits into files, and read it back."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from core.audit.services import SYSTEM
from core.web import settings
from information.content_editing import files, queries
from information.content_editing.services import Refused
from information.review_dates.commands import content_group

_FOLDER = click.Path(path_type=Path, file_okay=False)


@content_group.command("export")
@click.argument("folder", type=_FOLDER)
@with_appcontext
def export_command(folder: Path) -> None:
    """Copy the content with the changes of content editors into a new FOLDER."""
    try:
        count = files.export(settings().content_dir, queries.edits(), folder)
    except FileExistsError:
        raise click.ClickException(f"{folder} is there already; name a new folder") from None
    click.echo(f"{folder} has the whole content; {count} files differ from those that came with the program.")


@content_group.command("import")
@click.argument("folder", type=_FOLDER)
@with_appcontext
def import_command(folder: Path) -> None:
    """Take over what the files of FOLDER say, as changes of content editors. Safe to repeat."""
    if not folder.is_dir() or not files.is_content(folder):
        raise click.ClickException(
            f"{folder} has no content; name a folder that `content export` has written"
        )
    try:
        count = files.import_folder(settings(), folder, actor=SYSTEM)
    except (Refused, ValueError) as error:
        raise click.ClickException(f"nothing was taken over: {error}") from None
    click.echo(f"{count} entries are changed.")
