"""Converts the demonstration borough in content/demo to Open Referral UK 3, which the ordinary importer
reads.

The YAML names records by slugs and gives dates as days from today. All other keys are fields of the standard
or of our extension.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from core import clock
from core.clock import stable_id
from core.content import read_yaml
from directory import vocabulary
from directory.open_referral import v3, values
from directory.open_referral.collector import Collector
from directory.open_referral.feed import Feed
from directory.open_referral.problems import ImportProblem
from directory.schedules.demo import from_demo
from directory.schedules.open_referral import EXTRA, hours_to_rows

SOURCE = "demonstration"
JsonObject = dict[str, Any]
Convert = Callable[[Collector, JsonObject], JsonObject]
Read = Callable[[Collector, JsonObject], object]
_IDENTIFIER_TYPES = {
    "GB-CHC": "Charity number",
    "GB-COH": "Company number",
    "CQC": "Care Quality Commission number",
}


def demo_id(noun: str, slug: str) -> str:
    """Return the UUID of a record in content/demo; `noun` is service, organization or location."""
    return stable_id(SOURCE, noun, slug)


def read(folder: Path) -> Feed:
    """Read content/demo. A wrong entry becomes a problem of the feed; the other entries are read."""
    feed = Feed(v3.KIND, SOURCE)
    into = Collector(feed)
    steps: list[tuple[str, Convert, Read]] = [
        ("organizations", _organization, v3.read_organization),
        ("locations", _location, v3.read_location),
        ("services", _service, v3.read),
    ]
    for noun, convert, read_row in steps:
        for path in sorted((folder / noun).glob("*.yaml")):
            _read_file(into, path, convert, read_row)
    _check_successors(feed)
    return feed


def _read_file(into: Collector, path: Path, convert: Convert, read_row: Read) -> None:
    try:
        entries = read_yaml(path)
    except ValueError as error:
        message = " ".join(str(error).split())
        into.feed.problems.append(ImportProblem(0, path.name, message, left_out=True))
        into.feed.complete = False
        return
    for number, entry in enumerate(entries, 1):
        into.at(number, str(entry.get("id", "")) if isinstance(entry, dict) else "")
        try:
            read_row(into, convert(into, entry))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            into.problem(path.name, f"is left out: {type(error).__name__} {error}", left_out=True)


def _check_successors(feed: Feed) -> None:
    known = {service.id for service in feed.services}
    for service in feed.services:
        if not known.issuperset(service.successor_ids):
            what = "names a service that is not there"
            feed.problems.append(ImportProblem(feed.rows[service.id], "successors", what, service.name))


def _organization(_into: Collector, entry: JsonObject) -> JsonObject:
    same = ("name", "alternate_name", "description", "website", "email", "year_incorporated")
    return {name: entry.get(name) for name in same} | {
        "id": demo_id("organization", entry["id"]),
        "phones": [{"number": entry.get("phone")}],
        "organization_identifiers": [
            {
                "identifier": each["value"],
                "identifier_scheme": each["scheme"],
                "identifier_type": _IDENTIFIER_TYPES.get(each["scheme"], each["scheme"]),
            }
            for each in values.mappings(entry.get("identifiers"))
        ],
        EXTRA: {"source_id": entry["id"], "kind": entry.get("kind")},
    }


def _location(into: Collector, entry: JsonObject) -> JsonObject:
    address = {
        "address_1": entry.get("address_1"),
        "city": entry.get("city"),
        "state_province": "South Yorkshire",
        "postal_code": entry.get("postcode"),
    }
    return {
        "id": demo_id("location", entry["id"]),
        "name": entry["name"],
        "location_type": entry.get("location_type"),
        "description": entry.get("description"),
        "transportation": entry.get("transport"),
        "latitude": entry.get("lat"),
        "longitude": entry.get("lon"),
        "addresses": [address],
        "accessibility": _accessibility(into, entry),
        EXTRA: {"source_id": entry["id"], "secret": entry.get("secret")},
    }


def _accessibility(into: Collector, entry: JsonObject) -> list[JsonObject]:
    rows = []
    for term in dict.fromkeys(entry.get("access") or []):
        if term in vocabulary.ACCESS:
            rows.append({"description": vocabulary.ACCESS[term], EXTRA: {"access_id": term}})
        else:
            into.problem("access", f"“{term}” is not one of: {', '.join(vocabulary.ACCESS)}")
    return rows


def _service(into: Collector, entry: JsonObject) -> JsonObject:
    organization_id = demo_id("organization", entry["organization"])
    if organization_id not in into.feed.organizations:
        raise KeyError(f"the organization “{entry['organization']}” is not there")
    eligibility = values.mapping(entry.get("eligibility"))
    return {
        "id": demo_id("service", entry["id"]),
        "name": entry["name"],
        "organization_id": organization_id,
        "alternate_name": entry.get("alternate_name"),
        "description": entry.get("description"),
        "url": entry.get("website"),
        "email": entry.get("email"),
        "eligibility_description": eligibility.get("text"),
        "minimum_age": eligibility.get("min_age"),
        "maximum_age": eligibility.get("max_age"),
        "application_process": entry.get("how_to"),
        "assured_date": _in_days(_negative(entry.get("checked_days_ago"))),
        "languages": [{"name": name} for name in values.listed(entry.get("languages"))],
        "service_areas": [{"name": name} for name in values.listed(entry.get("areas"))],
        "phones": [_phone(phone) for phone in values.mappings(entry.get("phones"))],
        "cost_options": [_cost_option(cost) for cost in values.mappings(entry.get("costs"))],
        "service_at_locations": _sites(into, entry),
        "schedules": _schedules(into, entry, entry.get("delivery")),
        "attributes": _attributes(entry, eligibility),
        EXTRA: _extension(entry),
    }


def _phone(phone: JsonObject) -> JsonObject:
    kind = "text" if phone.get("text") is True else "voice"
    own = {EXTRA: {"answers": phone["answers"]}} if phone.get("answers") else {}
    return {"number": phone["number"], "description": phone.get("description"), "type": kind} | own


def _cost_option(cost: JsonObject) -> JsonObject:
    return {
        "option": cost.get("note"),
        "amount": cost.get("amount"),
        "amount_description": cost.get("per"),
        EXTRA: {"kind": cost.get("kind")},
    }


def _extension(entry: JsonObject) -> JsonObject:
    same = (
        "former_names",
        "summary",
        "delivery",
        "route_in",
        "professionals_only",
        "sensitive",
        "secret_address",
        "direct_payment",
        "signposts_only",
        "ended_reason",
        "checked_by",
    )
    availability = values.mapping(entry.get("availability"))
    registration = values.mapping(entry.get("registration"))
    return {name: entry.get(name) for name in same} | {
        "source_id": entry["id"],
        "availability": availability.get("state"),
        "waiting_time": availability.get("wait"),
        "if_full": availability.get("if_full"),
        "registration_body": registration.get("body"),
        "registration_number": registration.get("number"),
        "starts_on": _in_days(entry.get("starts_in_days")),
        "ends_on": _in_days(entry.get("ends_in_days")),
        "successor_ids": [demo_id("service", slug) for slug in entry.get("successors") or []],
    }


def _schedules(into: Collector, entry: JsonObject, delivery: list[str] | None) -> list[JsonObject]:
    """Return the schedule rows of a service or of one of its sites."""
    parsed = from_demo(entry.get("schedules"), closed_bank_holidays="place" in (delivery or []))
    for problem in parsed.problems:
        into.problem("schedules", str(problem))
    return hours_to_rows(parsed.hours)


def _sites(into: Collector, entry: JsonObject) -> list[JsonObject]:
    sites = []
    for site in values.mappings(entry.get("sites")):
        location_id = demo_id("location", site["location"])
        if location_id not in into.feed.locations:
            into.problem("sites", f"“{site['location']}” is not there: left out")
            continue
        schedules = _schedules(into, site, entry.get("delivery"))
        sites.append({"location_id": location_id, "schedules": schedules})
    return sites


def _attributes(entry: JsonObject, eligibility: JsonObject) -> list[JsonObject]:
    codes_by_taxonomy = {
        vocabulary.TAXONOMY_NEEDS: entry.get("needs"),
        vocabulary.TAXONOMY_AUDIENCES: eligibility.get("who"),
        vocabulary.TAXONOMY_ACCESS: entry.get("access"),
        vocabulary.TAXONOMY_CULTURES: entry.get("culture"),
    }
    return [
        {"taxonomy_term": {"name": code, "code": code, EXTRA: {"own_taxonomy": taxonomy}}}
        for taxonomy, codes in codes_by_taxonomy.items()
        for code in dict.fromkeys(codes or [])
    ]


def _negative(days: int | None) -> int | None:
    return None if days is None else -days


def _in_days(days: int | None) -> date | None:
    return clock.today() + timedelta(days=days) if days is not None else None
