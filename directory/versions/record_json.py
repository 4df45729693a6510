"""Records as JSON and back without loss. Pure.

The validators of the schema read feeds: they move, derive and leave out values. A stored record was read
already, so it is restored as it is.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast, get_args

from pydantic import BaseModel, TypeAdapter

from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service

Kind = TypeVar("Kind", bound=OpenReferralObject)
Record = Service | Organization
KINDS: dict[str, type[Service] | type[Organization]] = {"service": Service, "organization": Organization}


def as_json(record: Record) -> dict[str, Any]:
    """Return a record as values of JSON."""
    return record.model_dump(mode="json", warnings=False)


def from_json(kind: str, data: Mapping[str, Any]) -> Record:
    """Return the record that `as_json` gave. A field that an older version did not have gets its default."""
    return restored(KINDS[kind], data)


def service_from_json(data: Mapping[str, Any]) -> Service:
    """Return the service that `as_json` gave."""
    return restored(Service, data)


def restored(kind: type[Kind], data: Mapping[str, Any]) -> Kind:
    """Return one object of the schema from its JSON, with its parts."""
    values = {name: _value(kind, name, data[name]) for name in kind.model_fields if name in data}
    return cast(Kind, kind.model_construct(**values))


def _value(kind: type[OpenReferralObject], name: str, value: Any) -> Any:
    part = part_kind(kind, name)
    if part is None:
        return _adapter(kind, name).validate_python(value)
    if isinstance(value, list):
        return [restored(part, each) for each in value]
    return None if value is None else restored(part, value)


@cache
def part_kind(kind: type[OpenReferralObject], name: str) -> type[OpenReferralObject] | None:
    """Return the kind of the parts in a field; None for a field with a plain value."""
    annotation = kind.model_fields[name].annotation
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return cast(type[OpenReferralObject], each)
    return None


@cache
def _adapter(kind: type[OpenReferralObject], name: str) -> TypeAdapter[Any]:
    annotation: Any = kind.model_fields[name].annotation
    return TypeAdapter(annotation)
