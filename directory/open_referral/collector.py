"""What every reader needs: problems noted with their row, ids that stay the same, places and organizations kept once."""

from collections.abc import Callable
from dataclasses import fields
from typing import TypeVar

from core.clock import stable_id
from directory.open_referral import values
from directory.open_referral.problems import ImportProblem
from directory.open_referral.records import (
    Feed,
    LocationRecord,
    OrganizationRecord,
    PhoneRecord,
    ServiceRecord,
)
from directory.schedules.parse_values import UnreadableError

T = TypeVar("T")
Shared = TypeVar("Shared", OrganizationRecord, LocationRecord)


class Collector:
    """Fills a feed record by record. `row` and `record` say where we are, for the problems."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.row = 0
        self.record = ""
        self._seen: dict[str, int] = {}

    def at(self, row: int, record: str) -> None:
        """Go on to the next record."""
        self.row, self.record = row, record

    def problem(self, field: str, what: str, *, left_out: bool = False) -> None:
        """Note what could not be used as it stood."""
        self.feed.problems.append(ImportProblem(self.row, field, what, self.record, left_out))

    def take(self, field: str, read: Callable[[object], T], value: object, default: T) -> T:
        """A value as read, or the default with the problem noted."""
        try:
            return read(value)
        except UnreadableError as error:
            self.problem(field, str(error))
            return default

    def phones(self, field: str, value: object) -> list[PhoneRecord]:
        """The numbers in a text; none, with the problem noted, when there is no number in it."""
        return self.take(field, values.phones, value, [])

    def point(self, latitude: object, longitude: object) -> tuple[float | None, float | None]:
        """Latitude and longitude in degrees, or None twice."""
        try:
            return values.point(latitude, longitude) or (None, None)
        except UnreadableError as error:
            self.problem("latitude and longitude", str(error))
            return None, None

    def ages(self, youngest: object, oldest: object) -> tuple[int | None, int | None]:
        """Youngest and oldest age; an oldest below the youngest is left out with the problem noted."""
        low = self.take("minimum age", values.age, youngest, None)
        high = self.take("maximum age", values.age, oldest, None)
        if low is not None and high is not None and high < low:
            if high:
                self.problem("maximum age", f"{high} is below the minimum age {low}: left out")
            high = None
        return low, high

    def identity(self, noun: str, given: object, fallback: str = "") -> str:
        """The given id where it is a UUID; else one that is the same each time for this source and id (or fallback)."""
        return values.uuid(given) or stable_id(
            self.feed.kind, self.feed.source, noun, values.words(given) or fallback
        )

    def organization(self, record: OrganizationRecord) -> str:
        """Keep an organization once; what an earlier mention did not say is filled in. Returns its id."""
        known = self.feed.organizations.get(record.id)
        if known is None or (known.stub and not record.stub):
            self.feed.organizations[record.id] = record
        elif not record.stub:
            _fill(known, record)
        return record.id

    def location(self, record: LocationRecord) -> str:
        """Keep a place once, as `organization` does. Returns its id."""
        known = self.feed.locations.get(record.id)
        if known is None:
            self.feed.locations[record.id] = record
        else:
            _fill(known, record)
        return record.id

    def has_service(self, service_id: str) -> bool:
        """True when a service with this id was kept already."""
        return service_id in self._seen

    def service(self, record: ServiceRecord) -> None:
        """Keep a service. Of two with the same id the later one is taken, with the problem noted."""
        record.row = self.row
        place = self._seen.get(record.id)
        if place is None:
            self._seen[record.id] = len(self.feed.services)
            self.feed.services.append(record)
            return
        earlier, self.feed.services[place] = self.feed.services[place], record
        self.problem("id", f"stands in row {earlier.row} as well: the later one is taken")


def _fill(known: Shared, other: Shared) -> None:
    for each in fields(known):
        if getattr(known, each.name) in (None, "", [], False) and each.name != "stub":
            setattr(known, each.name, getattr(other, each.name))
