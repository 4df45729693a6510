"""Which kinds of facts a service has."""

from directory.facts.kinds import Fact
from directory.models.services import Service
from directory.visibility import visible_locations


def facts_of(service: Service) -> tuple[Fact, ...]:
    """Return the kinds of facts that the listing of a loaded service shows."""
    shown = {
        Fact.RECORD: True,
        Fact.PHONE: bool(service.phones),
        Fact.ADDRESS: bool(visible_locations(service)),
        Fact.HOURS: service.hours_kind != "unknown" or bool(service.schedules),
        Fact.LINK: bool(service.url),
    }
    return tuple(fact for fact, is_there in shown.items() if is_there)
