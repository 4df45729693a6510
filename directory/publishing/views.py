"""The addresses of the feed."""

from collections.abc import Iterator
from typing import Any

from flask import Response, abort, request, stream_with_context

from core.db import db, dumps
from core.web import public_url
from directory.publishing import endpoints, queries
from directory.publishing.blueprint import blueprint
from directory.publishing.endpoints import Collection
from directory.publishing.pages import READERS, page_of
from directory.publishing.parameters import ParameterError, read_parameters
from directory.publishing.problems import problem

VERSION = "HSDS-UK-3.0"
PROFILE = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md"
_GROUP = 100


@blueprint.errorhandler(ParameterError)
def parameter_problem(error: ParameterError) -> Response:
    """Answer parameters that cannot be used, and say which."""
    named = [{"name": name, "detail": what} for name, what in error.problems]
    detail = " ".join(f"The parameter {name} {what}." for name, what in error.problems)
    return problem(400, detail, invalid_parameters=named)


@blueprint.get("/", strict_slashes=False)
def root() -> Response:
    """Return what this feed is: version, profile, OpenAPI document, licence and contact."""
    read_parameters(request.args, ())
    return _json(
        {
            "version": VERSION,
            "profile": PROFILE,
            "openapi_url": public_url("feed.root") + "openapi.json",
        }
    )


def _json(value: Any) -> Response:
    response = Response(dumps(value), mimetype="application/json")
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.add_etag()
    response.make_conditional(request)
    return response


def _listed(collection: Collection) -> Response:
    filters = read_parameters(request.args, collection.parameters)
    reader = READERS[collection.name]
    ids = reader.ids(filters)
    if filters.get("format") == "ndjson":
        return _streamed(collection, ids, filters)
    return _json(page_of(reader, ids, filters))


def _streamed(collection: Collection, ids: list[str], filters: dict[str, Any]) -> Response:
    """Return all records, one a line. Memory holds one group of them at a time."""
    reader = READERS[collection.name]

    def lines() -> Iterator[str]:
        for start in range(0, len(ids), _GROUP):
            yield "".join(dumps(row) + "\n" for row in reader.records(ids[start : start + _GROUP], filters))
            db.session.expunge_all()

    body = stream_with_context(lines()) if request.method == "GET" else ()
    return Response(body, mimetype="application/x-ndjson")


def _item(collection: Collection, record_id: str) -> Response:
    filters = read_parameters(request.args, collection.item_parameters)
    found = READERS[collection.name].item(record_id.lower(), filters)
    if not found:
        abort(404)
    return _json(found[0])


def _add(collection: Collection) -> None:
    def listed() -> Response:
        return _listed(collection)

    def item(record_id: str) -> Response:
        if collection is endpoints.SERVICES and queries.ended_service(record_id):
            abort(410)
        return _item(collection, record_id)

    blueprint.add_url_rule(f"/{collection.name}", collection.name, listed)
    blueprint.add_url_rule(f"/{collection.name}/<record_id>", f"{collection.name}_item", item)


for _collection in endpoints.COLLECTIONS:
    _add(_collection)
