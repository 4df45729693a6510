"""What people do in the self-assessment, in the words of the tests."""

import re
from collections.abc import Mapping, Sequence
from html import unescape

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from selfassess.questions.forms import answer_form
from selfassess.session import stored_form
from selfassess.session.answers_in_progress import answer_changes, changed
from selfassess.session.open_check import OpenCheck, questionnaire_or_404
from selfassess.session.store import ANSWERS
from tests.page_checks import PageCheckingClient

QUICK = "/check/quick-check"
FINE: Mapping[str, Sequence[str]] = {
    "who_for": ["me"],
    "safe_now": ["safe"],
    "harm": ["no"],
    "matters_most": [""],
    "safe_home": ["none"],
    "connected": ["fine"],
    "independent": ["fine"],
    "caring": ["no"],
    "offer": ["not_now"],
}
"""Answers of somebody who needs nothing."""
HARD: Mapping[str, Sequence[str]] = {
    **FINE,
    "safe_home": ["falls", "bath"],
    "connected": ["lonely"],
    "independent": ["many"],
    "offer": ["skill"],
}
"""Answers of somebody for whom much is hard."""


def text_of(response: TestResponse) -> str:
    """The page as a person could read it in its source."""
    return unescape(response.get_data(as_text=True))


def field(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"there is no field {name}"
    return found[1]


def begin(client: PageCheckingClient, path: str = QUICK, **data: object) -> TestResponse:
    """Press "Start now"."""
    return client.post_form(f"{path}/begin", data)


def send(client: PageCheckingClient, path: str, answer: Sequence[str] = (), **more: object) -> TestResponse:
    """Answer the question at this address as its page asks for."""
    revision = field(text_of(client.get(path)), "revision")
    return client.post_form(path, {"revision": revision, "answer": list(answer), **more})


def walk_to_the_end(
    client: PageCheckingClient, answers: Mapping[str, Sequence[str]], path: str = QUICK
) -> TestResponse:
    """Answer every question that comes on its page; the response leads to "check your answers"."""
    response = begin(client, path)
    for _page in range(60):
        if response.location.endswith("/answers"):
            return response
        where = response.location
        page = text_of(client.get(where))
        if 'action="' + path + '/go-on"' in page:
            client.post_form(f"{path}/go-on")
            page = text_of(client.get(where))
        answer = list(answers.get(where.rsplit("/", 1)[1], ["not_sure"]))
        response = client.post_form(where, {"revision": field(page, "revision"), "answer": answer})
        assert response.status_code == 303, text_of(response)
    raise AssertionError("the questions do not end")


def answer_all(client: PageCheckingClient, answers: Mapping[str, Sequence[str]], path: str = QUICK) -> None:
    """Answer every question to the end without asking for the pages, which takes a tenth of the time.

    The forms of the questions take the answers, and the session holds what walk_to_the_end would leave.
    """
    begin(client, path)
    app = client.application
    with client.session_transaction() as session, app.test_request_context(path):
        value = stored_form.read(session[ANSWERS]).value
        assert not value.saved, "a saved copy follows the pages only: use walk_to_the_end"
        questionnaire = questionnaire_or_404(value.questionnaire)
        check = OpenCheck(questionnaire, value)
        while step := check.path.first_unanswered:
            question_id = step.question.id
            sent = MultiDict([("answer", text) for text in answers.get(question_id, ["not_sure"])])
            taken = answer_form(step.question, check.path.voice)(sent).take(skipped=False)
            assert taken is not None, f"{question_id} does not take {sent}"
            changes = answer_changes(check.value, check.path, question_id, taken)
            check = OpenCheck(questionnaire, changed(check.value, check.value.revision, changes).value)
        session[ANSWERS] = stored_form.write(check.value)
