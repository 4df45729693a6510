"""The OpenAPI 3.1 document of the feed, made from the schema and the table of addresses and parameters."""

from collections.abc import Mapping, Sequence
from typing import Any

from directory.open_referral.json_schema import REFERENCE, published_schemas
from directory.publishing.endpoints import COLLECTIONS, MERGED, SERVICES, Collection
from directory.publishing.licence import Licence
from directory.publishing.parameters import Parameter
from directory.publishing.problems import MEDIA_TYPE

JsonObject = dict[str, Any]
VERSION = "HSDS-UK-3.0"
PROFILE = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md"
_ERRORS = {
    "400": "A parameter is unknown or badly formed. The problem says which.",
    "401": "The API key is unknown or was revoked.",
    "404": "There is no such record.",
    "410": "The service ended more than 90 days ago and has left the feed.",
    "429": "Too many requests. Retry-After says in how many seconds to try again.",
    "503": "Out of order for a moment. Retry-After says in how many seconds to try again.",
}
_CHANGE = {
    "type": "object",
    "description": "The moment of the last change of a service.",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "modified_date": {"type": "string", "format": "date-time"},
    },
    "required": ["id", "modified_date"],
    "additionalProperties": False,
}
_WHOLE = {"type": "integer", "minimum": 0}
_ENVELOPE = {
    "total_items": _WHOLE,
    "total_pages": {"type": "integer", "minimum": 1},
    "page_number": {"type": "integer", "minimum": 1},
    "size": _WHOLE,
    "first_page": {"type": "boolean"},
    "last_page": {"type": "boolean"},
    "empty": {"type": "boolean"},
}
_PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "invalid_parameters": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": {"type": "string"}, "detail": {"type": "string"}},
                "required": ["name", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}


def _reference(name: str) -> JsonObject:
    return {"$ref": REFERENCE + name}


def _strict(properties: Mapping[str, Any]) -> JsonObject:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _page(collection: Collection) -> JsonObject:
    record = _reference(collection.kind.__name__)
    items = {"anyOf": [record, _reference("ServiceChange")]} if collection is SERVICES else record
    return _strict(_ENVELOPE | {"contents": {"type": "array", "items": items}})


def _schemas(licence: Licence) -> JsonObject:
    text = {"type": "string", "minLength": 1}
    root = {
        "version": {"const": VERSION},
        "profile": text | {"format": "uri"},
        "openapi_url": text | {"format": "uri"},
        "publisher": text,
        "licence": _strict({"name": text, "url": text | {"format": "uri"}}),
        "contact": _strict({"email": text, "url": text | {"format": "uri"}}),
    }
    pages = {f"PageOf{collection.kind.__name__}": _page(collection) for collection in COLLECTIONS}
    return (
        published_schemas() | pages | {"Problem": _PROBLEM, "ServiceChange": _CHANGE, "Feed": _strict(root)}
    )


def _parameter(parameter: Parameter) -> JsonObject:
    made = {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description,
        "schema": dict(parameter.schema),
    }
    return made | ({"example": parameter.example} if parameter.example is not None else {})


def _responses(schema: str, *, lists: bool, errors: Sequence[str]) -> JsonObject:
    content: JsonObject = {"application/json": {"schema": _reference(schema)}}
    if lists:
        content["application/x-ndjson"] = {"schema": {"type": "string"}}
    found = {
        "200": {
            "description": "The records." if lists else "The record.",
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": content,
        },
        "304": {"description": "Nothing has changed since the answer with this ETag."},
    }
    problem = {"content": {MEDIA_TYPE: {"schema": _reference("Problem")}}}
    return found | {code: {"description": _ERRORS[code]} | problem for code in errors}


def _operation(
    operation_id: str, summary: str, parameters: Sequence[Parameter], responses: JsonObject
) -> JsonObject:
    return {
        "get": {
            "operationId": operation_id,
            "summary": summary,
            "parameters": [_parameter(parameter) for parameter in parameters],
            "responses": responses,
        }
    }


def _list_path(collection: Collection) -> JsonObject:
    page = f"PageOf{collection.kind.__name__}"
    responses = _responses(page, lists=True, errors=("400", "401", "429", "503"))
    summary = f"One page of the {collection.words}, or all of them as ndjson."
    return _operation(f"list_{collection.name}", summary, collection.parameters, responses)


def _item_path(collection: Collection) -> JsonObject:
    gone = ("410",) if collection is SERVICES else ()
    errors = ("400", "401", "404", *gone, "429", "503")
    responses = _responses(collection.kind.__name__, lists=False, errors=errors)
    if collection in MERGED:
        responses["308"] = {
            "description": "The record was merged into another, whose address is in Location.",
            "headers": {"Location": {"schema": {"type": "string"}}},
        }
    operation = _operation(
        f"get_{collection.name}",
        f"One of the {collection.words}, with all its parts.",
        collection.item_parameters,
        responses,
    )
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    return {"parameters": [identifier]} | operation


def document(*, base_url: str, about_url: str, publisher: str, email: str, licence: Licence) -> JsonObject:
    """Return the document. `base_url`: the address of the feed without a slash at its end."""
    root = _operation(
        "about_this_feed", "What this feed is.", (), _responses("Feed", lists=False, errors=("400", "429"))
    )
    paths = {"/": root}
    for collection in COLLECTIONS:
        paths[f"/{collection.name}"] = _list_path(collection)
        paths[f"/{collection.name}/{{id}}"] = _item_path(collection)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Services of {publisher} in the form of Open Referral UK",
            "version": VERSION,
            "summary": "Community and voluntary services, their organizations and places.",
            "description": f"Open Referral UK 3.0. About this data, its licence and its limits: {about_url}",
            "contact": {"name": publisher, "url": about_url, "email": email},
            "license": {"name": licence.name, "url": licence.url},
        },
        "externalDocs": {"description": "The UK profile of Open Referral", "url": PROFILE},
        "servers": [{"url": base_url}],
        "security": [{}, {"api_key": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(licence),
            "securitySchemes": {
                "api_key": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "X-API-Key",
                    "description": "Raises the limits. Nothing needs a key.",
                }
            },
        },
    }
