"""Sending an invitation: the row and the e-mail in one transaction."""

from accounts.invitations.emails import invitation_email, reset_email
from accounts.invitations.services import add_invitation, note_sent
from accounts.organizations import organization_names
from accounts.roles import Role
from core.db import db
from core.outbox.messages import Email
from core.outbox.services import queue_email
from core.settings import Settings
from core.web import public_url


def send_invitation(
    settings: Settings, *, actor: str, inviter: str, email: str, role: Role, organization_id: str = ""
) -> None:
    """Store an invitation, put its e-mail into the outbox, and commit. Raises EmailRefused."""
    made = add_invitation(actor=actor, email=email, role=role.value, organization_id=organization_id)
    group = organization_names([organization_id])[organization_id] if organization_id else None
    subject, text = invitation_email(
        settings,
        public_url("accounts.invitation", token=made.token),
        role=role,
        group=group.name if group else "",
        inviter=inviter,
    )
    queue_email(db.session, settings, Email(email, subject, text, purpose="invitation"))
    note_sent(settings, made, actor=actor)
    db.session.commit()


def send_reset(settings: Settings, *, actor: str, email: str) -> None:
    """Send a link to set up anew how somebody signs in, in the caller's transaction. Raises EmailRefused."""
    made = add_invitation(actor=actor, email=email, role="")
    subject, text = reset_email(settings, public_url("accounts.invitation", token=made.token))
    queue_email(db.session, settings, Email(email, subject, text, purpose="invitation"))
    note_sent(settings, made, actor=actor)
