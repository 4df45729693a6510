"""The only place that decides what the public may see of a service, and whether it is running, ended or
stale.

Most rules come twice, side by side: a Python predicate over a loaded service, and an SQL condition for
queries. `tests/integration/directory/test_visibility.py` checks on generated rows that both say the same.

A name tells the rule:

- professional-only: only workers may see the service; no page, list or search of the public shows it.
- for workers: professional-only, not taken down and not hidden; the search of call handlers finds it.
- taken down: the status is `inactive`; nothing of the service is shown.
- public: neither professional-only nor taken down. A service that has ended is public: its page says so.
- ended: the status is `defunct`, or the last day is past.
- hidden: out of lists and results, because nobody checked it for long. Its page and the feed have it still.
- listed: public and not hidden; a service that has ended is listed.
- running: listed and not ended.
- operating on a day: listed, `active`, begun, and not past its last day.
- findable: listed, still in the search index, and ended at most `DAYS_FINDABLE_AFTER_END` days ago.
- in the feed: public, and ended at most `DAYS_IN_FEED_AFTER_END` days ago. The feed calls what has ended
  `defunct`.
- stale: never checked, or checked longer ago than the setting `stale_days`.
- secret: the address of a place that must never be shown, such as a refuge.
"""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from directory.models.locations import Location
from directory.models.publishing import FeedSource
from directory.models.services import Service, ServiceAtLocation

TAKEN_DOWN = "inactive"
DEFUNCT = "defunct"
OPERATING = "active"
TEMPORARILY_CLOSED = "temporarily closed"
GONE_STATUSES = (TAKEN_DOWN, DEFUNCT)
"""Statuses of services that have no search document."""

DAYS_FINDABLE_AFTER_END = 30
"""For so many days after its last day, search still finds a service, and says that it has ended."""

DAYS_IN_FEED_AFTER_END = 90
"""For so many days after its end, the feed still has a service, so that others learn that it has ended."""


def is_professional_only(service: Service) -> bool:
    """Return True when only professionals may see the service."""
    return service.professionals_only


def professional_only() -> ColumnElement[bool]:
    """Return the SQL condition for `is_professional_only`."""
    return Service.professionals_only.is_(True)


def is_public(service: Service) -> bool:
    """Return True when everybody may see the service; a service that has ended counts too."""
    return not is_professional_only(service) and service.status != TAKEN_DOWN


def public() -> ColumnElement[bool]:
    """Return the SQL condition for `is_public`."""
    return and_(~professional_only(), Service.status != TAKEN_DOWN)


def is_hidden(service: Service) -> bool:
    """Return True when the service is out of lists and results, because nobody checked it for long."""
    return service.hidden_on is not None


def hidden() -> ColumnElement[bool]:
    """Return the SQL condition for `is_hidden`."""
    return Service.hidden_on.is_not(None)


def is_listed(service: Service) -> bool:
    """Return True when lists and results may have the service."""
    return is_public(service) and not is_hidden(service)


def listed() -> ColumnElement[bool]:
    """Return the SQL condition for `is_listed`."""
    return and_(public(), ~hidden())


def is_for_workers(service: Service) -> bool:
    """Return True when only workers may find the service: it is for them, and nothing else keeps it out."""
    return is_professional_only(service) and service.status != TAKEN_DOWN and not is_hidden(service)


def shown_to_workers() -> ColumnElement[bool]:
    """Return the SQL condition for services that workers may see: all public ones, and those for workers."""
    return Service.status != TAKEN_DOWN


def has_ended(service: Service, today: date) -> bool:
    """Return True when the last day of the service is past, or its status is `defunct`."""
    return service.status == DEFUNCT or (service.ends_on is not None and service.ends_on < today)


def ended(today: date) -> ColumnElement[bool]:
    """Return the SQL condition for `has_ended`."""
    # "is not NULL" keeps the condition true or false, never NULL, so that it can be negated.
    past_last_day = and_(Service.ends_on.is_not(None), Service.ends_on < today)
    return or_(Service.status == DEFUNCT, past_last_day)


def is_running(service: Service, today: date) -> bool:
    """Return True when the service is listed and has not ended. One that starts later counts as running."""
    return is_listed(service) and not has_ended(service, today)


def running(today: date) -> ColumnElement[bool]:
    """Return the SQL condition for `is_running`."""
    return and_(listed(), ~ended(today))


def is_operating_on(service: Service, day: date) -> bool:
    """Return True when people can come or call on that day: listed, active, begun, and not past its
    last day.
    """
    has_begun = service.starts_on is None or service.starts_on <= day
    still_there = service.ends_on is None or service.ends_on >= day
    return is_listed(service) and service.status == OPERATING and has_begun and still_there


