"""The message that asks somebody to check listings."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from core.settings import Settings
from upkeep.freshness.policy import Step


def check_email(
    settings: Settings, url: str, *, group: str, names: Sequence[str], step: Step
) -> tuple[str, str]:
    """Return subject and text. `step`: the furthest one that it stands for. `url`: the page with the button."""
    subject = ngettext(
        "Is this still right: %(name)s?", "Are these %(num)d listings still right?", len(names), name=names[0]
    )
    first = _(
        "%(council)s shows people what %(group)s offers. Please look whether it is still right:",
        council=settings.council_name,
        group=group,
    )
    parts = (
        *_reminder(step),
        first,
        "\n".join(f"* {name}" for name in names),
        _("Open this page. If all is right, press one button. You need no password."),
        url,
        _("If something has changed, you can tell us there. It takes a few minutes."),
        _(
            "Who looks for help trusts what was checked lately. What nobody checks is shown lower down, and after some "
            "months not at all."
        ),
        _("You do not look after this any more? You can tell us that on the same page, and we stop asking."),
        _("%(council)s, phone %(phone)s", council=settings.council_name, phone=settings.council_phone),
    )
    return subject, "\n\n".join(parts) + "\n"


def _reminder(step: Step) -> tuple[str, ...]:
    if step in (Step.FIRST_REMINDER, Step.SECOND_REMINDER):
        return (_("We asked some time ago, and have not heard from anybody yet."),)
    if step is Step.OTHER_CONTACT:
        return (_("We asked somebody else of your group, and have not heard from them. Can you help?"),)
    return ()
