"""Looks for records that seem to be one, and stores what moderators say about them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select

from core import clock
from core.audit.services import note
from core.db import db
from core.dialect import in_order
from core.settings import Settings
from directory import visibility
from directory.content_audit.duplicates import WORTH_A_LOOK, Pair, compared, near_duplicates
from directory.content_audit.services import listing_facts
from directory.duplicates.organization_facts import organization_facts
from directory.merges.queries import ORGANIZATION, SERVICE
from directory.models.merges import DuplicatePair
from directory.models.services import Service

OPEN, APART, MERGED = "open", "apart", "merged"


@dataclass(frozen=True, slots=True)
class Found:
    """How many pairs a search of the directory found: new ones, known open ones, and those that are gone."""

    new: int
    known: int
    gone: int


def find_duplicates(stop: Callable[[], bool] = lambda: False) -> Found:
    """Look over the whole directory, store the pairs that are worth a look, and commit.

    A pair about which a moderator decided stays as it is. An open pair that is no longer alike goes.
    """
    today = clock.today()
    listings = list(listing_facts(visibility.indexed() & ~visibility.ended(today)))
    groups = list(organization_facts())
    if stop():
        return Found(0, 0, 0)
    found = {
        **_by_ids(SERVICE, near_duplicates(listings, WORTH_A_LOOK)),
        **_by_ids(ORGANIZATION, near_duplicates(groups, WORTH_A_LOOK)),
    }
    in_order(db.session, "duplicates")
    stored = {(pair.first_id, pair.second_id): pair for pair in db.session.scalars(select(DuplicatePair))}
    new = [key for key in found if key not in stored]
    for key in new:
        db.session.add(_stored(*key, *found[key]))
    for key, pair in stored.items():
        if key in found and pair.state == OPEN:
            pair.similarity, pair.reasons = found[key][1].similarity, list(found[key][1].reasons)
    gone = [pair.id for key, pair in stored.items() if pair.state == OPEN and key not in found]
    for start in range(0, len(gone), 500):
        db.session.execute(delete(DuplicatePair).where(DuplicatePair.id.in_(gone[start : start + 500])))
    db.session.commit()
    return Found(len(new), sum(stored[key].state == OPEN for key in found if key in stored), len(gone))


def _by_ids(kind: str, pairs: Iterable[Pair]) -> dict[tuple[str, str], tuple[str, Pair]]:
    return {pair_key(pair.first.id, pair.second.id): (kind, pair) for pair in pairs}


def pair_key(one: str, other: str) -> tuple[str, str]:
    """Return two ids in the order in which a pair has them."""
    return (one, other) if one < other else (other, one)


def _stored(first_id: str, second_id: str, kind: str, pair: Pair) -> DuplicatePair:
    return DuplicatePair(
        kind=kind,
        first_id=first_id,
        second_id=second_id,
        similarity=pair.similarity,
        reasons=list(pair.reasons),
    )


def add_pair(one: str, other: str) -> DuplicatePair:
    """Store two listings as a pair to compare, commit, and return it; a known pair is open again."""
    first_id, second_id = pair_key(one, other)
    named = (DuplicatePair.first_id == first_id) & (DuplicatePair.second_id == second_id)
    pair = db.session.scalar(select(DuplicatePair).where(named))
    if pair is None:
        both = list(listing_facts(Service.id.in_([one, other])))
        pair = _stored(first_id, second_id, SERVICE, compared(both[0], both[1]))
        db.session.add(pair)
    elif pair.state == APART:
        pair.state = OPEN
    db.session.commit()
    return pair


def set_apart(settings: Settings, pair: DuplicatePair, *, actor: str) -> None:
    """Remember that the two of an open pair are not the same, and commit. Nothing for a decided pair."""
    if pair.state != OPEN:
        return
    decide(pair, APART, actor=actor)
    note(settings, actor, "duplicate.apart", pair.kind, pair.first_id, other=pair.second_id)
    db.session.commit()


def decide(pair: DuplicatePair, state: str, *, actor: str) -> None:
    """Set what a moderator decided about a pair. The caller commits."""
    pair.state, pair.decided_at, pair.decided_by = state, clock.now(), actor
