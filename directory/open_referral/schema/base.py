"""The base classes of all objects of the schema."""

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar, Self, cast

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)

from directory.open_referral import values
from directory.open_referral.leftovers import examine, not_read
from directory.open_referral.lenient import (
    EMPTY,
    Name,
    Text,
    Uuid,
    note,
)
from directory.open_referral.publication import Scope
from directory.open_referral.published_values import published_value
from directory.schedules.open_referral import EXTRA


class OpenReferralObject(BaseModel):
    """The base of all objects. `id` is the source's own id when it is a UUID, else empty."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    object_name: ClassVar[str]
    """The name of the object in the specification, and of its table."""
    extension_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields that lie under `x_signpost`."""
    also_read: ClassVar[frozenset[str]] = frozenset()
    """Names that a validator reads beside the fields."""
    required: ClassVar[tuple[str, ...]] = ("id",)
    """Fields that the UK profile wants of a published object. `complete` fills what the record lacks."""
    links: ClassVar[tuple[str, ...]] = ()
    """Ids of other objects that a published object has and a read one does not keep."""
    not_published: ClassVar[frozenset[str]] = frozenset({"held_back", "source_id"})
    """Fields that are for this site alone."""
    scope: ClassVar[Scope] = "part"
    """What a mark such as "visible: no" in the object keeps back."""

    id: Uuid = ""
    held_back: list[str] = Field(default_factory=list, exclude=True)
    """What the source says is not for the public: scopes of `directory.open_referral.publication`."""

    @model_validator(mode="before")
    @classmethod
    def _unpack_extension(cls, row: Any, info: ValidationInfo) -> Any:
        """Return the row without empty values, with the fields of the extension beside the fields of the
        standard.

        With a log, the values under unknown names become problems, and marks about publication are noted.
        """
        if not isinstance(row, dict):
            return row
        extension = values.mapping(row.get(EXTRA))
        held_back = values.listed(row.get("held_back"))
        if info.context is not None:
            name = "" if cls.object_name == "service" else cls.object_name
            held_back += examine(info, name, row, _names_read(cls), cls.scope)
            for key in extension.keys() - cls.extension_fields - cls.also_read:
                note(info, f"{EXTRA}.{key}", not_read(extension[key]))
        standard = {
            name: value
            for name, value in row.items()
            if name not in cls.extension_fields and value not in EMPTY
        }
        own = {name: extension[name] for name in cls.extension_fields if name in extension}
        return standard | own | {"held_back": held_back}

    @classmethod
    def model_construct(  # type: ignore[override]  # The plugin for mypy derives a signature for each class.
        cls, _fields_set: set[str] | None = None, **values: Any
    ) -> Self:
        """Return an object of values that were checked before, as pydantic does.

        Empty lists are filled in here: pydantic would look up the signature of each default factory each time,
        which took three quarters of the time that the feed needs.
        """
        given = set(values) if _fields_set is None else _fields_set
        missing = {name: make() for name, make in _factories(cls) if name not in values}
        return super().model_construct(given, **values, **missing)

    @property
    def says_nothing(self) -> bool:
        """True when the object has no values but its id, and can be left out."""
        return False

    def published(self, **links: str) -> dict[str, Any]:
        """Return the object as the standard publishes it: without absent values, our own fields under
        `x_signpost`, and `links` to other objects.
        """
        kind, row, own = type(self), dict(links), {}
        for name in kind.model_fields:
            if name in kind.not_published:
                continue
            value = published_value(name, getattr(self, name, None))
            if value in EMPTY:
                continue
            if name not in kind.extension_fields:
                row[name] = value
            elif value is not False and value != _defaults(kind)[name]:
                own[name] = value
        row = self.complete(row | ({EXTRA: own} if own else {}))
        return {"id": row.pop("id", "")} | row

    def complete(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return a published row with every field that the UK profile requires."""
        return row

    @property
    def left_out(self) -> bool:
        """True when the source says that the part is not for the public."""
        return "part" in self.held_back


@cache
def _factories(kind: type[OpenReferralObject]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    """Return the fields of a kind whose default is made, as an empty list is, and what makes each."""
    return tuple(
        (name, cast(Callable[[], Any], field.default_factory))
        for name, field in kind.model_fields.items()
        if field.default_factory is not None
    )


@cache
def _defaults(kind: type[OpenReferralObject]) -> dict[str, Any]:
    return {name: field.get_default(call_default_factory=True) for name, field in kind.model_fields.items()}


@cache
def _names_read(kind: type[OpenReferralObject]) -> frozenset[str]:
    """Return the names under which objects of a kind are read, without those of the extension."""
    names = set(kind.model_fields) - kind.extension_fields | kind.also_read | {EXTRA, "id"}
    for field in kind.model_fields.values():
        if isinstance(field.validation_alias, AliasChoices):
            names |= {each for each in field.validation_alias.choices if isinstance(each, str)}
    return frozenset(names - kind.extension_fields)


def object_or_none(value: Any) -> Any:
    """Return a JSON object or a model as it is; None for any other value."""
    return value if isinstance(value, dict | BaseModel) else None


class RootObject(OpenReferralObject):
    """A service, an organization or a location: an object to which other objects refer.

    `id` is any text until the reader has replaced it by a UUID. `source_id` is the id as the source gives
    it; None means the given `id`.
    """

    id: Text = ""
    name: Name = ""
    source_id: Text | None = None
