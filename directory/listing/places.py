"""The visible places of a service, as its page shows them."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from core import clock
from directory import visibility
from directory.listing import wording
from directory.models.locations import Accessibility
from directory.models.services import Service, ServiceAtLocation
from directory.schedules.holidays import Calendar
from directory.schedules.sessions import open_state
from directory.schedules.stored import own_site_hours
from directory.schedules.wording.hours import exception_lines, hours_lines
from directory.schedules.wording.state import opens_most_days, state_words
from directory.schedules.wording.times import sentence
from directory.vocabulary import ACCESS


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place: its address in lines, directions, and its own times where they differ from the times of the
    service.
    """

    name: str
    lines: tuple[str, ...]
    town: str
    postcode: str
    description: str
    transport: str
    access: tuple[str, ...]
    when: tuple[str, ...]
    exceptions: tuple[str, ...]
    open_words: str
    latitude: float | None
    longitude: float | None

    @property
    def address(self) -> str:
        """Return the address as on an envelope, one part a line."""
        return "\n".join(line for line in (self.name, *self.lines, self.town, self.postcode) if line)

    @property
    def map_url(self) -> str:
        """Return the web address of a map of the place; empty without coordinates."""
        if self.latitude is None or self.longitude is None:
            return ""
        spot = f"{self.latitude:.5f}", f"{self.longitude:.5f}"
        return "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=17/{0}/{1}".format(*spot)


def place_views(service: Service, now: datetime, calendar: Calendar) -> tuple[PlaceView, ...]:
    """Return the visible places of a service, in order."""
    return tuple(_view(service, site, now, calendar) for site in visibility.visible_locations(service))


def _view(service: Service, site: ServiceAtLocation, now: datetime, calendar: Calendar) -> PlaceView:
    location, address = site.location, wording.physical_address(site)
    lines = (address.attention, address.address_1, address.address_2) if address else ()
    hours = own_site_hours(service, site)
    today = now.astimezone(clock.LONDON).date()
    own = hours.kind != "unknown"
    state = state_words(open_state(hours, now, calendar), now, opens=opens_most_days(hours))
    return PlaceView(
        name=location.name.strip(),
        lines=tuple(line.strip() for line in lines if line.strip() and line.strip() != location.name.strip()),
        town=address.city.strip() if address else "",
        postcode=address.postal_code.strip() if address else "",
        description=" ".join(
            part.strip() for part in (site.description, location.description) if part.strip()
        ),
        transport=location.transportation.strip(),
        access=tuple(dict.fromkeys(_access(row) for row in location.accessibility if _access(row))),
        when=tuple(sentence(line) for line in hours_lines(hours, today)) if own else (),
        exceptions=tuple(sentence(line) for line in exception_lines(hours, today)) if own else (),
        open_words=sentence(state) if own else "",
        latitude=location.latitude,
        longitude=location.longitude,
    )


def _access(row: Accessibility) -> str:
    if row.access_id in ACCESS:
        return _(ACCESS[row.access_id])
    return row.description.strip() or row.details.strip()


def area_words(service: Service, area: str) -> str:
    """Return where people must live: 'All of Dearne Valley', or 'Wombwell and Hoyland'; empty when not
    known.
    """
    names = [row.name.strip() for row in service.service_areas if row.name.strip()]
    if any(name.lower() == "borough" for name in names) or (not names and "borough_wide" in service.delivery):
        return _("All of %(area)s", area=area)
    if len(names) < 2:
        return names[0] if names else ""
    return _("%(most)s and %(last)s", most=", ".join(names[:-1]), last=names[-1])
