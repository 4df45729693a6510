"""Places by name, read from the tables once a minute at most and kept by each worker."""

from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from directory.models.locations import Postcode, PostcodeArea
from directory.search import gazetteer
from directory.search.columns import Facts
from directory.search.gazetteer import Gazetteer, Point

_KEY, _SECONDS = "gazetteer", 60
Area = tuple[str, float, float, str]


@dataclass(frozen=True)
class _Kept:
    """What one worker keeps: the rows of the tables and when they were read, and the gazetteer made from them for these facts."""

    facts: Facts
    areas: list[Area]
    read_at: float
    gazetteer: Gazetteer


def postcode_point(session: Session, code: str) -> Point | None:
    """Degrees (WGS84) of a whole postcode, given in capitals without its space; None when it is not in the tables."""
    row = session.get(Postcode, code)
    return (row.latitude_e5 / 100_000, row.longitude_e5 / 100_000) if row else None


def load_gazetteer(session: Session, facts: Facts) -> Gazetteer:
    """The gazetteer with the towns and postcodes of the listings; made anew when the listings or, within a minute, the tables changed."""
    kept: _Kept | None = current_app.extensions.get(_KEY)
    now = clock.now().timestamp()
    fresh = kept is not None and abs(now - kept.read_at) < _SECONDS
    if kept and fresh and kept.facts is facts:
        return kept.gazetteer
    areas, read_at = (kept.areas, kept.read_at) if kept and fresh else (_areas(session), now)
    made = gazetteer.make(areas, facts.towns())
    current_app.extensions[_KEY] = _Kept(facts, areas, read_at, made)
    return made


def _areas(session: Session) -> list[Area]:
    query = select(PostcodeArea.code, PostcodeArea.latitude, PostcodeArea.longitude, PostcodeArea.town)
    return [(code, latitude, longitude, town) for code, latitude, longitude, town in session.execute(query)]
