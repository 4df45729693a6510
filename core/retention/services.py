"""How far expired data may be deleted at one time, so that a wrong clock does not delete everything.

Expired data is never shown, whether or not it was deleted yet. Deleting follows the clock by at most
MOST_AHEAD in one run: a clock that jumps ahead by a month therefore deletes little before somebody sees it,
and after a long stop the runs catch up one by one.
"""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core import clock
from core.retention.models import RetentionRun

MOST_AHEAD = timedelta(days=2)


def deletion_limit(session: Session, name: str, most_ahead: timedelta = MOST_AHEAD) -> datetime:
    """Return the moment up to which a run of this name deletes expired data, and store it.

    `most_ahead`: less than MOST_AHEAD for data with a life of a day. The caller commits.
    """
    now = clock.now()
    run = session.get(RetentionRun, name, with_for_update=True)
    if run is None:
        session.add(RetentionRun(name=name, upto=now))
        return now
    run.upto = min(now, run.upto + most_ahead)
    return run.upto
