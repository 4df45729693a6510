"""Puts together the tables of an Open Referral (HSDS) package as nested records."""

import re
from collections.abc import Mapping
from typing import Any

from directory.open_referral import values
from directory.open_referral.leftovers import not_read
from directory.open_referral.problems import ImportProblem
from directory.open_referral.publication import tidy_words

JsonObject = dict[str, Any]
Tables = Mapping[str, list[JsonObject]]
"""Rows by the name of their table."""

# Name of a table as packages spell it -> field of the nested record.
_FIELDS = {
    "service": "service",
    "services": "service",
    "organization": "organization",
    "organizations": "organization",
    "organisation": "organization",
    "organisations": "organization",
    "location": "location",
    "locations": "location",
    "service_at_location": "service_at_locations",
    "service_at_locations": "service_at_locations",
    "services_at_location": "service_at_locations",
    "services_at_locations": "service_at_locations",
    "address": "addresses",
    "addresses": "addresses",
    "physical_address": "addresses",
    "physical_addresses": "addresses",
    "postal_address": "postal_addresses",
    "postal_addresses": "postal_addresses",
    "phone": "phones",
    "phones": "phones",
    "contact": "contacts",
    "contacts": "contacts",
    "schedule": "schedules",
    "schedules": "schedules",
    "regular_schedule": "schedules",
    "regular_schedules": "schedules",
    "holiday_schedule": "holiday_schedules",
    "holiday_schedules": "holiday_schedules",
    "language": "languages",
    "languages": "languages",
    "service_area": "service_areas",
    "service_areas": "service_areas",
    "cost_option": "cost_options",
    "cost_options": "cost_options",
    "fee": "cost_options",
    "fees": "cost_options",
    "funding": "funding",
    "fundings": "funding",
    "accessibility": "accessibility",
    "accessibility_for_disabilities": "accessibility",
    "eligibility": "eligibilitys",
    "eligibilities": "eligibilitys",
    "eligibilitys": "eligibilitys",
    "required_document": "required_documents",
    "required_documents": "required_documents",
    "service_capacity": "capacities",
    "service_capacities": "capacities",
    "program": "program",
    "programs": "program",
    "organization_identifier": "organization_identifiers",
    "organization_identifiers": "organization_identifiers",
    "payment_accepted": "payments_accepted",
    "payments_accepted": "payments_accepted",
    "attribute": "attributes",
    "attributes": "attributes",
    "other_attribute": "attributes",
    "service_attribute": "attributes",
    "service_attributes": "attributes",
    "service_taxonomy": "attributes",
    "service_taxonomys": "attributes",
    "service_taxonomies": "attributes",
    "services_taxonomy": "attributes",
    "taxonomy_term": "taxonomy_term",
    "taxonomy_terms": "taxonomy_term",
    "taxonomy": "taxonomy",
    "taxonomies": "taxonomy",
    "url": "additional_urls",
    "urls": "additional_urls",
    "unit": "units",
    "units": "units",
}
_CHILDREN = [
    "phones",
    "contacts",
    "schedules",
    "holiday_schedules",
    "languages",
    "service_areas",
    "cost_options",
    "funding",
    "accessibility",
    "eligibilitys",
    "required_documents",
    "capacities",
    "organization_identifiers",
    "payments_accepted",
    "additional_urls",
    "addresses",
    "postal_addresses",
    "attributes",
]
_PARENTS = (
    # Column of the link -> the parent. The narrowest parent of a row counts.
    ("contact_id", "contacts"),
    ("service_at_location_id", "service_at_locations"),
    ("services_at_location_id", "service_at_locations"),
    ("service_id", "service"),
    ("location_id", "location"),
    ("organization_id", "organization"),
    ("organisation_id", "organization"),
)
_ENTITIES = {
    "service": "service",
    "organization": "organization",
    "organisation": "organization",
    "location": "location",
    "service_at_location": "service_at_locations",
    "contact": "contacts",
}


