"""Making, withdrawing and accepting invitations."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete

from accounts import services as accounts
from accounts.current import BY_LINK
from accounts.invitations.queries import is_open
from accounts.models import Account, Invitation
from accounts.queries import any_account_by_email, email_key
from accounts.roles import ORGANIZATION_ROLES, Role, role_of
from accounts.second_factors.queries import factors_of
from accounts.sessions import services as sessions
from accounts.sessions.queries import ACTIVE, hash_of
from accounts.sessions.services import SETTING_UP
from core import clock
from core.audit.services import note
from core.db import db
from core.settings import Settings

LIFE = timedelta(days=7)
_NO_SYNC = {"synchronize_session": False}
_ACCEPTED = (
    Invitation.id,
    Invitation.email,
    Invitation.role,
    Invitation.organization_id,
    Invitation.invited_by,
)
"""What accepting reads of an invitation while it deletes the row."""


class InvitationIsOver(Exception):
    """The invitation was accepted or withdrawn, or is too old, or its account is locked."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The session of somebody who accepted. `waits_for`: what they have to do next; empty for nothing."""

    token: str
    waits_for: str


@dataclass(frozen=True, slots=True, repr=False)
class NewInvitation:
    """An invitation that was just made. `token`: the secret of its link, which is not stored."""

    id: str
    token: str
    role: str
    organization_id: str


def add_invitation(*, actor: str, email: str, role: str, organization_id: str = "") -> NewInvitation:
    """Store an invitation in place of an earlier one for the same, and return it.

    `role`: empty for somebody who has an account and sets up anew how they sign in. The caller queues the
    e-mail, then calls `note_sent`, then commits.
    """
    key = email_key(email)
    same = (
        Invitation.email_key == key,
        Invitation.role == role,
        Invitation.organization_id == organization_id,
    )
    db.session.execute(delete(Invitation).where(*same), execution_options=_NO_SYNC)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        id=clock.new_id(),
        email=email.strip(),
        email_key=key,
        role=role,
        organization_id=organization_id,
        invited_by=actor,
        token_hash=hash_of(token),
        expires_at=clock.now() + LIFE,
    )
    db.session.add(invitation)
    return NewInvitation(invitation.id, token, role, organization_id)


def note_sent(settings: Settings, invitation: NewInvitation, *, actor: str) -> None:
    """Record an invitation. The outbox comes first, because all that take both locks take them in this order."""
    detail = {"role": invitation.role, "organization": invitation.organization_id}
    note(settings, actor, "invitation.sent", "invitation", invitation.id, **detail)


def withdraw(settings: Settings, invitation_id: str, *, actor: str, organization_id: str) -> bool:
    """Delete an open invitation of an organization, and commit. Return False where there is none."""
    chosen = Invitation.id == invitation_id, Invitation.organization_id == organization_id
    if not _deleted(*chosen):
        db.session.rollback()
        return False
    note(settings, actor, "invitation.withdrawn", "invitation", invitation_id)
    db.session.commit()
    return True


def accept(settings: Settings, token: str, *, name: str, device: str) -> Accepted:
    """Give the invited person the role, and begin a session. Commits. Raises InvitationIsOver.

    Who gets a role of staff has to set up how to sign in, unless that is done already; then they sign in.
    """
    taken = delete(Invitation).where(*is_open(token)).returning(*_ACCEPTED)
    found = db.session.execute(taken, execution_options=_NO_SYNC).first()
    if found is None:
        db.session.rollback()
        raise InvitationIsOver
    invitation_id, email, role_text, organization_id, actor = found
    account = any_account_by_email(email) or accounts.add_account(
        settings, email=email, name=name, actor=actor
    )
    if account.state != ACTIVE:
        db.session.rollback()
        raise InvitationIsOver
    role = role_of(role_text)
    if role is not None:
        accounts.grant(settings, account, role, actor=actor, organization_id=organization_id)
    note(settings, account.id, "invitation.accepted", "invitation", invitation_id)
    accepted = _begin(settings, account, role, device)
    db.session.commit()
    return accepted


def _begin(settings: Settings, account: Account, role: Role | None, device: str) -> Accepted:
    if role in ORGANIZATION_ROLES:
        return Accepted(sessions.begin(settings, account, way=BY_LINK, device=device), "")
    if factors_of(account.id).second:
        # An e-mail alone must not replace what the person has set up.
        return Accepted("", "sign_in")
    token = sessions.begin(settings, account, way="invitation", device=device, waits_for=SETTING_UP)
    return Accepted(token, SETTING_UP)


def _deleted(*conditions: object) -> int:
    found = db.session.execute(delete(Invitation).where(*conditions), execution_options=_NO_SYNC)  # type: ignore[arg-type]
    return int(found.rowcount)  # type: ignore[attr-defined]
