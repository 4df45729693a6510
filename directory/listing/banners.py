"""Messages above the page of a listing: it has ended, is closed, starts later, or nobody has checked it.
Pure.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from core import i18n
from directory import visibility
from directory.listing import wording
from directory.models.services import Service

ENDS_SOON = timedelta(days=120)
PAUSES_SOON = timedelta(days=42)


@dataclass(frozen=True, slots=True)
class Banner:
    """A message above the page. `kind`: ended, ending, starting, closed or notice."""

    kind: str
    title: str
    text: str = ""


def banners_of(service: Service, today: date) -> list[Banner]:
    """Return the messages for a listing on this day, the most important first."""
    found = [_life_banner(service, today), _unchecked_banner(service)]
    if service.alert.strip():
        found.append(Banner("notice", _("Important"), service.alert.strip()))
    return [banner for banner in found if banner]


def _life_banner(service: Service, today: date) -> Banner | None:
    if visibility.has_ended(service, today):
        ended = service.ends_on if service.ends_on and service.ends_on < today else None
        title = _("This ended on %(date)s", date=i18n.plain_date(ended)) if ended else _("This has ended")
        return Banner("ended", title, service.ended_reason.strip())
    if service.status == visibility.TEMPORARILY_CLOSED:
        return Banner("closed", wording.closed_words(service), _("Phone before you go."))
    if service.paused_from and today < service.paused_from <= today + PAUSES_SOON:
        return Banner("notice", wording.break_words(service))
    if service.starts_on and service.starts_on > today:
        title = _("This starts on %(date)s", date=i18n.plain_date(service.starts_on))
        return Banner("starting", title, _("You can get in touch before then to ask about it."))
    if service.ends_on and service.ends_on - today <= ENDS_SOON:
        title = _("This ends on %(date)s", date=i18n.plain_date(service.ends_on))
        return Banner("ending", title, service.ended_reason.strip())
    return None


def _unchecked_banner(service: Service) -> Banner | None:
    if not visibility.is_hidden(service):
        return None
    title = _("Nobody has told us for a long time whether this is still right")
    return Banner("notice", title, _("It may have changed or stopped. Phone before you go."))
