"""`flask --app app accounts`: the first administrator, and accounts for the demonstration."""

import click


@click.group("accounts")
def accounts_group() -> None:
    """Accounts of groups and staff."""
