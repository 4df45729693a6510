"""Fills a feed record by record: notes problems, gives ids that stay the same, keeps shared records once."""

from collections.abc import Callable
from typing import TypeVar

from core.clock import stable_id
from directory.open_referral import values
from directory.open_referral.feed import Feed
from directory.open_referral.problems import ImportProblem
from directory.open_referral.schema.base import RootObject
from directory.open_referral.schema.locations import Location
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service
from directory.schedules.parse_values import UnreadableError

Value = TypeVar("Value")


class Collector:
    """Collects the records of one source. It is the log that lenient validation writes to.

    `row` and `record` say which record is being read, for the problems.
    """

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.row = 0
        self.record = ""
        self._places: dict[str, int] = {}

    def at(self, row: int, record: str) -> None:
        """Go on to the next record: `row` is its place in the source, `record` its name."""
        self.row, self.record = row, record

    def problem(self, field: str, what: str, *, left_out: bool = False) -> None:
        """Note a value or a record that could not be used."""
        self.feed.problems.append(ImportProblem(self.row, field, what, self.record, left_out))

    def take(self, field: str, read: Callable[[object], Value], value: object, default: Value) -> Value:
        """Return a value as read, or the default with the problem noted."""
        try:
            return read(value)
        except UnreadableError as error:
            self.problem(field, str(error))
            return default

    def point(self, latitude: object, longitude: object) -> tuple[float | None, float | None]:
        """Return latitude and longitude in degrees; None twice, with the problem noted, for no place on
        Earth.
        """
        try:
            return values.point(latitude, longitude) or (None, None)
        except UnreadableError as error:
            self.problem("latitude and longitude", str(error))
            return None, None

    def identity(self, noun: str, given: object, fallback: str = "") -> str:
        """Return the given id where it is a UUID; else one that is always the same for this source and id.

        `fallback` takes the place of a missing id.
        """
        return values.uuid(given) or stable_id(
            self.feed.kind, self.feed.source, noun, values.words(given) or fallback
        )

    def identify(self, record: RootObject, fallback: str) -> None:
        """Give a record its UUID; its `source_id` keeps the id in the source's own words."""
        if record.source_id is None:
            record.source_id = record.id
        record.id = self.identity(type(record).object_name, record.id, fallback)

    def add_organization(self, record: Organization, *, stub: bool = False) -> str:
        """Keep an organization once and return its id. What an earlier mention did not say is filled in."""
        known = self.feed.organizations.get(record.id)
        was_stub = record.id in self.feed.stubs
        if known is None or (was_stub and not stub):
            self.feed.organizations[record.id] = record
            self.feed.stubs.discard(record.id)
            if stub:
                self.feed.stubs.add(record.id)
        elif not stub:
            _fill(known, record)
        return record.id

    def add_location(self, record: Location) -> str:
        """Keep a location once and return its id. What an earlier mention did not say is filled in."""
        known = self.feed.locations.get(record.id)
        if known is None:
            self.feed.locations[record.id] = record
        else:
            _fill(known, record)
        return record.id

    def has_service(self, service_id: str) -> bool:
        """Return True when a service with this id was added already."""
        return service_id in self._places

    def add_service(self, record: Service) -> None:
        """Add a service. Of two with the same id the later one is taken, with the problem noted."""
        place = self._places.get(record.id)
        if place is None:
            self._places[record.id] = len(self.feed.services)
            self.feed.services.append(record)
        else:
            self.feed.services[place] = record
            earlier = self.feed.rows[record.id]
            self.problem("id", f"stands in row {earlier} as well: the later one is taken")
        self.feed.rows[record.id] = self.row


def _fill(known: RootObject, other: RootObject) -> None:
    for name in type(known).model_fields:
        if getattr(known, name) in (None, "", [], False):
            setattr(known, name, getattr(other, name))
