"""Who can be asked about a listing: the people of its group first, then its own e-mail addresses."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from accounts.models import Account, RoleGrant
from accounts.queries import email_key
from accounts.roles import Role
from accounts.sessions.queries import ACTIVE
from core.crypt import vault
from core.db import db
from core.field_values import email_address
from core.settings import Settings
from upkeep.freshness.models import CheckStop

_PURPOSE = "contact of a listing"


@dataclass(frozen=True, slots=True, repr=False)
class Contact:
    """Somebody with an e-mail address. `account_id`: empty for an address of the listing itself."""

    address: str
    account_id: str = ""


def contact_hash(settings: Settings, address: str) -> str:
    """Return the keyed hash under which an address is stored."""
    return vault(settings).lookup(_PURPOSE, email_key(address))


class ContactBook:
    """The accounts of all groups and who does not want to be asked, read in two statements."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._members = _members()
        self._stopped = _stopped()

    def contacts(self, organization_id: str, addresses: Iterable[str]) -> tuple[Contact, ...]:
        """Return whom to ask, each address once: owners, editors, then the addresses as they come."""
        own = [Contact(address) for each in addresses if (address := email_address(each))]
        found: dict[str, Contact] = {}
        for contact in (*self._members.get(organization_id, ()), *own):
            found.setdefault(email_key(contact.address), contact)
        stopped = self._stopped.get(organization_id, set())
        if not stopped:
            return tuple(found.values())
        return tuple(each for key, each in found.items() if not self._is_stopped(key, stopped))

    def _is_stopped(self, key: str, stopped: Collection[str]) -> bool:
        return any(one in stopped for one in vault(self._settings).lookups(_PURPOSE, key))


def _members() -> Mapping[str, Sequence[Contact]]:
    roles = (Role.GROUP_OWNER.value, Role.GROUP_EDITOR.value)
    rows = db.session.execute(
        select(RoleGrant.organization_id, Account.email, Account.id)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(RoleGrant.role.in_(roles), RoleGrant.organization_id != "", Account.state == ACTIVE)
        # "group_owner" sorts after "group_editor": owners come first.
        .order_by(RoleGrant.role.desc(), RoleGrant.granted_at, Account.id)
    )
    found: dict[str, list[Contact]] = {}
    for organization_id, address, account_id in rows:
        found.setdefault(organization_id, []).append(Contact(address, account_id))
    return found


def _stopped() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for organization_id, hashed in db.session.execute(
        select(CheckStop.organization_id, CheckStop.contact_hash)
    ):
        found.setdefault(organization_id, set()).add(hashed)
    return found
