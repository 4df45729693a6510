"""Writes profiles of feeds. Commits happen here and in `directory.pulling.reading`."""

from dataclasses import asdict

from core import clock
from core.audit.services import SYSTEM, record
from core.db import db
from core.settings import Settings
from directory.importing.http import without_password
from directory.models import FeedProfile, FeedSource
from directory.pulling.addresses import has_password, is_web_address, root_of
from directory.pulling.probe import Probe, probe

_LONGEST_NAME = 500
_LONGEST_URL = 1000
EVERY_HOURS = 24
_MOST_HOURS = 24 * 31


class BadSource(ValueError):
    """A feed cannot be added as it was given; the message says why, in English for the operator."""


def add_source(
    settings: Settings, url: str, *, name: str = "", every_hours: int = EVERY_HOURS, actor: str = SYSTEM
) -> FeedProfile:
    """Probe a feed, store its profile, and return it. It is due at once.

    Raises BadSource for an address or a name that cannot be used, and SourceError when the feed has no services.
    """
    source = name.strip() or root_of(url)
    _check(url, source, every_hours)
    found = probe(url)
    row = FeedProfile(source=source, url=found.services_url, every_hours=every_hours)
    _remember(row, found)
    db.session.add(row)
    if db.session.get(FeedSource, source) is None:
        db.session.add(FeedSource(source=source, url=without_password(found.services_url)))
    _record(settings, actor, "source.added", row)
    db.session.commit()
    return row


def _check(url: str, source: str, every_hours: int) -> None:
    if not is_web_address(url) or len(url) > _LONGEST_URL:
        raise BadSource("the address has to begin with https:// or http://")
    if has_password(url):
        raise BadSource("an address with a user's name is not stored")
    if len(source) > _LONGEST_NAME:
        raise BadSource(f"a name has {_LONGEST_NAME} characters at most")
    if not 1 <= every_hours <= _MOST_HOURS:
        raise BadSource(f"it can be read every 1 to {_MOST_HOURS} hours")
    if db.session.get(FeedProfile, source) is not None:
        raise BadSource(f"there is a source “{source}” already")


def _remember(row: FeedProfile, found: Probe) -> None:
    row.kind, row.version = found.kind[:40], found.version[:60]
    row.abilities, row.faults = found.abilities, [asdict(fault) for fault in found.faults]
    row.probed_at = clock.now()


def probe_again(settings: Settings, row: FeedProfile, *, actor: str = SYSTEM) -> Probe:
    """Probe a feed again, store what it can do now, commit, and return it. Raises SourceError."""
    found = probe(row.url)
    _remember(row, found)
    _record(settings, actor, "source.probed", row)
    db.session.commit()
    return found


def pause(settings: Settings, row: FeedProfile, *, actor: str) -> None:
    """Read a feed no more until it is resumed, and commit. Its listings stay."""
    _switch(settings, row, on=False, actor=actor)


def resume(settings: Settings, row: FeedProfile, *, actor: str) -> None:
    """Read a feed again, at once, and commit."""
    _switch(settings, row, on=True, actor=actor)


def _switch(settings: Settings, row: FeedProfile, *, on: bool, actor: str) -> None:
    if row.enabled == on:
        return
    row.enabled = on
    if on:
        row.next_due_at = clock.now()
    _record(settings, actor, "source.resumed" if on else "source.paused", row)
    db.session.commit()


def ask_for_run(settings: Settings, row: FeedProfile, *, actor: str, may_shrink: bool = False) -> None:
    """Have the regular job read the whole feed next, and commit.

    `may_shrink`: somebody has confirmed that the feed has half of its services or fewer left.
    """
    row.next_due_at, row.wants_whole, row.may_shrink = clock.now(), True, may_shrink
    _record(settings, actor, "source.run_asked", row, may_shrink=may_shrink)
    db.session.commit()


def remove(settings: Settings, row: FeedProfile, *, actor: str = SYSTEM) -> None:
    """Forget a profile, and commit. The listings stay as they are, and so does what their licence allows."""
    _record(settings, actor, "source.removed", row)
    db.session.delete(row)
    db.session.commit()


def _record(settings: Settings, actor: str, action: str, row: FeedProfile, **detail: object) -> None:
    record(
        db.session,
        settings,
        actor=actor,
        action=action,
        subject_kind="feed source",
        subject_id=clock.stable_id("feed source", row.source),
        detail=detail,
    )
