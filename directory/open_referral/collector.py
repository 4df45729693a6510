"""Adds records to a feed one by one: notes problems, gives stable ids, and stores shared records once."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from core.clock import stable_id
from directory.open_referral import values
from directory.open_referral.feed import Feed
from directory.open_referral.leftovers import not_read
from directory.open_referral.problems import ImportProblem
from directory.open_referral.schema.base import RootObject
from directory.open_referral.schema.locations import Location, location_words
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service
from directory.schedules.parse_values import UnreadableError

Value = TypeVar("Value")


class Collector:
    """Collects the records of one source, and their problems from lenient validation.

    `row` and `record` identify the record that is being read; each new problem carries both.
    """

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.row = 0
        self.record = ""
        self._places: dict[str, int] = {}

    def at(self, row: int, record: str) -> None:
        """Start the next record: `row` is its position in the source, `record` its name."""
        self.row, self.record = row, record

    def problem(
        self, field: str, what: str, *, left_out: bool = False, count: int = 1, others: tuple[str, ...] = ()
    ) -> None:
        """Note a value or a record that could not be used, or a number of values of one kind."""
        self.feed.problems.append(ImportProblem(self.row, field, what, self.record, left_out, count, others))

    def take(self, field: str, read: Callable[[object], Value], value: object, default: Value) -> Value:
        """Return the value as `read` returns it. When `read` raises UnreadableError, note a problem and
        return the default.
        """
        try:
            return read(value)
        except UnreadableError as error:
            self.problem(field, str(error))
            return default if error.value is None else cast(Value, error.value)

    def point(self, latitude: object, longitude: object) -> tuple[float | None, float | None]:
        """Return latitude and longitude in degrees; (None, None) when not known.

        A point that is not on Earth gives (None, None) and a problem.
        """
        try:
            return values.point(latitude, longitude) or (None, None)
        except UnreadableError as error:
            self.problem("latitude and longitude", str(error))
            return None, None

    def identity(self, noun: str, given: object, fallback: str = "") -> str:
        """Return the given id when it is a UUID, else a stable UUID made from the source and the id.

        `fallback` is used in place of a missing id.
        """
        return values.uuid(given) or stable_id(
            self.feed.kind, self.feed.source, noun, values.words(given) or fallback
        )

    def identify(self, record: RootObject, fallback: str) -> None:
        """Set the UUID of a record. Its `source_id` is set to the id as the source gives it."""
        if record.source_id is None:
            record.source_id = record.id
        record.id = self.identity(type(record).object_name, record.id, fallback)

    def identify_service(self, record: Service) -> None:
        """Set the UUID of a service.

        A service without an id is identified by its name. When the feed has another service of that name, its
        organization, place, web address, words and times become part of the id.
        """
        if record.id:
            self.identify(record, record.name)
            return
        organization = record.organization.name if record.organization else ""
        places = [location_words(site.location) for site in record.service_at_locations if site.location]
        times = [f"{row.byday} {row.dtstart} {row.opens_at}" for row in record.schedules]
        fallback = record.name
        for part in ("", organization, *places, record.url, *times, record.hours_text, record.description):
            fallback = "|".join(filter(None, (fallback, part)))
            if not self.has_service(self.identity("service", None, fallback)):
                break
        self.identify(record, fallback)

    def add_organization(self, record: Organization, *, stub: bool = False) -> str:
        """Add an organization to the feed once, and return its id. A later mention fills empty fields."""
        known = self.feed.organizations.get(record.id)
        was_stub = record.id in self.feed.stubs
        if known is None or (was_stub and not stub):
            self.feed.organizations[record.id] = record
            self.feed.stubs.discard(record.id)
            if stub:
                self.feed.stubs.add(record.id)
        elif not stub:
            self._fill(known, record)
        return record.id

    def add_location(self, record: Location) -> str:
        """Add a location to the feed once, and return its id. A later mention fills empty fields."""
        known = self.feed.locations.get(record.id)
        if known is None:
            self.feed.locations[record.id] = record
        else:
            self._fill(known, record)
        return record.id

    def _fill(self, known: RootObject, other: RootObject) -> None:
        """Fill the empty fields of a record from a later mention. Other values of the mention are problems."""
        for name in type(known).model_fields:
            given, later = getattr(known, name), getattr(other, name)
            if given in (None, "", [], False):
                setattr(known, name, later)
            elif (
                name != "source_id"
                and later not in (None, "", [], False)
                and _content(later) != _content(given)
            ):
                self.problem(
                    f"{type(known).object_name}.{name}",
                    f"differs from an earlier mention: {not_read(_content(later))}",
                )

    def has_service(self, service_id: str) -> bool:
        """Return True when the feed has a service with this id."""
        return service_id in self._places

    def add_service(self, record: Service) -> None:
        """Add a service to the feed. Of two services with the same id the later one replaces the first, with
        a problem.
        """
        place = self._places.get(record.id)
        if place is None:
            self._places[record.id] = len(self.feed.services)
            self.feed.services.append(record)
        else:
            self.feed.services[place] = record
            earlier = self.feed.rows[record.id]
            self.problem("id", f"stands in row {earlier} as well: the later one is taken", left_out=True)
        self.feed.rows[record.id] = self.row


def _content(value: Any) -> Any:
    """Return a value without the ids of its parts, which differ between mentions of the same record."""
    if isinstance(value, list):
        return [_content(each) for each in value]
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
    return value
