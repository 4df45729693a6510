"""Takes the word of a browser that somebody pressed a number, an address or a link of a listing."""

from flask import Response, abort, request

from core.csrf import changes_nothing
from directory.blueprint import blueprint
from directory.usage.counter import count_use
from directory.usage.kinds import PRESSED
from directory.usage.queries import public_service_id


@blueprint.post("/service/<slug>/used")
@changes_nothing
def used(slug: str) -> Response:
    """Count one press. Nothing about the person is stored, and the browser keeps nothing."""
    what = next((each for each in PRESSED if each == request.form.get("what", "")), None)
    service_id = public_service_id(slug) if what else None
    if what is None or service_id is None:
        abort(404)
    count_use(what, [service_id])
    return Response(status=204, mimetype="text/plain")
