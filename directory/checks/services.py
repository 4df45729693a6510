"""Writing the ledger of checks. Nothing else moves the day on which a listing was checked."""

from collections.abc import Collection

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import clock
from core.audit.services import record
from core.db import db
from core.settings import Settings
from directory.facts.kinds import PROVED, PROVED_BY_USE, Fact, How, Outcome, ProvingUse
from directory.models.checks import FactCheck
from directory.models.services import Service
from directory.search.indexing import services_changed


def stamp(
    settings: Settings,
    service_id: str,
    facts: Collection[Fact],
    *,
    how: How,
    actor: str,
    outcome: Outcome = Outcome.RIGHT,
) -> None:
    """Note a check of exactly these facts of a service, and commit.

    `actor`: the id of an account, or a word of `core.audit.services`. Raises LookupError for a service that is
    not there.
    """
    add_checks(db.session, settings, service_id, facts, how=how, actor=actor, outcome=outcome)
    record_check(db.session, settings, service_id, facts, how=how, actor=actor, outcome=outcome)
    db.session.commit()


def stamp_use(settings: Settings, service_id: str, use: ProvingUse, *, actor: str) -> None:
    """Note the facts that a use of a service proves, and commit. Raises LookupError."""
    stamp(settings, service_id, PROVED_BY_USE[use], how=How.USE, actor=actor)


def add_checks(
    session: Session,
    settings: Settings,
    service_id: str,
    facts: Collection[Fact],
    *,
    how: How,
    actor: str,
    outcome: Outcome = Outcome.RIGHT,
) -> None:
    """Add the rows of a check in the caller's transaction; the caller calls `record_check` before its commit.

    A proved record gets today as its day of assurance, and comes back into the results. Raises LookupError.
    """
    service = session.get(Service, service_id)
    if service is None:
        raise LookupError("there is no such service")
    session.add_all(
        FactCheck(service_id=service_id, fact=fact.value, how=how.value, outcome=outcome.value, actor=actor)
        for fact in sorted(set(facts))
    )
    if Fact.RECORD in facts and outcome in PROVED:
        service.assured_date = clock.today()
        service.assurer_email = settings.assurer_email
        service.checked_by = _checked_by(settings, service, how)
        service.hidden_on = None
        services_changed(session, [service_id])


def record_check(
    session: Session,
    settings: Settings,
    service_id: str,
    facts: Collection[Fact],
    *,
    how: How,
    actor: str,
    outcome: Outcome = Outcome.RIGHT,
) -> None:
    """Append a check to the audit trail in the caller's transaction."""
    detail = {"facts": sorted(fact.value for fact in set(facts)), "how": how.value, "outcome": outcome.value}
    record(
        session,
        settings,
        actor=actor,
        action="listing.checked",
        subject_kind="service",
        subject_id=service_id,
        detail=detail,
    )


def _checked_by(settings: Settings, service: Service, how: How) -> str:
    """Return who checked, as the page says it: a group or the council, never a person; empty for the others."""
    if how is How.GROUP:
        return service.organization.name[:200]
    return settings.council_name[:200] if how is How.CALL else ""


def set_hidden(session: Session, service_ids: Collection[str], *, hidden: bool) -> None:
    """Take services out of the results or bring them back, in the caller's transaction.

    What they say stays the same, so that the moment of their last change stays too.
    """
    ids = sorted(service_ids)
    if not ids:
        return
    session.execute(
        update(Service)
        .where(Service.id.in_(ids))
        .values(hidden_on=clock.today() if hidden else None, last_modified=Service.last_modified),
        execution_options={"synchronize_session": "fetch"},
    )
    services_changed(session, ids)
