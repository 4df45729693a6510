"""JSON Schemas of the published objects, made from the same models that read and publish them. Pure."""

from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from directory.open_referral.published_values import EMAIL_FIELDS, URI_FIELDS
from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service, ServiceAtLocation
from directory.open_referral.schema.taxonomies import Taxonomy, TaxonomyTerm
from directory.schedules.open_referral import EXTRA

JsonSchema = dict[str, Any]
REFERENCE = "#/components/schemas/"
ROOTS = (Service, ServiceAtLocation, Organization, Taxonomy, TaxonomyTerm)
_UUID: JsonSchema = {"type": "string", "format": "uuid"}
_BESIDE: dict[str, JsonSchema] = {
    "Organization": {"services": {"type": "array", "items": {"$ref": f"{REFERENCE}Service"}}},
    "ServiceAtLocation": {"service": {"$ref": f"{REFERENCE}Service"}},
}
"""What a published object holds beside the fields of its model: the objects that refer to it."""
_SOURCE: JsonSchema = {
    "type": "object",
    "description": "Where a record comes from that another feed published, and its licence.",
    "properties": {name: {"type": "string"} for name in ("name", "url", "id", "licence", "licence_url")},
    "required": ["name", "licence"],
    "additionalProperties": False,
}
_ENUMERATIONS = {
    ("Schedule", "freq"): ["WEEKLY", "MONTHLY"],
    ("Service", "status"): ["active", "inactive", "defunct", "temporarily closed"],
    ("Location", "location_type"): ["physical", "postal", "virtual"],
    ("Address", "address_type"): ["physical", "postal", "virtual"],
}
_FORMATS = {
    "date": {"type": "string", "format": "date"},
    "date-time": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "pattern": r"^\d\d:\d\d(:\d\d)?$"},
}


@cache
def published_schemas() -> dict[str, JsonSchema]:
    """Return the schemas of all published objects by the names of their models."""
    _references, made = models_json_schema(
        [(kind, "validation") for kind in ROOTS], by_alias=False, ref_template=REFERENCE + "{model}"
    )
    kinds = {kind.__name__: kind for kind in _kinds(OpenReferralObject)}
    return {name: _published(kinds[name], schema) for name, schema in made["$defs"].items()}


def _kinds(base: type[OpenReferralObject]) -> list[type[OpenReferralObject]]:
    return [kind for each in base.__subclasses__() for kind in (each, *_kinds(each))]


def _published(kind: type[OpenReferralObject], made: JsonSchema) -> JsonSchema:
    """Return the schema of a model as it is published: our own fields under `x_signpost`, no null, links."""
    standard: JsonSchema = {}
    own: JsonSchema = {}
    for name, schema in made["properties"].items():
        if name not in kind.not_published:
            (own if name in kind.extension_fields else standard)[name] = _value(kind.__name__, name, schema)
    properties = {"id": _UUID} | dict.fromkeys(kind.links, _UUID) | standard
    properties |= _BESIDE.get(kind.__name__, {})
    if standard.pop("extra", None):
        properties.pop("extra")
        properties[EXTRA] = {"type": "object", "description": "Facts for which the standard has no field."}
    if kind is Service:
        own["source"] = _SOURCE
    if own:
        properties[EXTRA] = {
            "type": "object",
            "description": "Facts for which the standard has no field.",
            "properties": own,
            "additionalProperties": False,
        }
    return {
        "type": "object",
        "description": (kind.__doc__ or "").partition("\n\n")[0],
        "properties": properties,
        "required": list(kind.required),
        "additionalProperties": False,
    }


def _value(model: str, name: str, schema: JsonSchema) -> JsonSchema:
    """Return the schema of one value: without null, with the format of its published form."""
    choices = [each for each in schema.get("anyOf", []) if each.get("type") != "null"]
    if {each.get("type") for each in choices} == {"number", "string"}:
        return {"type": "number"}
    if choices:
        return _value(model, name, choices[0])
    if schema.get("type") == "array":
        return {"type": "array", "items": _value(model, "", schema["items"])}
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    if schema.get("format") in _FORMATS:
        return dict(_FORMATS[schema["format"]])
    plain = {key: value for key, value in schema.items() if key in ("type", "format")}
    if plain.get("type") == "string":
        plain |= {"minLength": 1} | _text(model, name)
    return plain


def _text(model: str, name: str) -> JsonSchema:
    if (model, name) in _ENUMERATIONS:
        return {"enum": _ENUMERATIONS[model, name]}
    if name in URI_FIELDS:
        return {"format": "uri"}
    if name in EMAIL_FIELDS:
        return {"format": "email"}
    return _UUID if name.endswith("_id") and name != "access_id" else {}
