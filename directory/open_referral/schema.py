"""The objects of Open Referral UK 3.0, as one schema for reading feeds, publishing ours and checking edits.

Source: the JSON Schemas of Open Referral UK 3.0, https://openreferraluk.org/specifications/3.0/schema/, and, for
fields that the UK profile leaves out, the Human Services Data Specification 3.0. Names of objects and fields are the
specification's, and the columns of our tables bear the same names.

What people need beside the standard lies under the key `x_signpost` of an object, in fields that the `…Extension`
classes declare. Reading is lenient (see `lenient`). Texts are never None; an empty text means "not said".
"""

from datetime import date, time
from typing import Annotated, Any, ClassVar

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)

from directory.open_referral import values
from directory.open_referral.access_terms import access_id
from directory.open_referral.lenient import (
    EMPTY,
    Day,
    Email,
    Flag,
    Members,
    Moment,
    Money,
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
from directory.open_referral.phone_rows import phone_rows
from directory.open_referral.schedule_rows import is_always, schedule_rows
from directory.schedules.open_referral import EXTRA
from directory.vocabulary import AVAILABILITY, COST, DELIVERY, OWN_TAXONOMIES, ROUTE_IN, STATUS

LOCATION_TYPES = ("physical", "postal", "virtual")
PHONE_TYPES = ("voice", "text", "fax", "cell", "video", "pager", "textphone")
HOURS_KINDS = ("unknown", "always", "scheduled")


class OpenReferralObject(BaseModel):
    """What all objects share. `id` is the source's own id where it is a UUID, else empty."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    object_name: ClassVar[str]
    """The specification's name of the object, which is the name of its table too."""
    extension_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields that lie under `x_signpost`."""

    id: Uuid = ""

    @model_validator(mode="before")
    @classmethod
    def _unpack_extension(cls, row: Any) -> Any:
        """Drop empty values and bring the extension's fields beside the standard's."""
        if not isinstance(row, dict):
            return row
        standard = {
            name: value
            for name, value in row.items()
            if name not in cls.extension_fields and value not in EMPTY
        }
        extension = values.mapping(row.get(EXTRA))
        return standard | {name: extension[name] for name in cls.extension_fields if name in extension}

    @property
    def says_nothing(self) -> bool:
        """True when nothing is known but the id, so that the object can be left out."""
        return False


def _object_or_none(value: Any) -> Any:
    return value if isinstance(value, dict | BaseModel) else None


class RootObject(OpenReferralObject):
    """An object that stands by itself: a service, an organization or a location.

    `id` is any text until the reader has made a UUID of it. `source_id` is the id in the source's own words; None
    stands for the given `id`.
    """

    id: Text = ""
    name: Name = ""
    source_id: Text | None = None


class Phone(OpenReferralObject):
    """A telephone number; words that were written beside it are in `description`."""

    object_name = "phone"

    number: Text = ""
    extension: Text = ""
    type: Annotated[str, choice(PHONE_TYPES, "voice", "phone type")] = "voice"
    description: Text = ""

    @property
    def says_nothing(self) -> bool:
        return not self.number


Phones = Annotated[Members[Phone], BeforeValidator(phone_rows)]


class Schedule(OpenReferralObject):
    """One row of times; `extra` holds what the standard has no field for (see directory.schedules.open_referral)."""

    object_name = "schedule"

    freq: str | None = None
    interval: int = 1
    byday: Text = ""
    bymonthday: Text = ""
    count: int | None = None
    dtstart: date | None = None
    until: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    description: Prose = ""
    notes: Prose = ""
    schedule_link: Text = ""
    attending_type: Text = ""
    extra: dict[str, Any] = Field(default_factory=dict)

    @property
    def has_days(self) -> bool:
        """True when the row says on which days it falls; a row without days is words only."""
        return self.freq is not None or self.dtstart is not None


Schedules = Annotated[list[Schedule], BeforeValidator(schedule_rows)]


class ContactExtension(OpenReferralObject):
    """`private` contacts are kept and never shown, exported or indexed."""

    private: Flag = False


class Contact(ContactExtension):
    """A person or role that answers for a service or an organization."""

    object_name = "contact"
    extension_fields = frozenset(ContactExtension.model_fields) - {"id"}

    name: Name = ""
    title: Name = ""
    department: Name = ""
    email: Annotated[str, lenient(values.email, "", "contact's e-mail")] = ""
    phones: Phones = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _add_single_phone(cls, row: Any) -> Any:
        """Version 1 has one number in `phone`."""
        if not isinstance(row, dict) or row.get("phone") in EMPTY:
            return row
        return row | {"phones": [*values.mappings(row.get("phones")), {"number": row["phone"]}]}

    @property
    def is_named(self) -> bool:
        """True when the contact says who answers, not only at which number."""
        return bool(self.name or self.title or self.department or self.email)

    @property
    def says_nothing(self) -> bool:
        return not (self.is_named or self.phones)


class Address(OpenReferralObject):
    """A postal or physical address."""

    object_name = "address"

    attention: Name = ""
    address_1: Name = ""
    address_2: Name = ""
    city: Name = ""
    region: Name = ""
    state_province: Name = ""
    postal_code: Name = Field(default="", validation_alias=AliasChoices("postal_code", "postcode"))
    country: Annotated[str, lenient(values.country, "GB")] = "GB"
    address_type: Annotated[str, choice(LOCATION_TYPES, "physical")] = "physical"

    @property
    def says_nothing(self) -> bool:
        parts = (self.address_1, self.address_2, self.city, self.postal_code, self.attention)
        return not any(parts)


class AccessibilityExtension(OpenReferralObject):
    """`access_id` is our own term for the help (a key of vocabulary.ACCESS); read from the words where not given."""

    access_id: Text = ""


class Accessibility(AccessibilityExtension):
    """One help to get into or use a location."""

    object_name = "accessibility"
    extension_fields = frozenset(AccessibilityExtension.model_fields) - {"id"}

    description: Prose = Field(
        default="", validation_alias=AliasChoices("description", "accessibility", "name")
    )
    details: Prose = ""
    url: Annotated[str, lenient(values.url, "", "accessibility's web address")] = ""

    @model_validator(mode="after")
    def _recognise_term(self) -> "Accessibility":
        self.access_id = self.access_id or access_id(self.description) or access_id(self.details)
        return self

    @property
    def says_nothing(self) -> bool:
        return not (self.description or self.details)


class LocationExtension(RootObject):
    """Of a `secret` location nothing may be shown to anybody."""

    secret: Flag = False


class Location(LocationExtension):
    """A place. Coordinates are degrees (WGS84)."""

    object_name = "location"
    extension_fields = frozenset({"secret", "source_id"})

    location_type: Annotated[str, choice(LOCATION_TYPES, "physical")] = "physical"
    alternate_name: Name = ""
    description: Prose = ""
    transportation: Prose = ""
    latitude: float | None = None
    longitude: float | None = None
    external_identifier: Text = ""
    external_identifier_type: Text = ""
    addresses: Members[Address] = Field(default_factory=list)
    accessibility: Members[Accessibility] = Field(default_factory=list)
    phones: Phones = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _read_point(cls, row: Any, info: ValidationInfo) -> Any:
        """Read latitude and longitude as a pair: one without the other is no point."""
        if not isinstance(row, dict):
            return row
        try:
            point = values.point(row.get("latitude"), row.get("longitude"))
        except values.UnreadableError as error:
            note(info, "latitude and longitude", str(error))
            point = None
        latitude, longitude = point or (None, None)
        return row | {"latitude": latitude, "longitude": longitude}


class OrganizationIdentifier(OpenReferralObject):
    """A number under which somebody else knows the organization, such as a charity number."""

    object_name = "organization_identifier"

    identifier: Text = ""
    identifier_scheme: Text = ""
    identifier_type: Text = ""

    @property
    def says_nothing(self) -> bool:
        return not self.identifier


class Funding(OpenReferralObject):
    """Who pays."""

    object_name = "funding"

    source: Prose = ""

    @property
    def says_nothing(self) -> bool:
        return not self.source


class OrganizationExtension(RootObject):
    """`kind` says what sort of group this is: charity, council, faith_group and so on."""

    kind: Text = ""


class Organization(OrganizationExtension):
    """Who runs services."""

    object_name = "organization"
    extension_fields = frozenset({"kind", "source_id"})

    alternate_name: Name = ""
    description: Prose = ""
    email: Annotated[str, lenient(values.email, "", "organization's e-mail")] = ""
    website: Annotated[str, lenient(values.url, "", "organization's web address")] = Field(
        default="", validation_alias=AliasChoices("website", "url")
    )
    logo: Annotated[str, lenient(values.url, "", "organization's logo")] = ""
    uri: Text = ""
    legal_status: Text = ""
    year_incorporated: Annotated[int | None, lenient(values.whole, None, "organization's year")] = None
    parent_organization_id: Uuid = ""
    organization_identifiers: Members[OrganizationIdentifier] = Field(default_factory=list)
    phones: Phones = Field(default_factory=list)
    contacts: Members[Contact] = Field(default_factory=list)
    funding: Members[Funding] = Field(default_factory=list)


class TaxonomyTermExtension(OpenReferralObject):
    """`own_taxonomy` is the key of one of our own taxonomies, whose terms are known by `code`; else empty."""

    own_taxonomy: Annotated[str, choice(tuple(OWN_TAXONOMIES), "")] = ""


class TaxonomyTerm(TaxonomyTermExtension):
    """A term of a taxonomy; `taxonomy` is the taxonomy's name."""

    object_name = "taxonomy_term"
    extension_fields = frozenset({"own_taxonomy"})

    name: Name = Field(default="", validation_alias=AliasChoices("name", "term"))
    taxonomy: Name = ""
    code: Text = Field(default="", validation_alias=AliasChoices("code", "term"))
    description: Prose = ""
    term_uri: Text = ""
    parent_id: Uuid = ""
    taxonomy_id: Uuid = ""

    @model_validator(mode="before")
    @classmethod
    def _flatten_taxonomy(cls, row: Any) -> Any:
        """Take the taxonomy's name and id from `taxonomy_detail`, where they are said only there."""
        detail = values.mapping(row.get("taxonomy_detail")) if isinstance(row, dict) else {}
        if not detail:
            return row
        taxonomy = values.name(row.get("taxonomy")) or detail.get("name")
        taxonomy_id = values.uuid(row.get("taxonomy_id")) or detail.get("id")
        return row | {"taxonomy": taxonomy, "taxonomy_id": taxonomy_id}


class Attribute(OpenReferralObject):
    """A term put on a service."""

    object_name = "attribute"

    taxonomy_term: TaxonomyTerm = Field(default_factory=TaxonomyTerm)
    link_type: Text = ""
    value: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _complete_term(cls, row: Any) -> Any:
        """Give the term the attribute's label and `taxonomy_term_id` where the term has none of its own."""
        if not isinstance(row, dict):
            return row
        term = values.mapping(row.get("taxonomy_term"))
        if not (values.name(term.get("name")) or values.name(term.get("term"))):
            term = term | {"name": row.get("label")}
        term_id = values.uuid(term.get("id")) or row.get("taxonomy_term_id")
        return row | {"taxonomy_term": term | {"id": term_id}}

    @property
    def says_nothing(self) -> bool:
        return not self.taxonomy_term.name


class CostOptionExtension(OpenReferralObject):
    """`kind` is a key of vocabulary.COST; read from the amount and the words where not given."""

    kind: Annotated[str, choice(tuple(COST), "", "cost")] = Field(
        default="", validation_alias=AliasChoices("kind", "cost_type")
    )


class CostOption(CostOptionExtension):
    """One price, in pounds."""

    object_name = "cost_option"
    extension_fields = frozenset({"kind"})

    option: Name = ""
    amount: Money = None
    amount_description: Prose = ""
    currency: Annotated[str, BeforeValidator(lambda value: values.words(value).upper()[:3] or "GBP")] = "GBP"
    valid_from: Annotated[date | None, lenient(values.day, None, "cost valid from")] = None
    valid_to: Annotated[date | None, lenient(values.day, None, "cost valid to")] = None

    @model_validator(mode="after")
    def _recognise_kind(self) -> "CostOption":
        self.kind = self.kind or self._kind_in_words()
        return self

    def _kind_in_words(self) -> str:
        """Return the kind, where amount or words leave no doubt; else an empty text."""
        text = f"{self.option} {self.amount_description}".strip().lower()
        if "donation" in text:
            return "donation"
        if self.amount is None:
            return "free" if text in ("free", "free of charge", "no charge", "no cost") else ""
        return "fixed" if self.amount else "free"

    @property
    def says_nothing(self) -> bool:
        return not (self.option or self.amount is not None or self.amount_description or self.kind)


class Language(OpenReferralObject):
    """A language in which the service is given. The UK profile allows an id alone: such a one says nothing."""

    object_name = "language"

    name: Name = Field(default="", validation_alias=AliasChoices("name", "language", "code"))
    code: Text = ""
    note: Text = ""

    @property
    def says_nothing(self) -> bool:
        return not self.name


def _extent(value: Any) -> str:
    return str(value) if isinstance(value, dict | list) else values.words(value)


class ServiceArea(OpenReferralObject):
    """Where people must live."""

    object_name = "service_area"

    name: Name = Field(default="", validation_alias=AliasChoices("name", "service_area"))
    extent: Annotated[str, BeforeValidator(_extent)] = ""
    extent_type: Text = ""
    uri: Annotated[str, lenient(values.url, "", "service area's web address")] = ""

    @property
    def says_nothing(self) -> bool:
        return not (self.name or self.extent)


class ServiceAtLocation(OpenReferralObject):
    """The service at one of its locations; `schedules` are the location's own times."""

    object_name = "service_at_location"

    location_id: Uuid = ""
    location: Annotated[Location | None, BeforeValidator(_object_or_none)] = None
    description: Prose = ""
    schedules: Schedules = Field(default_factory=list)

    @property
    def says_nothing(self) -> bool:
        return self.location is None and not self.location_id


class ServiceExtension(RootObject):
    """Facts about a service that the standard has no field for.

    `hours_kind` and `hours_text` follow from `schedules` where they are not given; `delivery` from the locations.
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
    secret_address: Flag = False
    professionals_only: Flag = False
    sensitive: Flag = False
    direct_payment: Flag = False
    registration_body: Text = ""
    registration_number: Text = ""
    checked_by: Text = ""
    successor_ids: UuidList = Field(default_factory=list)


class Service(ServiceExtension):
    """One service with everything that belongs to it. The reader makes a UUID of `organization_id`."""

    object_name = "service"
    extension_fields = frozenset(ServiceExtension.model_fields) - {"id", "name"}

    organization_id: Text = ""
    organization: Annotated[Organization | None, BeforeValidator(_object_or_none)] = Field(
        default=None, validation_alias=AliasChoices("organization", "organisation")
    )
    alternate_name: Name = ""
    description: Prose = ""
    url: Url = ""
    email: Email = ""
    status: Annotated[str, choice(STATUS, "active")] = "active"
    fees: Prose = Field(default="", validation_alias=AliasChoices("fees", "fees_description"))
    accreditations: Prose = ""
    alert: Prose = ""
    interpretation_services: Prose = ""
    application_process: Prose = ""
    eligibility_description: Prose = ""
    minimum_age: Annotated[int | None, lenient(values.age, None, "minimum age")] = None
    maximum_age: Annotated[int | None, lenient(values.age, None, "maximum age")] = None
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
    def _take_numbers_of_nameless_contacts(self) -> "Service":
        """Make numbers of contacts that do not say who answers the service's own numbers."""
        nameless = [contact for contact in self.contacts if not contact.is_named]
        self.contacts = [contact for contact in self.contacts if contact.is_named]
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
