"""The job that deletes what the front door need not keep any longer."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select

from core import clock
from core.db import db
from core.jobs.registry import Job, Stop, add_job
from core.retention.services import deletion_limit
from core.settings import Settings
from frontdoor.callbacks.models import CallBack, CallBackWindow
from frontdoor.callbacks.windows import Window
from frontdoor.contacts.models import ContactEvent, ContactRecord, ContactState
from frontdoor.ending import services as endings
from frontdoor.ending.outcomes import Outcome
from frontdoor.group_referrals.keeping import wipe_ended
from frontdoor.group_referrals.models import GroupReferral
from frontdoor.keeping.register import LONGER, WINDOW_DAYS
from frontdoor.people.models import KnownPerson

_EVERY = timedelta(hours=1)
_NAME = "front door retention"


def init_retention(app: Flask, settings: Settings) -> None:
    """Add the job "front door retention" to the application."""

    def run(_stop: Stop) -> str:
        return purge(settings)

    add_job(app, Job(_NAME, _EVERY, run))


def purge(settings: Settings) -> str:
    """Delete what is over, commit, and return how much, in words. Contacts that nobody ends are ended first.

    Open call-backs stay, but not what a group never answered.

    Nothing is deleted further than core.retention allows, because the clock may be wrong.
    """
    upto = deletion_limit(db.session, _NAME)
    days = settings
    abandoned = endings.end_left_open(settings, upto - timedelta(days=days.open_contact_days))
    contacts = _deleted(ContactRecord, _contacts_over(settings, upto))
    calls_over = upto - timedelta(days=days.ended_call_back_days)
    unanswered = and_(CallBack.organization_id != "", CallBack.created_at <= calls_over)
    call_backs = _deleted(CallBack, [CallBack.ended_at <= calls_over, unanswered])
    before = Window(upto - timedelta(days=WINDOW_DAYS)).code
    _deleted(CallBackWindow, [CallBackWindow.code < before])
    groups = _deleted(
        GroupReferral, [GroupReferral.ended_at <= upto - timedelta(days=days.kept_group_referral_days)]
    )
    people = _deleted(KnownPerson, [_forgotten(upto - timedelta(days=days.known_person_days))])
    db.session.commit()
    emptied = wipe_ended(settings, upto)
    return (
        f"{abandoned} contacts ended that were left open; "
        f"{contacts} contacts, {call_backs} call-backs, {groups} referrals to groups, {people} known people; "
        f"the words of {emptied} referrals to groups"
    )


def _contacts_over(settings: Settings, upto: datetime) -> Iterable[ColumnElement[bool]]:
    """Return conditions of which one is true for each contact that is over."""
    at = ContactRecord.ended_at
    for outcome, setting in LONGER.items():
        limit = upto - timedelta(days=getattr(settings, setting))
        yield and_(ContactRecord.outcome == outcome, at <= limit)
    usual = upto - timedelta(days=settings.contact_days)
    usually = and_(ContactRecord.outcome.not_in(LONGER), ContactRecord.state == ContactState.ENDED)
    yield and_(usually, ContactRecord.outcome != Outcome.LEFT_OPEN.value, at <= usual)
    # Nobody said at its end whether it was about safety: its history does.
    long = upto - timedelta(days=settings.safeguarding_contact_days)
    worry = exists().where(
        ContactEvent.contact_id == ContactRecord.id, ContactEvent.kind == Outcome.SAFEGUARDING.value
    )
    left_open = and_(usually, ContactRecord.outcome == Outcome.LEFT_OPEN.value)
    yield and_(left_open, or_(and_(~worry, at <= usual), at <= long))
    yield and_(ContactRecord.state == ContactState.MERGED, ContactRecord.touched_at <= usual)


def _forgotten(limit: datetime) -> ColumnElement[bool]:
    """Return the condition for people with whom nobody had to do since a moment."""
    recent = exists().where(ContactRecord.known_person_id == KnownPerson.id, ContactRecord.touched_at > limit)
    return and_(KnownPerson.touched_at <= limit, ~recent)


def _deleted(table: type, conditions: Iterable[ColumnElement[bool]]) -> int:
    """Delete the rows for which one of the conditions is true, in the caller's transaction."""
    found = db.session.execute(
        delete(table).where(or_(*conditions)), execution_options={"synchronize_session": False}
    )
    return int(found.rowcount)  # type: ignore[attr-defined]


def left_open_lately() -> int:
    """Return how many contacts the site ended in the last 30 days, because nobody had."""
    limit = clock.now() - timedelta(days=30)
    lately = ContactRecord.outcome == Outcome.LEFT_OPEN.value, ContactRecord.ended_at > limit
    return db.session.scalar(select(func.count()).select_from(ContactRecord).where(*lately)) or 0
