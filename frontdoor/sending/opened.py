"""The contact and the summary that an address names, for whoever works on the contact; 404 for others."""

from flask import abort

from accounts.current import SignedIn, signed_in
from core.audit.services import note_view
from core.web import settings
from frontdoor.calls.contact_access import contact_or_404, may_read
from frontdoor.contacts.models import ContactRecord
from frontdoor.sending import queries
from frontdoor.sending.models import SentSummary


def opened_contact(contact_id: str) -> tuple[ContactRecord, SignedIn]:
    """Return the contact and who works on it; answer 404 to others. Records the look."""
    person, contact = signed_in(), contact_or_404(contact_id)
    if not may_read(contact, person):
        abort(404)
    note_view(settings(), person.id, "contact", contact.id)
    return contact, person


def opened_summary(contact: ContactRecord, summary_id: str) -> SentSummary:
    """Return a summary of this contact; answer 404 where there is none."""
    return queries.summary_of(contact.id, summary_id) or abort(404)
