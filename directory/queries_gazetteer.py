"""Places by name, read from the tables once a minute at most and kept by each worker."""

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from directory.models_places import Postcode, PostcodeArea
from directory.search import gazetteer
from directory.search.facts import Facts
from directory.search.gazetteer import Gazetteer, Point

_KEY, _SECONDS = "gazetteer", 60


def postcode_point(session: Session, code: str) -> Point | None:
    """Degrees (WGS84) of a whole postcode, given in capitals without its space; None when it is not in the tables."""
    row = session.get(Postcode, code)
    return (row.latitude_e5 / 100_000, row.longitude_e5 / 100_000) if row else None


def load_gazetteer(session: Session, facts: Facts) -> Gazetteer:
    """The gazetteer with the towns of the listings; made anew when it is a minute old or the listings changed."""
    kept = current_app.extensions.get(_KEY)
    now = clock.now().timestamp()
    if kept and kept[0] is facts and abs(now - kept[1]) < _SECONDS:
        made: Gazetteer = kept[2]
        return made
    areas = session.execute(select(PostcodeArea.code, PostcodeArea.latitude, PostcodeArea.longitude, PostcodeArea.town))
    made = gazetteer.make(areas, facts.towns())
    current_app.extensions[_KEY] = (facts, now, made)
    return made
