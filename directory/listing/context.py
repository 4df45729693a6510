"""The values beside the service on which cards and listings depend: moment, calendar, area and settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from core import clock
from core.settings import Settings
from directory.facts.kinds import Fact
from directory.facts.periods import days_of_facts
from directory.listing import council_listings
from directory.schedules.holidays import Calendar
from directory.schedules.stored import year
from directory.taxonomy.needs import load as load_needs


@dataclass(frozen=True, slots=True)
class ListingContext:
    """The values beside the service on which cards and listings depend.

    `now` has a time zone. `calendar` holds bank holidays and school terms.

    `area` is the council's area, as in 'all of Dearne Valley'.

    `stale_days` is the number of days after which a record counts as stale unless it is checked again.
    """

    now: datetime
    calendar: Calendar
    area: str
    stale_days: int
    lived_in: frozenset[str] = frozenset()
    """The ids of the needs for which people live at a place: its hours are not opening times."""
    forms: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Forms of this site by the names of organization and service: the last part of the form's address."""
    fact_days: Mapping[Fact, int] = field(default_factory=dict)
    """For how many days a check of each kind of fact holds."""

    @property
    def today(self) -> date:
        """Return the date of `now` in England."""
        return self.now.astimezone(clock.LONDON).date()

    def days_of(self, fact: Fact) -> int:
        """Return for how many days a check of a kind of fact holds."""
        return self.fact_days.get(fact, self.stale_days)


def listing_context(settings: Settings) -> ListingContext:
    """Return the context for the present moment, from the settings."""
    content = settings.content_dir
    return ListingContext(
        clock.now(),
        year(content),
        settings.council_area,
        settings.stale_days,
        load_needs(content).lived_in,
        council_listings.load(content),
        days_of_facts(settings),
    )
