"""Taking out of the results what nobody checks, and bringing back what the policy no longer hides."""

from dataclasses import dataclass

from core import clock
from core.audit.services import SYSTEM
from core.audit.services import record as record_audit
from core.db import db
from core.settings import Settings
from directory.checks.services import set_hidden
from upkeep.freshness.models import HidingDecision
from upkeep.freshness.periods import periods_of
from upkeep.freshness.policy import hiding
from upkeep.freshness.queries import LiveListing, decisions, live_listings

_MOST_NAMED = 50
"""Ids in one audit entry, whose length is limited."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """The ids of the listings that are out of the results, and of those about which a moderator is asked."""

    hidden: frozenset[str]
    for_moderator: tuple[str, ...]


def hidden_today(settings: Settings, listings: list[LiveListing]) -> Hidden:
    """Return what the policy and the decisions of moderators hide today.

    What a moderator decided does not count towards the share that the policy may hide alone.
    """
    decided = {service_id: row.hide for service_id, row in decisions().items()}
    open_ones = [each.policy for each in listings if each.policy.id not in decided]
    found = hiding(open_ones, len(listings), periods_of(settings), clock.today())
    by_moderator = {service_id for service_id, hide in decided.items() if hide}
    return Hidden(frozenset(by_moderator.union(found.hidden)), found.for_moderator)


def update_hidden(settings: Settings) -> str:
    """Bring the state of all listings up to the policy, commit, and return what was done."""
    listings = live_listings(settings)
    wanted = hidden_today(settings, listings)
    now_hidden = {each.policy.id for each in listings if each.hidden}
    live = {each.policy.id for each in listings}
    to_hide, to_show = (wanted.hidden & live) - now_hidden, now_hidden - wanted.hidden
    for ids, hide in ((to_hide, True), (to_show, False)):
        _set(settings, sorted(ids), hide=hide)
    return f"{len(wanted.hidden)} hidden; {len(wanted.for_moderator)} for moderators"


def _set(settings: Settings, ids: list[str], *, hide: bool) -> None:
    for start in range(0, len(ids), _MOST_NAMED):
        part = ids[start : start + _MOST_NAMED]
        set_hidden(db.session, part, hidden=hide)
        record_audit(
            db.session,
            settings,
            actor=SYSTEM,
            action="listings.hidden" if hide else "listings.shown",
            subject_kind="service",
            subject_id=part[0],
            detail={"services": part},
        )
        db.session.commit()


def decide(settings: Settings, listing: LiveListing, *, hide: bool, actor: str) -> None:
    """Store what a moderator decided about a listing until its next check, do it, and commit."""
    decision = db.session.get(HidingDecision, listing.policy.id) or HidingDecision(
        service_id=listing.policy.id
    )
    decision.round, decision.hide = listing.round, hide
    decision.decided_by, decision.decided_at = actor, clock.now()
    db.session.add(decision)
    if listing.hidden != hide:
        set_hidden(db.session, [listing.policy.id], hidden=hide)
    record_audit(
        db.session,
        settings,
        actor=actor,
        action="listing.hidden" if hide else "listing.shown",
        subject_kind="service",
        subject_id=listing.policy.id,
    )
    db.session.commit()
