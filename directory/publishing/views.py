"""The addresses of the feed."""

from dataclasses import asdict
from typing import Any

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from core.db import dumps
from core.rate_limits import use, use_with_key
from core.stores import bounded_elsewhere
from core.web import public_url, settings
from directory.merges.queries import replacement_of
from directory.publishing import endpoints, queries
from directory.publishing.blueprint import blueprint
from directory.publishing.endpoints import Collection
from directory.publishing.licence import own_licence
from directory.publishing.openapi import PROFILE, VERSION, document
from directory.publishing.pages import READERS, page_of, whole_records
from directory.publishing.parameters import ParameterError, read_parameters
from directory.publishing.problems import problem
from directory.publishing.services import key_hash
from directory.publishing.streams import streamed


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
            "openapi_url": public_url("feed.openapi"),
            "publisher": settings().council_name,
            "licence": asdict(own_licence(settings())),
            "contact": {"email": settings().council_email, "url": public_url("directory.use_our_data")},
        }
    )


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Return the description of this feed as an OpenAPI 3.1 document."""
    read_parameters(request.args, ())
    return _json(
        document(
            base_url=public_url("feed.root").rstrip("/"),
            about_url=public_url("directory.use_our_data"),
            publisher=settings().council_name,
            email=settings().council_email,
            licence=own_licence(settings()),
        )
    )


@blueprint.before_request
def count_use() -> Response | None:
    """Count this request. Raises TooMany; answers 401 for a key that is unknown or was revoked."""
    given = request.headers.get("X-API-Key", "")
    if not given:
        use("read_feed")
        return None
    key_id = queries.key_in_use(key_hash(given))
    if key_id is None:
        use("read_feed")
        response = problem(
            401, "The API key is unknown or was revoked. Without a key the feed can be read too."
        )
        response.headers["WWW-Authenticate"] = 'ApiKey realm="open-referral"'
        return response
    use_with_key("read_feed", key_id)
    return None


def _json(value: Any) -> Response:
    response = Response(dumps(value), mimetype="application/json")
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.add_etag()
    response.make_conditional(request)
    return response


def _listed(collection: Collection) -> Response:
    filters = read_parameters(request.args, collection.parameters)
    reader = READERS[collection.name]
    if filters.get("format") == "ndjson":
        lines = (dumps(record) + "\n" for record in whole_records(reader, filters))
        return streamed(lines, "application/x-ndjson")
    return _json(page_of(reader, reader.ids(filters), filters))


def _item(collection: Collection, record_id: str) -> Response:
    filters = read_parameters(request.args, collection.item_parameters)
    found = READERS[collection.name].item(record_id.lower(), filters)
    if not found:
        abort(404)
    return _json(found[0])


def _add(collection: Collection) -> None:
    def listed() -> Response:
        return _listed(collection)

    def item(record_id: str) -> BaseResponse:
        replaced_by = replacement_of(record_id.lower()) if collection in endpoints.MERGED else None
        if replaced_by:
            query = request.query_string.decode()
            address = url_for(f"feed.{collection.name}_item", record_id=replaced_by)
            return redirect(f"{address}?{query}" if query else address, 308)
        if collection is endpoints.SERVICES and queries.ended_service(record_id):
            abort(410)
        return _item(collection, record_id)

    blueprint.add_url_rule(f"/{collection.name}", collection.name, bounded_elsewhere(listed))
    blueprint.add_url_rule(f"/{collection.name}/<record_id>", f"{collection.name}_item", item)


for _collection in endpoints.COLLECTIONS:
    _add(_collection)
