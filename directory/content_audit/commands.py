"""`flask --app app directory audit`: tell what is wrong with the listings."""

import json
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from core.text import controls_escaped
from directory.content_audit.services import audit


@click.command("audit")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a finding instead of words.")
@with_appcontext
def audit_command(as_json: bool) -> None:
    """Look for placeholders, texts of fewer than six words, listings without any contact, swapped fields and
    near-duplicates. Ends with status 1 where there are errors.
    """
    errors, warnings = audit()
    for level, findings in (("error", errors), ("warning", warnings)):
        for finding in findings:
            line = (
                json.dumps({"level": level} | asdict(finding), ensure_ascii=False)
                if as_json
                else f"{level}: {finding.kind}: “{finding.name}”: {finding.what}"
            )
            click.echo(controls_escaped(line))
    if not as_json:
        click.echo(f"{len(errors)} errors, {len(warnings)} warnings")
    if errors:
        raise SystemExit(1)
