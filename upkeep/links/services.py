"""Opening web addresses, and noting what came of it."""

import time
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, update

from core import clock
from core.audit.services import SYSTEM
from core.db import db
from core.jobs.registry import Stop
from core.settings import Settings
from directory.checks.services import add_checks, record_check
from directory.facts.kinds import Fact, How
from upkeep.links import queries
from upkeep.links.models import LinkCheck
from upkeep.links.probe import FAILED, Answer, Probe, Result, host_of, probe

AGAIN = timedelta(days=30)
AGAIN_AFTER_FAILURE = timedelta(days=2)
_MOST_IN_A_RUN = 60
_LONGEST_RUN = 300.0
"""Seconds after which a run ends between two addresses. The next one follows."""


def open_links(settings: Settings, stop: Stop, ask: Probe = probe) -> str:
    """Open the addresses that are due, each host once in a run, and commit after each. Return what was done."""
    until = time.monotonic() + _LONGEST_RUN
    wanted, known = queries.addresses(), queries.known()
    _forget(set(known) - wanted)
    done, hosts = 0, set[str]()
    for url in _due(wanted, known):
        host = host_of(url)
        if host in hosts:
            continue
        if done >= _MOST_IN_A_RUN or stop() or time.monotonic() > until:
            break
        hosts.add(host)
        # No transaction stays open while a site is waited for.
        db.session.rollback()
        note(settings, url, ask(url))
        done += 1
    return f"{done} addresses opened"


def _due(wanted: Iterable[str], known: dict[str, LinkCheck]) -> list[str]:
    """Return the addresses that are due, those never opened first, then those due longest."""
    now = clock.now()
    due = [(known[url].due_at if url in known else None, url) for url in wanted if host_of(url)]
    new = sorted(url for at, url in due if at is None)
    again = sorted((at, url) for at, url in due if at is not None and at <= now)
    return [*new, *(url for _at, url in again)]


def note(settings: Settings, url: str, answer: Answer) -> None:
    """Note what came of opening an address, and commit. One that answers is a check of the listings that have
    it.
    """
    now, session = clock.now(), db.session
    check = queries.known_of(url) or LinkCheck(url=url, failures=0)
    failed = answer.result in FAILED
    check.checked_at, check.result, check.status = now, answer.result.value, answer.status
    check.due_at = now + (AGAIN_AFTER_FAILURE if failed else AGAIN)
    check.failures = check.failures + 1 if failed else 0
    check.failing_since = (check.failing_since or now) if failed else None
    session.add(check)
    proved = queries.service_ids_with(url) if answer.result is Result.ANSWERS else []
    for service_id in proved:
        add_checks(session, settings, service_id, [Fact.LINK], how=How.MACHINE, actor=SYSTEM)
    for service_id in proved:
        record_check(session, settings, service_id, [Fact.LINK], how=How.MACHINE, actor=SYSTEM)
    session.commit()


def open_again(check_id: str) -> bool:
    """Let the next run open an address, and commit. False where there is no such address."""
    changed = db.session.execute(
        update(LinkCheck).where(LinkCheck.id == check_id).values(due_at=clock.now()).returning(LinkCheck.id),
        execution_options={"synchronize_session": False},
    ).first()
    db.session.commit()
    return changed is not None


def _forget(urls: Iterable[str]) -> None:
    """Delete the looks at addresses that no listing has any more, and commit."""
    for url in sorted(urls):
        db.session.execute(delete(LinkCheck).where(LinkCheck.url == url))
    db.session.commit()
