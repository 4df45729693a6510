"""Records for tests: `make_…` functions write to the session and flush; `loose…` functions need no database.

No function commits: that is left to the caller.
"""

from datetime import date, time
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from directory.models import (
    Accessibility,
    Address,
    Attribute,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from directory.vocabulary import ACCESS, OWN_TAXONOMIES

_number = count(1)


def loose(model: type[Any], **fields: Any) -> Any:
    """Return a record outside any database, with the defaults of its columns, for tests of pure functions."""
    record = model(**fields)
    for column in inspect(model).columns:
        if column.default is not None and getattr(record, column.key) is None:
            setattr(
                record,
                column.key,
                column.default.arg(None) if column.default.is_callable else column.default.arg,
            )
    return record


def loose_place(town: str = "Wombwell", **fields: Any) -> ServiceAtLocation:
    """Return a service at a location, outside any database.

    `schedules` belong to the service there; the other arguments are fields of the location.
    """
    schedules = fields.pop("schedules", [])
    address = {"address_1": "1 Park Street", "city": town, "postal_code": "S73 8CV"} | fields.pop(
        "address", {}
    )
    access = [loose(Accessibility, access_id=a) for a in fields.pop("access", [])]
    values = {"name": f"{town} Hall", "latitude": 53.522, "longitude": -1.396} | fields
    location = loose(Location, addresses=[loose(Address, **address)], accessibility=access, **values)
    return loose(ServiceAtLocation, location=location, schedules=[_loosened(s) for s in schedules])


def loose_service(**fields: Any) -> Any:
    """Return a service outside any database. The arguments are those of `make_service`; `places` come from
    `loose_place`."""
    terms = {name: fields.pop(name, []) for name in ("needs", "audiences", "cultures", "access")}
    phones = [_phone(i, p) for i, p in enumerate(fields.pop("phones", ["01632 960900"]))]
    parts = {
        "organization": loose(Organization, name="Wombwell Neighbours", slug="wombwell-neighbours"),
        "phones": phones,
        "languages": [loose(Language, name=name) for name in fields.pop("languages", [])],
        "service_areas": [loose(ServiceArea, name=name) for name in fields.pop("areas", [])],
        "cost_options": [
            loose(CostOption, **_cost_fields(i, c))
            for i, c in enumerate(fields.pop("costs", [{"kind": "free"}]))
        ],
        "sites": fields.pop("places", []),
        "schedules": [_loosened(s) for s in fields.pop("schedules", [])],
        "attributes": [_loose_attribute(key, code) for key, codes in terms.items() for code in codes],
    }
    if parts["schedules"]:
        fields.setdefault("hours_kind", "scheduled")
    return loose(Service, **(_DEFAULTS | {"name": "Steady Steps", "slug": "steady-steps"} | parts | fields))


def _loosened(record: Schedule) -> Schedule:
    given = {
        c.key: getattr(record, c.key) for c in inspect(Schedule).columns if getattr(record, c.key) is not None
    }
    loosened: Schedule = loose(Schedule, **given)
    return loosened


def _loose_attribute(key: str, code: str) -> Attribute:
    term = TaxonomyTerm(code=code, name=_term_name(key, code), taxonomy=Taxonomy(key=key, name=key))
    attribute: Attribute = loose(Attribute, term=term)
    return attribute


def _term_name(key: str, code: str) -> str:
    return ACCESS.get(code, "") if key == "access" else code.replace("-", " ").replace("_", " ").capitalize()


def _phone(position: int, given: Phone | str) -> Phone:
    if isinstance(given, str):
        given = Phone(number=given)
    values = {
        name: getattr(given, name) for name in ("number", "extension", "type", "description", "answers")
    }
    phone: Phone = loose(
        Phone, position=position, **{name: value for name, value in values.items() if value is not None}
    )
    return phone


_DEFAULTS: dict[str, Any] = {
    "summary": "A good thing.",
    "description": "You can come.",
    "route_in": ["anyone"],
    "delivery": ["place"],
    "assured_date": date(2026, 11, 3),
    "checked_by": "the group",
}


def make_organization(session: Session, **fields: Any) -> Organization:
    """An organization with a name and slug of its own."""
    n = next(_number)
    phones = [Phone(number=number) for number in fields.pop("phones", [])]
    organization = Organization(**{"name": f"Group {n}", "slug": f"group-{n}", "phones": phones} | fields)
    session.add(organization)
    session.flush()
    return organization


def make_location(session: Session, **fields: Any) -> Location:
    """A place in Wombwell. `address`: fields of its address; `access`: ids of vocabulary.ACCESS."""
    n = next(_number)
    address = {"address_1": f"{n} Park Street", "city": "Wombwell", "postal_code": "S73 8CV"} | fields.pop(
        "address", {}
    )
    access = [
        Accessibility(access_id=a, description=a, position=i) for i, a in enumerate(fields.pop("access", []))
    ]
    values = {"name": f"Hall {n}", "latitude": 53.522, "longitude": -1.396} | fields
    location = Location(addresses=[Address(**address)], accessibility=access, **values)
    session.add(location)
    session.flush()
    return location


def make_term(session: Session, taxonomy_key: str, code: str, name: str = "") -> TaxonomyTerm:
    """A term of one of our own taxonomies; the same one each time."""
    taxonomy = session.scalar(select(Taxonomy).where(Taxonomy.key == taxonomy_key))
    if taxonomy is None:
        taxonomy = Taxonomy(key=taxonomy_key, name=OWN_TAXONOMIES[taxonomy_key])
        session.add(taxonomy)
        session.flush()
    term = session.scalar(
        select(TaxonomyTerm).where(TaxonomyTerm.taxonomy_id == taxonomy.id, TaxonomyTerm.code == code)
    )
    if term is None:
        term = TaxonomyTerm(taxonomy_id=taxonomy.id, code=code, name=name or _term_name(taxonomy_key, code))
        session.add(term)
        session.flush()
    return term


def weekly(days: str = "TU", opens: str = "10:00", closes: str = "12:00", **fields: Any) -> Schedule:
    """A weekly schedule, not yet put on anything."""
    extra = {"closed_bank_holidays": False} | fields.pop("extra", {})
    values = {"freq": "WEEKLY", "interval": 1, "byday": days, "extra": extra} | fields
    return Schedule(opens_at=time.fromisoformat(opens), closes_at=time.fromisoformat(closes), **values)


def make_service(session: Session, **fields: Any) -> Service:
    """A service that anyone can ask for, checked not long ago.

    Beside the columns: `needs`, `audiences`, `cultures`, `access` (term ids), `phones`, `languages`, `areas`
    (names),
    `places` (locations, or pairs of a location and its schedules), `costs` (mappings).
    """
    n = next(_number)
    organization = fields.pop("organization", None) or make_organization(session)
    parts = {
        "phones": [_phone(i, p) for i, p in enumerate(fields.pop("phones", ["01632 960900"]))],
        "languages": [Language(name=name) for name in fields.pop("languages", [])],
        "service_areas": [ServiceArea(name=name) for name in fields.pop("areas", [])],
        "cost_options": [
            CostOption(**_cost_fields(i, cost))
            for i, cost in enumerate(fields.pop("costs", [{"kind": "free"}]))
        ],
        "sites": [_site(i, place) for i, place in enumerate(fields.pop("places", []))],
    }
    terms = _terms(
        session, {name: fields.pop(name, []) for name in ("needs", "audiences", "cultures", "access")}
    )
    if fields.get("schedules"):
        fields.setdefault("hours_kind", "scheduled")
    names = {"name": f"Service {n}", "slug": f"service-{n}"}
    service = Service(
        organization_id=organization.id, attributes=terms, **(_DEFAULTS | names | parts | fields)
    )
    session.add(service)
    session.flush()
    return service


def _cost_fields(position: int, fields: dict[str, Any]) -> dict[str, Any]:
    amount = fields.get("amount")
    return fields | {"amount": Decimal(amount) if amount is not None else None, "position": position}


def _site(position: int, place: Location | tuple[Location, list[Schedule]]) -> ServiceAtLocation:
    location, schedules = place if isinstance(place, tuple) else (place, [])
    return ServiceAtLocation(location=location, schedules=schedules, position=position)


def _terms(session: Session, codes: dict[str, list[str]]) -> list[Attribute]:
    wanted = [make_term(session, key, code) for key, chosen in codes.items() for code in chosen]
    return [Attribute(taxonomy_term_id=term.id, position=i) for i, term in enumerate(wanted)]
