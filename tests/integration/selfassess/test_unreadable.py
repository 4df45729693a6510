"""Stored values that cannot be read: logged without their content, set aside, and said to the visitor; never
emptied silently.
"""

import logging
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update

from core.db import db
from selfassess.models import SavedAssessment
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import HARD, QUICK, answer_all, field, send, text_of
from tests.page_checks import PageCheckingClient

SAID = "We could not read something that you told us before"


@pytest.mark.parametrize(
    ("place", "kept_as", "value"),
    sampled(
        [
            (("plan", "goals"), "assessment: plan.goals", "a secret goal"),
            (("answers", "safe_home"), "assessment: answers.safe_home", {"secret": "falls"}),
            (("version",), "assessment: version", "secret"),
        ],
        3,
    ),
)
def test_one_unreadable_part_is_set_aside_and_takes_no_other_with_it(
    demo_client: PageCheckingClient,
    caplog: pytest.LogCaptureFixture,
    place: tuple[str, ...],
    kept_as: str,
    value: Any,
) -> None:
    answer_all(demo_client, HARD)
    with demo_client.session_transaction() as session:
        stored = session["assessment"]
        for name in place[:-1]:
            stored = stored[name]
        stored[place[-1]] = value
    with caplog.at_level(logging.ERROR, logger="signpost.selfassess"):
        page = text_of(demo_client.get("/my-plan"))
    assert SAID in page
    assert "cannot be read" in caplog.text
    assert "secret" not in caplog.text
    assert SAID not in text_of(demo_client.get("/my-plan"))
    with demo_client.session_transaction() as session:
        assert session["unreadable"] == {kept_as: value}
        assert session["assessment"]["answers"]["who_for"] == ["me"]
    revision = field(text_of(demo_client.get("/my-plan")), "revision")
    demo_client.post_form("/my-plan/add", {"revision": revision, "part": "goals", "text": "Walk"})
    with demo_client.session_transaction() as session:
        assert session["unreadable"] == {kept_as: value}


@pytest.mark.parametrize(
    ("key", "value", "path"),
    sampled(
        [
            ("assessment", "nothing of ours", "/my-plan"),
            ("request.call_back", {"values": []}, "/ask/call-back/who"),
            ("request.call_back", {"key": "k", "values": {"about.name": 3}}, "/ask/call-back/who"),
            ("requests_sent", [{"kind": "nothing"}], "/ask/call-back/who"),
            ("just_saved", {"reference": "x"}, "/check/saved"),
        ],
        5,
    ),
)
def test_a_whole_value_that_cannot_be_read_is_set_aside(
    demo_client: PageCheckingClient, key: str, value: Any, path: str
) -> None:
    with demo_client.session_transaction() as session:
        session[key] = value
    shown = text_of(demo_client.get(path, follow_redirects=True))
    with demo_client.session_transaction() as session:
        assert session["unreadable"] == {f"{key}: everything": value}
    assert SAID in shown + text_of(demo_client.get("/my-plan"))


def test_whoever_changes_an_answer_is_told_that_the_others_were_deleted(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    own_demo_client.post_form("/check/save")
    with own_demo_app.app_context():
        db.session.execute(delete(SavedAssessment))
        db.session.commit()
    own_demo_client.post_form(f"{QUICK}/safe_home", {"revision": "99", "answer": ["stairs"]})
    page = text_of(own_demo_client.get(f"{QUICK}/answers", follow_redirects=True))
    assert "Your answers were deleted, or got new words, in another browser." in page
    with own_demo_client.session_transaction() as session:
        assert session["assessment"]["saved"] == ""


@slow_on_both
def test_a_saved_copy_that_cannot_be_read_is_not_overwritten(
    own_demo_app: Flask, own_demo_client: PageCheckingClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer_all(own_demo_client, HARD)
    own_demo_client.post_form("/check/save")
    with own_demo_client.session_transaction() as session:
        known = session["just_saved"]
    with own_demo_app.app_context():
        db.session.execute(update(SavedAssessment).values(body=b"broken"))
        db.session.commit()
    send(own_demo_client, f"{QUICK}/safe_home", ["stairs"])
    page = text_of(own_demo_client.get(f"{QUICK}/answers"))
    assert "We can’t open the answers that you saved" in page
    assert own_demo_client.get("/check/save").status_code == 200
    words = {"reference": known["reference"], "words": known["words"]}
    refused = own_demo_client.post_form("/come-back", words)
    assert refused.status_code == 422
    assert "They are not deleted" in text_of(refused)
    assert "a saved copy cannot be read" in caplog.text
    with own_demo_app.app_context():
        assert db.session.query(SavedAssessment.body).scalar() == b"broken"
