"""Forms that no page of ours made: without fields, with every field twice, with junk, very long, with NUL
bytes. Never a failure.
"""

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from flask import Flask

from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import HARD, QUICK, answer_all, begin, field, send, text_of
from tests.integration.test_every_page import LISTED
from tests.page_checks import PageCheckingClient

ROUTES = sorted(
    {
        path
        for row in LISTED
        if row.method == "POST" and row.endpoint.startswith("selfassess.")
        for path, _status in row.examples
    }
)
MORE = [
    "/check/adult-needs/matters_most",
    "/check/paying/savings",
    "/check/nothing/who_for",
    f"{QUICK}/nothing",
    *(f"/ask/needs-assessment/{step}" for step in ("who", "about", "you", "reach", "talking", "words")),
    *(f"/tell-us/{part}" for part in ("where", "what", "you", "nothing")),
    "/ask/safeguarding-concern/words",
    "/ask/nothing/who",
    "/ask/needs-assessment/nothing",
]
NAMES = (
    "answer", "revision", "skip", "leave", "more", "afresh", "where", "email", "reference", "words",
    "key", "agree", "answers", "part", "id", "to", "text", "how", "phone", "why", "note", "name", "who",
    "kind", "done", "day", "area", "value", "value-seeing-people", "service", "asker-relation",
    "asker-name", "asker-agreement", "asker-phone", "asker-email", "asker-why_no_agreement", "about-name",
    "about-called", "about-born", "about-address", "about-postcode", "about-phone", "about-email",
    "contact-whom", "contact-ways", "contact-times", "contact-safe_time", "contact-voicemail_is_safe",
    "communication-needs", "communication-language", "communication-other", "own_words", "looks_after",
    "visit-cannot_travel", "visit-why", "asked_where", "part_where", "part_what", "part_you", "back",
    "danger", "subject", "place", "where_not_known", "how_to_find", "harms", "safe_today", "knows", "wants",
    "has_needs", "can_keep_safe", "others_at_risk", "child_too", "under_18", "your_name", "known_how",
    "keep_private", "safe_time", "never", "helps", "role", "organisation", "done", "basis",
)  # fmt: skip
GOOD: Mapping[str, str] = {
    "part": "goals", "to": "1", "day": "2026-12-14", "area": "seeing-people", "value": "3",
    "text": "Walk", "email": "jo@example.org", "about-born": "31 3 1950", "asker-relation": "self",
    "contact-ways": "phone", "answer": "safe", "revision": "1", "done": "yes",
    "subject": "adult", "who": "named", "never": "no_letters", "basis": "agreed", "harms": "hurt",
}  # fmt: skip

Fields = Mapping[str, object]


def _every(value: str) -> Callable[[], Fields]:
    return lambda: dict.fromkeys(NAMES, value)


def _doubled() -> Fields:
    return {name: [GOOD.get(name, "x"), "other"] for name in NAMES}


def _good_part(value: str) -> Callable[[], Fields]:
    """Junk in every field but the part of the plan, so that the junk is not refused for the part alone."""
    return lambda: {**dict.fromkeys(NAMES, value), "part": "people"}


def _long() -> Fields:
    """Very long texts where people write much, and too long ones in all other fields."""
    return {
        **dict.fromkeys(NAMES, "ü " * 150),
        **dict.fromkeys(("answer", "own_words", "text"), "w " * 60_000),
    }


SENT: Mapping[str, Callable[[], Fields]] = {
    "no fields": dict,
    "every field empty": _every(""),
    "every field twice": _doubled,
    "junk": _every("<script>{{7*7}}\u202e%s'; --"),
    "junk in a plan": _good_part("\ud7ff\uffff\u0000☃"),
    "numbers": _every("99999999999999999999"),
    "Arabic numerals": _every("٣"),
    "very long": _long,
    "long in a plan": _good_part("w" * 11_000),
    "NUL bytes": _every("a\x00b\x00"),
    "a date that is none": _every("2026-02-31"),
}


def _nobody(_client: PageCheckingClient) -> None:
    """Somebody who has done nothing yet."""


def _halfway(client: PageCheckingClient) -> None:
    begin(client)
    send(client, f"{QUICK}/who_for", ["me"])


def _finished(client: PageCheckingClient) -> None:
    answer_all(client, HARD)
    client.post_form("/my-plan/begin")
    revision = field(text_of(client.get("/my-plan")), "revision")
    client.post_form("/my-plan/add", {"revision": revision, "part": "people", "text": "Jo"})
    client.get("/ask/needs-assessment")


CASES = [
    *[(_finished, sent) for sent in SENT],
    *[(visitor, sent) for visitor in (_nobody, _halfway) for sent in ("no fields", "every field twice")],
]
QUICK_CASES = [
    (_finished, "every field twice"),
    (_finished, "junk in a plan"),
    (_halfway, "no fields"),
]
"""The cases of `make test`; all others are slow."""


@slow_on_both
@pytest.mark.parametrize(
    ("visitor", "sent"),
    sampled(
        [pytest.param(*case, marks=[] if case in QUICK_CASES else [pytest.mark.slow]) for case in CASES], 3
    ),
)
def test_no_form_makes_the_site_fail(
    own_demo_client: PageCheckingClient, visitor: Callable[[PageCheckingClient], None], sent: str
) -> None:
    visitor(own_demo_client)
    statuses = {}
    for path in [*ROUTES, *MORE]:
        statuses[path] = own_demo_client.post_form(path, dict(SENT[sent]())).status_code
    assert {path: status for path, status in statuses.items() if status >= 500} == {}
    for path in ("/my-plan", "/check/", f"{QUICK}/answers", f"{QUICK}/result", "/ask/needs-assessment/check"):
        assert own_demo_client.get(path).status_code < 500, path


def test_every_post_of_the_self_assessment_is_sent() -> None:
    assert len(ROUTES) >= 25


@pytest.mark.slow
def test_every_field_of_the_pages_is_among_the_names(own_demo_client: PageCheckingClient) -> None:
    _finished(own_demo_client)
    pages = [
        "/my-plan",
        "/check/save",
        "/come-back",
        "/my-plan/send",
        f"{QUICK}/safe_home",
        f"{QUICK}/result",
    ]
    pages += [path for path in MORE if path.startswith("/ask/needs-a")]
    own_demo_client.post_form("/tell-us/where", {"subject": "adult"})
    pages += ["/tell-us", "/tell-us/what", "/tell-us/you"]
    names = set(_names(own_demo_client, pages))
    assert {name for name in names - {"csrf_token", "next"} if not name.startswith("value-")} <= set(NAMES)


def _names(client: PageCheckingClient, pages: list[str]) -> Iterator[str]:
    for path in pages:
        page = text_of(client.get(path, follow_redirects=True))
        main = page.partition("<main")[2]
        yield from re.findall(r'<(?:input|textarea|select)[^>]*\sname="([^"]+)"', main)


def test_a_failure_would_be_noticed(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    def broken(part: str = "") -> str:
        raise ValueError(part)

    own_demo_app.view_functions["selfassess.plan_text"] = broken
    assert own_demo_client.post_form("/my-plan/text", {}).status_code == 500
