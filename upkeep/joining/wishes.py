"""What somebody writes who wants to look after a group, and whether the listing's mailbox may say yes. Pure."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Wish:
    """Who asks, for which group. For a claim `group` is the name of the listing's organization.

    `what`: what the group does, or why the person asks for a listing.
    """

    group: str
    what: str = ""
    area: str = ""
    website: str = ""
    phone: str = ""
    name: str
    email: str
    role: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain values, to be sealed."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Wish":
        """Return what `to_json` gave."""
        return cls(**{one.name: str(value.get(one.name, "")) for one in fields(cls)})


def proving_address(service_email: str, organization_email: str, other_emails: Iterable[str]) -> str:
    """Return the address whose yes is enough for all listings of an organization; empty where there is none.

    A mailbox speaks for the organization where it is the organization's, or that of all its listings: the
    mailbox of one lunch club must not open the other listings of a large charity.
    """
    address = service_email or organization_email
    if not address:
        return ""
    same = address.lower() == organization_email.lower()
    return address if same or all(other.lower() == address.lower() for other in other_emails) else ""


def masked(address: str) -> str:
    """Return an address that tells its owner which one it is: "l•••@example.org"."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}•••@{host}"
