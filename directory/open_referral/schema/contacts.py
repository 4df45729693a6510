"""Telephone numbers and contacts."""

from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    model_validator,
)

from directory.open_referral import values
from directory.open_referral.lenient import (
    EMPTY,
    Flag,
    Members,
    Name,
    Text,
    choice,
    lenient,
)
from directory.open_referral.phone_rows import phone_rows
from directory.open_referral.schema.base import OpenReferralObject
from directory.schedules.phone_hours import as_phone_hours

PHONE_TYPES = ("voice", "text", "fax", "cell", "video", "pager", "textphone")


class PhoneExtension(OpenReferralObject):
    """`answers`: when the number is answered, where it has hours of its own, in OpenStreetMap's syntax."""

    answers: Annotated[str, lenient(as_phone_hours, "", "hours of the phone")] = ""


class Phone(PhoneExtension):
    """A telephone number; words that were written beside it are in `description`."""

    object_name = "phone"
    extension_fields = frozenset({"answers"})
    required = ("id", "number")
    links = ("service_id", "organization_id", "location_id", "contact_id")
    scope = "contact"

    number: Text = ""
    extension: Text = ""
    type: Annotated[str, choice(PHONE_TYPES, "voice", "phone type")] = "voice"
    description: Text = ""

    @property
    def says_nothing(self) -> bool:
        return not self.number


Phones = Annotated[Members[Phone], BeforeValidator(phone_rows)]


class ContactExtension(OpenReferralObject):
    """`private` contacts are kept and never shown, exported or indexed."""

    private: Flag = False


class Contact(ContactExtension):
    """A person or role that answers for a service or an organization."""

    object_name = "contact"
    extension_fields = frozenset({"private"})
    links = ("service_id", "organization_id")
    not_published = OpenReferralObject.not_published | {"private"}
    also_read = frozenset({"phone"})
    scope = "contact"

    name: Name = ""
    title: Name = ""
    department: Name = ""
    email: Annotated[str, lenient(values.email, "", "contact's e-mail")] = ""
    phones: Phones = Field(default_factory=list)

    @model_validator(mode="before")
    @classmethod
    def _add_single_phone(cls, row: Any) -> Any:
        """Return the row with its `phone`, the only number of a contact in version 1, as an entry of
        `phones`.
        """
        if not isinstance(row, dict) or row.get("phone") in EMPTY:
            return row
        return row | {"phones": [*values.mappings(row.get("phones")), {"number": row["phone"]}]}

    @model_validator(mode="after")
    def _keep_private(self) -> "Contact":
        self.private = self.private or bool(self.held_back) or any(phone.held_back for phone in self.phones)
        return self

    @property
    def is_named(self) -> bool:
        """True when the contact has a name, a title, a department or an e-mail address, and not only a
        number.
        """
        return bool(self.name or self.title or self.department or self.email)

    @property
    def says_nothing(self) -> bool:
        return not (self.is_named or self.phones)


def private_contact(email: str, phones: list[Phone]) -> Contact:
    """Return a private contact with an e-mail address and numbers that were read before."""
    return Contact().model_copy(update={"private": True, "email": email, "phones": phones})


def split_private(phones: list[Phone], contacts: list[Contact]) -> tuple[list[Phone], list[Contact]]:
    """Return public phones, and the contacts with a private contact for each phone that is not for the
    public.
    """
    public = [phone for phone in phones if not phone.held_back]
    private = [private_contact("", [phone]) for phone in phones if phone.held_back]
    return public, [*contacts, *private]


def all_private(email: str, phones: list[Phone], contacts: list[Contact]) -> list[Contact]:
    """Return the contacts as private ones, with a further one for an e-mail address and numbers."""
    own = private_contact(email, phones)
    return [
        contact.model_copy(update={"private": True})
        for contact in (*contacts, own)
        if not contact.says_nothing
    ]
