"""The directory's commands."""

import click

from directory.importing import commands as importing_commands
from directory.search.commands import reindex_command, search_command
from directory.search.miss_commands import searches_command


@click.group("directory")
def directory_group() -> None:
    """Listings: import, search, keep the index."""


@click.group("postcodes")
def postcodes_group() -> None:
    """Postcodes and where they lie."""


directory_group.add_command(search_command)
directory_group.add_command(reindex_command)
directory_group.add_command(searches_command)
directory_group.add_command(importing_commands.import_command)
directory_group.add_command(importing_commands.demo_command)
postcodes_group.add_command(importing_commands.postcodes_command)

GROUPS = (directory_group, postcodes_group)
