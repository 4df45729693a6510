"""Moderators see the feeds that are read regularly, have one read now, and pause one."""

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from accounts import current
from accounts.notices import done
from core import clock
from core.web import settings
from directory.importing.http import without_password
from directory.models import FeedProfile
from directory.pulling import queries, services
from directory.pulling.reading import SHRUNK
from upkeep.blueprint import blueprint
from upkeep.sources.wording import FAULTS, OUTCOMES


@blueprint.get("/moderation/sources")
def sources() -> str:
    """List the feeds: the last attempt and the last success, what went wrong, and what each gave."""
    rows = queries.profiles()
    names = [row.source for row in rows]
    now = clock.now()
    return render_template(
        "upkeep/sources/sources.html",
        person=current.signed_in(),
        rows=rows,
        numbers=queries.service_counts(names),
        licences=queries.republished(names),
        in_trouble={row.source for row in rows if queries.is_in_trouble(row, now)},
        shown=without_password,
        outcomes=OUTCOMES,
        faults=FAULTS,
        shrunk=SHRUNK,
    )


def _profile() -> FeedProfile:
    return queries.profile(request.form.get("source", "")[:500]) or abort(404)


@blueprint.post("/moderation/sources/read")
def read_source() -> Response:
    """Have the regular job read a feed next."""
    may_shrink = request.form.get("may_shrink") == "yes"
    services.ask_for_run(settings(), _profile(), actor=current.signed_in().id, may_shrink=may_shrink)
    return done("source-read", ".sources")


@blueprint.post("/moderation/sources/pause")
def pause_source() -> Response:
    """Read a feed no more until somebody goes on with it."""
    services.pause(settings(), _profile(), actor=current.signed_in().id)
    return done("source-paused", ".sources")


@blueprint.post("/moderation/sources/resume")
def resume_source() -> Response:
    """Go on reading a feed."""
    services.resume(settings(), _profile(), actor=current.signed_in().id)
    return done("source-resumed", ".sources")
