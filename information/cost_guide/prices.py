"""Local prices of care, from content/figures/local_prices.yaml: a range for each kind, with dates and source.

For a day without a price there is an error, never an older price.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from core.content import content_loader, read_yaml
from selfassess.rules.figures import LOCAL_PRICES, FigureMissing


class Kind(StrEnum):
    """What a price is for."""

    HOME_CARE = "home_care"
    DAY_CENTRE = "day_centre"
    CARE_HOME = "care_home"
    NURSING_HOME = "nursing_home"
    PENDANT_ALARM = "pendant_alarm"


class Per(StrEnum):
    """What is paid for at a price."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class LocalPrice(BaseModel):
    """The lowest and the highest local price in pounds, in force from `valid_from` to `valid_to`, both
    included.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Kind
    low: Decimal = Field(gt=0, max_digits=9, decimal_places=2)
    high: Decimal = Field(gt=0, max_digits=9, decimal_places=2)
    per: Per
    valid_from: date
    valid_to: date
    source: str = Field(min_length=1)
    checked_on: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.high < self.low:
            raise ValueError(f"{self.id}: high is below low; swap them")
        if self.valid_to < self.valid_from:
            raise ValueError(f"{self.id}: valid_to is before valid_from; mend one of them")
        return self


def on(prices: Sequence[LocalPrice], kind: Kind, day: date) -> LocalPrice:
    """Return the price in force on a day. Raises FigureMissing where there is none."""
    for price in prices:
        if price.id is kind and price.valid_from <= day <= price.valid_to:
            return price
    raise FigureMissing(kind, day)


def all_on(prices: Sequence[LocalPrice], day: date) -> Mapping[Kind, LocalPrice | None]:
    """Return the price of every kind on a day; None where there is none."""
    found: dict[Kind, LocalPrice | None] = dict.fromkeys(Kind)
    for price in prices:
        if price.valid_from <= day <= price.valid_to:
            found[price.id] = price
    return found


@content_loader
def load(content_dir: Path) -> tuple[LocalPrice, ...]:
    """Return all prices; none where a council has no file of them.

    Raises ValueError, which names the file, the row and what is wrong.
    """
    path = content_dir / "figures" / LOCAL_PRICES
    if not path.exists():
        return ()
    try:
        return TypeAdapter(tuple[LocalPrice, ...]).validate_python(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ", ".join(str(part) for part in first["loc"])
        raise ValueError(f"{path.name}: row {place} (counted from 0): {first['msg']}") from error
