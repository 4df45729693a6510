"""The e-mail with an invitation."""

from flask_babel import gettext as _

from accounts.roles import ROLE_LABELS, Role
from core.settings import Settings


def invitation_email(
    settings: Settings, url: str, *, role: Role, group: str, inviter: str
) -> tuple[str, str]:
    """Return subject and text of an invitation. `group`: the name of the organization; empty for staff."""
    if role is Role.PROFESSIONAL:
        first = _(
            "%(inviter)s invites you to refer people to %(council)s for %(group)s, and to see how it goes on.",
            inviter=inviter,
            council=settings.council_name,
            group=group,
        )
    elif group:
        first = _(
            "%(inviter)s invites you to look after what %(council)s shows about %(group)s.",
            inviter=inviter,
            council=settings.council_name,
            group=group,
        )
    else:
        first = _(
            "%(inviter)s invites you to work on the help and advice site of %(council)s.",
            inviter=inviter,
            council=settings.council_name,
        )
    parts = (
        first,
        _("Your role: %(role)s.", role=ROLE_LABELS[role]),
        url,
        _("The link works once, for 7 days. If you did not expect this, you can delete this email."),
        _("%(council)s, phone %(phone)s", council=settings.council_name, phone=settings.council_phone),
    )
    return _("An invitation from %(council)s", council=settings.council_name), "\n\n".join(parts) + "\n"


def reset_email(settings: Settings, url: str) -> tuple[str, str]:
    """Return subject and text for somebody who has to set up anew how they sign in."""
    parts = (
        _(
            "An administrator of %(council)s asks you to set up how you sign in.",
            council=settings.council_name,
        ),
        _("The password, app and passkeys that you had before no longer work."),
        url,
        _("The link works once, for 7 days. If you did not expect this, call us."),
        _("%(council)s, phone %(phone)s", council=settings.council_name, phone=settings.council_phone),
    )
    return _("Set up how you sign in to %(council)s", council=settings.council_name), "\n\n".join(
        parts
    ) + "\n"
