"""The days of the policy, from the settings."""

from core.settings import Settings
from directory.facts.periods import days_of_facts
from upkeep.freshness.policy import Periods


def periods_of(settings: Settings) -> Periods:
    """Return the periods by which this site checks its listings."""
    return Periods(
        checked_for=days_of_facts(settings),
        lead=min(28, settings.stale_days // 2),
        hidden_after=settings.hide_days,
        most_hidden=settings.hide_percent / 100,
    )