def operating_on(day: date) -> ColumnElement[bool]:
    """Return the SQL condition for `is_operating_on`."""
    has_begun = or_(Service.starts_on.is_(None), Service.starts_on <= day)
    still_there = or_(Service.ends_on.is_(None), Service.ends_on >= day)
    return and_(listed(), Service.status == OPERATING, has_begun, still_there)


def is_gone(status: str) -> bool:
    """Return True for a status of a service that was taken down or is defunct: it has no search document."""
    return status in GONE_STATUSES


def is_indexed(service: Service) -> bool:
    """Return True when the service has a search document, professional-only services included."""
    return not is_gone(service.status)


def indexed() -> ColumnElement[bool]:
    """Return the SQL condition for `is_indexed`."""
    return Service.status.not_in(GONE_STATUSES)


def last_findable_day(service: Service) -> date | None:
    """Return the last day on which the public's search finds the service; None when there is no end."""
    return None if service.ends_on is None else service.ends_on + timedelta(days=DAYS_FINDABLE_AFTER_END)


def is_findable(service: Service, today: date) -> bool:
    """Return True when the public's search may return the service."""
    last = last_findable_day(service)
    return is_listed(service) and is_indexed(service) and (last is None or today <= last)


def findable(today: date) -> ColumnElement[bool]:
    """Return the SQL condition for `is_findable`."""
    earliest_end = today - timedelta(days=DAYS_FINDABLE_AFTER_END)
    not_long_ended = or_(Service.ends_on.is_(None), Service.ends_on >= earliest_end)
    return and_(listed(), indexed(), not_long_ended)


def _left_feed_before(today: date) -> datetime:
    return datetime.combine(today - timedelta(days=DAYS_IN_FEED_AFTER_END), time(), UTC)


def is_in_feed(service: Service, today: date) -> bool:
    """Return True when other systems may read the service. A defunct service without a last day ended with its
    last change.
    """
    first = _left_feed_before(today)
    if service.ends_on is not None and service.ends_on < first.date():
        return False
    changed_lately = service.ends_on is not None or service.last_modified >= first
    return is_public(service) and (service.status != DEFUNCT or changed_lately)


def in_feed(today: date) -> ColumnElement[bool]:
    """Return the SQL condition for `is_in_feed`."""
    first = _left_feed_before(today)
    not_long_ended = or_(Service.ends_on.is_(None), Service.ends_on >= first.date())
    changed_lately = or_(
        Service.status != DEFUNCT, Service.ends_on.is_not(None), Service.last_modified >= first
    )
    return and_(public(), not_long_ended, changed_lately)


def last_change(last_modified: datetime, ends_on: date | None, today: date) -> datetime:
    """Return when other systems last had something new to read: the last change, or the end of the last day.

    A service that ends by its date changes for them without anybody's edit.
    """
    if ends_on is None or ends_on >= today:
        return last_modified
    return max(last_modified, datetime.combine(ends_on + timedelta(days=1), time(), UTC))


def changed_since(moment: datetime, today: date) -> ColumnElement[bool]:
    """Return the SQL condition for services whose `last_change` is at this moment or later."""
    # The end of a day is at the moment or later: whole days are compared, because the column has no time.
    first_day = (moment.astimezone(UTC) - timedelta(microseconds=1)).date()
    has_ended_since = and_(
        Service.ends_on.is_not(None), Service.ends_on < today, Service.ends_on >= first_day
    )
    return or_(Service.last_modified >= moment, has_ended_since)


def may_be_republished() -> ColumnElement[bool]:
    """Return the SQL condition for services that may be in our feed by their source: our own ones, and those
    of another feed whose licence allows it.
    """
    kept_back = select(FeedSource.source).where(FeedSource.republish.is_(False))
    return Service.source.not_in(kept_back)


def is_stale(service: Service, today: date, stale_days: int) -> bool:
    """Return True when the facts were never checked, or were checked more than `stale_days` days ago."""
    return service.assured_date is None or today - service.assured_date > timedelta(days=stale_days)


def stale(today: date, stale_days: int) -> ColumnElement[bool]:
    """Return the SQL condition for `is_stale`."""
    return or_(Service.assured_date.is_(None), Service.assured_date < today - timedelta(days=stale_days))


def has_secret_location(service: Service) -> bool:
    """Return True when the service has an address that must never be shown."""
    return service.secret_address or any(site.location.secret for site in service.sites)


def visible_locations(service: Service) -> list[ServiceAtLocation]:
    """Return the service's places that may be shown, in order; none when the whole service has a secret
    address.
    """
    if service.secret_address:
        return []
    return [site for site in service.sites if not site.location.secret]


def location_visible() -> ColumnElement[bool]:
    """Return the SQL condition for one member of `visible_locations`; the query joins Service and
    Location.
    """
    return and_(Service.secret_address.is_(False), Location.secret.is_(False))
