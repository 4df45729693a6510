"""Who may be at a group's desk: its own people, and moderators, who help a group with its listings."""

from flask import abort

from accounts.current import SignedIn, signed_in
from accounts.organizations import OrganizationName, organization_name
from accounts.roles import Role


def editor_of(organization_id: str) -> tuple[SignedIn, OrganizationName]:
    """Return who is signed in, and the group; for anybody else there is no such page."""
    person = signed_in()
    allowed = person.may_edit(organization_id) or person.has(Role.MODERATOR)
    group = organization_name(organization_id) if allowed else None
    return (person, group) if group is not None else abort(404)
