"""What follows from an answer of a case system: one reaction for each status and issue code. Pure.

Codes are those of FHIR's OperationOutcome (issue.code), which BaRS uses. An answer without a code counts by its
status alone.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any


class Reaction(StrEnum):
    """What the sender does after an answer."""

    ARRIVED = "arrived"
    ALREADY_THERE = "already_there"
    """The case system has the message: take its reference, and never send again."""
    RETRY = "retry"
    """It has not taken the message: send again later."""
    RETRY_UNSURE = "retry_unsure"
    """It may have taken the message and failed afterwards: later, and only after asking."""
    MEND = "mend"
    """A person mends the message and sends it again."""
    ADMINISTRATOR = "administrator"
    """Nothing will pass until an administrator has changed an address, a key or a right."""
    CONFLICT = "conflict"
    """The case system has something that contradicts the message: show both to a person."""


BY_CODE: Mapping[tuple[int, str], Reaction] = {
    (400, "duplicate"): Reaction.ALREADY_THERE,
    (400, "structure"): Reaction.MEND,
    (400, "invalid"): Reaction.MEND,
    (400, "required"): Reaction.MEND,
    (400, "value"): Reaction.MEND,
    (400, "invariant"): Reaction.MEND,
    (400, "not-supported"): Reaction.MEND,
    (401, "login"): Reaction.ADMINISTRATOR,
    (401, "unknown"): Reaction.ADMINISTRATOR,
    (401, "expired"): Reaction.ADMINISTRATOR,
    (401, "forbidden"): Reaction.ADMINISTRATOR,
    (401, "security"): Reaction.ADMINISTRATOR,
    (403, "forbidden"): Reaction.ADMINISTRATOR,
    (403, "security"): Reaction.ADMINISTRATOR,
    (404, "not-found"): Reaction.MEND,
    (404, "multiple-matches"): Reaction.MEND,
    (405, "not-supported"): Reaction.ADMINISTRATOR,
    (406, "processing"): Reaction.MEND,
    (408, "timeout"): Reaction.RETRY_UNSURE,
    (409, "duplicate"): Reaction.ALREADY_THERE,
    (409, "conflict"): Reaction.CONFLICT,
    (422, "duplicate"): Reaction.ALREADY_THERE,
    (422, "not-supported"): Reaction.MEND,
    (422, "too-costly"): Reaction.MEND,
    (429, "throttled"): Reaction.RETRY,
    (500, "transient"): Reaction.RETRY_UNSURE,
    (500, "exception"): Reaction.RETRY_UNSURE,
    (500, "no-store"): Reaction.RETRY_UNSURE,
    (500, "too-costly"): Reaction.MEND,
    (501, "not-supported"): Reaction.ADMINISTRATOR,
    (503, "transient"): Reaction.RETRY,
}
"""The reactions to every code of BaRS. FHIR groups exception and no-store with what is transient."""

BY_STATUS: Mapping[int, Reaction] = {
    401: Reaction.ADMINISTRATOR,
    403: Reaction.ADMINISTRATOR,
    405: Reaction.ADMINISTRATOR,
    407: Reaction.ADMINISTRATOR,
    408: Reaction.RETRY_UNSURE,
    409: Reaction.CONFLICT,
    425: Reaction.RETRY,
    429: Reaction.RETRY,
    501: Reaction.ADMINISTRATOR,
    503: Reaction.RETRY,
}
"""The reactions to a status with another code or none. Other statuses count by their hundreds."""

_BY_HUNDREDS: Mapping[int, Reaction] = {
    3: Reaction.ADMINISTRATOR,
    4: Reaction.MEND,
    5: Reaction.RETRY_UNSURE,
}

LONGEST_RETRY_AFTER = timedelta(hours=24)
_MOST_REMARK = 2000
_MOST_REFERENCE = 100


@dataclass(frozen=True, slots=True, repr=False)
class CaseSystemAnswer:
    """An HTTP answer. The names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True, repr=False)
