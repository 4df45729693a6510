"""What a card and a listing depend on beside the service itself: the moment, the calendar, the area and the
settings.
"""

from dataclasses import dataclass
from datetime import date, datetime

from core import clock
from core.settings import Settings
from directory.schedules.holidays import Calendar
from directory.schedules.stored import year


@dataclass(frozen=True, slots=True)
class ListingContext:
    """The surroundings in which services are shown.

    `now` has a time zone. `calendar` holds bank holidays and school terms. `area` is the council's area, as
    in 'all of Dearne Valley'. Facts that were checked more than `stale_days` days ago are stale.
    """

    now: datetime
    calendar: Calendar
    area: str
    stale_days: int

    @property
    def today(self) -> date:
        """The date of `now` in England."""
        return self.now.astimezone(clock.LONDON).date()


def listing_context(settings: Settings) -> ListingContext:
    """Return the surroundings at this moment."""
    calendar = year(settings.content_dir)
    return ListingContext(clock.now(), calendar, settings.council_area, settings.stale_days)
