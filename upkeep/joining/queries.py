"""Reading requests to look after a group, and what a decision needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils
from sqlalchemy import ColumnElement, func, select

from accounts.sessions.queries import hash_of
from core import clock
from core.crypt import vault
from core.db import db
from core.settings import Settings
from directory import visibility
from directory.listing.action import plain_email
from directory.models import Organization, Service
from upkeep.joining.models import GroupRequest, RequestState
from upkeep.joining.wishes import Wish, proving_address

_LIKE = 70
_MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Claimed:
    """A public listing that somebody claims. `mailbox`: the address that may say yes; empty for none."""

    service_id: str
    slug: str
    name: str
    organization_id: str
    organization: str
    mailbox: str


def claimed_listing(slug: str) -> Claimed | None:
    """Return what a claim of a public listing needs; None where no public service has the slug."""
    wanted = (
        select(Service, Organization)
        .join(Organization, Service.organization_id == Organization.id)
        .where(Service.slug == slug, visibility.public())
    )
    found = db.session.execute(wanted).first()
    if found is None:
        return None
    service, organization = found
    own = Service.organization_id == organization.id, Service.id != service.id
    others = [plain_email(each) for each in db.session.scalars(select(Service.email).where(*own))]
    address = proving_address(plain_email(service.email), plain_email(organization.email), others)
    return Claimed(
        service.id,
        service.slug,
        service.name,
        organization.id,
        organization.name,
        "" if organization.claimed_at else address,
    )


def is_open(token: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for the request whose e-mailed link has this token and still works."""
    return (
        GroupRequest.token_hash == hash_of(token),
        GroupRequest.expires_at > clock.now(),
        GroupRequest.state == RequestState.UNPROVED,
    )


def unproved_request(token: str) -> GroupRequest | None:
    """Return the request of an e-mailed link; None where the link was used or is too old."""
    return db.session.scalar(select(GroupRequest).where(*is_open(token)))


def wish_of(settings: Settings, request: GroupRequest) -> Wish:
    """Return what somebody wrote. Raises core.crypt.Unreadable."""
    return Wish.from_json(vault(settings).open(request.id, request.sealed))


def waiting_requests(page: int, per_page: int) -> tuple[Sequence[GroupRequest], int]:
    """Return one page of the requests that wait for a moderator, the oldest first, and how many there are."""
    waits = GroupRequest.state == RequestState.WAITING
    wanted = select(GroupRequest).where(waits).order_by(GroupRequest.created_at, GroupRequest.id)
    return db.session.scalars(wanted.limit(per_page).offset((page - 1) * per_page)).all(), waiting_count()


def waiting_count() -> int:
    """Return how many requests wait for a moderator."""
    waits = GroupRequest.state == RequestState.WAITING
    return db.session.scalar(select(func.count()).select_from(GroupRequest).where(waits)) or 0


def alike_organizations(name: str) -> list[Organization]:
    """Return organizations with nearly this name, the most alike first; at most five. Two statements."""
    rows = db.session.execute(select(Organization.id, Organization.name)).all()
    names = {row.id: row.name for row in rows}
    found = process.extract(
        name,
        names,
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        limit=_MOST_ALIKE,
        score_cutoff=_LIKE,
    )
    ids = [id for _name, _score, id in found]
    wanted = db.session.scalars(select(Organization).where(Organization.id.in_(ids))) if ids else ()
    by_id = {each.id: each for each in wanted}
    return [by_id[id] for id in ids if id in by_id]