class ReadAnswer:
    """What an answer says: the reaction, its code, the case system's own reference, and its remark."""

    reaction: Reaction
    code: str
    reference: str = ""
    remark: str = ""


def read_answer(answer: CaseSystemAnswer) -> ReadAnswer:
    """Return what follows from an answer to a message."""
    body = json_of(answer)
    issue = issue_code(body)
    code = f"{answer.status} {issue}".strip()
    reference = reference_in(answer, body)
    if 200 <= answer.status < 300:
        # A page of a proxy or a sign-in form is no receipt.
        is_receipt = body is not None or not answer.body.strip()
        reaction = Reaction.ARRIVED if is_receipt else Reaction.RETRY_UNSURE
        return ReadAnswer(reaction, code, reference)
    return ReadAnswer(_reaction(answer.status, issue), code, reference, _remark(body))


def _reaction(status: int, issue: str) -> Reaction:
    listed = BY_CODE.get((status, issue)) or BY_STATUS.get(status)
    return listed or _BY_HUNDREDS.get(status // 100, Reaction.RETRY_UNSURE)


def is_not_there(answer: CaseSystemAnswer) -> bool:
    """Return True where the case system says for certain that it has no such message.

    A bare 404 says only that the address is unknown, so it counts for nothing.
    """
    body = json_of(answer)
    if answer.status == 404:
        return issue_code(body) == "not-found" or (isinstance(body, dict) and body.get("found") is False)
    return answer.status == 200 and isinstance(body, dict) and body.get("found") is False


def is_there(answer: CaseSystemAnswer) -> bool:
    """Return True where the case system says for certain that it has the message."""
    body = json_of(answer)
    if answer.status != 200 or not isinstance(body, dict):
        return False
    return body.get("found") is True or body.get("resourceType") in ("Bundle", "ServiceRequest", "Task")


def retry_after(answer: CaseSystemAnswer, now: datetime) -> timedelta:
    """Return how long the case system asks to wait: zero where it does not say, 24 hours at most."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:9]), LONGEST_RETRY_AFTER.total_seconds()))
    else:
        wait = _until(text, now)
    return max(timedelta(), min(wait, LONGEST_RETRY_AFTER))


def _until(text: str, now: datetime) -> timedelta:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return timedelta()
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now


def json_of(answer: CaseSystemAnswer) -> Any:
    """Return the JSON of an answer; None where it has none."""
    try:
        return json.loads(answer.body)
    except ValueError:
        return None


def issue_code(body: Any) -> str:
    """Return the code of the first issue of an OperationOutcome; empty where there is none."""
    issues = body.get("issue") if isinstance(body, dict) else None
    first = issues[0] if isinstance(issues, list) and issues else None
    code = first.get("code") if isinstance(first, dict) else None
    # One of the published samples has "too costly" with a space.
    return code.strip().replace(" ", "-")[:40] if isinstance(code, str) else ""


def reference_in(answer: CaseSystemAnswer, body: Any) -> str:
    """Return the case system's reference: `reference` of its JSON, an identifier of its resource, or Location."""
    candidates = [body.get("reference"), _identifier(body)] if isinstance(body, dict) else []
    candidates.append(answer.headers.get("location", "").rstrip("/").rpartition("/")[2])
    texts = (str(one).strip() for one in candidates if isinstance(one, (str, int)))
    return next((one[:_MOST_REFERENCE] for one in texts if one and one.isprintable()), "")


def _identifier(body: Mapping[str, Any]) -> Any:
    if body.get("resourceType") not in ("ServiceRequest", "Task"):
        return None
    listed = body.get("identifier")
    first = listed[0] if isinstance(listed, list) and listed else None
    return first.get("value") if isinstance(first, dict) else body.get("id")


def _remark(body: Any) -> str:
    """Return what the case system says about an error: the texts of its issues; empty for none."""
    issues = body.get("issue") if isinstance(body, dict) else None
    texts = [one.get("diagnostics") for one in issues or [] if isinstance(one, dict)]
    return " ".join(one for one in texts if isinstance(one, str))[:_MOST_REMARK]
