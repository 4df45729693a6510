"""The names of the sections of advice."""

from collections.abc import Mapping

from flask_babel import gettext as _


def section_names() -> Mapping[str, str]:
    """Return the names of the sections by their ids, in their order."""
    return {
        "staying-safe": _("Staying safe"),
        "care-and-support": _("Care and support"),
        "already-getting-care": _("I already get care"),
        "carers": _("Looking after someone"),
        "home": _("Your home"),
        "health-and-feelings": _("Health and feelings"),
        "money": _("Money"),
        "families-and-work": _("Families, work and learning"),
        "about": _("About this site"),
    }
