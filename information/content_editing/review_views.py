"""The worklist of what has to be looked at again, and marking it as looked at."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import abort, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from accounts import current
from accounts.notices import done
from core import clock
from core.paging import page_number, pages_of
from core.web import settings
from information.content_editing import queries, services
from information.content_editing.blueprint import blueprint
from information.content_editing.entries import Ref
from information.content_editing.kinds import KINDS
from information.content_editing.names import known_names
from information.content_editing.overlay import Entry
from information.content_editing.services import LOOKED, Change, Refused

PER_PAGE = 50
_SOON = timedelta(days=60)
_MONTHS = {"3": 91, "6": 182, "12": 365}
TERMS = {"3": _l("in 3 months"), "6": _l("in 6 months"), "12": _l("in a year")}


@dataclass(frozen=True)
class ReviewRow:
    """Something to look at again: its name, the day, and the team."""

    entry: Entry
    name: str
    look_again: date
    who: str

    @property
    def overdue(self) -> bool:
        """True where the day has come."""
        return self.look_again <= clock.today()


def _rows() -> list[ReviewRow]:
    known = known_names()
    rows = []
    for ref, entry in queries.entries(settings().content_dir).items():
        value = entry.value
        if value is None or ref.kind not in ("page", "review-date"):
            continue
        day, who = ("next_review", "owner") if ref.kind == "page" else ("look_again", "who")
        name = KINDS[ref.kind].name(ref, value, known)
        rows.append(ReviewRow(entry, name, date.fromisoformat(value[day]), value[who]))
    return sorted(rows, key=lambda row: (row.look_again, row.name))


@blueprint.get("/content/review")
def review() -> str:
    """List what has to be looked at within 60 days, what is overdue first; or everything of a team."""
    team, page = request.args.get("team", ""), page_number(request.args)
    rows = _rows()
    teams = sorted({row.who for row in rows})
    found = [row for row in rows if (row.who == team if team else row.look_again <= clock.today() + _SOON)]
    return render_template(
        "information/content_editing/review.html",
        person=current.signed_in(),
        rows=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(found),
        overdue=sum(row.overdue for row in found),
        all_teams=teams,
        team=team,
        terms=TERMS,
        pagination=pages_of(page, len(found), PER_PAGE, ".review", team=team or None),
    )


@blueprint.post("/content/review/looked")
def looked() -> Response:
    """Move the date of an entry on, because somebody has looked at it."""
    kind, _slash, key = request.form.get("entry", "").partition("/")
    days = _MONTHS.get(request.form.get("term", "")) or abort(400)
    entry = queries.entries(settings().content_dir).get(Ref(kind, key))
    if entry is None or entry.value is None or kind not in ("page", "review-date"):
        abort(400)
    today = clock.today()
    day = (today + timedelta(days=days)).isoformat()
    dates = (
        {"last_reviewed": today.isoformat(), "next_review": day} if kind == "page" else {"look_again": day}
    )
    try:
        change = Change(entry.ref, {**entry.value, **dates})
        services.publish(settings(), [change], actor=current.signed_in().id, origin=LOOKED)
    except Refused:
        abort(400)
    return done("looked-at", ".review", team=request.form.get("team") or None)
