"""The moderators' list of web addresses that do not open."""

from collections.abc import Mapping
from typing import Any

from flask import abort, render_template, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core.paging import page_number, pages_of
from upkeep.blueprint import blueprint
from upkeep.links import queries, services
from upkeep.links.probe import Result

PER_PAGE = 25

WORDS: Mapping[str, tuple[Any, Any]] = {
    Result.GONE: (
        _l("The page is not there any more."),
        _l(
            "Look for the page on the group’s website, or ask the group. It may have moved, or the service has ended."
        ),
    ),
    Result.BROKEN: (
        _l("The website answers with an error."),
        _l("Open it yourself. If you see an error too, tell the group."),
    ),
    Result.NO_ANSWER: (
        _l("The website does not answer, or its certificate is not valid."),
        _l("Check the spelling of the address. Then ask the group by phone: its website may have ended."),
    ),
}
"""What is wrong, and what to do."""


@blueprint.get("/moderation/links")
def links() -> str:
    """Show the addresses that fail, what is wrong and what to do."""
    page = page_number(request.args)
    rows, total = queries.failing(page, PER_PAGE)
    return render_template(
        "upkeep/links/links.html",
        person=signed_in(),
        rows=rows,
        words=WORDS,
        pages=pages_of(page, total, PER_PAGE, "upkeep.links"),
    )


@blueprint.post("/moderation/links/<check_id>/again")
def open_link_again(check_id: str) -> Response:
    """Open an address again soon."""
    if not services.open_again(check_id):
        abort(404)
    return done("opened-again", ".links")
