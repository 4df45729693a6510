"""What of a record is compared and merged as one: a field, or fields that mean something only together. Pure."""

from dataclasses import dataclass
from typing import Any

from core.messages import N_
from directory.open_referral.schema.base import OpenReferralObject
from directory.versions.record_json import Record


@dataclass(frozen=True, slots=True)
class Unit:
    """Fields of a record that belong together. `label`: what people call them, marked for translation."""

    name: str
    label: str
    fields: tuple[str, ...]

    def values(self, record: OpenReferralObject) -> tuple[Any, ...]:
        """Return the values of the fields in a record."""
        return tuple(getattr(record, name) for name in self.fields)


def _units(*rows: tuple[str, str] | tuple[str, str, tuple[str, ...]]) -> tuple[Unit, ...]:
    return tuple(Unit(row[0], row[1], row[2] if len(row) > 2 else (row[0],)) for row in rows)


SERVICE_UNITS = _units(
    ("name", N_("Name")),
    ("alternate_name", N_("Other name")),
    ("former_names", N_("Used to be called")),
    ("organization_id", N_("Group")),
    ("summary", N_("In short")),
    ("description", N_("Description")),
    ("url", N_("Web page")),
    (
        "status",
        N_("Open, paused or ended"),
        ("status", "paused_from", "paused_until", "ends_on", "ended_reason", "successor_ids"),
    ),
    ("starts_on", N_("Starts on")),
    ("alert", N_("Notice")),
    ("photo", N_("Photo"), ("photo_id", "photo_alt")),
    ("phones", N_("Phone numbers")),
    ("email", N_("Email")),
    ("contacts", N_("Contacts")),
    ("service_at_locations", N_("Places")),
    ("secret_address", N_("Secret address")),
    ("hours", N_("Times"), ("hours_kind", "hours_text", "schedules")),
    ("delivery", N_("How people get it")),
    ("service_areas", N_("Areas")),
    ("cost_options", N_("Cost")),
    ("fees", N_("About the cost")),
    ("direct_payment", N_("Direct payments")),
    ("ages", N_("Ages"), ("minimum_age", "maximum_age")),
    ("eligibility_description", N_("Who it is for")),
    ("route_in", N_("Who can ask")),
    ("application_process", N_("How to ask")),
    ("availability", N_("Places free or full")),
    ("waiting_time", N_("Waiting time")),
    ("if_full", N_("When it is full")),
    ("languages", N_("Languages")),
    ("interpretation_services", N_("Interpreters")),
    ("attributes", N_("What it helps with, and for whom")),
    ("accreditations", N_("Quality marks")),
    ("registration", N_("Registration"), ("registration_body", "registration_number")),
    ("funding", N_("Funding")),
    ("professionals_only", N_("For workers only")),
    ("sensitive", N_("Sensitive")),
    ("signposts_only", N_("Only says where to get help")),
)
ORGANIZATION_UNITS = _units(
    ("name", N_("Name")),
    ("alternate_name", N_("Other name")),
    ("kind", N_("Kind of group")),
    ("description", N_("Description")),
    ("email", N_("Email")),
    ("website", N_("Website")),
    ("phones", N_("Phone numbers")),
    ("contacts", N_("Contacts")),
    ("organization_identifiers", N_("Registered numbers")),
    ("legal_status", N_("Legal form")),
    ("year_incorporated", N_("Began in")),
    ("logo", N_("Logo")),
    ("uri", N_("Address in the feed")),
    ("funding", N_("Funding")),
)
NOT_EDITED = frozenset(
    {
        *("id", "source_id", "held_back", "last_modified", "organization", "parent_organization_id"),
        *("assured_date", "assurer_email", "checked_by"),
    }
)
"""Fields that no edit decides."""


def units_of(record: Record) -> tuple[Unit, ...]:
    """Return the units of a record, in the order in which people read them."""
    return SERVICE_UNITS if record.object_name == "service" else ORGANIZATION_UNITS
