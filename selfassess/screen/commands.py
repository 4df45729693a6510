"""The command `screen`, and the group of the self-assessment's commands."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from core.web import settings
from selfassess.explain.commands import draw_command
from selfassess.proof.commands import check_command
from selfassess.referrals import commands as referrals_commands
from selfassess.rules.figures import Figures, FiguresError, load
from selfassess.screen import protocol

_BLANK = b" \t\r\n"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@click.group("selfassess")
def selfassess_group() -> None:
    """Self-assessment: screen facts by the rules, prove and draw the questionnaires."""


@selfassess_group.command("screen")
@click.argument("ruleset", type=click.Choice(list(protocol.RULE_SETS)))
@with_appcontext
def screen_command(ruleset: str) -> None:
    """Read facts as JSON Lines, answer each line with what the rules of RULESET say.

    It indicates; only the council decides.
    """
    figures = _figures(settings().content_dir) if protocol.RULE_SETS[ruleset].uses_figures else Figures(())
    for line in facts_lines(sys.stdin.buffer):
        click.echo(json.dumps(protocol.answer(ruleset, line, figures)))
        sys.stdout.flush()


def facts_lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines with content.

    A byte order mark before the first line is dropped; blank lines are skipped.
    """
    for number, line in enumerate(lines):
        content = (line.removeprefix(_BYTE_ORDER_MARK) if number == 0 else line).strip(_BLANK)
        if content:
            yield content


def _figures(content_dir: Path) -> Figures:
    try:
        return load(content_dir)
    except FiguresError as error:
        raise click.ClickException(f"the figures need mending:\n{error}") from error


selfassess_group.add_command(check_command)
selfassess_group.add_command(draw_command)
GROUPS = (selfassess_group, *referrals_commands.COMMANDS)
