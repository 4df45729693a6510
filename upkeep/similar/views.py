"""Answers a form in which somebody adds a listing: what there is already that seems to be the same."""

from collections.abc import Mapping

from flask import Response, jsonify, render_template, request
from flask_babel import gettext as _

from accounts.current import current_account
from core import rate_limits
from core.csrf import changes_nothing
from core.text import clean
from upkeep.blueprint import blueprint
from upkeep.similar.queries import SimilarListing, similar_listings
from upkeep.similar.rules import TypedListing

MOST_CHARACTERS = 200


@blueprint.post("/listings/similar")
@changes_nothing
def similar() -> Response:
    """Return what is similar to the words so far, as HTML for the form's box and as a number; nothing
    where there are too few words.

    The words come in the body, so that they stand in no address.
    """
    rate_limits.use("look_similar")
    typed = typed_listing(request.form)
    if typed.says_nothing:
        return Response(status=204, mimetype="text/plain")
    found = similar_listings(typed)
    own = set(person.organizations()) if (person := current_account()) else set()
    html = render_template("upkeep/similar/found.html", found=found, own=own)
    answer = jsonify(count=len(found), message=message(found), html=html if found else "")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def typed_listing(fields: Mapping[str, str]) -> TypedListing:
    """Return what was typed in the fields name, place, phone and website; each may be missing."""
    texts = {
        name: " ".join(clean(fields.get(name, "")).split())[:MOST_CHARACTERS]
        for name in ("name", "place", "phone", "website")
    }
    return TypedListing(**texts)


def message(found: list[SimilarListing]) -> str:
    """Return what a screen reader says; empty for nothing."""
    return _("Something like this is listed already. Look below.") if found else ""
