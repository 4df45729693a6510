"""Asking groups to check their listings: what the policy says is due today is sent, and noted with it."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core import clock
from core.clock import LONDON
from core.db import db
from core.jobs.registry import Stop
from core.outbox.messages import Email
from core.outbox.services import EmailRefused, TooManyEmails, queue_email
from core.settings import Settings
from core.web import public_url
from directory.models.organizations import Organization
from upkeep.freshness import links
from upkeep.freshness.contacts import Contact, contact_hash
from upkeep.freshness.emails import check_email
from upkeep.freshness.models import CheckRequest, CheckStep
from upkeep.freshness.periods import periods_of
from upkeep.freshness.policy import Step, next_step
from upkeep.freshness.queries import LiveListing, live_listings

Due = tuple[LiveListing, Step]
"""A listing and the step that is due for it."""

_GROUP = 200


class _LimitReached(Exception):
    """The site may send no more messages today."""


def ask_groups(settings: Settings, stop: Stop) -> str:
    """Take every step that is due today, each message with its notes in one transaction; return what was done.

    A run that ends between two messages loses nothing, and the next one sends nothing twice. Needs a request
    context, because messages hold addresses of pages.
    """
    periods, today = periods_of(settings), clock.today()
    due = [
        (listing, step)
        for listing in live_listings(settings)
        if (step := next_step(listing.policy, periods, today)) is not None
    ]
    handed = _hand_to_moderators([listing for listing, step in due if step is Step.MODERATOR])
    # A site without an address, or that may send none, asks nobody; then its listings are hidden by nobody
    # too.
    sent = _send_all(settings, due, stop) if settings.base_url else 0
    return f"{sent} messages; {handed} listings for moderators"


def _hand_to_moderators(listings: Sequence[LiveListing]) -> int:
    """Note the last step of a round, and commit. Return of how many listings."""
    taken = 0
    for start in range(0, len(listings), _GROUP):
        part = listings[start : start + _GROUP]
        try:
            _add_steps([(listing, Step.MODERATOR) for listing in part], "")
            db.session.commit()
        except IntegrityError:
            # Another run took one of these steps at the same moment. The next run takes the others.
            db.session.rollback()
            continue
        taken += len(part)
    return taken


def _send_all(settings: Settings, due: Sequence[Due], stop: Stop) -> int:
    by_recipient: dict[tuple[str, str], tuple[Contact, list[Due]]] = {}
    for listing, step in due:
        if step is Step.MODERATOR:
            continue
        contact = listing.contacts[1 if step is Step.OTHER_CONTACT else 0]
        key = listing.organization_id, contact.address.lower()
        by_recipient.setdefault(key, (contact, []))[1].append((listing, step))
    sent, left = 0, settings.check_emails_a_day - _asked_today()
    for contact, steps in by_recipient.values():
        if sent >= left or stop():
            break
        try:
            sent += _send(settings, contact, steps)
        except _LimitReached:
            break
    return sent


def _asked_today() -> int:
    begin = datetime.combine(clock.today(), time(), LONDON)
    return db.session.scalar(select(func.count(CheckRequest.id)).where(CheckRequest.created_at >= begin)) or 0


def _send(settings: Settings, contact: Contact, steps: Sequence[Due]) -> bool:
    """Queue one message and note its steps, and commit. Return False where it was not taken.

    Raises _LimitReached.
    """
    organization_id = steps[0][0].organization_id
    request = CheckRequest(
        id=clock.new_id(),
        organization_id=organization_id,
        contact_hash=contact_hash(settings, contact.address),
        account_id=contact.account_id,
        expires_at=clock.now() + timedelta(days=links.LIFE_DAYS),
    )
    try:
        db.session.add(request)
        _add_steps(steps, request.id)
        queue_email(db.session, settings, _email(settings, contact, steps, request.id))
        db.session.commit()
    except IntegrityError:
        # Another run took one of these steps at the same moment.
        db.session.rollback()
        return False
    except EmailRefused as error:
        db.session.rollback()
        if isinstance(error, TooManyEmails) and not error.to_one:
            raise _LimitReached from None
        return False
    return True


def _email(settings: Settings, contact: Contact, steps: Sequence[Due], request_id: str) -> Email:
    organization = db.session.get_one(Organization, steps[0][0].organization_id)
    subject, text = check_email(
        settings,
        public_url("upkeep.check", token=links.token_of(request_id)),
        group=organization.name,
        names=[listing.name for listing, _step in steps],
        step=max((step for _listing, step in steps), key=list(Step).index),
    )
    return Email(contact.address, subject, text, purpose="check_listings")


def _add_steps(steps: Sequence[Due], request_id: str) -> None:
    """Note steps in the caller's transaction. Raises IntegrityError for one that was taken already."""
    db.session.add_all(
        CheckStep(
            service_id=listing.policy.id,
            round=listing.round,
            step=step.value,
            taken_on=clock.today(),
            request_id=request_id,
        )
        for listing, step in steps
    )
    db.session.flush()
