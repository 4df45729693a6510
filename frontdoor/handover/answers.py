"""Answers of a case system: our JSON, a PRSB message back, or a FHIR message with a Task. Pure.

Each of the three becomes one `CaseSystemDecision`. Software decides nothing: an answer names the person who decided.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from frontdoor.handover.models import MOST_EXTERNAL
from selfassess.models import MOST_OUTCOME
from selfassess.values.referral import Status

_MOST_ID, _MOST_PERSON, _MOST_REASON = 100, 120, 2000


class Decided(StrEnum):
    """What somebody at the case system decided about a request."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    CLOSED = "closed"


STATUS_OF: Mapping[Decided, Status] = {
    Decided.ACCEPTED: Status.ACCEPTED,
    Decided.DECLINED: Status.DECLINED,
    Decided.CLOSED: Status.CLOSED,
}

_OF_TASK: Mapping[str, Decided] = {
    "accepted": Decided.ACCEPTED,
    "in-progress": Decided.ACCEPTED,
    "rejected": Decided.DECLINED,
    "cancelled": Decided.DECLINED,
    "completed": Decided.CLOSED,
}
"""What a state of a FHIR Task means. Other states decide nothing."""


class BadAnswer(ValueError):
    """An answer that cannot be read. The message names fields, and nothing of what is in them."""


class CaseSystemDecision(BaseModel):
    """One answer. `sequence` and `at` order answers; `in_reply_to` is the id of the message that was sent."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    message_id: str = Field(min_length=1, max_length=_MOST_ID)
    in_reply_to: str = Field(min_length=1, max_length=_MOST_ID)
    decision: Decided
    decided_by: str = Field(min_length=1, max_length=_MOST_PERSON)
    at: AwareDatetime
    sequence: int = Field(0, ge=0, le=2_000_000_000)
    reason: str = Field("", max_length=_MOST_REASON)
    outcome: str = Field("", max_length=MOST_OUTCOME)
    reference: str = Field("", max_length=MOST_EXTERNAL)

    @model_validator(mode="after")
    def _reason_for_declining(self) -> Self:
        if self.decision is Decided.DECLINED and not self.reason:
            raise ValueError("reason is missing, and the person is told it")
        return self

    @property
    def order(self) -> tuple[int, datetime, str]:
        """What answers are ordered by, whenever they come."""
        return self.sequence, self.at, self.message_id

    def __repr__(self) -> str:
        """Return nothing of the content, which may name people."""
        return "<CaseSystemDecision>"


def read_decision(body: bytes) -> CaseSystemDecision:
    """Return the answer in a body. Raises BadAnswer."""
    try:
        sent = json.loads(body)
    except ValueError:
        raise BadAnswer("the body is no JSON") from None
    if not isinstance(sent, dict):
        raise BadAnswer("the body is no JSON object")
    if sent.get("resourceType") == "Bundle":
        sent = _of_bundle(sent)
    elif sent.get("record") == "message_back":
        sent = _of_message_back(sent)
    try:
        return CaseSystemDecision.model_validate(sent)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
        places = sorted({".".join(map(str, one["loc"])) or "reason" for one in faults})
        raise BadAnswer(f"missing or wrong: {', '.join(places)}") from None


def _of_bundle(bundle: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a FHIR message. Raises BadAnswer for a Task that decides nothing."""
    entries = bundle.get("entry")
    resources = [_part(one, "resource") for one in entries] if isinstance(entries, list) else []
    by_type = {str(one.get("resourceType")): one for one in resources}
    header, task = by_type.get("MessageHeader", {}), by_type.get("Task", {})
    decision = _OF_TASK.get(str(task.get("status")))
    if decision is None:
        raise BadAnswer("missing or wrong: Task.status")
    fields = {
        "message_id": header.get("id"),
        "in_reply_to": _part(header, "response").get("identifier"),
        "decision": decision,
        "decided_by": _part(task, "owner").get("display"),
        "at": task.get("lastModified"),
        "reason": _part(task, "statusReason").get("text"),
        "outcome": _part(task, "businessStatus").get("text"),
        "reference": task.get("id"),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _of_message_back(record: Mapping[str, Any]) -> dict[str, Any]:
    message, outcome = _part(record, "message"), _part(record, "outcome")
    fields = {
        "message_id": message.get("id"),
        "in_reply_to": message.get("in_reply_to"),
        "sequence": message.get("sequence"),
        "decision": outcome.get("state"),
        "decided_by": outcome.get("decided_by"),
        "at": outcome.get("decided_at"),
        "reason": outcome.get("reason"),
        "outcome": outcome.get("outcome"),
        "reference": outcome.get("reference"),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _part(value: Any, name: str) -> Mapping[str, Any]:
    """Return an object inside another; an empty one where there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}