def table_field(name: str) -> str:
    """Return the field of a nested record for a table's name; empty for other names."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0] if "." in name else name
    key = tidy_words(stem).replace(" ", "_")
    key = re.sub(r"^(?:hsds|openreferral|open_referral|oruk)_", "", key)
    return _FIELDS.get(key, "")


def is_package(names: list[str]) -> bool:
    """Return True when tables of these names form a package: services and at least one further table."""
    fields = {table_field(name) for name in names}
    return "service" in fields and len(fields - {""}) > 1


def is_linked(services: list[JsonObject], others: Tables) -> bool:
    """Return True when services refer to the other tables by ids, as in a package."""
    keys = {key for row in services[:50] for key in row}
    back = {key for rows in others.values() for row in rows[:50] for key in row}
    return "id" in keys and bool({"organization_id", "organisation_id"} & keys or {"service_id"} & back)


class _Package:
    """The tables of one package, linked step by step."""

    def __init__(self, tables: Tables, problems: list[ImportProblem]) -> None:
        self.problems = problems
        self.by_field: dict[str, list[JsonObject]] = {}
        for name, rows in tables.items():
            field = table_field(name)
            if field:
                self.by_field.setdefault(field, []).extend(dict(row) for row in rows)
            elif rows:
                self.problems.append(ImportProblem(1, f"table {name}", not_read(rows[0]), count=len(rows)))
        self.index = {
            field: {values.words(row.get("id")): row for row in rows if values.words(row.get("id"))}
            for field, rows in self.by_field.items()
        }

    def services(self) -> list[JsonObject]:
        """Return the services with all their parts."""
        self._link_terms()
        for field in _CHILDREN:
            for number, row in enumerate(self.by_field.get(field, ()), 1):
                self._attach(field, row, number)
        for row in self.by_field.get("location", ()):
            postal = [each | {"address_type": "postal"} for each in row.pop("postal_addresses", [])]
            row["addresses"] = [*row.get("addresses", []), *postal]
        self._link_sites()
        used = {self._link_organization(service) for service in self.by_field.get("service", ())}
        self.unused = [
            row for row in self.by_field.get("organization", ()) if values.words(row.get("id")) not in used
        ]
        return self.by_field.get("service", [])

    def _attach(self, field: str, row: JsonObject, number: int) -> None:
        links = list(_PARENTS)
        entity = _ENTITIES.get(values.words(values.first(row, "link_entity", "link_type")).lower(), "")
        if entity and values.words(row.get("link_id")):
            links.insert(0, ("link_id", entity))
        elif values.words(row.get("link_id")):
            links += [("link_id", parent) for parent in ("service", "location", "organization")]
        for column, parent in links:
            found = self.index.get(parent, {}).get(values.words(row.get(column)))
            if found is not None and found is not row:
                part = {key: value for key, value in row.items() if key != column}
                found.setdefault(field, []).append(part)
                return
        self._not_linked(field, row, number)

    def _not_linked(self, field: str, row: JsonObject, number: int) -> None:
        what = f"belongs to no record of the package: {not_read(row)}"
        self.problems.append(ImportProblem(number, field, what))

    def _link_terms(self) -> None:
        terms, taxonomies = self.index.get("taxonomy_term", {}), self.index.get("taxonomy", {})
        for row in terms.values():
            taxonomy = taxonomies.get(values.words(row.get("taxonomy_id")), {})
            if taxonomy and not values.words(row.get("taxonomy")):
                row["taxonomy"] = taxonomy.get("name")
        for row in self.by_field.get("attributes", ()):
            key = values.words(values.first(row, "taxonomy_term_id", "taxonomy_id"))
            term = terms.get(key) or taxonomies.get(key)
            if term:
                row["taxonomy_term"] = {k: v for k, v in term.items() if k != "vocabulary"}
                row["taxonomy_term"].setdefault("taxonomy", term.get("vocabulary"))
                row.pop("taxonomy_id", None)

    def _link_sites(self) -> None:
        services, locations = self.index.get("service", {}), self.index.get("location", {})
        used: set[str] = set()
        for number, site in enumerate(self.by_field.get("service_at_locations", ()), 1):
            service = services.get(values.words(site.get("service_id")))
            location_id = values.words(site.get("location_id"))
            location = locations.get(location_id)
            if service is None or location is None:
                self._not_linked("service_at_location", site, number)
                continue
            used.add(location_id)
            part = {key: value for key, value in site.items() if key not in ("service_id", "location_id")}
            service.setdefault("service_at_locations", []).append(part | {"location": location})
        for number, (location_id, location) in enumerate(locations.items(), 1):
            if location_id not in used:
                self._not_linked("location", location, number)

    def _link_organization(self, service: JsonObject) -> str:
        organization_id = values.words(values.first(service, "organization_id", "organisation_id"))
        organization = self.index.get("organization", {}).get(organization_id)
        if organization is not None:
            service["organization"] = organization
        program = self.index.get("program", {}).get(values.words(service.get("program_id")))
        if program is not None:
            service["program"] = program
        return organization_id


def nested(tables: Tables, problems: list[ImportProblem]) -> tuple[list[JsonObject], list[JsonObject]]:
    """Return the services of a package with all their parts, and the organizations without a service.

    Rows that belong to no record, and unknown tables, become problems.
    """
    package = _Package(tables, problems)
    services = package.services()
    return services, package.unused
