"""Reads a feed by its profile, stores what changed, and remembers how it went. Commits happen here."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, or_, update

from core import clock
from core.audit.services import SYSTEM, record
from core.db import db
from core.settings import Settings
from directory.importing import download
from directory.importing.detect_format import SourceError
from directory.importing.report import ImportReport
from directory.importing.services import ShrunkError, apply_feed
from directory.models import FeedProfile
from directory.open_referral import v3
from directory.open_referral.feed import Feed
from directory.open_referral.problems import by_kind
from directory.progress import ProgressCallback
from directory.pulling.addresses import with_parameters
from directory.pulling.fixes import keep_fixes
from directory.pulling.ownership import note_records, sort_out
from directory.pulling.probe import FULL, MODIFIED_AFTER, PAGING, PER_PAGE, WHOLE
from directory.pulling.questions import ask
from directory.pulling.visit import SECONDS, NotModified, Visit, conditions

log = logging.getLogger("signpost.pull")

READ, SAME, CUT, EMPTY, FAILED, SHRUNK, BROKEN, BUSY = (
    "read",
    "same",
    "cut",
    "empty",
    "failed",
    "shrunk",
    "broken",
    "busy",
)
"""Outcomes of a reading. READ and SAME are successes. BUSY: another process is reading the feed."""
SUCCESSES = (READ, SAME)

WHOLE_EVERY = timedelta(days=7)
"""The whole feed is read so often, also where it can tell what has changed: many feeds miss changes."""
_OVERLAP = timedelta(days=1)
"""Changes are asked for from so long before the last success, because clocks and time zones differ."""
_FIRST_RETRY = timedelta(minutes=15)
_LEASE = timedelta(minutes=30)
_PER_PAGE = "100"
_MOST_DETAIL = 2000
_MOST_PROBLEMS = 5
_NO_SYNC = {"synchronize_session": False}


@dataclass(slots=True)
class Reading:
    """How one reading of a feed went."""

    source: str
    outcome: str
    detail: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    whole: bool = False
    report: ImportReport | None = None

    @property
    def succeeded(self) -> bool:
        """Return True when all that was asked for was read and stored."""
        return self.outcome in SUCCESSES


def pull(
    settings: Settings,
    source: str,
    *,
    seconds: float = SECONDS,
    actor: str = SYSTEM,
    progress: ProgressCallback | None = None,
) -> Reading:
    """Read one feed, store what changed, commit, and return how it went. One bad feed raises nothing.

    Raises KeyError when there is no such profile.
    """
    now = clock.now()
    row = db.session.get(FeedProfile, source)
    if row is None:
        raise KeyError(source)
    if not _claim(source, now):
        return Reading(source, BUSY)
    db.session.refresh(row)
    whole = _has_to_be_whole(row, now)
    url = address(row, whole=whole)
    known = {} if whole and row.wants_whole else conditions(row.etag, row.http_last_modified)
    visit = Visit(seconds, first=url, known=known if _is_one_page(row) else None)
    reading = Reading(source, BROKEN, whole=whole)
    may_shrink = row.may_shrink
    db.session.rollback()
    try:
        _read(settings, reading, url, visit, may_shrink=may_shrink, progress=progress)
    except Exception as error:
        db.session.rollback()
        log.warning("a feed could not be stored", exc_info=error)
        reading.outcome, reading.detail = BROKEN, type(error).__name__
    _remember(settings, reading, visit, now, actor)
    return reading


def _claim(source: str, now: datetime) -> bool:
    """Take the feed for this process, and commit. Return False where another process is reading it."""
    free = or_(FeedProfile.running_until.is_(None), FeedProfile.running_until <= now)
    result = db.session.execute(
        update(FeedProfile)
        .where(FeedProfile.source == source, free)
        .values(running_until=now + _LEASE, last_attempt_at=now),
        execution_options=_NO_SYNC,
    )
    db.session.commit()
    return isinstance(result, CursorResult) and result.rowcount == 1


def _has_to_be_whole(row: FeedProfile, now: datetime) -> bool:
    return (
        row.wants_whole
        or not row.abilities.get(MODIFIED_AFTER)
        or row.last_whole_at is None
        or row.last_success_at is None
        or now - row.last_whole_at >= WHOLE_EVERY
    )


def _is_one_page(row: FeedProfile) -> bool:
    """Return True for a feed of one page with whole records, where the first answer tells whether it changed."""
    return not row.abilities.get(PAGING) and bool(row.abilities.get(WHOLE) or row.abilities.get(FULL))


def address(row: FeedProfile, *, whole: bool) -> str:
    """Return the address to read: with whole records in large pages, and only what changed, where the feed
    can do so.
    """
    parameters = {}
    if row.kind == v3.KIND and row.abilities.get(FULL) and not row.abilities.get(WHOLE):
        parameters["full"] = "true"
    if row.abilities.get(PER_PAGE):
        parameters["per_page"] = _PER_PAGE
    if not whole and row.last_success_at is not None:
        parameters["modified_after"] = (row.last_success_at - _OVERLAP).date().isoformat()
    return with_parameters(row.url, **parameters)


def _read(
    settings: Settings,
    reading: Reading,
    url: str,
    visit: Visit,
    *,
    may_shrink: bool,
    progress: ProgressCallback | None,
) -> None:
    try:
        feed = download.read_url(url, reading.source, fetch=visit)
    except NotModified:
        reading.outcome = SAME
        return
    except download.NoServicesError as error:
        # An answer to "what has changed" may be empty. A whole feed that is empty is a fault.
        nothing_changed = error.is_list and not reading.whole
        reading.outcome, reading.detail = (SAME, "") if nothing_changed else (EMPTY, str(error))
        return
    except SourceError as error:
        reading.outcome, reading.detail = FAILED, str(error)
        return
    is_cut = not feed.complete
    feed.complete = feed.complete and reading.whole
    try:
        _store(settings, reading, feed, url, may_shrink=may_shrink, progress=progress)
    except ShrunkError as error:
        reading.outcome, reading.detail = SHRUNK, str(error)
        return
    reading.outcome = CUT if is_cut else READ
    reading.detail = _problems(feed)


def _store(
    settings: Settings,
    reading: Reading,
    feed: Feed,
    url: str,
    *,
    may_shrink: bool,
    progress: ProgressCallback | None,
) -> None:
    sorted_out = sort_out(db.session, feed, url, own_url=f"{settings.base_url}/open-referral/v3")
    keep_fixes(db.session, feed)
    report = apply_feed(db.session, feed, allow_shrink=may_shrink, progress=progress)
    note_records(db.session, feed, sorted_out)
    db.session.commit()
    asked = ask(settings, sorted_out.asked)
    services = report.counts["service"]
    reading.report = report
    reading.counts = {what: services[what] for what in ("added", "changed", "unchanged", "gone")}
    reading.counts |= dict(sorted_out.held) | {"asked": asked}


def _problems(feed: Feed) -> str:
    """Return the first kinds of problems of a feed, one on a line."""
    return "\n".join(str(problem) for problem in by_kind(feed.problems)[:_MOST_PROBLEMS])[:_MOST_DETAIL]


def _remember(settings: Settings, reading: Reading, visit: Visit, began: datetime, actor: str) -> None:
    row = db.session.get(FeedProfile, reading.source, populate_existing=True)
    if row is None:
        db.session.rollback()
        return
    now = clock.now()
    row.running_until, row.last_outcome, row.last_seconds = None, reading.outcome, visit.seconds
    row.last_detail = reading.detail[:_MOST_DETAIL]
    if reading.counts:
        row.last_counts = reading.counts
    if reading.succeeded:
        row.last_success_at, row.failures = began, 0
        row.wants_whole = row.may_shrink = False
        if reading.whole:
            row.last_whole_at = began
            row.etag, row.http_last_modified = (
                visit.etag or row.etag,
                visit.last_modified or row.http_last_modified,
            )
    else:
        row.failures += 1
    row.next_due_at = now + waits(row)
    if _changed(reading.counts):
        record(
            db.session,
            settings,
            actor=actor,
            action="source.read",
            subject_kind="feed source",
            subject_id=clock.stable_id("feed source", row.source),
            detail={"outcome": reading.outcome, **reading.counts},
        )
    db.session.commit()


def waits(row: FeedProfile) -> timedelta:
    """Return how long a feed waits for its next reading: its own interval, after failures less at first.

    A feed that has shrunk waits for somebody who says whether that is right.
    """
    own = timedelta(hours=row.every_hours)
    if not row.failures or row.last_outcome == SHRUNK:
        return own
    return min(own, _FIRST_RETRY * 2 ** min(row.failures - 1, 10))


def _changed(counts: Mapping[str, int]) -> bool:
    return any(counts.get(what) for what in ("added", "changed", "gone", "asked"))
