"""The facts of a listing that a moderator can put right during a call."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.clock import new_id
from directory.facts.kinds import Fact
from directory.open_referral.schedule_rows import schedule_fields
from directory.open_referral.schema.contacts import Phone
from directory.open_referral.schema.schedules import Schedule
from directory.open_referral.schema.services import Service
from directory.schedules.pasted.reading import read_hours

FACTS: Mapping[str, Fact] = {"phone": Fact.PHONE, "email": Fact.RECORD, "hours": Fact.HOURS}
"""Which fact each change proves, beside the record."""


@dataclass(frozen=True, slots=True)
class Editable:
    """What is known before a call. `has_one_timetable`: False where places have times of their own."""

    phone: str
    email: str
    has_one_timetable: bool


def editable(record: Service) -> Editable:
    """Return the facts of a record that can be changed in a call; of several numbers the first."""
    number = record.phones[0].number if record.phones else ""
    by_place = any(site.schedules for site in record.service_at_locations)
    return Editable(number, record.email, not by_place)


def with_changes(record: Service, changes: Mapping[str, str]) -> Service:
    """Return a copy of a record with these changes. The hours must be clear (`read_hours`)."""
    changed = record.model_copy(deep=True)
    if "phone" in changes:
        changed.phones = _with_number(changed.phones, changes["phone"])
    if "email" in changes:
        changed.email = changes["email"]
    if changes.get("hours"):
        rows = read_hours(changes["hours"]).schedules()
        changed.schedules = [Schedule(**schedule_fields(row)) for row in rows]
        changed.hours_kind, changed.hours_text = "scheduled", ""
    return changed


def _with_number(phones: list[Phone], number: str) -> list[Phone]:
    if not number:
        return phones[1:]
    if not phones:
        return [Phone(id=new_id(), number=number)]
    return [phones[0].model_copy(update={"number": number}), *phones[1:]]
