"""The names of organizations for accounts, which know organizations by their ids alone."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from accounts.organizations import OrganizationName
from core.db import db
from directory.models import Organization


class DirectoryOrganizations:
    """Answers the questions of `accounts.organizations`."""

    def by_ids(self, ids: Sequence[str]) -> Mapping[str, OrganizationName]:
        """Return the organizations that are listed, by their ids."""
        wanted = select(Organization).where(Organization.id.in_(ids))
        return {row.id: _named(row) for row in db.session.scalars(wanted)}

    def matching(self, words: str, most: int) -> Sequence[OrganizationName]:
        """Return organizations with these words in their name, by name."""
        name = func.lower(Organization.name)
        wanted = select(Organization).where(
            *(name.contains(word, autoescape=True) for word in words.lower().split())
        )
        return [_named(row) for row in db.session.scalars(wanted.order_by(Organization.name).limit(most))]


def _named(row: Organization) -> OrganizationName:
    return OrganizationName(row.id, row.name)
