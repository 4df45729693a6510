"""`flask --app app directory hours`: what is read from opening hours that somebody pasted."""

import json
import sys
from collections.abc import Iterable
from typing import Any

import click

from core.text import controls_escaped
from directory.schedules.pasted.hours import PastedHours
from directory.schedules.pasted.osm import osm_text
from directory.schedules.pasted.reading import read_hours
from directory.schedules.schedule import Hours
from directory.schedules.wording.hours import hours_lines


@click.command("hours")
@click.argument("text", required=False)
@click.option(
    "--batch",
    is_flag=True,
    help='Read JSON Lines {"text"}; answer each with one line: "hours" in OpenStreetMap\'s opening_hours syntax or '
    'null, "ambiguous", and "question": what to ask back, or null. Ambiguous hours are to be confirmed.',
)
def hours_command(text: str | None, batch: bool) -> None:
    """Read opening hours from words, and say what they leave open."""
    if batch:
        answer_lines(sys.stdin.buffer)
    elif not text:
        raise click.UsageError("give the words, or use --batch")
    else:
        click.echo(controls_escaped(_readable(read_hours(text))))


def answer_lines(lines: Iterable[bytes]) -> None:
    """Answer each line of JSON with one line. A faulty line is answered with an error."""
    for line in lines:
        if line.strip():
            click.echo(json.dumps(_answer(line), ensure_ascii=False))


def _answer(line: bytes) -> dict[str, Any]:
    try:
        text = json.loads(line)["text"]
    except (ValueError, KeyError, TypeError):
        reason = 'not a line like {"text": "Mondays 10am to 12 noon"}'
        return {"hours": None, "ambiguous": True, "question": None, "error": reason}
    read = read_hours(str(text))
    return {
        "hours": osm_text(read),
        "ambiguous": read.ambiguous,
        "question": " ".join(read.questions) or None,
    }


def _readable(read: PastedHours) -> str:
    lines = [osm_text(read) or "No days and times were read."]
    if read.rules:
        lines += hours_lines(Hours("scheduled", read.schedules()))
    return "\n".join([*lines, *read.questions])
