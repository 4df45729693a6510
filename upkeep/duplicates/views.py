"""The worklist of pairs that seem to be one."""

from dataclasses import dataclass

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core.db import db
from core.paging import page_number, pages_of
from core.web import settings
from directory.duplicates import queries, services
from directory.models.merges import DuplicatePair
from upkeep.blueprint import blueprint
from upkeep.duplicates.wording import reasons

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair as the list shows it: both records, and why they were found alike."""

    pair: DuplicatePair
    first: queries.RecordName
    second: queries.RecordName
    reasons: list[str]


@blueprint.get("/moderation/duplicates")
def duplicates() -> str:
    """List the pairs that wait for a moderator, the most alike first."""
    page = page_number(request.args)
    pairs, total = queries.page_of_pairs(page, PER_PAGE)
    names = queries.names_of(pairs)
    rows = [
        PairRow(pair, names[pair.first_id], names[pair.second_id], reasons(pair.reasons))
        for pair in pairs
        if pair.first_id in names and pair.second_id in names
    ]
    return render_template(
        "upkeep/duplicates/list.html",
        person=signed_in(),
        rows=rows,
        total=total,
        pagination=pages_of(page, total, PER_PAGE, ".duplicates"),
    )


@blueprint.post("/moderation/duplicates/<pair_id>/apart")
def set_apart(pair_id: str) -> Response:
    """Remember that the two are not the same."""
    pair = db.session.get(DuplicatePair, pair_id) or abort(404)
    services.set_apart(settings(), pair, actor=signed_in().id)
    return done("duplicate-apart", ".duplicates")
