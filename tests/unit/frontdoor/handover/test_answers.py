"""The three forms of an answer say the same; what is missing is named, and nothing of what people wrote."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from frontdoor.handover.answers import BadAnswer, Decided, read_decision

AT = "2026-11-24T09:00:00Z"
OURS: dict[str, Any] = {
    "message_id": "a-1",
    "in_reply_to": "m-1",
    "decision": "declined",
    "decided_by": "Priya Shah",
    "at": AT,
    "reason": "You live in another area.",
    "outcome": "other-area",
    "reference": "CS-1",
}
PRSB = {
    "record": "message_back",
    "message": {"id": "a-1", "in_reply_to": "m-1"},
    "outcome": {
        "state": "declined",
        "decided_by": "Priya Shah",
        "decided_at": AT,
        "reason": "You live in another area.",
        "outcome": "other-area",
        "reference": "CS-1",
    },
}
TASK = {
    "resourceType": "Task",
    "id": "CS-1",
    "status": "rejected",
    "owner": {"display": "Priya Shah"},
    "lastModified": AT,
    "statusReason": {"text": "You live in another area."},
    "businessStatus": {"text": "other-area"},
}
FHIR = {
    "resourceType": "Bundle",
    "entry": [
        {"resource": {"resourceType": "MessageHeader", "id": "a-1", "response": {"identifier": "m-1"}}},
        {"resource": TASK},
    ],
}


@pytest.mark.parametrize("sent", [OURS, PRSB, FHIR])
def test_the_three_forms_say_the_same(sent: dict[str, Any]) -> None:
    read = read_decision(json.dumps(sent).encode())
    assert read == read_decision(json.dumps(OURS).encode())
    assert (read.decision, read.at) == (Decided.DECLINED, datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert "Priya" not in repr(read)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"decided_by": " "}, "decided_by"),
        ({"decided_by": None}, "decided_by"),
        ({"reason": ""}, "reason"),
        ({"at": "yesterday"}, "at"),
        ({"at": "2026-11-24T09:00:00"}, "at"),
        ({"decision": "perhaps"}, "decision"),
        ({"sequence": -1}, "sequence"),
        ({"message_id": "x" * 101}, "message_id"),
        ({"outcome": "x" * 41}, "outcome"),
    ],
)
def test_what_is_missing_or_wrong_is_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        read_decision(json.dumps(OURS | change).encode())
    assert str(caught.value) == f"missing or wrong: {said}"


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"resourceType": "Bundle"}', b"\xff"])
def test_what_is_no_answer_is_refused(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        read_decision(body)


@pytest.mark.parametrize("status", ["draft", "on-hold", None])
def test_a_task_that_decides_nothing_is_refused(status: str | None) -> None:
    entries = [FHIR["entry"][0], {"resource": TASK | {"status": status}}]
    with pytest.raises(BadAnswer, match=r"Task\.status"):
        read_decision(json.dumps(FHIR | {"entry": entries}).encode())
