"""For how long a check of each kind of fact holds, by the settings."""

from collections.abc import Mapping

from core.settings import Settings
from directory.facts.kinds import Fact


def days_of_facts(settings: Settings) -> Mapping[Fact, int]:
    """Return the days for which a check of each kind of fact holds."""
    return {
        Fact.RECORD: settings.stale_days,
        Fact.PHONE: settings.phone_days,
        Fact.ADDRESS: settings.address_days,
        Fact.HOURS: settings.hours_days,
        Fact.LINK: settings.stale_days,
    }
