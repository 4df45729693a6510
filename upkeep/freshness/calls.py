"""Noting what came of a moderator's call."""

from collections.abc import Mapping

from core.db import db
from core.settings import Settings
from directory.checks.services import stamp
from directory.facts.kinds import WHOLE, Fact, How, Outcome
from directory.facts.of_service import facts_of
from directory.models.services import Service
from upkeep.freshness.forms import COULD_NOT_TELL, NO_ANSWER, WRONG

_OUTCOMES: Mapping[str, Outcome] = {
    NO_ANSWER: Outcome.NO_ANSWER,
    COULD_NOT_TELL: Outcome.COULD_NOT_TELL,
    WRONG: Outcome.WRONG,
}


def note_call(settings: Settings, service_id: str, outcome: str, *, actor: str) -> None:
    """Note what came of a call, and commit: a call that reached them checks all facts that the listing has.

    Any other outcome keeps the values and the day of the last check. Raises LookupError.
    """
    service = db.session.get(Service, service_id)
    if service is None:
        raise LookupError("there is no such service")
    settled = _OUTCOMES.get(outcome)
    facts = [Fact.RECORD] if settled else [fact for fact in facts_of(service) if fact in WHOLE]
    stamp(settings, service_id, facts, how=How.CALL, actor=actor, outcome=settled or Outcome.RIGHT)
