"""What happens outside requests: the check at the moment of sending, and deleting what is over."""

from datetime import timedelta

from flask import Flask

from core import clock
from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.key_rotation import add_sealer
from core.outbox.checks import MayLeave, add_check
from core.retention.services import deletion_limit
from core.settings import Settings
from frontdoor.people.queries import needs_of_contact
from frontdoor.people.safe_contact import may_use, next_safe_time
from frontdoor.sending import services
from frontdoor.sending.kinds import WAYS, SummaryChannel
from frontdoor.sending.meeting import NOT_NOW
from frontdoor.sending.queries import by_message

_EVERY = timedelta(hours=1)


def init_sending(app: Flask, settings: Settings) -> None:
    """Add the job "summaries", the check of messages and the sealer to the application."""
    add_job(app, Job("summaries", _EVERY, _purge))
    add_check(app, services.PURPOSE, lambda message_id: may_leave_now(settings, message_id))
    add_sealer(app, lambda: services.seal_again(settings))


def may_leave_now(settings: Settings, message_id: str) -> MayLeave:
    """Return whether what the person said until now lets a message leave. Raises Unreadable."""
    row = by_message(message_id)
    way = WAYS.get(SummaryChannel(row.channel)) if row is not None else None
    if row is None or way is None:
        return MayLeave()
    needs, now = needs_of_contact(settings, row.contact_id), clock.now()
    refusal = may_use(needs.wishes, needs.communication, way, now)
    if refusal is None or (refusal.may_confirm and refusal.code in row.confirmed.split()):
        return MayLeave()
    if refusal.code == NOT_NOW and (later := next_safe_time(needs.wishes, now)) is not None:
        return MayLeave(not_before=later)
    return MayLeave(refused=refusal.code)


def _purge(_stop: Stop) -> str:
    deleted = services.remove_expired(deletion_limit(db.session, "summaries"))
    return f"{deleted} summaries"
