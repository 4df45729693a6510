"""`flask --app app open-referral`: feeds that are read regularly."""

from collections.abc import Iterable

import click
from flask import current_app
from flask.cli import with_appcontext

from core import clock
from core.audit.services import SYSTEM
from core.settings import Settings
from core.text import controls_escaped
from directory.importing.commands import tell
from directory.importing.detect_format import SourceError
from directory.importing.http import without_password
from directory.models import FeedProfile
from directory.progress import progress_bar
from directory.publishing.commands import open_referral_group
from directory.pulling import queries, services
from directory.pulling.addresses import is_web_address
from directory.pulling.probe import Fault, Probe, probe
from directory.pulling.reading import BUSY, Reading, pull
from directory.pulling.visit import PROBE_SECONDS
from directory.search import indexing as search_indexing

_FAULTS = {
    "profile": "the profile that its root names cannot be opened",
    "openapi": "its OpenAPI document cannot be read, or is not that of the UK profile",
    "list": "a list that it advertises cannot be opened",
    "ndjson": "format=ndjson gives no JSON lines",
    "modified_after": "modified_after is ignored: a day in the future is not empty",
    "search": "search is ignored",
    "full": "full=true gives no nested services",
    "licence": "its root names no licence",
    "root": "it has no root that says what it is",
}


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _profile(name: str) -> FeedProfile:
    row = queries.profile(name)
    if row is None:
        raise click.ClickException(
            controls_escaped(f"There is no source “{name}”. The command 'sources' shows them.")
        )
    return row


@open_referral_group.command("add-source")
@click.argument("url")
@click.option("--name", default="", help="Name under which its records are stored; its address if empty.")
@click.option(
    "--every", "hours", default=services.EVERY_HOURS, show_default=True, help="Hours between readings."
)
@with_appcontext
def add_source_command(url: str, name: str, hours: int) -> None:
    """Read the feed at URL regularly. It is probed first, and read for the first time within a minute.

    Its records are not published again until `source allow` says that their licence allows it.
    """
    try:
        row = services.add_source(_settings(), url, name=name, every_hours=hours)
    except (services.BadSource, SourceError) as error:
        shown = without_password(url)
        raise click.ClickException(controls_escaped(f"{shown} is not added: {error}.")) from None
    click.echo(controls_escaped(f"“{row.source}” is added: {row.kind} at {without_password(row.url)}"))
    _tell_abilities(row.abilities)
    _tell_faults(Fault(each["code"], each["detail"]) for each in row.faults)


@open_referral_group.command("probe")
@click.argument("source", metavar="NAME_OR_URL")
@with_appcontext
def probe_command(source: str) -> None:
    """Say what a feed is, what it can do, and which promises of the standard it breaks.

    What is found is remembered where the feed is one of ours. The status is 1 where there are faults.
    """
    row = queries.profile(source)
    if row is None and not is_web_address(source):
        _profile(source)
    try:
        found = services.probe_again(_settings(), row) if row else probe(source)
    except SourceError as error:
        raise click.ClickException(
            controls_escaped(f"Nothing could be read within {PROBE_SECONDS:.0f} seconds: {error}.")
        ) from None
    _tell_probe(found)
    if found.faults:
        raise click.exceptions.Exit(1)


def _tell_probe(found: Probe) -> None:
    version = f", version {found.version}" if found.version else ""
    click.echo(controls_escaped(f"{found.kind}{version} at {without_password(found.services_url)}"))
    _tell_abilities(found.abilities)
    _tell_faults(found.faults)


def _tell_abilities(abilities: dict[str, bool]) -> None:
    able = [name for name, is_able in abilities.items() if is_able]
    unable = [name for name, is_able in abilities.items() if not is_able]
    click.echo(f"can: {', '.join(able) or 'nothing'}; cannot: {', '.join(unable) or 'nothing'}")


def _tell_faults(faults: Iterable[Fault]) -> None:
    found = list(faults)
    for fault in found:
        detail = f" ({fault.detail})" if fault.detail else ""
        click.echo(controls_escaped(f"fault {fault.code}: {_FAULTS[fault.code]}{detail}"))
    click.echo(f"{len(found)} faults")


