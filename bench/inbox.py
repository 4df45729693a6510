"""Time the list of open requests: python -m bench.inbox (1,000 and 10,000 open requests, aim 100 ms of processor time).

Where SIGNPOST_DATABASE_URL names a PostgreSQL of this machine, the time of its backend is counted too. The
database must be empty, and is filled.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from accounts import services as accounts
from accounts.current import cookie_name
from accounts.roles import Role
from accounts.sessions import services as sessions
from app import create_app
from core import clock
from core.audit.services import SYSTEM
from core.db import db
from core.settings import Settings
from frontdoor.inbox.models import RequestWork, ShiftMark
from frontdoor.inbox.priorities import Priority
from frontdoor.inbox.queues import Queue
from selfassess.models import Referral, ReferralEvent
from selfassess.values.referral import OPEN, Status
from selfassess.values.request import RequestKind

AIM_MS = 100.0
PAGES = (
    "/requests",
    "/requests?queue=carers",
    "/requests?state=late",
    "/requests?state=news",
    "/requests?state=closed",
    "/requests?page=40",
)
_OPEN = tuple(OPEN)
_QUEUES = (Queue.ASSESSMENT, Queue.CARERS, Queue.EQUIPMENT)
_TICKS = os.sysconf("SC_CLK_TCK")


def worker(app: Flask) -> FlaskClient:
    """Return a client in which a triage worker is signed in, who saw the news ten days ago."""
    settings = app.extensions["settings"]
    with app.app_context():
        account = accounts.add_account(settings, email="bench@example.org", name="Bench", actor=SYSTEM)
        accounts.grant(settings, account, Role.TRIAGE, actor=SYSTEM)
        token = sessions.begin(settings, account, way="password", device="")
        db.session.add(ShiftMark(account_id=account.id, seen_at=clock.now() - timedelta(days=10)))
        db.session.commit()
    client = app.test_client()
    client.set_cookie(cookie_name(settings), token)
    return client


def fill(app: Flask, count: int, seed: int = 1) -> None:
    """Add so many open requests, and half as many that are closed. One in ten may be the same as another."""
    draw, now = Random(seed), clock.now()
    referrals, events, work = [], [], []
    with app.app_context():
        for number in range(count + count // 2):
            is_open, at = number < count, now - timedelta(minutes=draw.randrange(60 * 24 * 60))
            status = draw.choice(_OPEN) if is_open else Status.CLOSED
            key = clock.new_id()
            referrals.append(
                {
                    "id": key,
                    "reference": f"B{key[-9:].upper()}",
                    "kind": RequestKind.NEEDS_ASSESSMENT.value,
                    "body": draw.randbytes(2_000),
                    "submission_key": key,
                    "status": status.value,
                    "created_at": at,
                }
            )
            events.append(
                {
                    "id": clock.new_id(),
                    "referral_id": key,
                    "number": 1,
                    "status": status.value,
                    "by": "",
                    "note": b"x",
                }
            )
            work.append(
                {
                    "referral_id": key,
                    "queue": draw.choice(_QUEUES).value,
                    "priority": draw.choice(list(Priority)).value,
                    "due_at": at + timedelta(days=draw.randrange(1, 30)),
                    "phone_lookup": f"{draw.randrange(count * 5)}",
                    "changed_at": at + timedelta(hours=1),
                    "status": status.value,
                    "sent_at": at,
                    "is_waiting": is_open,
                }
            )
        db.session.execute(insert(Referral), referrals)
        db.session.execute(insert(ReferralEvent), events)
        db.session.execute(insert(RequestWork), work)
        db.session.commit()
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("ANALYZE"))


def milliseconds(app: Flask, client: FlaskClient, path: str, rounds: int) -> float:
    """Return the median of the processor time of a page, with that of the database's backends."""
    taken = []
    for _round in range(rounds + 1):
        before, backends = time.process_time(), backend_seconds(app)
        answer = client.get(path)
        own = time.process_time() - before
        if answer.status_code != 200:
            raise AssertionError(f"{path} answered {answer.status_code}")
        taken.append((own + backend_seconds(app) - backends) * 1000)
    return median(taken[1:])


def backend_seconds(app: Flask) -> float:
    """Return the processor time of all backends of a PostgreSQL on this machine; 0 for SQLite."""
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            return 0.0
        with db.engine.connect() as connection:
            found = connection.execute(
                text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
            )
            return sum(_seconds(pid) for (pid,) in found)


def _seconds(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat")
    fields = stat.read_text().rpartition(")")[2].split() if stat.exists() else []
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def measured(
    settings_of: Callable[[Path], Settings], sizes: Sequence[int], rounds: int
) -> dict[str, list[float]]:
    """Return the times of each page for each size, in one database that grows."""
    with tempfile.TemporaryDirectory(prefix="signpost-inbox-") as folder:
        app = create_app(settings_of(Path(folder)))
        result = app.test_cli_runner().invoke(args=["init"])
        if result.exit_code:
            raise AssertionError(result.output)
        client, there = worker(app), 0
        found: dict[str, list[float]] = {path: [] for path in PAGES}
        for size in sizes:
            fill(app, size - there, seed=size)
            there = size
            for path in PAGES:
                found[path].append(milliseconds(app, client, path, rounds))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the times of each page for each size, and how much the greatest takes of the smallest."""
    parser = argparse.ArgumentParser(prog="python -m bench.inbox", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args(arguments)
    found = measured(
        lambda folder: Settings(data_dir=folder, cookie_secure=False, log_level="ERROR"),
        asked.sizes,
        asked.rounds,
    )
    for path, times in found.items():
        numbers = "  ".join(f"{size:,}: {one:6.1f} ms" for size, one in zip(asked.sizes, times, strict=True))
        print(f"  {path:30} {numbers}  ratio {times[-1] / times[0]:.1f}")
    print(f"  aim at the greatest size: {AIM_MS:.0f} ms")


if __name__ == "__main__":
    main()
