"""Commands that import services from files and feeds, and the demonstration."""

from functools import partial
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from core.db import db
from core.text import controls_escaped
from directory.alerts.demo import add_demonstration_alerts
from directory.importing import demo, detect_format, download
from directory.importing.http import without_password
from directory.importing.report import KINDS, ImportReport, RecordChange
from directory.importing.services import ShrunkError, apply_feed
from directory.open_referral.feed import Feed
from directory.open_referral.problems import ImportProblem, by_kind
from directory.postcodes import services as postcodes_services
from directory.progress import progress_bar, with_progress
from directory.publishing.services import note_source
from directory.search import indexing as search_indexing

_MOST_TOLD = 100
_WORDS = {"service": "services", "organization": "organizations", "location": "places"}


def _read(source: str, name: str) -> Feed:
    reading = partial(with_progress, label="reading")
    if source.lower().startswith(("http://", "https://")):
        return download.read_url(source, name, reading)
    return detect_format.read_file(Path(source), name, reading)


@click.command("import")
@click.argument("source", metavar="FILE_FOLDER_OR_URL")
@click.option("--dry-run", is_flag=True, help="Tell what would change and change nothing.")
@click.option(
    "--allow-shrink", is_flag=True, help="Go on when the source has half of its services or fewer left."
)
@click.option(
    "--source",
    "name",
    default="",
    help="Name to remember this source by, when its file name or address changes.",
)
@click.option(
    "--all", "tell_all", is_flag=True, help="Tell every change and every problem, however many there are."
)
@with_appcontext
def import_command(source: str, dry_run: bool, allow_shrink: bool, name: str, tell_all: bool) -> None:
    """Import services from a file, a folder or a web address. docs/import.md lists the formats.

    Open Referral UK 3 and 1 and HSDS (JSON or tables), Outpost, Excel, CSV, zip, GeoJSON, or a plain list. The
    format is recognised. What the source calls hidden, closed, draft or private is never public.
    """
    try:
        feed = _read(source, name)
    except detect_format.SourceError as error:
        shown = without_password(source) if "://" in source else source
        raise click.ClickException(
            controls_escaped(f"Nothing could be read from {shown}: {error}.")
        ) from None
    click.echo(controls_escaped(f"{feed.kind}: {len(feed.services)} services in “{feed.source}”"))
    if "://" in source and not dry_run:
        note_source(db.session, feed.source, without_password(source))
    report = _apply(feed, dry_run=dry_run, allow_shrink=allow_shrink)
    tell(report, dry_run=dry_run, most=None if tell_all else _MOST_TOLD)
    if not report.loaded:
        raise click.ClickException("No service could be loaded.")


def _apply(feed: Feed, *, dry_run: bool, allow_shrink: bool) -> ImportReport:
    with progress_bar(len(feed.services), "storing") as progress:
        try:
            report = apply_feed(
                db.session, feed, dry_run=dry_run, allow_shrink=allow_shrink, progress=progress.update
            )
        except ShrunkError as error:
            raise click.ClickException(
                f"Stopped, nothing is changed: {error}. "
                "If that is right, run the command again with --allow-shrink."
            ) from error
    if not dry_run:
        search_indexing.catch_up()
    return report


def tell(report: ImportReport, *, dry_run: bool, most: int | None = _MOST_TOLD) -> None:
    """Print the counts of an import to stdout and its problems to stderr.

    A dry run prints its changes to stdout too. `most` limits the number of changes and of problems.
    """
    if dry_run:
        for change in report.changes[:most]:
            click.echo(controls_escaped(_change_words(change)))
        _and_more(len(report.changes), most, err=False)
    for kind in KINDS:
        counts = report.counts[kind]
        gone = f", {counts['gone']} gone" if kind == "service" else ""
        numbers = f"{counts['added']} added, {counts['changed']} changed, {counts['unchanged']} unchanged"
        click.echo(f"{_WORDS[kind]}: {numbers}{gone}")
    if report.fields:
        click.echo(
            "changed fields: " + ", ".join(f"{name} {count}" for name, count in report.fields.most_common())
        )
    tell_problems(report.problems, most)
    if dry_run:
        click.echo("This was a dry run: nothing is changed.")


def _change_words(change: RecordChange) -> str:
    lines = [f"{change.what}: {change.kind} “{change.name}”"]
    lines += [f"    {name}: {_short(old)} → {_short(new)}" for name, (old, new) in change.fields.items()]
    return "\n".join(lines)


def _short(value: Any) -> str:
    text = "nothing" if value in (None, "", [], {}) else " ".join(str(value).split())
    return text if len(text) <= 60 else text[:59] + "…"


def tell_problems(problems: list[ImportProblem], most: int | None = _MOST_TOLD) -> None:
    """Print problems to stderr, the records that were left out first: one line for each kind, with a count.

    Without `most`, every problem has its own line.
    """
    if not problems:
        return
    left_out = sum(problem.count for problem in problems if problem.left_out)
    number = sum(problem.count for problem in problems)
    told = by_kind(problems) if most is not None else sorted(problems, key=lambda each: not each.left_out)
    click.echo(f"{number} problems of {len(by_kind(problems))} kinds, {left_out} records left out:", err=True)
    for problem in told[:most]:
        click.echo(controls_escaped(f"  {problem}"), err=True)
    _and_more(len(told), most, err=True)


def _and_more(number: int, most: int | None, *, err: bool) -> None:
    if most is not None and number > most:
        click.echo(f"  … and {number - most} more (--all tells every one)", err=err)


@click.command("demo")
@click.option("--once", is_flag=True, help="Do nothing when it was loaded before.")
@with_appcontext
def demo_command(once: bool) -> None:
    """Load the demonstration borough from content/demo. Safe to repeat."""
    settings = current_app.extensions["settings"]
    if once and (settings.data_dir / "demonstration").exists():
        return
    feed = demo.read(settings.content_dir / "demo")
    postcodes_services.load_sectors(db.session, settings.content_dir / "demo" / "postcodes.csv")
    report = _apply(feed, dry_run=False, allow_shrink=True)
    add_demonstration_alerts(settings)
    (settings.data_dir / "demonstration").touch()
    tell(report, dry_run=False)
    if not report.loaded:
        raise click.ClickException("No service could be loaded.")
