"""The list of content/review_dates.yaml, and what of it is due on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from core.content import content_loader, read_yaml
from information import pages

Words = Annotated[str, StringConstraints(min_length=1)]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    look_again: date
    who: Words


class FigureDate(_Row):
    """When to look at a figure again. `id`: as in content/figures/."""

    id: Words


class SchemeDate(_Row):
    """When to look at a scheme, or at a date in a text, again. `says`: words by which its place is found."""

    name: Words
    says: Words


class HelplineDate(_Row):
    """When to look at a telephone number again. `name`: whose it is."""

    number: Words
    name: Words


class ReviewDates(BaseModel):
    """The whole list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    figures: tuple[FigureDate, ...]
    schemes: tuple[SchemeDate, ...]
    helplines: tuple[HelplineDate, ...]


@dataclass(frozen=True, order=True)
class Due:
    """Something to look at again by a day: its kind, such as "helpline", what it is, and the team that looks."""

    look_again: date
    kind: str
    what: str
    who: str


@content_loader
def load(content_dir: Path) -> ReviewDates:
    """Return the list. Raises ValueError, which names the row and what is wrong."""
    path = content_dir / "review_dates.yaml"
    try:
        return ReviewDates.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ", ".join(str(part) for part in first["loc"])
        raise ValueError(f"{path.name}: {place} (rows counted from 0): {first['msg']}") from error


def due(content_dir: Path, day: date) -> list[Due]:
    """Return what must be looked at by a day, pages of advice included, the longest overdue first."""
    return sorted(one for one in _all(content_dir) if one.look_again <= day)


def _all(content_dir: Path) -> Iterator[Due]:
    listed = load(content_dir)
    for figure in listed.figures:
        yield Due(figure.look_again, "figure", figure.id, figure.who)
    for scheme in listed.schemes:
        yield Due(scheme.look_again, "scheme", scheme.name, scheme.who)
    for helpline in listed.helplines:
        yield Due(helpline.look_again, "helpline", f"{helpline.number} ({helpline.name})", helpline.who)
    for page in pages.load(content_dir).values():
        yield Due(page.next_review, "page", f"/advice/{page.slug}", page.owner)
