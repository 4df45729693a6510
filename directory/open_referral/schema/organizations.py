"""Organizations, their identifiers and their funding."""

from typing import Annotated, Any

from pydantic import (
    AliasChoices,
    Field,
    model_validator,
)

from directory.open_referral import values
from directory.open_referral.lenient import (
    Members,
    Name,
    Prose,
    Text,
    Uuid,
    lenient,
)
from directory.open_referral.schema.base import OpenReferralObject, RootObject
from directory.open_referral.schema.contacts import Contact, Phones, all_private, split_private


class OrganizationIdentifier(OpenReferralObject):
    """An identifier of the organization in another register, such as a charity number."""

    object_name = "organization_identifier"
    required = ("id", "identifier_type", "identifier")
    links = ("organization_id",)

    identifier: Text = ""
    identifier_scheme: Text = ""
    identifier_type: Text = ""

    def complete(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the row with a type: the scheme where no type is known."""
        return {"identifier_type": self.identifier_scheme or "Identifier"} | row

    @property
    def says_nothing(self) -> bool:
        return not self.identifier


class Funding(OpenReferralObject):
    """A source of money for a service or an organization."""

    object_name = "funding"
    links = ("service_id", "organization_id")

    source: Prose = ""

    @property
    def says_nothing(self) -> bool:
        return not self.source


class OrganizationExtension(RootObject):
    """`kind` is the type of organization: charity, council, faith_group and so on."""

    kind: Text = ""


class Organization(OrganizationExtension):
    """An organization that runs services."""

    object_name = "organization"
    required = ("id", "name", "description")
    extension_fields = frozenset({"kind", "source_id"})
    scope = "record"

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

    def complete(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the row with a description: the name where there is no other."""
        return {"description": self.name} | row

    @model_validator(mode="after")
    def _keep_private(self) -> "Organization":
        """Move what is not for the public to private contacts."""
        self.phones, self.contacts = split_private(self.phones, self.contacts)
        if "contact" in self.held_back:
            self.contacts = all_private(self.email, self.phones, self.contacts)
            self.email, self.phones = "", []
        return self
