"""Services, and services at locations."""

from typing import Annotated, Any

from pydantic import (
    AliasChoices,
    BeforeValidator,
    Field,
    ValidationInfo,
    model_validator,
)

from directory.open_referral import publication, values, worded_values
from directory.open_referral.lenient import (
    EMPTY,
    Day,
    Email,
    Flag,
    Members,
    Moment,
    Name,
    Prose,
    Text,
    TextList,
    Url,
    Uuid,
    UuidList,
    choice,
    choices,
    lenient,
    note,
)
from directory.open_referral.schedule_rows import is_always
from directory.open_referral.schema.base import OpenReferralObject, RootObject, object_or_none
from directory.open_referral.schema.contacts import Contact, Phones, all_private, split_private
from directory.open_referral.schema.locations import Location
from directory.open_referral.schema.organizations import Funding, Organization
from directory.open_referral.schema.parts import CostOption, Language, ServiceArea
from directory.open_referral.schema.schedules import Schedules
from directory.open_referral.schema.taxonomies import Attribute
from directory.vocabulary import AVAILABILITY, DELIVERY, ROUTE_IN, STATUS

TAKEN_DOWN = "inactive"
"""The status of a record that is stored and never shown."""
HOURS_KINDS = ("unknown", "always", "scheduled")


class ServiceAtLocation(OpenReferralObject):
    """The service at one of its locations; `schedules` are the location's own times."""

    object_name = "service_at_location"
    links = ("service_id",)
    scope = "address"

    location_id: Uuid = ""
    location: Annotated[Location | None, BeforeValidator(object_or_none)] = None
    description: Prose = ""
    schedules: Schedules = Field(default_factory=list)

    @property
    def says_nothing(self) -> bool:
        return self.location is None and not self.location_id


class ServiceExtension(RootObject):
    """Facts about a service for which the standard has no field.

    `hours_kind` and `hours_text` are derived from `schedules` when missing, `delivery` from the locations.
    """

    former_names: TextList = Field(default_factory=list)
    summary: Prose = ""
    route_in: Annotated[list[str], choices(tuple(ROUTE_IN))] = Field(default_factory=list)
    delivery: Annotated[list[str], choices(tuple(DELIVERY))] = Field(default_factory=list)
    availability: Annotated[str, choice(tuple(AVAILABILITY), "")] = ""
    waiting_time: Text = ""
    if_full: Prose = ""
    hours_kind: Annotated[str, choice(HOURS_KINDS, "unknown")] = "unknown"
    hours_text: Prose = ""
    starts_on: Day = None
    ends_on: Day = None
    ended_reason: Prose = ""
    paused_from: Day = None
    paused_until: Day = None
    secret_address: Flag = False
    professionals_only: Flag = False
    sensitive: Flag = False
    direct_payment: Flag = False
    signposts_only: Flag = False
    photo_id: Uuid = ""
    photo_alt: Prose = ""
    registration_body: Text = ""
    registration_number: Text = ""
    checked_by: Text = ""
    successor_ids: UuidList = Field(default_factory=list)


def _status(value: Any, info: ValidationInfo) -> str:
    """Return the status. An unknown word is inactive, with a problem, because it may mean hidden or closed."""
    status, is_known = publication.status_of(value)
    given = values.raw(value) or str(value)
    if not is_known:
        note(info, "status", f"“{given[:40]}” is not one of {', '.join(STATUS)}: taken as inactive")
    elif value not in EMPTY and status != "active" and given.lower().replace("_", " ") != status:
        note(info, "status", f"“{given[:40]}” is taken as {status}")
    return status


