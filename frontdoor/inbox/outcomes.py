"""The outcomes with which a request is closed, as the national collection spells them. Dated content."""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.content import content_loader, read_yaml
from selfassess.models import MOST_OUTCOME


class RequestOutcome(BaseModel):
    """One outcome. `id`: stable, stored with the request. `label`: exactly as the collection has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1, max_length=MOST_OUTCOME)
    label: str = Field(min_length=1)


class RequestOutcomes(BaseModel):
    """The list in order of precedence, with where it comes from and since when it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    collection: str
    valid_from: date
    source: str
    read_on: date
    look_again: date
    outcomes: tuple[RequestOutcome, ...]

    @model_validator(mode="after")
    def _each_once(self) -> "RequestOutcomes":
        ids = [one.id for one in self.outcomes]
        labels = [one.label for one in self.outcomes]
        if len(set(ids)) != len(ids) or len(set(labels)) != len(labels):
            raise ValueError("an id or a label is there twice")
        return self

    def label_of(self, outcome_id: str) -> str:
        """Return the label of an outcome; the id itself where the list no longer has it."""
        return next((one.label for one in self.outcomes if one.id == outcome_id), outcome_id)


@content_loader
def request_outcomes(content_dir: Path) -> RequestOutcomes:
    """Return the list. Raises ValueError, which names the row and what is wrong."""
    path = content_dir / "cld_outcomes.yaml"
    try:
        return RequestOutcomes.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ", ".join(str(part) for part in first["loc"])
        raise ValueError(f"{path.name}: {place}: {first['msg']}") from error
