"""One reaction for each sample error of BaRS, and for what else a case system may answer."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.settings import ROOT
from frontdoor.handover.reactions import (
    BY_CODE,
    CaseSystemAnswer,
    Reaction,
    is_not_there,
    is_there,
    read_answer,
    retry_after,
)

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FOLDER = ROOT.parent / "shared" / "data" / "bars_errors"

_SAMPLES = {
    Reaction.MEND: """
        400-BAD_REQUEST-invalid 400-BAD_REQUEST-required 400-BAD_REQUEST-structure 400-REC_BAD_REQUEST-invalid
        400-REC_BAD_REQUEST-invariant 400-REC_BAD_REQUEST-not-supported 400-REC_BAD_REQUEST-required
        400-REC_BAD_REQUEST-value 400-SEND_BAD_REQUEST-invalid 400-SEND_BAD_REQUEST-required
        400-SEND_BAD_REQUEST-value 404-NOT_FOUND-multiple-matches 404-NOT_FOUND-not-found
        404-REC_NOT_FOUND-not-found 406-REC_NOT_ACCEPTABLE-processing 406-SEND_NOT_ACCEPTABLE-processing
        422-REC_UNPROCESSABLE_ENTITY-not-supported 422-REC_UNPROCESSABLE_ENTITY-too-costly
        500-REC_SERVER_ERROR-too-costly
    """,
    Reaction.ADMINISTRATOR: """
        401-REC_UNAUTHORIZED-forbidden 401-SEND_UNAUTHORIZED-expired 401-SEND_UNAUTHORIZED-login
        401-SEND_UNAUTHORIZED-security 401-SEND_UNAUTHORIZED-unknown 403-REC_FORBIDDEN-forbidden
        403-REC_FORBIDDEN-security 403-SEND_FORBIDDEN-forbidden 405-SEND_METHOD_NOT_ALLOWED-not-supported
        501-REC_NOT_IMPLEMENTED-not-supported
    """,
    Reaction.ALREADY_THERE: "409-BAD_REQUEST-duplicate 409-REC_CONFLICT-duplicate",
    Reaction.CONFLICT: "409-REC_CONFLICT-conflict",
    Reaction.RETRY: """
        429-SEND_TOO_MANY_REQUESTS-throttled 503-REC_SERVICE_UNAVAILABLE-transient
        503-SERVICE_UNAVAILABLE-transient
    """,
    Reaction.RETRY_UNSURE: """
        408-REC_TIMEOUT-timeout 500-REC_SERVER_ERROR-exception 500-REC_SERVER_ERROR-no-store
        500-REC_SERVER_ERROR-transient 500-SERVER_ERROR-exception 500-SERVER_ERROR-transient
    """,
}
EXPECTED = {name: reaction for reaction, names in _SAMPLES.items() for name in names.split()}
"""The reaction to each sample, by its name: status, error code of BaRS, issue code of FHIR."""


def issue_of(name: str) -> str:
    return name.split("-", 2)[2]


def answer(status: int, body: object = None, **headers: str) -> CaseSystemAnswer:
    content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return CaseSystemAnswer(status, names, content)


@pytest.mark.parametrize("name", EXPECTED)
def test_each_sample_error_has_its_reaction(name: str) -> None:
    status = int(name.partition("-")[0])
    body = {"issue": [{"code": issue_of(name), "diagnostics": "Told"}]}
    read = read_answer(answer(status, body))
    assert read.reaction is EXPECTED[name]
    assert (status, issue_of(name)) in BY_CODE
    assert (read.code, read.remark) == (f"{status} {issue_of(name)}", "Told")


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the published samples are not on this machine")
def test_the_published_samples_are_read_as_the_table_says() -> None:
    files = sorted(FOLDER.glob("*.json"))
    assert len(files) == 41
    read = {path.stem: read_answer(_published(path)) for path in files}
    assert {name: one.reaction for name, one in read.items()} == EXPECTED
    assert all(one.remark for one in read.values())


def _published(path: Path) -> CaseSystemAnswer:
    return answer(int(path.stem.partition("-")[0]), path.read_bytes())


@pytest.mark.parametrize(
    ("status", "reaction"),
    [
        (400, Reaction.MEND),
        (401, Reaction.ADMINISTRATOR),
        (409, Reaction.CONFLICT),
        (413, Reaction.MEND),
        (301, Reaction.ADMINISTRATOR),
        (429, Reaction.RETRY),
        (502, Reaction.RETRY_UNSURE),
        (503, Reaction.RETRY),
        (504, Reaction.RETRY_UNSURE),
        (199, Reaction.RETRY_UNSURE),
    ],
)
def test_an_error_without_a_code_counts_by_its_status(status: int, reaction: Reaction) -> None:
    for body in (None, b"<html>", [], {"issue": "x"}, {"issue": [1]}, {"issue": [{"code": 1}]}):
        assert read_answer(answer(status, body)).reaction is reaction


def test_a_page_of_a_proxy_is_no_receipt() -> None:
    assert read_answer(answer(200, b"<html>Sign in</html>")).reaction is Reaction.RETRY_UNSURE
    assert read_answer(answer(202)).reaction is Reaction.ARRIVED


@pytest.mark.parametrize(
    ("body", "headers", "reference"),
    [
        ({"reference": "CS-1"}, {}, "CS-1"),
        ({"reference": 17}, {}, "17"),
        ({"resourceType": "Task", "id": "t", "identifier": [{"value": "CS-2"}]}, {}, "CS-2"),
        ({"resourceType": "Task", "id": "t"}, {}, "t"),
        ({}, {"location": "https://cases.example.org/referrals/CS-3/"}, "CS-3"),
        ({"reference": "two\nlines"}, {}, ""),
        ({"reference": ["x"]}, {}, ""),
    ],
)
def test_their_reference_is_found(body: object, headers: dict[str, str], reference: str) -> None:
    assert read_answer(answer(201, body, **headers)).reference == reference


def test_only_a_clear_word_says_that_a_message_is_not_there() -> None:
    assert is_not_there(answer(404, {"found": False}))
    assert is_not_there(answer(404, {"issue": [{"code": "not-found"}]}))
    for other in (answer(404), answer(404, b"<html>"), answer(404, {}), answer(500, {"found": False})):
        assert not is_not_there(other)
    assert is_there(answer(200, {"found": True}))
    assert not is_there(answer(200, b"<html>"))
    assert not is_there(answer(200, {"found": "yes"}))


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("Mon, 23 Nov 2026 10:05:00 GMT", timedelta(minutes=5)),
        ("Mon, 23 Nov 2026 09:00:00 GMT", timedelta()),
        ("999999999999", timedelta(hours=24)),
        ("-5", timedelta()),
        ("soon", timedelta()),
        ("", timedelta()),
    ],
)
def test_the_wait_that_they_ask_for_is_read_within_limits(text: str, wait: timedelta) -> None:
    assert retry_after(answer(503, retry_after=text), NOW) == wait
