"""Moves parts of a version 3 record to fields that are stored: parts of places, holidays, capacity,
documents.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from directory.open_referral import values
from directory.schedules import parse_values
from directory.schedules.open_referral import EXTRA

JsonObject = dict[str, Any]
Note = Callable[[str, str], None]
"""A function that notes a problem: name and words."""
SCHEDULES = ("schedules", "regular_schedules", "regular_schedule", "schedule")
HOLIDAYS = ("holiday_schedules", "holiday_schedule", "holidays")
_DOCUMENT = frozenset({"id", "service_id", "document", "name", "uri"})
_MOST_DAYS = 62
"""Holidays of more days are told in words."""


def lifted(row: JsonObject, note: Note) -> JsonObject:
    """Return the record with the parts of its places, its holidays, capacity and documents in stored fields."""
    row = _with_site_parts(row)
    row = with_holidays(row, note)
    row = _with_documents(row)
    return _with_capacity(row)


def _with_site_parts(row: JsonObject) -> JsonObject:
    sites = row.get("service_at_locations")
    if not isinstance(sites, list | dict):
        return row
    phones: list[Any] = []
    contacts: list[Any] = []
    lifted_sites: list[Any] = []
    for given in as_list(sites):
        site = dict(given) if isinstance(given, dict) else given
        if isinstance(site, dict):
            where = values.name(values.mapping(site.get("location")).get("name"))
            phones += [_described(phone, where) for phone in values.mappings(site.pop("phones", None))]
            contacts += values.mappings(site.pop("contacts", None))
            site = _with_schedules(site)
        lifted_sites.append(site)
    parts = {"phones": phones, "contacts": contacts}
    own = {name: [*as_list(row.get(name)), *part] for name, part in parts.items() if part}
    return row | own | {"service_at_locations": lifted_sites}


def _described(phone: JsonObject, where: str) -> JsonObject:
    return phone if values.words(phone.get("description")) or not where else phone | {"description": where}


def _with_schedules(site: JsonObject) -> JsonObject:
    """Return a service at location whose times are those of its location, when it has none itself."""
    location = site.get("location")
    if not isinstance(location, dict):
        return site
    for name in (*SCHEDULES, *HOLIDAYS):
        if location.get(name) and not site.get(name):
            site = site | {name: location[name], "location": {k: v for k, v in location.items() if k != name}}
            location = site["location"]
    return site


def as_list(value: object) -> list[Any]:
    """Return a list as a new list, a single value as a list of one, and nothing as an empty list."""
    if isinstance(value, list):
        return list(value)
    return [] if value in (None, "", {}) else [value]


def with_holidays(row: JsonObject, note: Note) -> JsonObject:
    """Return a record whose holidays are dates without a session, or sessions of their own on these dates."""
    given = values.first(row, *HOLIDAYS)
    rest = {name: value for name, value in row.items() if name not in HOLIDAYS}
    sites = rest.get("service_at_locations")
    if isinstance(sites, list):
        rest["service_at_locations"] = [
            with_holidays(site, note) if isinstance(site, dict) and values.first(site, *HOLIDAYS) else site
            for site in sites
        ]
    if not given:
        return rest
    key = next((name for name in SCHEDULES if rest.get(name)), "schedules")
    schedules = as_list(rest.get(key))
    closed: list[str] = []
    extra: list[JsonObject] = []
    for holiday in values.mappings(given):
        days = _days(holiday, note)
        opened = _open_days(holiday, days)
        if not opened and holiday.get("closed") is False:
            note("holiday", f"“{_in_words(holiday)}” is not read: it has neither times nor closed days")
            continue
        closed += days
        extra += opened
    schedules = [_closed_on(schedule, closed) for schedule in schedules] + extra
    if closed and not schedules:
        extra = [{"description": "Closed on " + ", ".join(closed)}]
        schedules = extra
    return rest | {key: schedules}


def _days(holiday: JsonObject, note: Note) -> list[str]:
    """Return the dates of a holiday in ISO form. Unreadable and very long holidays give none, and a problem."""
    try:
        first = parse_values.day(values.first(holiday, "start_date", "date", "from", "start"))
        last = parse_values.day(values.first(holiday, "end_date", "to", "end")) or first
    except parse_values.UnreadableError as error:
        note("holiday", f"“{_in_words(holiday)}” is not read: {error}")
        return []
    if first is None or last is None or not 0 <= (last - first).days < _MOST_DAYS:
        note(
            "holiday",
            f"“{_in_words(holiday)}” is not read: it needs a start and an end less than two months apart",
        )
        return []
    return [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]


def _in_words(holiday: JsonObject) -> str:
    return ", ".join(
        f"{name} {value}" for name, value in holiday.items() if name != "id" and value not in (None, "")
    )


def _open_days(holiday: JsonObject, days: list[str]) -> list[JsonObject]:
    try:
        is_closed = parse_values.flag(values.first(holiday, "closed", "is_closed"))
    except parse_values.UnreadableError:
        is_closed = True
    opens = values.first(holiday, "opens_at", "open_at", "open")
    closes = values.first(holiday, "closes_at", "close_at", "close")
    if is_closed or opens is None:
        return []
    return [
        {"dtstart": day, "valid_from": day, "valid_to": day, "opens_at": opens, "closes_at": closes}
        for day in days
    ]


def _closed_on(schedule: Any, days: list[str]) -> Any:
    if not isinstance(schedule, dict) or not days:
        return schedule
    extra = values.mapping(schedule.get(EXTRA))
    closed = [*as_list(extra.get("closed")), *days]
    return schedule | {EXTRA: extra | {"closed": sorted({str(day) for day in closed})}}


def _with_documents(row: JsonObject) -> JsonObject:
    documents = row.get("required_documents") or row.get("required_document")
    texts: list[str] = []
    others: list[Any] = []
    for each in as_list(documents):
        if isinstance(each, dict) and set(each) - _DOCUMENT:
            others.append(each)
            continue
        parts = [each.get(name) for name in ("document", "name", "uri")] if isinstance(each, dict) else [each]
        text = " ".join(filter(None, map(values.prose, parts)))
        texts += [text] if text else []
    if not texts:
        return row
    rest = {
        name: value for name, value in row.items() if name not in ("required_documents", "required_document")
    }
    rest |= {"required_documents": others} if others else {}
    sentence = "Documents to bring: " + "; ".join(texts)
    before = values.prose(row.get("application_process"))
    return rest | {"application_process": "\n".join(filter(None, (before, sentence)))}


def _with_capacity(row: JsonObject) -> JsonObject:
    capacities = values.mappings(values.first(row, "capacities", "service_capacities", "capacity"))
    wait = values.words(values.first(row, "wait_time", "waiting_time", "wait"))
    extra: JsonObject = dict(values.mapping(row.get(EXTRA)))
    rest = dict(row)
    if wait and not extra.get("waiting_time"):
        extra["waiting_time"] = wait
        rest = {
            name: value for name, value in rest.items() if name not in ("wait_time", "waiting_time", "wait")
        }
    if (
        capacities
        and len(capacities) == 1
        and not set(capacities[0]) - {"id", "service_id", "available", "description"}
    ):
        rest = {k: v for k, v in rest.items() if k not in ("capacities", "service_capacities", "capacity")}
        available = values.words(capacities[0].get("available"))
        if available and "availability" not in extra:
            extra["availability"] = "full" if available in ("0", "0.0") else "taking"
        words = [values.prose(capacities[0].get("description"))]
        words += [f"Places: {available}"] if available not in ("", "0", "0.0") else []
        rest["alert"] = "\n".join(filter(None, (values.prose(row.get("alert")), *words)))
    return rest | ({EXTRA: extra} if extra else {})
