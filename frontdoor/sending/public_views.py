"""The public page of a list that was sent. It says nothing about anybody."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from core import rate_limits
from core.languages import in_language
from core.web import settings
from directory.my_list.items import Entry
from directory.my_list.saved import saved_services
from frontdoor.blueprint import blueprint
from frontdoor.sending.queries import by_token


@blueprint.get("/s/<token>")
def sent_list(token: str) -> Response:
    """Show the services of a summary as they are today; a page with ways on where the link is over."""
    rate_limits.use("open_sent_list")
    row = by_token(settings(), token)
    if row is None:
        return make_response(render_template("frontdoor/sending/list_over.html"), 404)
    with in_language(row.language, whole_pages=True):
        ids = row.services.split()
        found = saved_services([Entry(id=each, note="", why="") for each in ids])
        page = render_template(
            "frontdoor/sending/list.html",
            things=found,
            gone=len(ids) - sum(item.stands_for for item in found),
            stopped=[item for item in found if item.listing.stopped],
            sensitive=any(item.listing.sensitive for item in found),
            until=row.expires_at,
        )
    answer = make_response(page)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