@open_referral_group.command("pull")
@click.argument("name", required=False)
@click.option("--due", "only_due", is_flag=True, help="Read the feeds that are due now.")
@click.option("--whole", is_flag=True, help="Read everything, not only what has changed.")
@click.option(
    "--allow-shrink", is_flag=True, help="Go on when the feed has half of its services or fewer left."
)
@with_appcontext
def pull_command(name: str | None, *, only_due: bool, whole: bool, allow_shrink: bool) -> None:
    """Read the feed NAME, or all that are due, and store what changed. The status is 1 where one failed."""
    if bool(name) == only_due:
        raise click.UsageError("Give the name of a source, or --due.")
    if name:
        row = _profile(name)
        if whole or allow_shrink:
            services.ask_for_run(_settings(), row, actor=SYSTEM, may_shrink=allow_shrink)
    names = [name] if name else queries.due(clock.now())
    failed = [each for each in names if not _pull_one(each).succeeded]
    search_indexing.catch_up()
    if not names:
        click.echo("No feed is due.")
    if failed:
        raise click.exceptions.Exit(1)


def _pull_one(name: str) -> Reading:
    with progress_bar(None, "storing") as bar:
        reading = pull(_settings(), name, progress=bar.update)
    click.echo(controls_escaped(f"“{name}”: {_outcome_words(reading)}"))
    if reading.report:
        tell(reading.report, dry_run=False, most=10)
    held = {
        what: reading.counts.get(what) for what in ("own", "copy", "others", "merged", "claimed", "asked")
    }
    told = ", ".join(f"{number} {what}" for what, number in held.items() if number)
    if told:
        click.echo(f"left alone: {told}")
    return reading


def _outcome_words(reading: Reading) -> str:
    if reading.outcome == BUSY:
        return "another process is reading it"
    scope = "all of it" if reading.whole else "what has changed"
    words = {
        "read": f"read, {scope}",
        "same": "nothing has changed",
        "cut": "read in part; nothing counts as gone",
        "empty": f"nothing is changed: {reading.detail}",
        "failed": f"nothing is changed: {reading.detail}",
        "shrunk": f"nothing is changed: {reading.detail}. If that is right, use --allow-shrink.",
        "broken": f"could not be stored ({reading.detail})",
    }
    return words[reading.outcome]


@open_referral_group.command("sources")
@with_appcontext
def sources_command() -> None:
    """Show the feeds that are read regularly: the last attempt, the last success, and how it went."""
    rows = queries.profiles()
    counts = queries.service_counts([row.source for row in rows])
    for row in rows:
        state = f"every {row.every_hours} h" if row.enabled else "paused"
        click.echo(
            controls_escaped(f"{row.source}: {row.kind}, {state}, {counts.get(row.source, 0)} services")
        )
        tried = f"{row.last_attempt_at:%Y-%m-%d %H:%M}" if row.last_attempt_at else "never"
        worked = f"{row.last_success_at:%Y-%m-%d %H:%M}" if row.last_success_at else "never"
        click.echo(f"    last attempt {tried} ({row.last_outcome or 'none'}), last success {worked}")
        if row.last_detail:
            click.echo(controls_escaped(f"    {row.last_detail.splitlines()[0]}"))
    if not rows:
        click.echo("No feed is read regularly. The command 'add-source' adds one.")


@open_referral_group.command("pause-source")
@click.argument("name")
@with_appcontext
def pause_source_command(name: str) -> None:
    """Read NAME no more until it is resumed. Its listings stay."""
    services.pause(_settings(), _profile(name), actor=SYSTEM)
    click.echo("It is not read until it is resumed.")


@open_referral_group.command("resume-source")
@click.argument("name")
@with_appcontext
def resume_source_command(name: str) -> None:
    """Read NAME again."""
    services.resume(_settings(), _profile(name), actor=SYSTEM)
    click.echo("It is read again from now on.")


@open_referral_group.command("remove-source")
@click.argument("name")
@with_appcontext
def remove_source_command(name: str) -> None:
    """Forget NAME. Its listings stay as they are, and are not read again."""
    services.remove(_settings(), _profile(name))
    click.echo("It is forgotten. Its listings stay.")
