"""The stored pairs that seem to be one, and the names of what is in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import func, select

from core.db import db
from directory import visibility
from directory.duplicates.services import OPEN, pair_key
from directory.models.merges import DuplicatePair
from directory.models.organizations import Organization
from directory.models.services import Service


@dataclass(frozen=True, slots=True)
class RecordName:
    """A listing or a group, for a list. `slug`: empty where the public has no page of it."""

    name: str
    group: str
    slug: str
    endpoint: str


def open_count() -> int:
    """Return how many pairs wait for a moderator."""
    return db.session.scalar(select(func.count()).where(DuplicatePair.state == OPEN)) or 0


def page_of_pairs(page: int, per_page: int) -> tuple[Sequence[DuplicatePair], int]:
    """Return one page of the open pairs, the most alike first, and how many there are in all."""
    wanted = select(DuplicatePair).where(DuplicatePair.state == OPEN)
    order = wanted.order_by(DuplicatePair.similarity.desc(), DuplicatePair.id)
    return db.session.scalars(order.limit(per_page).offset((page - 1) * per_page)).all(), open_count()


def pair_of(one: str, other: str) -> DuplicatePair | None:
    """Return the stored pair of two records; None where there is none."""
    first, second = pair_key(one, other)
    wanted = select(DuplicatePair).where(DuplicatePair.first_id == first, DuplicatePair.second_id == second)
    return db.session.scalar(wanted)


def names_of(pairs: Iterable[DuplicatePair]) -> dict[str, RecordName]:
    """Return the names of what is in the pairs, by id. Two statements."""
    return names_by_id({each for pair in pairs for each in (pair.first_id, pair.second_id)})


def service_at(address: str) -> str | None:
    """Return the id of the service with this address on the site, or this slug; None where there is none."""
    slug = urlsplit(address.strip()).path.rstrip("/").rpartition("/")[2]
    return db.session.scalar(select(Service.id).where(Service.slug == slug)) if slug else None


def names_by_id(ids: Iterable[str]) -> dict[str, RecordName]:
    """Return the names of listings and groups, by id. Two statements."""
    ids = set(ids)
    services = db.session.execute(
        select(Service.id, Service.name, Organization.name, Service.slug, visibility.public())
        .join(Organization, Organization.id == Service.organization_id)
        .where(Service.id.in_(ids))
    )
    groups = db.session.execute(
        select(Organization.id, Organization.name, Organization.slug).where(Organization.id.in_(ids))
    )
    found = {
        record_id: RecordName(name, group, slug if is_public else "", "directory.service")
        for record_id, name, group, slug, is_public in services
    }
    return found | {
        record_id: RecordName(name, "", slug, "directory.organization") for record_id, name, slug in groups
    }
