"""Contacts under everything that goes wrong: crashes, double presses, clocks that disagree, two handlers.

`python -m bench.contacts 10000` writes so many contacts to a new database and counts the ends that are missing
or doubled, and the durations below zero. There must be none.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from core import clock
from core.db import db
from core.settings import Settings
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel, ContactRecord, ContactState
from frontdoor.contacts.services import ChangedMeanwhile, Typed
from frontdoor.ending import services
from frontdoor.ending.models import ContactEnding
from frontdoor.ending.outcomes import Ending, Outcome
from frontdoor.ending.services import AlreadyEnded, CannotReopen

_MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=clock.LONDON)
_HANDLERS = ("ewa", "denise")
_STEPS = ("type", "type", "assign", "end", "end", "press again", "reopen", "stale")
_MOST_SKEW = 600


class Crashed(Exception):
    """The worker died before the commit."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What must not be. `missing`, `doubled`: contacts that ended without an end that counts, or with several."""

    contacts: int
    ended: int
    missing: int
    doubled: int
    negative: int


@contextmanager
def _skewed(random: Random) -> Iterator[None]:
    """Let each step see the clock of one of several machines."""
    started = time.monotonic()

    def read() -> datetime:
        skew = random.uniform(-_MOST_SKEW, _MOST_SKEW)
        return _MONDAY + timedelta(seconds=time.monotonic() - started + skew)

    clock.set_clock(read)
    try:
        yield
    finally:
        clock.set_clock(None)


@dataclass(slots=True)
class _Page:
    """The form that somebody has open: it may be sent late, and twice."""

    handler: str
    version: int
    ending: Ending


def _ending(random: Random) -> Ending:
    return Ending(random.choice(list(Outcome)), is_carer=random.choice((True, False, None)))


def _send(settings: Settings, contact_id: str, page: _Page, random: Random) -> None:
    """Send a form; now and then the worker dies before the commit, and the browser sends it again."""
    if random.random() < 0.15:
        with patch.object(services, "note", side_effect=Crashed):
            try:
                services.end(settings, contact_id, page.ending, page.version, actor=page.handler)
            except (Crashed, AlreadyEnded, ChangedMeanwhile):
                db.session.rollback()
    try:
        services.end(settings, contact_id, page.ending, page.version, actor=page.handler)
    except (AlreadyEnded, ChangedMeanwhile):
        db.session.rollback()


def _version(contact_id: str) -> int:
    db.session.rollback()
    return db.session.scalars(select(ContactRecord.version).where(ContactRecord.id == contact_id)).one()


def one_contact(settings: Settings, random: Random, number: int) -> None:
    """Begin a contact, do to it what happens in any order, and end it."""
    ids = {
        contacts.start(settings, channel=Channel.PHONE, handler_id="ewa", key=str(number)).id
        for _press in range(random.choice((1, 2)))
    }
    (contact_id,) = ids
    page = _Page("ewa", _version(contact_id), _ending(random))
    for step_number, step in enumerate(random.choices(_STEPS, k=random.randint(0, 6))):
        handler = random.choice(_HANDLERS)
        if step == "type":
            typed = Typed("said", f"words {step_number}", 0, handler, step_number + 1)
            contacts.save_field(settings, contact_id, typed, actor=handler)
        elif step == "assign":
            try:
                contacts.assign(settings, contact_id, handler, _version(contact_id), actor="denise")
            except ChangedMeanwhile:
                db.session.rollback()
        elif step == "end":
            page = _Page(handler, _version(contact_id), _ending(random))
            _send(settings, contact_id, page, random)
        elif step == "reopen":
            version = _version(contact_id)
            for _press in range(random.choice((1, 2))):
                try:
                    services.reopen(settings, contact_id, version, actor=handler, leads=handler == "denise")
                except (CannotReopen, ChangedMeanwhile):
                    db.session.rollback()
        else:
            # The same form once more, or one that was open before others did something.
            _send(settings, contact_id, page, random)
    _send(settings, contact_id, _Page("ewa", _version(contact_id), _ending(random)), random)


def run(settings: Settings, count: int, seed: int) -> Faults:
    """Write so many contacts, in the caller's application context, and return what must not be."""
    random = Random(seed)
    with _skewed(random):
        for number in range(count):
            one_contact(settings, random, number)
    return faults()


def faults() -> Faults:
    """Return what must not be, of all contacts that there are."""
    db.session.rollback()
    living = (
        select(ContactEnding.contact_id, func.count().label("ends"))
        .where(ContactEnding.reopened_at.is_(None))
        .group_by(ContactEnding.contact_id)
        .subquery()
    )
    rows = db.session.execute(
        select(ContactRecord, living.c.ends).outerjoin(living, living.c.contact_id == ContactRecord.id)
    ).all()
    ended = [(contact, ends or 0) for contact, ends in rows if contact.state == ContactState.ENDED]
    still_open = [(contact, ends or 0) for contact, ends in rows if contact.state == ContactState.OPEN]
    return Faults(
        contacts=len(rows),
        ended=len(ended),
        missing=sum(ends == 0 or not contact.outcome for contact, ends in ended),
        doubled=sum(ends > 1 for _contact, ends in ended) + sum(ends > 0 for _contact, ends in still_open),
        negative=sum(
            contact.ended_at is None or contact.ended_at < contact.opened_at for contact, _ends in ended
        ),
    )


def _app(folder: Path) -> Flask:
    app = create_app(Settings(data_dir=folder, cookie_secure=False, base_url="http://localhost"))
    made = app.test_cli_runner().invoke(args=["init"])
    if made.exit_code:
        raise RuntimeError(made.output)
    return app


def main(arguments: list[str] | None = None) -> None:
    """Write the contacts, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("contacts", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        app = _app(Path(folder))
        with app.app_context():
            started = time.perf_counter()
            found = run(app.extensions["settings"], chosen.contacts, chosen.seed)
            print(f"  {found}")
            print(f"  {time.perf_counter() - started:.0f} seconds")
            db.engine.dispose()


if __name__ == "__main__":
    main()
