"""Who may read a contact, and who may write to it."""

from flask import abort

from accounts.current import SignedIn
from accounts.roles import Role
from frontdoor.calls.queries import has_worked_on
from frontdoor.contacts.models import ContactRecord
from frontdoor.contacts.queries import contact_of


def contact_or_404(contact_id: str) -> ContactRecord:
    """Return the contact; the one that it was merged into; answer 404 where there is none."""
    return contact_of(contact_id) or abort(404)


def may_read(contact: ContactRecord, person: SignedIn) -> bool:
    """Return True for who works on the contact, and for supervisors. Others take it over first."""
    return contact.handler_id == person.id or person.has(Role.SUPERVISOR)


def writable(contact_id: str, person: SignedIn) -> ContactRecord:
    """Return a contact to which somebody may write: also one that was theirs, so that nothing typed is lost.

    Answers 404 for all others.
    """
    contact = contact_or_404(contact_id)
    if may_read(contact, person):
        return contact
    # A page that was open before a merge still writes to the contact that is gone.
    is_theirs = has_worked_on(contact.id, person.id) or has_worked_on(contact_id, person.id)
    return contact if is_theirs else abort(404)
