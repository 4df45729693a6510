"""A contact that a group keeps once, and the part of a listing that comes from it. Pure."""

from dataclasses import dataclass

from core.clock import stable_id
from directory.open_referral.schema.contacts import Contact, Phone
from directory.open_referral.schema.services import Service


@dataclass(frozen=True, slots=True)
class OwnContact:
    """A person or role that answers for listings of a group. `phone_note`: such as "evenings"."""

    id: str
    name: str
    title: str = ""
    email: str = ""
    phone: str = ""
    phone_note: str = ""

    @property
    def label(self) -> str:
        """What the contact is called in lists: "Jean Hill, secretary, 01632 960306"."""
        return ", ".join(part for part in (self.name, self.title, self.phone or self.email) if part)


def part_id(service_id: str, contact_id: str) -> str:
    """Return the id that a group's contact has in a listing. It tells later which contact the part came from."""
    return stable_id("own contact", service_id, contact_id)


def part_of(service_id: str, own: OwnContact) -> Contact:
    """Return the contact as a part of a listing."""
    own_id = part_id(service_id, own.id)
    phone = Phone.model_construct(id=stable_id(own_id, "phone"), number=own.phone, description=own.phone_note)
    return Contact.model_construct(
        id=own_id, name=own.name, title=own.title, email=own.email, phones=[phone] if own.phone else []
    )


def is_picked(record: Service, contact_id: str) -> bool:
    """Return True where a listing has this contact of the group."""
    wanted = part_id(record.id, contact_id)
    return any(contact.id == wanted for contact in record.contacts)


def with_contact(record: Service, own: OwnContact) -> Service:
    """Return a listing in which a contact that it has is up to date; one without the contact as it is."""
    new = part_of(record.id, own)
    contacts = [new if contact.id == new.id else contact for contact in record.contacts]
    return record.model_copy(update={"contacts": contacts})


def without_contact(record: Service, contact_id: str) -> Service:
    """Return a listing without a contact of the group."""
    gone = part_id(record.id, contact_id)
    kept = [contact for contact in record.contacts if contact.id != gone]
    return record.model_copy(update={"contacts": kept})
