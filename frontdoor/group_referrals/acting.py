"""What the views of handlers and of groups share: who acts on which version, and the page after a change."""

from collections.abc import Callable
from typing import Any

from flask import abort, request
from werkzeug.wrappers import Response

from accounts.current import SignedIn, signed_in
from accounts.notices import done
from accounts.organizations import OrganizationName, organization_name
from core.field_values import whole_number
from frontdoor.group_referrals.services import Actor, ChangedMeanwhile

PageResponse = str | Response | tuple[str, int]


def member_of(organization_id: str) -> tuple[SignedIn, OrganizationName]:
    """Return who is signed in, and their group; for anybody else there is no such page."""
    person = signed_in()
    group = organization_name(organization_id) if person.may_edit(organization_id) else None
    return (person, group) if group is not None else abort(404)


def actor() -> Actor:
    """Return who is signed in, and the version that their page showed; 0 for one that is no number."""
    return Actor(signed_in().id, whole_number(request.form.get("version", "")))


def changed(notice: str, change: Callable[[], None], endpoint: str, **values: Any) -> Response:
    """Make a change and lead to a page, which says that it is done, or that somebody else was first."""
    try:
        change()
    except ChangedMeanwhile:
        notice = "referral-changed"
    return done(notice, endpoint, **values)
