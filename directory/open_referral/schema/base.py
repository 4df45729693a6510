"""What all objects of the schema share."""

from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    model_validator,
)

from directory.open_referral import values
from directory.open_referral.lenient import (
    EMPTY,
    Name,
    Text,
    Uuid,
)
from directory.schedules.open_referral import EXTRA


class OpenReferralObject(BaseModel):
    """What all objects share. `id` is the source's own id where it is a UUID, else empty."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    object_name: ClassVar[str]
    """The specification's name of the object, which is the name of its table too."""
    extension_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields that lie under `x_signpost`."""

    id: Uuid = ""

    @model_validator(mode="before")
    @classmethod
    def _unpack_extension(cls, row: Any) -> Any:
        """Drop empty values and bring the extension's fields beside the standard's."""
        if not isinstance(row, dict):
            return row
        standard = {
            name: value
            for name, value in row.items()
            if name not in cls.extension_fields and value not in EMPTY
        }
        extension = values.mapping(row.get(EXTRA))
        return standard | {name: extension[name] for name in cls.extension_fields if name in extension}

    @property
    def says_nothing(self) -> bool:
        """True when nothing is known but the id, so that the object can be left out."""
        return False


def object_or_none(value: Any) -> Any:
    return value if isinstance(value, dict | BaseModel) else None


class RootObject(OpenReferralObject):
    """A service, an organization or a location: an object that other objects refer to.

    `id` is any text until the reader has made a UUID of it. `source_id` is the id in the source's own words;
    None means the given `id`.
    """

    id: Text = ""
    name: Name = ""
    source_id: Text | None = None
