"""Sends the photo of a listing."""

from flask import Response, abort

from accounts.current import current_account
from accounts.roles import Role
from directory.blueprint import blueprint
from directory.models.photos import Photo
from directory.photos import queries

_DAY_SECONDS = 24 * 60 * 60


@blueprint.get("/photos/<photo_id>.jpg")
def photo(photo_id: str) -> Response:
    """Send a photo to those who may see its listing: everybody, or its group and moderators."""
    found = queries.photo(photo_id) or abort(404)
    shown = queries.is_shown(photo_id)
    if not shown and not _may_see(found):
        abort(404)
    answer = Response(found.jpeg, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = f"public, max-age={_DAY_SECONDS}" if shown else "private, no-store"
    return answer


def _may_see(found: Photo) -> bool:
    person = current_account()
    return person is not None and (person.may_edit(found.organization_id) or person.has(Role.MODERATOR))
