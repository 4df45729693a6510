"""Adding referring organisations, and switching their forms off and on."""

import secrets

from sqlalchemy import select, update

from accounts.sessions.queries import hash_of
from core import clock
from core.audit.services import note
from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.professionals.models import ReferringOrganization


class ChangedMeanwhile(Exception):
    """Somebody else has switched the form since the page was shown."""


def add(settings: Settings, name: str, kind: str, *, actor: str) -> ReferringOrganization:
    """Store an organisation with a new secret, commit, and return it.

    One with this name and kind is returned as it is, so that a double press adds one.
    """
    same = ReferringOrganization.name == name, ReferringOrganization.kind == kind
    found = db.session.scalar(select(ReferringOrganization).where(*same))
    if found is not None:
        return found
    token = secrets.token_urlsafe(24)
    row = ReferringOrganization(
        id=clock.new_id(), name=name, kind=kind, token_hash=hash_of(token), created_by=actor
    )
    row.sealed = vault(settings).seal(row.id, {"token": token})
    db.session.add(row)
    note(settings, actor, "referring_organization.added", "referring_organization", row.id, kind=kind)
    db.session.commit()
    return row


def switch(settings: Settings, organization_id: str, version: int, *, active: bool, actor: str) -> None:
    """Switch a form off, or on with the same address. Commits. Raises ChangedMeanwhile."""
    changed = (
        update(ReferringOrganization)
        .where(ReferringOrganization.id == organization_id, ReferringOrganization.version == version)
        .values(active=active, version=version + 1)
        .returning(ReferringOrganization.id)
    )
    if db.session.execute(changed, execution_options={"synchronize_session": False}).scalar() is None:
        db.session.rollback()
        row = db.session.get(ReferringOrganization, organization_id)
        if row is None or row.active is not active:
            raise ChangedMeanwhile(organization_id)
        return
    action = f"referring_organization.{'switched_on' if active else 'switched_off'}"
    note(settings, actor, action, "referring_organization", organization_id)
    db.session.commit()


def seal_again(settings: Settings) -> int:
    """Encrypt the secrets with the newest key, commit, and return how many. Raises Unreadable."""
    cipher = vault(settings)
    rows = db.session.scalars(select(ReferringOrganization)).all()
    for row in rows:
        row.sealed = cipher.sealed_again(row.sealed)
    db.session.commit()
    return len(rows)
