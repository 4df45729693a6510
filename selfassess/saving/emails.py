"""The e-mail with a link back to saved answers."""

from flask_babel import gettext as _

from core.settings import Settings
from selfassess.documents import council_lines


def link_email(settings: Settings, url: str) -> tuple[str, str]:
    """Return subject and text of the e-mail with a link to saved answers.

    Neither tells what the link opens, because somebody else may see them.
    """
    parts = (
        _(
            "You asked %(council)s for a link so that you can go on where you left off.",
            council=settings.council_name,
        ),
        url,
        _(
            "It works once, until this time tomorrow. To come back after that, "
            "save again and note your reference and your three words."
        ),
        _("If you did not ask for this, you can delete it."),
        council_lines(settings),
    )
    return _("Your link from %(council)s", council=settings.council_name), "\n\n".join(parts) + "\n"
