"""When a listing and its facts were last checked, in words. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date

from flask_babel import gettext as _

from core import i18n
from directory import visibility
from directory.facts.kinds import FACT_LABELS, Fact
from directory.facts.of_service import facts_of
from directory.listing.context import ListingContext
from directory.models.services import Service


def checked_words(service: Service, today: date, stale_days: int) -> str:
    """Return the sentence about the last check of the whole listing."""
    day = service.assured_date
    if day is None:
        return _("We have not checked this page yet.")
    by = service.checked_by.strip()
    words = i18n.plain_date(day)
    if visibility.is_stale(service, today, stale_days):
        return _("Not checked since %(date)s.", date=words)
    return (
        _("Checked on %(date)s by %(who)s.", date=words, who=by)
        if by
        else _("Checked on %(date)s.", date=words)
    )


def checked_facts(
    service: Service, checked_on: Mapping[Fact, date], context: ListingContext
) -> Iterator[str]:
    """Yield a line for each kind of fact that the listing has and that was checked by itself."""
    for fact in facts_of(service):
        day = checked_on.get(fact)
        if day is None or fact is Fact.RECORD:
            continue
        label = str(FACT_LABELS[fact])
        words, holds = i18n.plain_date(day), context.days_of(fact)
        if (context.today - day).days > holds:
            yield _("%(fact)s: not checked since %(date)s.", fact=label, date=words)
        else:
            yield _("%(fact)s: checked on %(date)s.", fact=label, date=words)
