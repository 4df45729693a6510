"""What groups answer: all is right, something has changed, or they look after it no more."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.audit.services import PUBLIC
from core.audit.services import record as record_audit
from core.db import db
from core.settings import Settings
from directory.checks.services import add_checks, record_check
from directory.facts.kinds import WHOLE, Fact, How, Outcome
from directory.facts.of_service import facts_of
from directory.models.services import Service
from upkeep.freshness.models import NEVER, CheckRequest, CheckStep, CheckStop
from upkeep.freshness.policy import Step
from upkeep.freshness.queries import in_round


class AlreadyAnswered(Exception):
    """The button of this message was pressed before."""


def asked_about(request_id: str) -> list[str]:
    """Return the ids of the services that a message asks about, by name."""
    asked = select(CheckStep.service_id).where(CheckStep.request_id == request_id)
    return list(db.session.scalars(select(Service.id).where(Service.id.in_(asked)).order_by(Service.name)))


def still_open(request_id: str) -> set[str]:
    """Return the ids of those that nobody has checked since the message."""
    rows = select(CheckStep.service_id).join(Service, Service.id == CheckStep.service_id)
    return set(db.session.scalars(rows.where(CheckStep.request_id == request_id, in_round())))


def said_wrong(request: CheckRequest) -> set[str]:
    """Return the ids of those about which somebody has to be asked what has changed."""
    asked = asked_about(request.id)
    handed = select(CheckStep.service_id).join(Service, Service.id == CheckStep.service_id)
    conditions = CheckStep.step == Step.MODERATOR.value, CheckStep.service_id.in_(asked), in_round()
    return set(db.session.scalars(handed.where(*conditions)))


def answer(settings: Settings, request: CheckRequest, right: Collection[str]) -> None:
    """Use a message up: what is in `right` is checked, about the others a moderator asks. Commits.

    Listings that somebody has checked since the message are left as they are. Raises AlreadyAnswered.
    """
    _use_up(request)
    actor = request.account_id or PUBLIC
    checks = []
    for service_id in sorted(still_open(request.id)):
        if service_id in right:
            checks.append(_confirm(settings, service_id, actor))
        else:
            checks.append(_hand_over(settings, service_id, actor))
    for service_id, facts, outcome in checks:
        record_check(db.session, settings, service_id, facts, how=How.GROUP, actor=actor, outcome=outcome)
    db.session.commit()


def confirm(settings: Settings, organization_id: str, service_id: str, *, actor: str) -> bool:
    """Note that a group says of its listing that it is right, and commit. False where it is not theirs."""
    service = db.session.get(Service, service_id)
    if service is None or service.organization_id != organization_id:
        return False
    _id, facts, outcome = _confirm(settings, service_id, actor)
    record_check(db.session, settings, service_id, facts, how=How.GROUP, actor=actor, outcome=outcome)
    db.session.commit()
    return True


_Check = tuple[str, Collection[Fact], Outcome]


def _confirm(settings: Settings, service_id: str, actor: str) -> _Check:
    service = db.session.get_one(Service, service_id)
    facts = [fact for fact in facts_of(service) if fact in WHOLE]
    add_checks(db.session, settings, service_id, facts, how=How.GROUP, actor=actor)
    return service_id, facts, Outcome.RIGHT


def _hand_over(settings: Settings, service_id: str, actor: str) -> _Check:
    facts, wrong = [Fact.RECORD], Outcome.WRONG
    add_checks(db.session, settings, service_id, facts, how=How.GROUP, actor=actor, outcome=wrong)
    hand_to_moderator(db.session.get_one(Service, service_id))
    return service_id, facts, wrong


def hand_to_moderator(service: Service) -> None:
    """Put a listing on the moderators' list in the caller's transaction; nothing where it is there already."""
    step = CheckStep(
        service_id=service.id,
        round=service.assured_date or NEVER,
        step=Step.MODERATOR.value,
        taken_on=clock.today(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(step)
            db.session.flush()
    except IntegrityError:
        return


def _use_up(request: CheckRequest) -> None:
    """Mark a message as used; of two presses at once one gets through. Raises AlreadyAnswered."""
    taken = update(CheckRequest).where(CheckRequest.id == request.id, CheckRequest.used_at.is_(None))
    result = db.session.execute(
        taken.values(used_at=clock.now()), execution_options={"synchronize_session": False}
    )
    if not _count(result):
        db.session.rollback()
        raise AlreadyAnswered


def stop_asking(settings: Settings, request: CheckRequest) -> None:
    """Note that the recipient looks after this organization's listings no more, and commit.

    They get no further message about it. The next step of the round goes to somebody else. May be repeated.
    """
    db.session.add(CheckStop(organization_id=request.organization_id, contact_hash=request.contact_hash))
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        return
    record_audit(
        db.session,
        settings,
        actor=request.account_id or PUBLIC,
        action="checks.stopped",
        subject_kind="organization",
        subject_id=request.organization_id,
    )
    db.session.commit()


def has_stopped(request: CheckRequest) -> bool:
    """Return True where the recipient of a message is asked no more."""
    found = select(CheckStop.id).where(
        CheckStop.organization_id == request.organization_id,
        CheckStop.contact_hash == request.contact_hash,
    )
    return db.session.scalar(found) is not None


def delete_expired(upto: datetime) -> int:
    """Delete messages that expired before a moment, in the caller's transaction; return how many."""
    found = db.session.execute(
        delete(CheckRequest).where(CheckRequest.expires_at <= upto),
        execution_options={"synchronize_session": False},
    )
    return _count(found)


def _count(result: Iterable[object]) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