class Service(ServiceExtension):
    """One service with all its parts. The reader replaces `organization_id` by a UUID."""

    object_name = "service"
    required = ("id", "name", "status")
    not_published = OpenReferralObject.not_published | {
        *("professionals_only", "checked_by", "photo_id", "photo_alt")
    }
    extension_fields = frozenset(ServiceExtension.model_fields) - {"id", "name", "held_back"}
    scope = "record"

    organization_id: Text = ""
    organization: Annotated[Organization | None, BeforeValidator(object_or_none)] = Field(
        default=None, validation_alias=AliasChoices("organization", "organisation")
    )
    alternate_name: Name = ""
    description: Prose = ""
    url: Url = ""
    email: Email = ""
    status: Annotated[str, BeforeValidator(_status)] = "active"
    fees: Prose = Field(default="", validation_alias=AliasChoices("fees", "fees_description"))
    accreditations: Prose = ""
    alert: Prose = ""
    interpretation_services: Prose = ""
    application_process: Prose = ""
    eligibility_description: Prose = ""
    minimum_age: Annotated[int | None, lenient(worded_values.youngest, None, "minimum age")] = None
    maximum_age: Annotated[int | None, lenient(worded_values.oldest, None, "maximum age")] = None
    assured_date: Day = None
    assurer_email: Email = ""
    last_modified: Moment = None
    service_at_locations: Members[ServiceAtLocation] = Field(default_factory=list)
    schedules: Schedules = Field(default_factory=list)
    phones: Phones = Field(default_factory=list)
    contacts: Members[Contact] = Field(default_factory=list)
    cost_options: Members[CostOption] = Field(default_factory=list)
    languages: Members[Language] = Field(default_factory=list)
    service_areas: Members[ServiceArea] = Field(default_factory=list)
    funding: Members[Funding] = Field(default_factory=list)
    attributes: Members[Attribute] = Field(default_factory=list)

    @model_validator(mode="after")
    def _check_ages(self, info: ValidationInfo) -> "Service":
        low, high = self.minimum_age, self.maximum_age
        if low is not None and high is not None and high < low:
            # Many systems write 0 for "no upper limit".
            if high:
                note(info, "maximum age", f"{high} is below the minimum age {low}: left out")
            self.maximum_age = None
        return self

    @model_validator(mode="after")
    def _keep_back(self, info: ValidationInfo) -> "Service":
        """Apply what the source says is not for the public: status, address, contacts."""
        held = {*self.held_back, *(scope for each in self.attributes for scope in each.held_back)}
        state = publication.state_in_text("name", self.name) if info.context is not None else None
        state = state or (
            publication.state_in_text("times", self.hours_text) if info.context is not None else None
        )
        if state:
            note(info, state.field, state.what)
            held.add(state.scope)
        if "record" in held and self.status != "defunct":
            self.status = TAKEN_DOWN
        elif "pause" in held and self.status == "active":
            self.status = "temporarily closed"
        self.secret_address = self.secret_address or "address" in held
        self.phones, self.contacts = split_private(self.phones, self.contacts)
        if "contact" in held:
            self._make_contacts_private()
        return self

    def _make_contacts_private(self) -> None:
        self.contacts = all_private(self.email, self.phones, self.contacts)
        self.email, self.phones = "", []

    @model_validator(mode="after")
    def _take_numbers_of_nameless_contacts(self) -> "Service":
        """Move the numbers of contacts that are only a number to the phones of the service."""
        nameless = [contact for contact in self.contacts if not contact.is_named and not contact.private]
        self.contacts = [contact for contact in self.contacts if contact.is_named or contact.private]
        for contact in nameless:
            self.phones = [*self.phones, *contact.phones]
        return self

    @model_validator(mode="after")
    def _read_hours(self) -> "Service":
        """Derive the kind of hours, and the words of rows without days, from the schedules."""
        if any(is_always(schedule.extra) for schedule in self.schedules):
            self.schedules, self.hours_kind = [], "always"
            return self
        if any(schedule.has_days for schedule in self.schedules):
            self.hours_kind = "scheduled"
        elif self.hours_kind == "unknown" and any(site.schedules for site in self.service_at_locations):
            self.hours_kind = self._kind_of_site_hours()
        words = [each.description or each.notes for each in self.schedules if not each.has_days]
        self.hours_text = self.hours_text or "\n".join(dict.fromkeys(filter(None, words)))
        return self

    def _kind_of_site_hours(self) -> str:
        rows = [row for site in self.service_at_locations for row in site.schedules]
        return "scheduled" if any(row.has_days for row in rows) else "unknown"
