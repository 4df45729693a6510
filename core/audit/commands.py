"""`flask --app app audit verify`: whether the audit trail is whole."""

import re

import click
from flask import current_app
from flask.cli import with_appcontext

from core.audit.chain import Head
from core.audit.queries import verify
from core.db import db

_NOTED = re.compile(r"([0-9]{1,12}):([0-9a-f]{64})")


@click.group("audit")
def audit_group() -> None:
    """The audit trail: who changed or looked at what."""


@audit_group.command("verify")
@click.option(
    "--noted",
    multiple=True,
    metavar="NUMBER:HASH",
    help="An end of the trail that this command printed earlier; it must still be there. May be repeated.",
)
@with_appcontext
def verify_command(noted: tuple[str, ...]) -> None:
    """Check that no entry was changed, removed, reordered or cut off. Ends with 1 where one was.

    Note the printed end outside of this site, and give it to a later run: then even somebody with the site's
    key cannot rewrite what came before.
    """
    settings = current_app.extensions["settings"]
    result = verify(db.session, settings, [_head(text) for text in noted])
    for fault in result.faults:
        click.echo(f"FAULT: {fault}", err=True)
    click.echo(f"{result.entries} entries. End of the trail: {result.head.seq}:{result.head.hash}")
    if result.faults:
        raise SystemExit(1)
    click.echo("The trail is whole.")


def _head(text: str) -> Head:
    found = _NOTED.fullmatch(text.strip())
    if found is None:
        raise click.BadParameter(f"{text!r} is no end of a trail, such as 12:9f86d081…", param_hint="--noted")
    return Head(int(found[1]), found[2])
