"""Forms of administrators."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.invitations.forms import role_choices
from accounts.organizations import matching_organizations, matching_referring
from accounts.roles import ORGANIZATION_ROLES, ROLE_LABELS, Role, role_of
from core.forms import EmailField, Form, MaxLength, RadiosField, Required, SelectField, TextField

_SHOWN = 5


class FindPersonForm(Form):
    """A part of a name or of an e-mail address, and a role."""

    words = TextField(
        _l("Name or email address"), [MaxLength(100)], label_size="s", spellcheck=False, width=20
    )
    role = SelectField(
        _l("Role"),
        choices=[("", _l("All roles")), *((role.value, ROLE_LABELS[role]) for role in Role)],
        label_size="s",
    )


class RoleForm(Form):
    """A role, with the name of a group or an organization where the role is held for one."""

    role = RadiosField(
        _l("Role"), [Required(_l("Choose a role"))], choices=role_choices(frozenset(Role)), label_size="s"
    )
    group = TextField(
        _l("Group or organisation"),
        [MaxLength(300)],
        hint=_l("Only for a group editor or owner, or a professional: its name, or a part of it."),
        label_size="s",
        spellcheck=False,
        width=20,
    )
    organization_id = ""
    """The id of the organization, after `is_whole`; empty for a role of staff."""

    def is_whole(self) -> bool:
        """Validate, and find the group. Where no group or several fit, the field says so."""
        if not self.validate():
            return False
        if self.chosen_role not in ORGANIZATION_ROLES:
            return True
        words: str = self.group.data
        matching = matching_referring if self.chosen_role is Role.PROFESSIONAL else matching_organizations
        found = matching(words, _SHOWN + 1) if words else []
        exact = [one for one in found if one.name.lower() == words.lower()]
        if len(exact or found) == 1:
            self.organization_id = (exact or found)[0].id
            return True
        self.group.errors = [_why_no_group(words, found)]
        return False

    @property
    def chosen_role(self) -> Role:
        """The role that was chosen. Raises ValueError where none was."""
        role = role_of(self.role.data)
        if role is None:
            raise ValueError("no role was chosen")
        return role


def _why_no_group(words: str, found: Any) -> str:
    if not words:
        return _("Write the name of the group")
    if not found:
        return _("We know no group with these words in its name")
    names = "; ".join(one.name for one in found[:_SHOWN])
    return _("Several groups have these words in their name. Write the whole name: %(names)s", names=names)


class InviteStaffForm(RoleForm):
    """Somebody who gets a role by e-mail."""

    email = EmailField(
        _l("Email address"), [Required(_l("Write an email address"))], label_size="s", width=20
    )
