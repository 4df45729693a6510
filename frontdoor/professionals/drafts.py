"""Referrals that somebody is writing, in the session of their browser: each by itself, so that two never mix."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import session

from core import clock

_KEY = "professional_drafts"
_MOST = 5
"""How many a session keeps. The oldest goes first."""


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """What was written so far. `account_id`: who writes it; empty for somebody with the form's address."""

    id: str
    organization_id: str
    account_id: str
    values: Mapping[str, Any]

    def written(self, more: Mapping[str, Any]) -> "Draft":
        """Return the draft with what a step holds."""
        return replace(self, values={**self.values, **more})


def begin(organization_id: str, account_id: str, values: Mapping[str, Any]) -> Draft:
    """Store a new draft, and return it."""
    draft = Draft(clock.new_id(), organization_id, account_id, values)
    store(draft)
    return draft


def store(draft: Draft) -> None:
    """Store a draft in the place of its older self."""
    others = {key: one for key, one in _stored().items() if key != draft.id}
    kept = dict(list(others.items())[-(_MOST - 1) :])
    value = {"organization": draft.organization_id, "account": draft.account_id, "values": dict(draft.values)}
    session[_KEY] = {**kept, draft.id: value}


def find(draft_id: str, organization_id: str, account_id: str) -> Draft | None:
    """Return a draft of this organisation and account; None where this session has none."""
    found = _stored().get(draft_id)
    if found is None or (found["organization"], found["account"]) != (organization_id, account_id):
        return None
    return Draft(draft_id, organization_id, account_id, found["values"])


def drop(draft_id: str) -> None:
    """Forget a draft."""
    session[_KEY] = {key: one for key, one in _stored().items() if key != draft_id}


def _stored() -> Mapping[str, Any]:
    found: Mapping[str, Any] = session.get(_KEY) or {}
    return found
