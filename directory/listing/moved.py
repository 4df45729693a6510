"""Leads from the address of a record that was merged away to the one that replaced it."""

from flask import abort, redirect, request, url_for


def to_replacement(slug: str | None) -> None:
    """End the request with a permanent redirect to the same page under another slug; nothing for None."""
    if slug is None:
        return
    assert request.endpoint is not None
    query = request.query_string.decode()
    address = url_for(request.endpoint, slug=slug)
    abort(redirect(f"{address}?{query}" if query else address, 308))
