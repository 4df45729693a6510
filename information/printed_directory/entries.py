"""What the printed directory says of each service, in sections by need or by town."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from core import clock
from core.db import db
from core.web import settings
from directory import visibility
from directory.listing import wording
from directory.models.services import Service
from directory.publishing import queries
from directory.schedules.stored import all_hours
from directory.schedules.wording.hours import hours_lines
from directory.taxonomy.needs import load as load_needs
from directory.visibility import visible_locations
from directory.vocabulary import TAXONOMY_NEEDS

BY_NEED, BY_TOWN = "need", "town"
_GROUP = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One service. `key` is the place in the document to which the index leads."""

    key: str
    name: str
    organization: str
    summary: str
    phones: tuple[str, ...]
    web: str
    where: tuple[str, ...]
    times: tuple[str, ...]
    towns: tuple[str, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the services under it. Each service stands once, under its first need or town."""

    key: str
    title: str
    entries: tuple[Entry, ...]


def sections(by: str) -> list[Section]:
    """Return the sections with the services that run now, in the order of the needs, or of the towns' names."""
    entries = list(_entries())
    return _by_town(entries) if by == BY_TOWN else _by_need(entries)


def _by_need(entries: Sequence[Entry]) -> list[Section]:
    tree = load_needs(settings().content_dir)
    public = [need for theme in tree.themes for need in theme.for_the_public.needs]
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(next(iter(entry.needs), ""), []).append(entry)
    titles = [(need.id, need.label) for need in public if need.id in groups]
    known = {need_id for need_id, _title in titles}
    rest = [entry for need_id, group in groups.items() if need_id not in known for entry in group]
    found = [_section(number, title, groups[need_id]) for number, (need_id, title) in enumerate(titles)]
    return found + ([_section(len(found), _("Other help"), rest)] if rest else [])


def _by_town(entries: Sequence[Entry]) -> list[Section]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(next(iter(entry.towns), ""), []).append(entry)
    elsewhere = groups.pop("", [])
    found = [_section(number, town, groups[town]) for number, town in enumerate(sorted(groups))]
    return found + ([_section(len(found), _("By phone, online or at home"), elsewhere)] if elsewhere else [])


def _section(number: int, title: str, entries: Sequence[Entry]) -> Section:
    return Section(f"s{number}", title, tuple(sorted(entries, key=lambda entry: entry.name.casefold())))


def _entries() -> Iterator[Entry]:
    today = clock.today()
    running = select(Service.id).where(visibility.running(today)).order_by(Service.id)
    ids = list(db.session.scalars(running))
    for start in range(0, len(ids), _GROUP):
        yield from (_entry(service, today) for service in queries.any_services(ids[start : start + _GROUP]))
        db.session.expunge_all()


def _entry(service: Service, today: date) -> Entry:
    sites = visible_locations(service)
    addresses = [(site, wording.physical_address(site)) for site in sites]
    lines = [
        ", ".join(
            part
            for part in (site.location.name, address.address_1, address.city, address.postal_code)
            if part
        )
        for site, address in addresses
        if address
    ]
    towns = [address.city.strip() for _site, address in addresses if address and address.city.strip()]
    numbers = [phone.number for phone in service.phones] or [p.number for p in service.organization.phones]
    return Entry(
        key=f"e{service.id}",
        name=service.name,
        organization=service.organization.name if service.organization.name != service.name else "",
        summary=service.summary or service.description[:200],
        phones=tuple(dict.fromkeys(numbers)),
        web=service.url or service.organization.website,
        where=tuple(dict.fromkeys(lines)),
        times=tuple(hours_lines(all_hours(service), today)),
        towns=tuple(dict.fromkeys(towns)),
        needs=tuple(wording.codes(service, TAXONOMY_NEEDS)),
    )
