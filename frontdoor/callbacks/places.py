"""Places in half hours: taking one and giving one back, in the caller's transaction."""

from sqlalchemy import Table, update

from core.audit.services import note
from core.db import db
from core.dialect import in_order, insert_new
from core.settings import Settings
from directory.schedules.stored import year
from frontdoor.callbacks.models import CallBackPlaces, CallBackWindow
from frontdoor.callbacks.queries import places_of, team_named
from frontdoor.callbacks.windows import Window, read_code, windows

_NO_SYNC = {"synchronize_session": False}
MOST_PLACES = 200


class WindowFull(Exception):
    """The half hour has no place left, or the team does not answer in it."""


def take_place(settings: Settings, team: str, window: Window) -> None:
    """Take a place; others who book with this team wait until the transaction ends. Raises WindowFull."""
    in_order(db.session, f"call-backs {team}")
    hours = team_named(settings, team).hours
    if window not in windows(hours, window.start, window.end, year(settings.content_dir)):
        raise WindowFull
    table = CallBackWindow.__table__
    assert isinstance(table, Table)
    insert_new(db.session.connection(), table, [[(team, window.code, 0)]])
    taken = db.session.execute(
        update(CallBackWindow)
        .where(
            CallBackWindow.team == team,
            CallBackWindow.code == window.code,
            CallBackWindow.taken < places_of(settings, team),
        )
        .values(taken=CallBackWindow.taken + 1),
        execution_options=_NO_SYNC,
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise WindowFull


def give_back(team: str, code: str) -> None:
    """Give a place back."""
    if read_code(code) is None:
        return
    in_order(db.session, f"call-backs {team}")
    db.session.execute(
        update(CallBackWindow)
        .where(CallBackWindow.team == team, CallBackWindow.code == code, CallBackWindow.taken > 0)
        .values(taken=CallBackWindow.taken - 1),
        execution_options=_NO_SYNC,
    )


def set_places(settings: Settings, team: str, places: int, *, actor: str) -> None:
    """Say how many call-backs a team takes in half an hour, and commit. What is booked stays booked.

    Raises KeyError for another team, and ValueError for a number out of range.
    """
    team_named(settings, team)
    if not 0 <= places <= MOST_PLACES:
        raise ValueError(f"a team takes from 0 to {MOST_PLACES} call-backs in half an hour")
    in_order(db.session, f"call-backs {team}")
    row = db.session.get(CallBackPlaces, team, populate_existing=True)
    if row is None:
        row = CallBackPlaces(team=team)
        db.session.add(row)
    row.places, row.set_by = places, actor
    note(settings, actor, "call_back.places", "team", team, places=str(places))
    db.session.commit()
