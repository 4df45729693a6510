"""What the two forms that invite somebody have in common."""

from accounts.current import SignedIn
from accounts.invitations.sending import send_invitation
from accounts.roles import Role
from core.forms import Form
from core.outbox.services import EmailRefused
from core.outbox.wording import refusal
from core.web import settings


def invite(form: Form, person: SignedIn, role: Role, organization_id: str) -> int:
    """Send an invitation to the address of a form, and return 0.

    Where the e-mail cannot be sent, return the status of the answer; the field then says why.
    """
    email = form["email"]
    try:
        send_invitation(
            settings(),
            actor=person.id,
            inviter=person.name,
            email=email.data,
            role=role,
            organization_id=organization_id,
        )
    except EmailRefused as error:
        email.errors = [refusal(error)]
        return error.status
    return 0
