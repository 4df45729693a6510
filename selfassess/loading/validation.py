"""Content files against their pydantic models; what pydantic finds becomes problems with a file, a line and a
plain sentence.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, ValidationInfo, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from selfassess.loading.problems import ContentProblem
from selfassess.loading.yaml_file import Place, YamlFile

T = TypeVar("T")


@dataclass(frozen=True)
class ContentContext:
    """What the fields of one file may refer to in other files.

    `one_voice`: whether people only ever answer about themselves, so that no words need a second form.
    `laws`: how the citations of listed laws begin. `field_names`: the names each mapping may have, by the
    mapping's id().
    """

    signals: Collection[str] = ()
    routes: Collection[str] = ()
    interrupts: Collection[str] = ()
    one_voice: bool = False
    laws: Collection[str] = ()
    field_names: dict[int, list[str]] = field(default_factory=dict)


class ContentModel(BaseModel):
    """The base of all content models: unknown names are mistakes.

    Whoever validates one gives a ContentContext.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _note_field_names(cls, raw: Any, info: ValidationInfo) -> Any:
        """Note which names are allowed here: pydantic's error for an unknown name does not say."""
        if isinstance(raw, dict):
            names = [one.alias or name for name, one in cls.model_fields.items()]
            context_of(info).field_names[id(raw)] = sorted(names)
        return raw


def context_of(info: ValidationInfo) -> ContentContext:
    """Return the context of a validation."""
    assert isinstance(info.context, ContentContext)
    return info.context


def mistake(message: str) -> PydanticCustomError:
    """Return an error for a validator to raise, with words of our own."""
    return PydanticCustomError("content", "{message}", {"message": message})


def unknown_value(value: str, known: Collection[str]) -> str:
    """Return the sentence for a value that is not one of those known."""
    return f"{value!r} is not known; use one of: {', '.join(known)}"


def validate(
    adapter: TypeAdapter[T],
    file: YamlFile,
    context: ContentContext,
    problems: list[ContentProblem],
    place: Place = (),
) -> T | None:
    """Return the content at a place of a file; None where it has mistakes, which are added to `problems`."""
    data = _at(file.data, place)
    try:
        return adapter.validate_python(data, context=context)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            found_at = (*place, *details["loc"])
            problems.append(file.problem(found_at, _sentence(details, data, context)))
        return None


def _at(data: Any, place: Place) -> Any:
    """The value at a place.

    Parts that are not in the data, such as the tag of a union's member, are passed over.
    """
    for part in place:
        in_mapping = isinstance(data, dict) and part in data
        in_list = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if in_mapping or in_list:
            data = data[part]
    return data


def _sentence(details: ErrorDetails, data: Any, context: ContentContext) -> str:
    """What to do about one of pydantic's errors."""
    kind, value, place = details["type"], details["input"], details["loc"]
    if kind == "missing":
        return f"{place[-1]} is missing; add it here"
    if kind == "extra_forbidden":
        names = context.field_names[id(_at(data, place[:-1]))]
        return f"{place[-1]} is not known here; use one of: {', '.join(names)}"
    if kind in ("enum", "literal_error"):
        # pydantic writes "'one', 'many' or 'text'".
        expected = details["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        return unknown_value(value, expected.split(", "))
    return _SENTENCES.get(kind, details["msg"])


_NAMES_NEEDED = "names with values (name: value) are needed here"
_SENTENCES: Mapping[str, str] = {
    "string_type": "a single value is needed here",
    "string_too_short": "words are missing here",
    "list_type": "a list is needed here",
    "tuple_type": "a list is needed here",
    "dict_type": _NAMES_NEEDED,
    "model_type": _NAMES_NEEDED,
    "model_attributes_type": _NAMES_NEEDED,
}


def referring_to(known: Callable[[ContentContext], Collection[str]]) -> Callable[[str, ValidationInfo], str]:
    """Return a validator for a value that must be one of those that the context knows."""

    def check(value: str, info: ValidationInfo) -> str:
        choices = known(context_of(info))
        if value not in choices:
            raise mistake(unknown_value(value, choices))
        return value

    return check
