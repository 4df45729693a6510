"""Which requests whoever is signed in may see and read. Every page with something of a request asks here."""

from flask import abort

from accounts.current import signed_in
from frontdoor.inbox import queries
from frontdoor.inbox.queries import FoundRequest
from frontdoor.inbox.queues import Queue, queues_of


def seen_queues() -> tuple[Queue, ...]:
    """Return the queues that whoever is signed in sees."""
    return queues_of(signed_in().roles)


def seen_request(reference: str) -> FoundRequest:
    """Return the request of an address. The answer is 404 also where another team has it."""
    return queries.request_in(seen_queues(), reference) or abort(404)


def may_read(found: FoundRequest) -> bool:
    """Return whether the words may be shown: for a restricted request a reason was given lately."""
    return not found.work.is_restricted or queries.is_opened(found.row.id, signed_in().id)


def readable_request(reference: str) -> FoundRequest:
    """Return the request of an address; the answer is 404 unless whoever is signed in may read it now."""
    found = seen_request(reference)
    return found if may_read(found) else abort(404)
