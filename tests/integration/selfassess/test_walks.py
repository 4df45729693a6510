"""The path of the answers is walked once for a request, and handed on; twice for an answer: before it and
after it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from flask import Flask

from core.settings import ROOT
from selfassess.engine.path import walk
from selfassess.loading.library import load
from selfassess.session.answers_in_progress import InProgress
from selfassess.session.open_check import OpenCheck
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import HARD, QUICK, answer_all, begin, field, send, text_of
from tests.page_checks import PageCheckingClient


class Count:
    """How often the path was walked."""

    walks = 0


@contextmanager
def counted() -> Iterator[Count]:
    """Count the calls of `walk`, whoever imported it under whatever name."""
    count = Count()

    def watch(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code is walk.__code__:
            count.walks += 1

    sys.setprofile(watch)
    try:
        yield count
    finally:
        sys.setprofile(None)


PAGES = [
    "/check/quick-check",
    f"{QUICK}/safe_now",
    f"{QUICK}/answers",
    f"{QUICK}/result",
    "/my-plan",
    "/check/save",
    "/ask/needs-assessment",
    "/ask/needs-assessment/who",
    "/ask/occupational-therapy/about",
    "/ask/hub-appointment/check",
    "/tell-us",
]


@slow_on_both
def test_a_page_walks_at_most_once(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, HARD)
    walks = {}
    for path in PAGES:
        with counted() as count:
            assert demo_client.get(path).status_code in (200, 302, 303)
        walks[path] = count.walks
    assert {path: number for path, number in walks.items() if number > 1} == {}


@pytest.mark.parametrize(
    ("question", "answer"),
    sampled(
        [("safe_home", ["stairs"]), ("who_for", ["mother"]), ("who_for", ["me"]), ("safe_now", ["danger"])], 4
    ),
)
def test_an_answer_walks_at_most_once_before_and_once_after(
    demo_client: PageCheckingClient, question: str, answer: list[str]
) -> None:
    answer_all(demo_client, HARD)
    revision = field(text_of(demo_client.get(f"{QUICK}/{question}")), "revision")
    with counted() as count:
        response = demo_client.post_form(f"{QUICK}/{question}", {"revision": revision, "answer": answer})
    assert response.status_code == 303
    assert count.walks <= 2


def test_an_answer_that_is_refused_walks_at_most_twice(demo_client: PageCheckingClient) -> None:
    begin(demo_client)
    old = field(text_of(demo_client.get(f"{QUICK}/who_for")), "revision")
    send(demo_client, f"{QUICK}/who_for", ["me"])
    with counted() as count:
        response = demo_client.post_form(f"{QUICK}/who_for", {"revision": old, "answer": ["mother"]})
    assert response.status_code == 409
    assert count.walks <= 2


@slow_on_both
@pytest.mark.parametrize(
    "path", sampled(["/my-plan/begin", "/ask/needs-assessment/who", "/ask/needs-assessment/check"], 3)
)
def test_other_forms_walk_at_most_once(demo_client: PageCheckingClient, path: str) -> None:
    answer_all(demo_client, HARD)
    with counted() as count:
        assert demo_client.post_form(path, {"asker-relation": "self"}).status_code in (303, 422)
    assert count.walks <= 1


def test_a_second_walk_is_noticed(demo_app: Flask) -> None:
    questionnaire = load(ROOT / "content")["quick-check"]
    with demo_app.test_request_context(), counted() as count:
        check = OpenCheck(questionnaire, InProgress())
        assert check.path
        assert check.path_at("who_for")
        assert count.walks == 1
        assert walk(questionnaire, {})
    assert count.walks == 2
