"""The directory's commands."""

import click

from directory import commands_import
from directory.commands_search import reindex_command, search_command
from directory.commands_searches import searches_command


@click.group("directory")
def directory_group() -> None:
    """Listings: import, search, keep the index."""


@click.group("postcodes")
def postcodes_group() -> None:
    """Postcodes and where they lie."""


directory_group.add_command(search_command)
directory_group.add_command(reindex_command)
directory_group.add_command(searches_command)
directory_group.add_command(commands_import.import_command)
directory_group.add_command(commands_import.demo_command)
postcodes_group.add_command(commands_import.postcodes_command)

GROUPS = (directory_group, postcodes_group)
