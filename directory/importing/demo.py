"""Reads the hand-written demonstration borough in content/demo. Its dates are counted from today, its ids are slugs."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from core import clock
from core.clock import stable_id
from core.content import read_yaml
from directory import vocabulary
from directory.open_referral import schedules as open_referral_schedules
from directory.open_referral import values as open_referral_values
from directory.open_referral.collector import Collector
from directory.open_referral.problems import ImportProblem
from directory.open_referral.records import (
    AccessRecord,
    AddressRecord,
    AreaRecord,
    AttributeRecord,
    CostRecord,
    Feed,
    IdentifierRecord,
    LanguageRecord,
    LocationRecord,
    OrganizationRecord,
    PhoneRecord,
    ScheduleRecord,
    ServiceRecord,
    SiteRecord,
    TermRecord,
)
from directory.schedules.demo import from_demo
from directory.schedules.open_referral import hours_to_rows

SOURCE = "demonstration"
Row = dict[str, Any]
Reader = Callable[[Collector, Row], None]
_IDENTIFIERS = {
    "GB-CHC": "Charity number",
    "GB-COH": "Company number",
    "CQC": "Care Quality Commission number",
}


def demo_id(noun: str, slug: str) -> str:
    """The UUID of something in content/demo: noun is service, organization or location."""
    return stable_id(SOURCE, noun, slug)


def read(folder: Path) -> Feed:
    """Read content/demo. What is wrong with an entry is a problem of the feed; the other entries are read all the same."""
    feed = Feed("demonstration borough", SOURCE)
    into = Collector(feed)
    readers: dict[str, Reader] = {
        "organizations": _organization,
        "locations": _location,
        "services": _service,
    }
    for noun, reader in readers.items():
        for path in sorted((folder / noun).glob("*.yaml")):
            _read_file(into, path, reader)
    _check_successors(feed)
    return feed


def _read_file(into: Collector, path: Path, reader: Reader) -> None:
    try:
        entries = read_yaml(path)
    except ValueError as error:
        into.feed.problems.append(ImportProblem(0, path.name, " ".join(str(error).split()), left_out=True))
        into.feed.complete = False
        return
    for number, entry in enumerate(entries, 1):
        into.at(number, str(entry.get("id", "")) if isinstance(entry, dict) else "")
        try:
            reader(into, entry)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            into.problem(path.name, f"is left out: {type(error).__name__} {error}", left_out=True)


def _check_successors(feed: Feed) -> None:
    known = {service.id for service in feed.services}
    for service in feed.services:
        if any(each not in known for each in service.successor_ids):
            feed.problems.append(
                ImportProblem(service.row, "successors", "names a service that is not there", service.name)
            )


def _organization(into: Collector, row: Row) -> None:
    record = OrganizationRecord(
        demo_id("organization", row["id"]), open_referral_values.name(row["name"]), source_id=row["id"]
    )
    record.alternate_name = open_referral_values.name(row.get("alternate_name"))
    record.description = open_referral_values.prose(row.get("description"))
    record.kind = open_referral_values.words(row.get("kind"))
    record.website = into.take("website", open_referral_values.url, row.get("website"), "")
    record.email = into.take("email", open_referral_values.email, row.get("email"), "")
    record.phones = into.phones("phone", row.get("phone"))
    record.year_incorporated = into.take(
        "year_incorporated", open_referral_values.whole, row.get("year_incorporated"), None
    )
    record.identifiers = [
        IdentifierRecord(
            open_referral_values.words(each["value"]),
            each["scheme"],
            _IDENTIFIERS.get(each["scheme"], each["scheme"]),
        )
        for each in open_referral_values.mappings(row.get("identifiers"))
    ]
    into.organization(record)


def _location(into: Collector, row: Row) -> None:
    kind = open_referral_values.words(row.get("location_type")) or "physical"
    record = LocationRecord(
        demo_id("location", row["id"]), kind, open_referral_values.name(row["name"]), source_id=row["id"]
    )
    record.description = open_referral_values.prose(row.get("description"))
    record.transportation = open_referral_values.prose(row.get("transport"))
    record.latitude, record.longitude = into.point(row.get("lat"), row.get("lon"))
    record.secret = bool(row.get("secret"))
    record.accessibility = [
        AccessRecord(each, vocabulary.ACCESS[each]) for each in _known(into, row, "access", vocabulary.ACCESS)
    ]
    record.addresses = [
        AddressRecord(
            address_1=open_referral_values.name(row.get("address_1")),
            city=open_referral_values.name(row.get("city")),
            state_province="South Yorkshire",
            postal_code=open_referral_values.name(row.get("postcode")),
        )
    ]
    into.location(record)


def _known(into: Collector, row: Row, field: str, known: dict[str, str]) -> list[str]:
    given = row.get(field) or []
    for each in given:
        if each not in known:
            into.problem(field, f"“{each}” is not one of: {', '.join(known)}")
    return [each for each in dict.fromkeys(given) if each in known]


def _service(into: Collector, row: Row) -> None:
    organization_id = demo_id("organization", row["organization"])
    if organization_id not in into.feed.organizations:
        into.problem(
            "organization", f"“{row['organization']}” is not there: the service is left out", left_out=True
        )
        return
    record = ServiceRecord(
        demo_id("service", row["id"]),
        open_referral_values.name(row["name"]),
        organization_id,
        source_id=row["id"],
    )
    for fill in (_texts, _ways_in, _contact, _money, _times, _dates, _terms):
        fill(into, record, row)
    into.service(record)


def _texts(into: Collector, record: ServiceRecord, row: Row) -> None:
    record.alternate_name = open_referral_values.name(row.get("alternate_name"))
    record.former_names = open_referral_values.listed(row.get("former_names"))
    record.summary = open_referral_values.prose(row.get("summary"))
    record.description = open_referral_values.prose(row.get("description"))
    eligibility = open_referral_values.mapping(row.get("eligibility"))
    record.eligibility_description = open_referral_values.prose(eligibility.get("text"))
    record.minimum_age, record.maximum_age = into.ages(eligibility.get("min_age"), eligibility.get("max_age"))
    registration = open_referral_values.mapping(row.get("registration"))
    record.registration_body = open_referral_values.words(registration.get("body"))
    record.registration_number = open_referral_values.words(registration.get("number"))


def _ways_in(into: Collector, record: ServiceRecord, row: Row) -> None:
    record.delivery = _known(into, row, "delivery", vocabulary.DELIVERY)
    record.route_in = _known(into, row, "route_in", vocabulary.ROUTE_IN)
    record.application_process = open_referral_values.prose(row.get("how_to"))
    availability = open_referral_values.mapping(row.get("availability"))
    record.availability = open_referral_values.words(availability.get("state"))
    record.waiting_time = open_referral_values.words(availability.get("wait"))
    record.if_full = open_referral_values.prose(availability.get("if_full"))
    record.professionals_only = bool(row.get("professionals_only"))
    record.sensitive = bool(row.get("sensitive"))
    record.secret_address = bool(row.get("secret_address"))
    record.languages = [LanguageRecord(each) for each in open_referral_values.listed(row.get("languages"))]
    record.service_areas = [AreaRecord(each) for each in open_referral_values.listed(row.get("areas"))]


def _contact(into: Collector, record: ServiceRecord, row: Row) -> None:
    record.url = into.take("website", open_referral_values.url, row.get("website"), "")
    record.email = into.take("email", open_referral_values.email, row.get("email"), "")
    for phone in open_referral_values.mappings(row.get("phones")):
        kind = "text" if phone.get("text") is True else "voice"
        record.phones.append(
            PhoneRecord(
                open_referral_values.words(phone["number"]),
                type=kind,
                description=open_referral_values.words(phone.get("description")),
            )
        )


def _money(into: Collector, record: ServiceRecord, row: Row) -> None:
    record.direct_payment = bool(row.get("direct_payment"))
    for cost in open_referral_values.mappings(row.get("costs")):
        record.cost_options.append(
            CostRecord(
                option=open_referral_values.prose(cost.get("note")),
                amount=into.take("costs", open_referral_values.money, cost.get("amount"), None),
                amount_description=open_referral_values.words(cost.get("per")),
                kind=open_referral_values.words(cost.get("kind")),
            )
        )


def _times(into: Collector, record: ServiceRecord, row: Row) -> None:
    at_a_place = "place" in record.delivery
    hours = _hours(into, row.get("schedules"), at_a_place)
    record.schedules, record.hours_kind, record.hours_text = hours.schedules, hours.kind, hours.text
    for site in open_referral_values.mappings(row.get("sites")):
        location_id = demo_id("location", site["location"])
        location = into.feed.locations.get(location_id)
        if location is None:
            into.problem("sites", f"“{site['location']}” is not there: left out")
            continue
        own = _site_schedules(into, site.get("schedules"), at_a_place)
        record.sites.append(SiteRecord(location_id, schedules=own))
        record.secret_address = record.secret_address or location.secret
        if own and record.hours_kind == "unknown":
            record.hours_kind = "scheduled"


def _hours(into: Collector, given: object, at_a_place: bool) -> open_referral_schedules.Times:
    parsed = from_demo(given, closed_bank_holidays=at_a_place)
    for problem in parsed.problems:
        into.problem("schedules", str(problem))
    return open_referral_schedules.from_hours(parsed.hours)


def _site_schedules(into: Collector, given: object, at_a_place: bool) -> list[ScheduleRecord]:
    if given != "always":
        return _hours(into, given, at_a_place).schedules
    row = hours_to_rows(from_demo(given).hours)[0]
    return [
        ScheduleRecord("WEEKLY", byday=row["byday"], description=row["description"], extra={"always": True})
    ]


def _dates(_into: Collector, record: ServiceRecord, row: Row) -> None:
    record.starts_on, record.ends_on = _in_days(row.get("starts_in_days")), _in_days(row.get("ends_in_days"))
    record.ended_reason = open_referral_values.prose(row.get("ended_reason"))
    checked = row.get("checked_days_ago")
    record.assured_date = _in_days(-checked) if checked is not None else None
    record.checked_by = open_referral_values.words(row.get("checked_by"))
    record.successor_ids = [demo_id("service", each) for each in row.get("successors") or []]


def _in_days(days: int | None) -> date | None:
    return clock.today() + timedelta(days=days) if days is not None else None


def _terms(_into: Collector, record: ServiceRecord, row: Row) -> None:
    codes = {
        vocabulary.TAXONOMY_NEEDS: row.get("needs"),
        vocabulary.TAXONOMY_AUDIENCES: open_referral_values.mapping(row.get("eligibility")).get("who"),
        vocabulary.TAXONOMY_ACCESS: row.get("access"),
        vocabulary.TAXONOMY_CULTURES: row.get("culture"),
    }
    pairs = [(taxonomy, code) for taxonomy, given in codes.items() for code in dict.fromkeys(given or [])]
    record.attributes = [
        AttributeRecord(TermRecord(code, code=code, own=taxonomy)) for taxonomy, code in pairs
    ]
