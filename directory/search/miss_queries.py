"""The report on searches that found nothing."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from core.db import db
from directory.models.search import SearchMiss


@dataclass(frozen=True, slots=True)
class MissedSearch:
    """How often words found nothing in an area (an outward code; empty: none was given), and on which day
    last."""

    times: int
    words: str
    area: str
    last: date


def missed_searches(since: date) -> list[MissedSearch]:
    """Those since a day, the most frequent first."""
    times, last = func.sum(SearchMiss.times), func.max(SearchMiss.made_on)
    rows = db.session.execute(
        select(times, SearchMiss.words, SearchMiss.area, last)
        .where(SearchMiss.made_on >= since)
        .group_by(SearchMiss.words, SearchMiss.area)
        .order_by(times.desc(), SearchMiss.words, SearchMiss.area)
    )
    return [MissedSearch(int(count), text, area, day) for count, text, area, day in rows]
