"""The roles that an account can hold. Pure, but for the lazily translated labels."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l


class Role(StrEnum):
    """What somebody may do. A role of staff is held for the whole site, any other for one organization."""

    GROUP_EDITOR = "group_editor"
    """Edits the listings of an organization."""
    GROUP_OWNER = "group_owner"
    """The same, and invites and removes colleagues."""
    PROFESSIONAL = "professional"
    """Refers people to the council for an organization that has a form of its own."""
    MODERATOR = "moderator"
    """Decides about changes to listings."""
    CONTENT_EDITOR = "content_editor"
    """Edits pages, needs and search words."""
    CALL_HANDLER = "call_handler"
    """Answers calls from the public."""
    SUPERVISOR = "supervisor"
    """Leads call handlers."""
    TRIAGE = "triage"
    """Works on requests and referrals."""
    SAFEGUARDING = "safeguarding"
    """Works on worries about the safety of adults, which nobody else reads."""
    CHILDREN = "childrens_team"
    """Works on requests and worries about children, which nobody else reads."""
    MANAGER = "manager"
    """Reads reports, and nothing about single people."""
    ADMINISTRATOR = "administrator"
    """Gives and takes accounts and roles, and reads the audit trail."""


GROUP_ROLES = frozenset({Role.GROUP_EDITOR, Role.GROUP_OWNER})
ORGANIZATION_ROLES = GROUP_ROLES | {Role.PROFESSIONAL}
"""The roles that are held for one organization. For them an e-mailed link is enough to sign in."""
STAFF_ROLES = frozenset(Role) - ORGANIZATION_ROLES

ROLE_LABELS: Mapping[Role, Any] = {
    Role.GROUP_EDITOR: _l("Group editor"),
    Role.GROUP_OWNER: _l("Group owner"),
    Role.PROFESSIONAL: _l("Professional who refers people"),
    Role.MODERATOR: _l("Moderator"),
    Role.CONTENT_EDITOR: _l("Content editor"),
    Role.CALL_HANDLER: _l("Call handler"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.TRIAGE: _l("Triage worker"),
    Role.SAFEGUARDING: _l("Safeguarding adults worker"),
    Role.CHILDREN: _l("Children’s team worker"),
    Role.MANAGER: _l("Manager"),
    Role.ADMINISTRATOR: _l("Administrator"),
}

ROLE_HINTS: Mapping[Role, Any] = {
    Role.GROUP_EDITOR: _l("Changes the group’s listings."),
    Role.GROUP_OWNER: _l("Changes the group’s listings, and invites and removes colleagues."),
    Role.PROFESSIONAL: _l("Refers people to us, and sees how it goes on."),
    Role.MODERATOR: _l("Decides about changes to listings."),
    Role.CONTENT_EDITOR: _l("Changes pages and search words."),
    Role.CALL_HANDLER: _l("Answers calls from the public."),
    Role.SUPERVISOR: _l("Leads the people who answer calls."),
    Role.TRIAGE: _l("Works on requests to the council."),
    Role.SAFEGUARDING: _l("Works on worries about the safety of adults. Nobody else sees them."),
    Role.CHILDREN: _l("Works on requests and worries about children. Nobody else sees them."),
    Role.MANAGER: _l("Reads reports. Sees no single person’s data."),
    Role.ADMINISTRATOR: _l("Gives and takes accounts and roles."),
}


def role_of(text: str) -> Role | None:
    """Return the role with this value; None where there is none."""
    return Role(text) if text in {role.value for role in Role} else None
