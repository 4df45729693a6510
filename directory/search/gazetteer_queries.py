"""Places by name, read from the tables once a minute at most by each worker."""

import threading
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from directory.models.locations import Postcode, PostcodeArea
from directory.search import gazetteer
from directory.search.columns import IndexColumns
from directory.search.gazetteer import Gazetteer, Point

_MAX_AGE_SECONDS = 60
AreaRow = tuple[str, float, float, str]
"""(code, latitude, longitude, town) of one row of the imported postcode areas."""


@dataclass(frozen=True)
class _LoadedGazetteer:
    """A gazetteer with what it was made from: the columns, the rows of the tables, and when the rows were
    read."""

    columns: IndexColumns
    areas: list[AreaRow]
    read_at: float
    gazetteer: Gazetteer


class GazetteerCache:
    """The gazetteer of one worker, shared by its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loaded: _LoadedGazetteer | None = None

    def gazetteer_for(self, session: Session, columns: IndexColumns) -> Gazetteer:
        """Return the gazetteer with the towns and postcodes of these listings.

        It is made again when the listings changed; the tables are read again when a minute has passed.
        """
        now = clock.now().timestamp()
        with self._lock:
            loaded = self._loaded
            is_fresh = loaded is not None and abs(now - loaded.read_at) < _MAX_AGE_SECONDS
            if loaded is None or not is_fresh:
                areas, read_at = _areas(session), now
            elif loaded.columns is columns:
                return loaded.gazetteer
            else:
                areas, read_at = loaded.areas, loaded.read_at
            made = gazetteer.make(areas, columns.towns())
            self._loaded = _LoadedGazetteer(columns, areas, read_at, made)
        return made


def postcode_point(session: Session, code: str) -> Point | None:
    """Return degrees (WGS84) of a whole postcode in capitals without its space; None when it is not in the
    tables."""
    row = session.get(Postcode, code)
    return (row.latitude_e5 / 100_000, row.longitude_e5 / 100_000) if row else None


def _areas(session: Session) -> list[AreaRow]:
    query = select(PostcodeArea.code, PostcodeArea.latitude, PostcodeArea.longitude, PostcodeArea.town)
    return [(code, latitude, longitude, town) for code, latitude, longitude, town in session.execute(query)]
