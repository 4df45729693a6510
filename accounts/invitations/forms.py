"""Forms of inviting and accepting."""

from flask_babel import lazy_gettext as _l

from accounts.account.forms import MOST_NAME
from accounts.roles import GROUP_ROLES, ROLE_HINTS, ROLE_LABELS, Role
from core.forms import Choice, EmailField, Form, MaxLength, RadiosField, Required, TextField


def role_choices(roles: frozenset[Role]) -> list[Choice]:
    """Return the roles as choices, in the order of `Role`."""
    return [Choice(role.value, ROLE_LABELS[role], ROLE_HINTS[role]) for role in Role if role in roles]


class InviteColleagueForm(Form):
    """Somebody who shall look after the listings of a group too."""

    email = EmailField(
        _l("Email address"), [Required(_l("Write an email address"))], label_size="s", width=20
    )
    role = RadiosField(
        _l("Role"),
        [Required(_l("Choose a role"))],
        choices=role_choices(GROUP_ROLES),
        label_size="s",
        default=Role.GROUP_EDITOR.value,
    )


class AcceptForm(Form):
    """The name of somebody who is new."""

    name = TextField(
        _l("Your name"),
        [Required(_l("Write your name")), MaxLength(MOST_NAME)],
        autocomplete="name",
        spellcheck=False,
        label_size="s",
        width=20,
    )
