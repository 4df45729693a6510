"""What a group answers to a report, and how a moderator closes it. Each function commits."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CursorResult, update

from core import clock
from core.audit.services import record
from core.db import db
from core.outbox.services import queue_email
from core.settings import Settings
from directory.corrections.emails import outcome_email
from directory.corrections.outcomes import GROUP_ANSWERS, SAFETY, outcomes_for
from directory.corrections.queries import joined_to
from directory.corrections.services import address
from directory.models.corrections import Correction, ReportState

_NO_SYNC = {"synchronize_session": False}


class ReportChanged(Exception):
    """Somebody else has answered the report since the page was shown."""


def answer_for_group(
    settings: Settings, report: Correction, version: int, answer: str, words: str, *, actor: str
) -> None:
    """Store what the group says about a report. Raises ReportChanged, and KeyError for an unknown answer."""
    GROUP_ANSWERS[answer]
    values = {
        "group_answer": answer,
        "group_words": words,
        "group_answered_at": clock.now(),
        "status": ReportState.ANSWERED,
    }
    _change(report, version, values)
    _record(settings, actor, "report.answered", report, answer=answer)


def close(
    settings: Settings, report: Correction, version: int, outcome: str, words: str, *, actor: str
) -> int:
    """Close a report and those that joined it, tell whoever left an address, and wipe the addresses.

    Return how many e-mails were written. Raises ReportChanged, EmailRefused, and KeyError for an outcome that
    does not fit the kind of report.
    """
    outcomes_for(report.what)[outcome]
    told = 0
    for one in (report, *joined_to(report.id)):
        reply_to = address(settings, one)
        if reply_to:
            email = outcome_email(settings, one.reference, reply_to, outcome, words)
            queue_email(db.session, settings, email)
            told += 1
    values = {
        "outcome": outcome,
        "outcome_words": words,
        "decided_at": clock.now(),
        "status": ReportState.CLOSED,
        "reply_sealed": None,
    }
    _change(report, version, values)
    _record(settings, actor, "report.closed", report, outcome=outcome, told=told)
    return told


def let_group_read(settings: Settings, report: Correction, version: int, *, actor: str) -> None:
    """Show a report to the group whose listing it is about. Raises ReportChanged.

    Raises ValueError for a worry about safety, which no group reads.
    """
    if report.what == SAFETY:
        raise ValueError("a worry about safety is not for the group")
    _change(report, version, {"for_group": True})
    _record(settings, actor, "report.shown_to_group", report)


def make_worry(settings: Settings, report: Correction, version: int, *, actor: str) -> None:
    """Treat a report as a worry about safety, which the group does not read. Raises ReportChanged."""
    _change(report, version, {"what": SAFETY, "for_group": False})
    _record(settings, actor, "report.made_worry", report)


def note_read(settings: Settings, report: Correction, *, actor: str) -> None:
    """Record that somebody read the words of a worry about safety, which may name people; commit."""
    _record(settings, actor, "report.read", report)


def _change(report: Correction, version: int, values: Mapping[str, Any]) -> None:
    """Change a report that is open and has this version, and those that joined it."""
    is_same = Correction.id == report.id, Correction.version == version
    open_one = update(Correction).where(*is_same, Correction.status != ReportState.CLOSED)
    first = db.session.execute(open_one.values(version=version + 1, **values), execution_options=_NO_SYNC)
    if not isinstance(first, CursorResult) or first.rowcount != 1:
        db.session.rollback()
        raise ReportChanged
    joined = update(Correction).where(Correction.joined_id == report.id).values(**values)
    db.session.execute(joined, execution_options=_NO_SYNC)


def _record(settings: Settings, actor: str, action: str, report: Correction, **detail: Any) -> None:
    """Record what was done, and commit."""
    record(
        db.session,
        settings,
        actor=actor,
        action=action,
        subject_kind="correction",
        subject_id=report.id,
        detail={"service": report.service_id, **detail},
    )
    db.session.commit()
    db.session.refresh(report)
