"""Reading call-backs. Views record the look at personal data first (core.audit.services.note_view)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, or_, select

from core import clock
from core.clock import LONDON
from core.crypt import vault
from core.db import db
from core.settings import Settings
from directory.schedules.stored import year
from directory.teams.answers import Team, teams_of
from frontdoor.callbacks.details import CallBackDetails, SafeTimes, safe_times
from frontdoor.callbacks.models import CallBack, CallBackPlaces, CallBackState, CallBackWindow
from frontdoor.callbacks.windows import Window, read_code, windows
from selfassess.models import Referral
from selfassess.values.referral import OPEN
from selfassess.values.saved import from_json

TEAMS = ("adult", "children")
"""The teams that ring back."""

_MOST_TO_TELL = 50

CLAIM_LIFE = timedelta(minutes=30)
"""After that time somebody else may ring, where nothing was said about a call."""


class Turn(StrEnum):
    """When it is a call-back's turn."""

    LATE = "late"
    NOW = "now"
    TODAY = "today"
    COMING = "coming"


@dataclass(frozen=True, slots=True, repr=False)
class ToRing:
    """A call-back with what is read about it. `claimed_by`: empty where nobody rings now."""

    row: CallBack
    details: CallBackDetails
    window: Window
    turn: Turn
    claimed_by: str

    @property
    def safe(self) -> SafeTimes:
        """When the person may be rung."""
        return safe_times(self.details.wishes)


def call_back(call_back_id: str) -> CallBack | None:
    """Return a call-back of the council's teams; None where there is none."""
    found = db.session.get(CallBack, call_back_id)
    return found if found is not None and not found.organization_id else None


def details_of(settings: Settings, row: CallBack) -> CallBackDetails:
    """Return whom to ring. Raises Unreadable."""
    return from_json(CallBackDetails, vault(settings).open(row.id, row.sealed))


def to_ring_one(settings: Settings, row: CallBack) -> ToRing:
    """Return a call-back of the council's teams with what is read about it. Raises Unreadable."""
    now = clock.now()
    window = read_code(row.window_code)
    assert window is not None, "a call-back of a team has a window"
    is_claimed = row.claimed_at is not None and row.claimed_at > now - CLAIM_LIFE
    claimed = row.claimed_by if is_claimed else ""
    return ToRing(row, details_of(settings, row), window, _turn(window, now), claimed)


def _turn(window: Window, now: datetime) -> Turn:
    if window.end <= now:
        return Turn.LATE
    if window.start <= now:
        return Turn.NOW
    return Turn.TODAY if window.local.date() == now.astimezone(LONDON).date() else Turn.COMING


def to_ring(settings: Settings, page: int, per_page: int) -> tuple[list[ToRing], int]:
    """Return one page of the call-backs that wait, the earliest first, and how many wait. Raises Unreadable."""
    rows = db.session.scalars(
        _waiting(select(CallBack))
        .order_by(CallBack.window_code, CallBack.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    total = db.session.scalar(_waiting(select(func.count()).select_from(CallBack))) or 0
    return [to_ring_one(settings, row) for row in rows], total


def to_tell(settings: Settings) -> list[tuple[CallBack, CallBackDetails]]:
    """Return call-backs after whose last try somebody has to tell the person, the oldest first. Raises Unreadable."""
    rows = db.session.scalars(
        select(CallBack)
        .where(CallBack.state == CallBackState.TO_TELL, CallBack.organization_id == "")
        .order_by(CallBack.ended_at, CallBack.id)
        .limit(_MOST_TO_TELL)
    )
    return [(row, details_of(settings, row)) for row in rows]


def _waiting(statement: Select[Any]) -> Select[Any]:
    """Limit a statement to booked call-backs of teams; where a request was finished otherwise, to none of it."""
    is_open = or_(CallBack.referral_id.is_(None), Referral.status.in_([one.value for one in OPEN]))
    return statement.outerjoin(Referral, Referral.id == CallBack.referral_id).where(
        CallBack.state == CallBackState.BOOKED, CallBack.organization_id == "", is_open
    )


def booked_for_contact(contact_id: str) -> CallBack | None:
    """Return the call-back that is booked for a contact; None where there is none."""
    return db.session.scalar(
        select(CallBack)
        .where(CallBack.contact_id == contact_id, CallBack.state == CallBackState.BOOKED)
        .order_by(CallBack.window_code)
        .limit(1)
    )


def booked_for_request(referral_id: str) -> CallBack | None:
    """Return the call-back that is booked for a request; None where there is none."""
    return db.session.scalar(
        select(CallBack).where(CallBack.referral_id == referral_id, CallBack.state == CallBackState.BOOKED)
    )


def team_named(settings: Settings, name: str) -> Team:
    """Return a team that rings back. Raises KeyError for another name."""
    teams = teams_of(settings)
    return {"adult": teams.adult, "children": teams.children}[name]


def free_windows(settings: Settings, team: str, safe: SafeTimes | None = None) -> list[Window]:
    """Return the windows from now on in which a team has places, and that are at no unsafe time."""
    now = clock.now()
    last = now.astimezone(LONDON).date() + timedelta(days=settings.call_back_days)
    before = datetime(last.year, last.month, last.day, tzinfo=LONDON)
    found = windows(team_named(settings, team).hours, now, before, year(settings.content_dir))
    full = _full_windows(settings, team, found)
    return [one for one in found if one.code not in full and (safe is None or safe.allows(one))]


def _full_windows(settings: Settings, team: str, found: Sequence[Window]) -> set[str]:
    places = places_of(settings, team)
    if places < 1:
        return {one.code for one in found}
    if not found:
        return set()
    return set(
        db.session.scalars(
            select(CallBackWindow.code).where(
                CallBackWindow.team == team,
                CallBackWindow.code >= found[0].code,
                CallBackWindow.taken >= places,
            )
        )
    )


def places_of(settings: Settings, team: str) -> int:
    """Return how many call-backs a team takes in half an hour."""
    said = db.session.get(CallBackPlaces, team)
    return settings.call_back_places if said is None else said.places
