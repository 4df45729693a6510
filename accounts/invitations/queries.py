"""Reading invitations."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from accounts.models import Invitation
from accounts.sessions.queries import hash_of
from core import clock
from core.db import db


def is_open(token: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for the invitation of a token that can be accepted."""
    return Invitation.token_hash == hash_of(token), Invitation.expires_at > clock.now()


def open_invitation(token: str) -> Invitation | None:
    """Return the invitation of a token; None where it was accepted or withdrawn, or is too old."""
    return db.session.scalar(select(Invitation).where(*is_open(token)))


def invitations_of(organization_id: str) -> Sequence[Invitation]:
    """Return the open invitations of an organization, or with an empty id those of staff, the newest first."""
    wanted = select(Invitation).where(
        Invitation.organization_id == organization_id,
        Invitation.expires_at > clock.now(),
        Invitation.role != "",
    )
    return db.session.scalars(wanted.order_by(Invitation.created_at.desc(), Invitation.id)).all()
