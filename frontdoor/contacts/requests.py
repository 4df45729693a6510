"""How a request that was sent during a contact is written into the contact's history. Pure."""

from selfassess.values.request import CONCERNS, RequestKind


def event_of(kind: RequestKind) -> str:
    """Return the kind of event for a request of this kind."""
    if kind in CONCERNS:
        return "safeguarding"
    return "hub_appointment" if kind is RequestKind.HUB_APPOINTMENT else "request_sent"
