"""Invented listings as unsaved records of the real tables, in groups that share organizations and places.

The same seed, the same listings.
"""

import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any, TypeVar

from bench import wording
from bench.wording import Vocabulary, pick
from core.clock import stable_id
from core.db import Base
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
from directory.taxonomy.sync import CULTURES
from directory.vocabulary import ACCESS, OWN_TAXONOMIES, WEEKDAYS

GROUP = 500
TODAY = date(2026, 11, 23)
_NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
_WORDS = 118
R = TypeVar("R", bound=Base)


@dataclass
class ListingGroup:
    """Listings that share organizations and places, with all records that belong to them."""

    services: list[Service] = field(default_factory=list)
    records: list[Base] = field(default_factory=list)


@cache
def _defaults(kind: type[Base]) -> tuple[dict[str, Any], dict[str, Any]]:
    plain: dict[str, Any] = {}
    made: dict[str, Any] = {}
    for column in kind.__table__.columns:
        default: Any = column.default
        if default is not None and default.is_scalar:
            plain[column.name] = default.arg
        elif default is not None and column.name not in ("id", "last_modified"):
            made[column.name] = default.arg
    return plain, made


class Maker:
    """Makes the listings of one group."""

    def __init__(self, words: Vocabulary, seed: int, number: int) -> None:
        self.words, self.number = words, number
        self.rng = random.Random(f"{seed}/{number}")
        self._serial = count()
        self.group = ListingGroup()
        self._terms: dict[tuple[str, str], TaxonomyTerm] = {}

    def make(self, size: int) -> ListingGroup:
        """Return a group with `size` listings."""
        organizations = [self._organization() for _ in range(max(1, size // 3))]
        places = [self._place() for _ in range(max(1, size // 2))]
        for _ in range(size):
            self.group.services.append(self._service(pick(self.rng, organizations, 20.0), places))
        return self.group

    def _add(self, table: type[R], /, **values: Any) -> R:
        plain, made = _defaults(table)
        fresh = {name: default(None) for name, default in made.items() if name not in values}
        record = table(
            **plain | fresh | {"id": str(uuid.UUID(int=self.rng.getrandbits(128), version=4))} | values
        )
        self.group.records.append(record)
        return record

    def _slug(self, name: str) -> str:
        plain = "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
        return f"{plain[:90]}-{self.number}-{next(self._serial)}"

    def _town(self) -> tuple[str, str, float, float]:
        return pick(self.rng, self.words.towns, 6.0)

    def _organization(self) -> Organization:
        name = wording.organization_name(self.rng)
        town = self._town()[0]
        about = f"{name} works in {town} and has helped people since {self.rng.randint(1890, 2024)}."
        organization = self._add(Organization, name=name, description=about, slug=self._slug(name))
        self._add(Phone, organization_id=organization.id, number=f"01632 960{self.rng.randint(100, 999)}")
        return organization

    def _place(self) -> Location:
        rng = self.rng
        town, sector, latitude, longitude = self._town()
        name = f"{wording.invented(rng)} {pick(rng, wording.BUILDINGS)}"
        location = self._add(
            Location,
            name=name,
            latitude=round(latitude + rng.gauss(0, 0.006), 5),
            longitude=round(longitude + rng.gauss(0, 0.009), 5),
        )
        code = f"{sector}{''.join(rng.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"
        street = f"{rng.randint(1, 180)} {wording.invented(rng)} {rng.choice(('Street', 'Road', 'Lane'))}"
        location.addresses = [
            self._add(Address, location_id=location.id, address_1=street, city=town, postal_code=code)
        ]
        chosen = rng.sample(list(ACCESS), k=rng.choice((0, 1, 2, 3, 5)))
        location.accessibility = [
            self._add(Accessibility, location_id=location.id, access_id=a, position=i)
            for i, a in enumerate(chosen)
        ]
        return location

    def _term(self, key: str, code: str) -> TaxonomyTerm:
        known = self._terms.get((key, code))
        if known is None:
            term_id = stable_id("taxonomy_term", key, code)
            taxonomy = Taxonomy(id=stable_id("taxonomy", key), key=key, name=OWN_TAXONOMIES[key])
            known = TaxonomyTerm(
                id=term_id, code=code, name=code.replace("_", " "), taxonomy=taxonomy, taxonomy_id=taxonomy.id
            )
            self._terms[key, code] = known
        return known

    def _service(self, organization: Organization, places: list[Location]) -> Service:
        rng = self.rng
        topic, other = self.words.topic(rng), self.words.topic(rng)
        audience, said_audience = pick(rng, self.words.audiences, 4.0)
        place = pick(rng, places, 30.0)
        slots = self._slots(organization, place, (topic.says, other.says), said_audience)
        name = self._named(topic.says, slots)
        service = self._add(
            Service,
            organization_id=organization.id,
            slug=self._slug(name),
            name=name,
            alternate_name=wording.invented(rng) if rng.random() < 0.05 else "",
            former_names=[f"{wording.invented(rng)} {pick(rng, wording.KINDS)}"]
            if rng.random() < 0.06
            else [],
            summary=self._say(pick(rng, wording.SUMMARIES), slots)[:480],
            description=self._description(slots),
            eligibility_description=self._say(pick(rng, wording.ELIGIBILITY), slots),
            last_modified=_NOW,
            source="bench",
            **self._facts(),
        )
        service.organization = organization
        self._attributes(service, topic.id, other.id, audience)
        self._hang_on(service, place)
        return service

    def _slots(
        self,
        organization: Organization,
        place: Location,
        says: tuple[tuple[str, ...], tuple[str, ...]],
        who: tuple[str, ...],
    ) -> dict[str, str]:
        rng = self.rng
        return {
            "org": organization.name,
            "place": place.name,
            "town": place.addresses[0].city,
            "who": pick(rng, who),
            "say": pick(rng, says[0], 4.0),
            "say2": pick(rng, says[1], 4.0),
            "invented": wording.invented(rng),
            "topic": pick(rng, says[0], 4.0),
            **self._fleeting(),
        }

    def _fleeting(self) -> dict[str, str]:
        rng = self.rng
        return {
            "town2": self._town()[0],
            "org2": wording.organization_name(rng),
            "place2": f"{wording.invented(rng)} {pick(rng, wording.BUILDINGS)}",
            "street": f"{wording.invented(rng)} {rng.choice(('Street', 'Road', 'Lane'))}",
            "people": pick(rng, wording.PEOPLE),
            "kind": pick(rng, wording.KINDS),
            "thing": pick(rng, wording.THINGS),
            "thing2": pick(rng, wording.THINGS),
            "given": pick(rng, wording.GIVEN),
            "given2": pick(rng, wording.GIVEN),
            "room": pick(rng, wording.ROOMS),
            "number": str(rng.randint(2, 90)),
            "year": str(rng.randint(1950, 2025)),
            "age": str(rng.choice((16, 18, 18, 50, 55, 60, 65))),
        }

    def _say(self, template: str, slots: dict[str, str]) -> str:
        text = template.format(**slots)
        return text[0].upper() + text[1:]

    def _named(self, says: tuple[str, ...], slots: dict[str, str]) -> str:
        return " ".join(
            self._say(
                pick(self.rng, wording.NAMES), slots | {"topic": pick(self.rng, says, 4.0).capitalize()}
            ).split()
        )[:290]

    def _description(self, slots: dict[str, str]) -> str:
        rng = self.rng
        sentences = [self._say(pick(rng, wording.OPENINGS), slots)]
        while sum(sentence.count(" ") + 1 for sentence in sentences) < rng.gauss(_WORDS, 28):
            sentences.append(self._say(pick(rng, wording.MIDDLES, 10.0), slots | self._fleeting()))
        sentences.append(self._say(pick(rng, wording.CLOSINGS), slots | self._fleeting()))
        return " ".join(self._slip(word) for word in " ".join(sentences).split())

    def _slip(self, word: str) -> str:
        return (
            wording.misspelt(self.rng, word)
            if len(word) > 5 and word.isalpha() and self.rng.random() < 0.002
            else word
        )

    def _facts(self) -> dict[str, Any]:
        rng = self.rng
        lowest = rng.choice((None, None, None, 0, 11, 16, 18, 18, 18, 50, 60))
        ended = rng.random() < 0.01
        return {
            "minimum_age": lowest,
            "maximum_age": rng.choice((None, lowest + 8, lowest + 14))
            if lowest is not None and lowest < 18
            else None,
            "assured_date": TODAY - timedelta(days=int(rng.expovariate(1 / 200)))
            if rng.random() < 0.85
            else None,
            "route_in": rng.choice(
                (
                    ["self"],
                    ["anyone"],
                    ["self", "gp"],
                    ["gp"],
                    ["professional"],
                    ["self", "anyone", "gp", "professional"],
                )
            ),
            "availability": rng.choice(("", "", "taking", "taking", "waiting_list", "full")),
            "starts_on": TODAY + timedelta(days=40) if rng.random() < 0.01 else None,
            "ends_on": TODAY + timedelta(days=rng.randint(-90, 90)) if ended else None,
            "secret_address": rng.random() < 0.01,
            "professionals_only": rng.random() < 0.02,
            "direct_payment": rng.random() < 0.12,
            "checked_by": rng.choice(("the group", "the council", "")),
        }

    def _attributes(self, service: Service, topic: str, other: str, audience: str) -> None:
        rng = self.rng
        if rng.random() < 0.4:  # as an import without tags of ours
            return
        codes = [
            ("needs", topic),
            *([("needs", other)] if rng.random() < 0.3 and other != topic else []),
            ("audiences", audience),
        ]
        if rng.random() < 0.15:
            codes.append(("cultures", pick(rng, sorted(CULTURES), 5.0)))
        service.attributes = [self._attribute(service, i, *pair) for i, pair in enumerate(codes)]

    def _attribute(self, service: Service, position: int, key: str, code: str) -> Attribute:
        term = self._term(key, code)
        attribute = self._add(Attribute, service_id=service.id, taxonomy_term_id=term.id, position=position)
        attribute.term = term
        return attribute

    def _hang_on(self, service: Service, place: Location) -> None:
        rng = self.rng
        service.delivery = rng.choice(
            (
                ["place"],
                ["place"],
                ["place"],
                ["place", "phone"],
                ["home"],
                ["phone"],
                ["online"],
                ["borough_wide"],
            )
        )
        service.schedules = self._schedules(service)
        service.hours_kind = (
            "always" if rng.random() < 0.02 else "scheduled" if service.schedules else "unknown"
        )
        service.sites = [self._site(service, place)] if "place" in service.delivery else []
        service.cost_options = [self._cost(service)] if rng.random() < 0.9 else []
        spoken = [label for _, label, kind in self.words.cultures if kind == "language"]
        service.languages = [
            self._add(Language, service_id=service.id, name=n)
            for n in rng.sample(spoken, k=rng.choice((0, 0, 0, 0, 1, 2)))
        ]
        areas = (
            [rng.choice(("Borough", self._town()[0], self._town()[1].split()[0]))]
            if rng.random() < 0.7
            else []
        )
        service.service_areas = [self._add(ServiceArea, service_id=service.id, name=name) for name in areas]
        service.phones = [self._add(Phone, service_id=service.id, number=f"01632 960{rng.randint(100, 999)}")]

    def _site(self, service: Service, place: Location) -> ServiceAtLocation:
        site = self._add(ServiceAtLocation, service_id=service.id, location_id=place.id)
        site.location = place
        return site

    def _cost(self, service: Service) -> CostOption:
        kind = self.rng.choice(("free", "free", "free", "fixed", "sliding", "means_tested", "donation"))
        amount = Decimal(self.rng.choice((2, 3, 5, 8, 12, 24))) if kind == "fixed" else None
        return self._add(
            CostOption,
            service_id=service.id,
            kind=kind,
            amount=amount,
            amount_description="session" if amount else "",
        )

    def _schedules(self, service: Service) -> list[Schedule]:
        rng = self.rng
        way = rng.choices(
            ("unknown", "weekly", "office", "term", "nth", "fortnight"), weights=(25, 35, 15, 10, 10, 5)
        )[0]
        opens = time(rng.randint(8, 18), rng.choice((0, 30)))
        values = {
            "opens_at": opens,
            "closes_at": time(opens.hour + rng.randint(1, 3), opens.minute),
            "extra": {"closed_bank_holidays": True},
        }
        days = rng.sample(list(WEEKDAYS), k=rng.choice((1, 1, 1, 2, 3)))
        rows: dict[str, list[dict[str, Any]]] = {
            "unknown": [],
            "weekly": [{"freq": "WEEKLY", "byday": ",".join(days)}],
            "office": [
                {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": time(9), "closes_at": time(17)}
            ],
            "term": [
                {
                    "freq": "WEEKLY",
                    "byday": days[0],
                    "extra": {"closed_bank_holidays": True, "term_time": True},
                }
            ],
            "nth": [{"freq": "MONTHLY", "byday": f"{rng.randint(1, 4)}{days[0]}"}],
            "fortnight": [
                {
                    "freq": "WEEKLY",
                    "interval": 2,
                    "byday": days[0],
                    "dtstart": TODAY - timedelta(days=7 * rng.randint(1, 20)),
                }
            ],
        }
        return [
            self._add(Schedule, service_id=service.id, position=i, **values | row)
            for i, row in enumerate(rows[way])
        ]


def rows_by_table(records: Iterable[Base]) -> dict[str, list[dict[str, Any]]]:
    """Return the records as rows for bulk inserts, by table."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        table = record.__table__
        rows.setdefault(record.__tablename__, []).append(
            {column.name: getattr(record, column.name) for column in table.columns}
        )
    return rows
