"""Stores reports of mistakes in listings."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, select, update

from core import clock
from core.audit.services import PUBLIC, record
from core.crypt import Unreadable, vault
from core.db import db
from core.outbox.services import EmailRefused, queue_email
from core.settings import Settings
from directory.corrections.emails import receipt_email
from directory.corrections.harm import is_for_group
from directory.corrections.outcomes import OWN_ANSWER
from directory.corrections.references import new_reference
from directory.models.corrections import Correction, ReportState

log = logging.getLogger("signpost.corrections")

_SAME_REPORT = timedelta(hours=1)

_JOINS = timedelta(days=14)
"""Within this time, open reports about one fact of one listing are answered together."""

ADDRESS_LIFE = timedelta(days=30)
"""How long the e-mail address of somebody who wants an answer is stored. The page of thanks names it."""

REPORT_LIFE = timedelta(days=365)
"""How long a report is stored."""


def report(settings: Settings, service_id: str, what: str, message: str, reply_to: str) -> Correction:
    """Store one report, commit, and return it. For the same report within an hour the first report is
    returned.
    """
    again = select(Correction).where(
        Correction.service_id == service_id,
        Correction.what == what,
        Correction.message == message,
        Correction.created_at > clock.now() - _SAME_REPORT,
    )
    for known in db.session.scalars(again):
        if address(settings, known) == reply_to:
            return known
    first = _open_report_about(service_id, what)
    correction = Correction(
        id=clock.new_id(),
        service_id=service_id,
        reference=_free_reference(),
        what=what,
        message=message,
        for_group=is_for_group(what, message),
        joined_id=first,
    )
    _seal(settings, correction, reply_to)
    db.session.add(correction)
    if first is not None:
        joined = update(Correction).where(Correction.id == first).values(reports=Correction.reports + 1)
        db.session.execute(joined, execution_options={"synchronize_session": False})
    if reply_to:
        _send_receipt(settings, correction, reply_to)
    record(
        db.session,
        settings,
        actor=PUBLIC,
        action="report.sent",
        subject_kind="correction",
        subject_id=correction.id,
        detail={"service": service_id, "what": what},
    )
    db.session.commit()
    return correction


def _open_report_about(service_id: str, what: str) -> str | None:
    """Return the id of the open report that a new one joins; None where it is the first."""
    if what in OWN_ANSWER:
        return None
    wanted = select(Correction.id).where(
        Correction.service_id == service_id,
        Correction.what == what,
        Correction.joined_id.is_(None),
        Correction.status != ReportState.CLOSED,
        Correction.created_at > clock.now() - _JOINS,
    )
    return db.session.scalar(wanted.order_by(Correction.created_at).limit(1))


def _send_receipt(settings: Settings, correction: Correction, reply_to: str) -> None:
    """Put the receipt into the outbox. A limit of e-mails does not stop the report: the page has the
    reference.
    """
    try:
        queue_email(db.session, settings, receipt_email(settings, correction.reference, reply_to))
    except EmailRefused:
        log.info("a receipt was not sent: the limit of e-mails is reached")


def address(settings: Settings, correction: Correction) -> str:
    """Return the address of a person who wants an answer; empty where there is none.

    One that no key opens is logged, and counts as none.
    """
    if correction.reply_sealed is None:
        return ""
    try:
        return str(vault(settings).open(correction.id, correction.reply_sealed)["reply_to"])
    except Unreadable:
        log.error("the address on a report cannot be read")
        return ""


def _seal(settings: Settings, correction: Correction, reply_to: str) -> None:
    if reply_to:
        correction.reply_sealed = vault(settings).seal(correction.id, {"reply_to": reply_to})


def wipe_addresses(upto: datetime) -> int:
    """Wipe addresses whose time was over at a moment, and commit. Return how many."""
    expired = Correction.created_at <= upto - ADDRESS_LIFE, Correction.reply_sealed.is_not(None)
    result = db.session.execute(
        update(Correction).where(*expired).values(reply_sealed=None),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()
    return result.rowcount if isinstance(result, CursorResult) else 0


def delete_old_reports(upto: datetime) -> int:
    """Delete reports whose time was over at a moment, and commit. Return how many."""
    result = db.session.execute(
        delete(Correction).where(Correction.created_at <= upto - REPORT_LIFE),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()
    return result.rowcount if isinstance(result, CursorResult) else 0


def seal_plain_addresses(settings: Settings) -> int:
    """Seal or empty the addresses that the previous version stored in clear; commit. Return how many."""
    corrections = db.session.scalars(select(Correction).where(Correction.reply_to != "")).all()
    for correction in corrections:
        if correction.created_at > clock.now() - ADDRESS_LIFE:
            _seal(settings, correction, correction.reply_to)
        correction.reply_to = ""
    db.session.commit()
    return len(corrections)


def _free_reference() -> str:
    reference = new_reference()
    while db.session.scalar(select(Correction.id).where(Correction.reference == reference)):
        reference = new_reference()
    return reference
