"""Reads how searches ended: the worklist of content editors."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, select

from core.db import db
from directory.models.search import SearchCount, SearchDecision
from directory.search.outcome_log import CORRECTED, NEAREST, NOTHING, OPENED, SHOWN

UNOPENED = "unopened"
LISTS = (NOTHING, NEAREST, CORRECTED, UNOPENED)
FEWEST_UNOPENED = 5
"""From this many times on, results that nobody opened are listed."""


@dataclass(frozen=True, slots=True)
class SearchRow:
    """Words that were searched, how often they ended in a way, and why nothing is to be done, if so."""

    words: str
    code: str
    times: int
    reason: str


def _times(kind: str) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((SearchCount.kind == kind, SearchCount.times), else_=0)), 0)


def page_of_searches(
    kind: str, since: date, *, decided: bool, page: int, per_page: int
) -> tuple[list[SearchRow], int]:
    """Return one page of the searches that ended in a way since a day, the most frequent first, and their number.

    `decided`: those about which nothing is to be done, instead of the others.
    """
    times = _times(SHOWN) - _times(OPENED) if kind == UNOPENED else _times(kind)
    wanted = (
        select(SearchCount.words, SearchCount.code, times.label("times"), SearchDecision.reason)
        .outerjoin(SearchDecision, SearchDecision.words == SearchCount.words)
        .where(SearchCount.made_on >= since)
        .where(SearchDecision.words.is_not(None) if decided else SearchDecision.words.is_(None))
        .group_by(SearchCount.words, SearchCount.code, SearchDecision.reason)
        .having(times >= (FEWEST_UNOPENED if kind == UNOPENED else 1))
    )
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = db.session.execute(
        wanted.order_by(times.desc(), SearchCount.words).limit(per_page).offset((page - 1) * per_page)
    )
    return [SearchRow(words, code, int(count), reason or "") for words, code, count, reason in rows], total


def words_of_code(code: str) -> str:
    """Return the words of a code; empty where they are not counted (any more)."""
    return db.session.scalar(select(SearchCount.words).where(SearchCount.code == code).limit(1)) or ""


def decision_on(words: str) -> str:
    """Return why nothing is to be done about words; empty where nobody decided that."""
    return db.session.scalar(select(SearchDecision.reason).where(SearchDecision.words == words)) or ""
