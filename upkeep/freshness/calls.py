"""Noting what came of a moderator's call, with the changes that were made during it."""

from collections.abc import Collection, Mapping

from core.db import db
from core.settings import Settings
from directory.checks.services import add_checks, record_check
from directory.editing.services import publish
from directory.facts.kinds import WHOLE, Fact, How, Outcome
from directory.facts.of_service import facts_of
from directory.models.services import Service
from directory.open_referral.schema.services import Service as Record
from upkeep.freshness.call_changes import FACTS, with_changes
from upkeep.freshness.forms import COULD_NOT_TELL, NO_ANSWER, WRONG

_UNSETTLED: Mapping[str, Outcome] = {
    NO_ANSWER: Outcome.NO_ANSWER,
    COULD_NOT_TELL: Outcome.COULD_NOT_TELL,
    WRONG: Outcome.WRONG,
}


def note_call(
    settings: Settings,
    record: Record,
    outcome: str,
    changes: Mapping[str, str],
    *,
    base_version: int,
    actor: str,
) -> None:
    """Publish the changes of a call and note what came of it; commits.

    A call that reached them checks all facts that the listing has. Any other outcome keeps the values and the
    day of the last check. Raises StaleEdit where somebody changed the listing meanwhile.
    """
    if outcome in _UNSETTLED:
        _note(settings, record.id, {_UNSETTLED[outcome]: [Fact.RECORD]}, actor)
        return
    if changes:
        publish(
            settings,
            with_changes(record, changes),
            base_version=base_version,
            actor=actor,
            origin="moderator",
        )
    changed = {Fact.RECORD, *(FACTS[name] for name in changes)} if changes else set()
    shown = {fact for fact in facts_of(db.session.get_one(Service, record.id)) if fact in WHOLE}
    _note(settings, record.id, {Outcome.CHANGED: changed & shown, Outcome.RIGHT: shown - changed}, actor)


def _note(settings: Settings, service_id: str, found: Mapping[Outcome, Collection[Fact]], actor: str) -> None:
    """Add the checks of a call, and commit."""
    session, how = db.session, How.CALL
    for outcome, facts in found.items():
        if facts:
            add_checks(session, settings, service_id, facts, how=how, actor=actor, outcome=outcome)
    for outcome, facts in found.items():
        if facts:
            record_check(session, settings, service_id, facts, how=how, actor=actor, outcome=outcome)
    session.commit()
