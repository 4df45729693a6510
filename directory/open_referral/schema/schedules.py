"""Schedules of services."""

from datetime import date, time
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
)

from directory.open_referral.lenient import (
    Prose,
    Text,
)
from directory.open_referral.schedule_rows import schedule_rows
from directory.open_referral.schema.base import OpenReferralObject
from directory.schedules.open_referral import EXTRA


class Schedule(OpenReferralObject):
    """One schedule. `extra` holds facts for which the standard has no field (see
    directory.schedules.open_referral).
    """

    object_name = "schedule"
    links = ("service_id", "service_at_location_id")

    freq: str | None = None
    interval: int = 1
    byday: Text = ""
    bymonthday: Text = ""
    count: int | None = None
    dtstart: date | None = None
    until: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    description: Prose = ""
    notes: Prose = ""
    schedule_link: Text = ""
    attending_type: Text = ""
    extra: dict[str, Any] = Field(default_factory=dict)

    def complete(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the row with what the UK profile lacks under `x_signpost`, and without an interval of
        nothing.
        """
        extra = row.pop("extra", {}) | {name: row.pop(name) for name in ("until", "count") if name in row}
        if row.get("freq") not in ("WEEKLY", "MONTHLY"):
            row = {name: value for name, value in row.items() if name not in ("freq", "interval")}
        return row | ({EXTRA: extra} if extra else {})

    @property
    def has_days(self) -> bool:
        """True when the row gives days. A row without days holds only words."""
        return self.freq is not None or self.dtstart is not None


Schedules = Annotated[list[Schedule], BeforeValidator(schedule_rows)]
