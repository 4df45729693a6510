"""Neutral records: what any source can say about services, in the words of Open Referral UK 3.0.

Field names are the columns of the tables they end in. `id` is the source's own id where it is a UUID; a child without one
gets a stable id from its parent and place. Texts are never None; an empty text means "not said".
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from directory.open_referral.problems import ImportProblem


@dataclass(slots=True)
class PhoneRecord:
    """A telephone number; words that stood beside it are in `description`."""

    number: str
    extension: str = ""
    type: str = "voice"
    description: str = ""
    id: str = ""


@dataclass(slots=True)
class ContactRecord:
    """A person or role to talk to."""

    name: str = ""
    title: str = ""
    department: str = ""
    email: str = ""
    private: bool = False
    phones: list[PhoneRecord] = field(default_factory=list)
    id: str = ""


@dataclass(slots=True)
class ScheduleRecord:
    """One row of times; `extra` holds what the standard has no field for (see directory.hours.rows)."""

    freq: str | None = None
    interval: int = 1
    byday: str = ""
    bymonthday: str = ""
    count: int | None = None
    dtstart: date | None = None
    until: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    description: str = ""
    notes: str = ""
    schedule_link: str = ""
    attending_type: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    id: str = ""


@dataclass(slots=True)
class AddressRecord:
    """A postal or physical address."""

    attention: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    region: str = ""
    state_province: str = ""
    postal_code: str = ""
    country: str = "GB"
    address_type: str = "physical"
    id: str = ""


@dataclass(slots=True)
class AccessRecord:
    """One help to get into or use a place; `access_id` is a key of vocabulary.ACCESS or empty."""

    access_id: str = ""
    description: str = ""
    details: str = ""
    url: str = ""
    id: str = ""


@dataclass(slots=True)
class LocationRecord:
    """A place. Coordinates are degrees (WGS84)."""

    id: str
    location_type: str = "physical"
    name: str = ""
    alternate_name: str = ""
    description: str = ""
    transportation: str = ""
    latitude: float | None = None
    longitude: float | None = None
    external_identifier: str = ""
    external_identifier_type: str = ""
    secret: bool = False
    source_id: str = ""
    addresses: list[AddressRecord] = field(default_factory=list)
    accessibility: list[AccessRecord] = field(default_factory=list)
    phones: list[PhoneRecord] = field(default_factory=list)


@dataclass(slots=True)
class IdentifierRecord:
    """A number under which somebody else knows the organization."""

    identifier: str
    identifier_scheme: str = ""
    identifier_type: str = ""
    id: str = ""


@dataclass(slots=True)
class FundingRecord:
    """Who pays."""

    source: str
    id: str = ""


@dataclass(slots=True)
class OrganizationRecord:
    """Who runs services. A `stub` is all that is known of one that was only mentioned: it never changes a known one."""

    id: str
    name: str
    alternate_name: str = ""
    description: str = ""
    email: str = ""
    website: str = ""
    logo: str = ""
    uri: str = ""
    legal_status: str = ""
    year_incorporated: int | None = None
    kind: str = ""
    source_id: str = ""
    parent_organization_id: str = ""
    identifiers: list[IdentifierRecord] = field(default_factory=list)
    phones: list[PhoneRecord] = field(default_factory=list)
    contacts: list[ContactRecord] = field(default_factory=list)
    funding: list[FundingRecord] = field(default_factory=list)
    stub: bool = False


@dataclass(slots=True)
class TermRecord:
    """A taxonomy term. `own` is the key of one of our own taxonomies, whose terms are known by `code`."""

    name: str
    taxonomy: str = ""
    code: str = ""
    description: str = ""
    term_uri: str = ""
    parent_id: str = ""
    taxonomy_id: str = ""
    own: str = ""
    id: str = ""


@dataclass(slots=True)
class AttributeRecord:
    """A term put on a service."""

    term: TermRecord
    link_type: str = ""
    value: str = ""
    id: str = ""


@dataclass(slots=True)
class CostRecord:
    """What it costs, in pounds; `kind` is a key of vocabulary.COST or empty."""

    option: str = ""
    amount: Decimal | None = None
    amount_description: str = ""
    kind: str = ""
    currency: str = "GBP"
    valid_from: date | None = None
    valid_to: date | None = None
    id: str = ""


@dataclass(slots=True)
class LanguageRecord:
    """A language beside English."""

    name: str
    code: str = ""
    note: str = ""
    id: str = ""


@dataclass(slots=True)
class AreaRecord:
    """Where people must live."""

    name: str
    extent: str = ""
    extent_type: str = ""
    uri: str = ""
    id: str = ""


@dataclass(slots=True)
class SiteRecord:
    """The service at one of its places."""

    location_id: str
    description: str = ""
    schedules: list[ScheduleRecord] = field(default_factory=list)
    id: str = ""


@dataclass(slots=True)
class ServiceRecord:
    """One service with all that hangs on it. `row` is its place in the source, from 1."""

    id: str
    name: str
    organization_id: str
    row: int = 0
    alternate_name: str = ""
    former_names: list[str] = field(default_factory=list)
    summary: str = ""
    description: str = ""
    url: str = ""
    email: str = ""
    status: str = "active"
    fees: str = ""
    accreditations: str = ""
    alert: str = ""
    interpretation_services: str = ""
    application_process: str = ""
    eligibility_description: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    assured_date: date | None = None
    assurer_email: str = ""
    last_modified: datetime | None = None
    route_in: list[str] = field(default_factory=list)
    delivery: list[str] = field(default_factory=list)
    availability: str = ""
    waiting_time: str = ""
    if_full: str = ""
    hours_kind: str = "unknown"
    hours_text: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    ended_reason: str = ""
    secret_address: bool = False
    professionals_only: bool = False
    sensitive: bool = False
    direct_payment: bool = False
    registration_body: str = ""
    registration_number: str = ""
    checked_by: str = ""
    source_id: str = ""
    sites: list[SiteRecord] = field(default_factory=list)
    schedules: list[ScheduleRecord] = field(default_factory=list)
    phones: list[PhoneRecord] = field(default_factory=list)
    contacts: list[ContactRecord] = field(default_factory=list)
    cost_options: list[CostRecord] = field(default_factory=list)
    languages: list[LanguageRecord] = field(default_factory=list)
    service_areas: list[AreaRecord] = field(default_factory=list)
    funding: list[FundingRecord] = field(default_factory=list)
    attributes: list[AttributeRecord] = field(default_factory=list)
    successor_ids: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Feed:
    """All that was read from one source."""

    kind: str
    source: str
    services: list[ServiceRecord] = field(default_factory=list)
    organizations: dict[str, OrganizationRecord] = field(default_factory=dict)
    locations: dict[str, LocationRecord] = field(default_factory=dict)
    problems: list[ImportProblem] = field(default_factory=list)
    complete: bool = True
    """False when this is known to be a part only: then nothing counts as gone."""
    brief: bool = False
    """True when the records are a list's short form: what they do not say stays as it is."""
    also_seen: set[str] = field(default_factory=set)
    """Ids of services that the source has and that could not be read this time: they are not gone."""
