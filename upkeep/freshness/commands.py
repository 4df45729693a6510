"""`flask --app app upkeep simulate`: what the policy of freshness gives on invented listings."""

from collections import defaultdict
from typing import TextIO

import click

from upkeep.freshness.policy import MAIL_STEPS, Step
from upkeep.freshness.simulation import Assumptions, Event, Report, simulate


@click.group("upkeep")
def upkeep_group() -> None:
    """Keeping listings true."""


@upkeep_group.command("simulate")
@click.option("--listings", default=500, show_default=True, type=click.IntRange(10, 5000))
@click.option("--months", default=14, show_default=True, type=click.IntRange(4, 60))
@click.option("--hours", default=9.0, show_default=True, help="Hours a month that moderators have for calls.")
@click.option("--seed", default=1, show_default=True, help="The same number gives the same run.")
@click.option("--events", type=click.File("w"), help="Write who got what and when into a file, as CSV.")
def simulate_command(listings: int, months: int, hours: float, seed: int, events: TextIO | None) -> None:
    """Try the policy day by day, and print the shares in date and the moderators' hours.

    The second row has half of the answers, of the calls that reach somebody and of the people who tell that
    they got in; the third row has nobody who tells.
    """
    usual = Assumptions(listings=listings, months=months, hours=hours)
    rows = {
        "as assumed": usual,
        "half of each": usual.halved(),
        "nobody tells": Assumptions(listings=listings, months=months, hours=hours, told=0),
    }
    reports = {name: simulate(assumptions, seed=seed) for name, assumptions in rows.items()}
    click.echo(_table(reports))
    click.echo(_history(reports["as assumed"]))
    if events is not None:
        for event in reports["as assumed"].events:
            events.write(f"{event.on},{event.listing},{event.what}\n")


def _table(reports: dict[str, Report]) -> str:
    head = (
        f"{'':14}{'shown in date':>14}{'listings in date':>18}{'hours a month':>15}{'by calls and use':>18}"
    )
    lines = [f"{head}{'messages':>10}{'wrong':>7}{'twice':>7}{'most hidden':>13}{'to ring':>9}"]
    for name, report in reports.items():
        messages = sum(report.messages[step] for step in MAIL_STEPS)
        lines.append(
            f"{name:14}{report.share_shown_in_date:14.3f}{report.share_in_date:18.3f}{report.hours_a_month:15.1f}"
            f"{report.share_by_others:18.2f}{messages:10}{report.wrong:7}{report.twice:7}{report.most_hidden:13}"
            f"{report.waiting:9}"
        )
    return "\n".join(lines)


def _history(report: Report) -> str:
    """Return what happened to a listing that nobody answered for, and to one that was asked and answered."""
    by_listing: dict[str, list[Event]] = defaultdict(list)
    for event in report.events:
        by_listing[event.listing].append(event)
    rung = next(
        (each for each in by_listing.values() if any(event.what == Step.MODERATOR for event in each)), []
    )
    answered = next(
        (each for each in by_listing.values() if each[1:] and each[1].what == "checked by message"), []
    )
    lines = ["", "Two listings, and what they got:"]
    for events in filter(None, (rung, answered)):
        lines += [f"  {event.on}  {event.listing}  {event.what.replace('_', ' ')}" for event in events[:8]]
        lines.append("")
    return "\n".join(lines)
