"""When and where an alert holds, in words."""

from datetime import datetime

from flask_babel import format_date
from flask_babel import gettext as _

from core.clock import LONDON
from directory.alerts.rules import Alert
from directory.schedules.wording.times import time_words


def until(moment: datetime) -> str:
    """Return when an alert ends, such as "Until Sunday 29 November, 6pm"."""
    local = moment.astimezone(LONDON)
    day = format_date(local.date(), "EEEE d MMMM")
    return _("Until %(day)s, %(time)s", day=day, time=time_words(local.time()))


def where(alert: Alert) -> str:
    """Return the places of an alert, such as "In Wombwell, S73"; empty for one without places."""
    return _("In %(places)s", places=", ".join(alert.area_names)) if alert.area_names else ""
