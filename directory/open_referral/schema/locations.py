"""Locations, their addresses and their accessibility."""

import re
from typing import Annotated, Any

from pydantic import (
    AliasChoices,
    Field,
    ValidationInfo,
    model_validator,
)

from directory.open_referral import values
from directory.open_referral.access_terms import access_id
from directory.open_referral.lenient import (
    Flag,
    Members,
    Name,
    Prose,
    Text,
    choice,
    lenient,
    note,
)
from directory.open_referral.schema.base import OpenReferralObject, RootObject
from directory.open_referral.schema.contacts import Phones

LOCATION_TYPES = ("physical", "postal", "virtual")


class Address(OpenReferralObject):
    """A postal or physical address."""

    object_name = "address"
    required = (
        "id",
        "address_1",
        "city",
        "state_province",
        "postal_code",
        "country",
        "address_type",
    )
    links = ("location_id",)
    scope = "address"

    attention: Name = ""
    address_1: Name = ""
    address_2: Name = ""
    city: Name = ""
    region: Name = ""
    state_province: Name = ""
    postal_code: Name = Field(default="", validation_alias=AliasChoices("postal_code", "postcode"))
    country: Annotated[str, lenient(values.country, "GB")] = "GB"
    address_type: Annotated[str, choice(LOCATION_TYPES, "physical")] = "physical"

    @model_validator(mode="after")
    def _read_postcode(self, info: ValidationInfo) -> "Address":
        """Take the postcode out of words and signs: "S73-8CV (car park)" is S73 8CV."""
        given, found = self.postal_code, values.postcode_in(self.postal_code)
        if found and "".join(given.upper().split()) != found.replace(" ", ""):
            self.postal_code = found
            if info.context is not None and found.replace(" ", "") != re.sub(r"[^A-Z0-9]", "", given.upper()):
                note(info, "postcode", f"“{given}” has other words: “{found}” is used")
        return self

    @property
    def says_nothing(self) -> bool:
        parts = (self.address_1, self.address_2, self.city, self.postal_code, self.attention)
        return not any(parts)


class AccessibilityExtension(OpenReferralObject):
    """`access_id` is our own term (a key of vocabulary.ACCESS), derived from the description when missing."""

    access_id: Text = ""


class Accessibility(AccessibilityExtension):
    """One way in which a location is accessible, such as a ramp."""

    object_name = "accessibility"
    links = ("location_id",)
    extension_fields = frozenset({"access_id"})

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
    """Nothing of a `secret` location may be shown to anybody.

    `incomplete_addresses` lack a field that the UK profile requires, such as the postcode. They are published
    there alone, and read into `addresses`.
    """

    secret: Flag = False
    incomplete_addresses: Members[Address] = Field(default_factory=list)


class Location(LocationExtension):
    """A place. Coordinates are degrees (WGS84)."""

    object_name = "location"
    required = ("id", "location_type")
    scope = "address"
    extension_fields = frozenset({"secret", "source_id", "incomplete_addresses"})
    not_published = OpenReferralObject.not_published | {"secret"}

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
        """Return the row with latitude and longitude read as a pair. A single coordinate is dropped, with a
        problem.
        """
        if not isinstance(row, dict):
            return row
        try:
            point = values.point(row.get("latitude"), row.get("longitude"))
        except values.UnreadableError as error:
            note(info, "latitude and longitude", str(error))
            point = None
        latitude, longitude = point or (None, None)
        return row | {"latitude": latitude, "longitude": longitude}

    @model_validator(mode="after")
    def _keep_secret(self) -> "Location":
        """Make the location secret when the source keeps back the location or its address."""
        self.addresses, self.incomplete_addresses = [*self.addresses, *self.incomplete_addresses], []
        held = bool(self.held_back) or any(address.held_back for address in self.addresses)
        self.secret = self.secret or held
        self.phones = [phone for phone in self.phones if not phone.held_back]
        return self


def location_words(location: Location) -> str:
    """Return the words that identify a location without an id: name, address and coordinates."""
    address = location.addresses[0] if location.addresses else None
    lines = [address.address_1, address.city, address.postal_code] if address else []
    point = [str(location.latitude), str(location.longitude)] if location.latitude is not None else []
    return "|".join(filter(None, (location.name, *lines, *(point if not any(lines) else ()))))
