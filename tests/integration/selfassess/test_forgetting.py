"""Next person at the same computer: nothing that somebody typed is left after deleting, leaving, coming
back or starting afresh."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select

from core.crypt import vault
from core.db import db
from core.sessions.models import StoredSession
from core.settings import ROOT
from directory.models import Service
from selfassess.engine.schema import Question, QuestionKind, Questionnaire
from selfassess.loading.library import load
from selfassess.models import SavedAssessment
from selfassess.values.request import BY_PROFESSIONALS, CONCERNS, RequestKind
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import QUICK, begin, send, text_of
from tests.integration.selfassess.steps import field as hidden_field
from tests.outbox import emails
from tests.page_checks import PageCheckingClient, parse

LIBRARY = load(ROOT / "content")
KINDS = [kind.value.replace("_", "-") for kind in RequestKind if kind not in CONCERNS | BY_PROFESSIONALS]
TYPED = {"text", "tel", "email"}
THEIRS = "their-own-hobby"


@dataclass
class Canaries:
    """Texts that stand nowhere else, each typed once."""

    app: Flask
    client: PageCheckingClient
    typed: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(101))

    def new(self, form: str = "canary{}bird") -> str:
        """One more text; `form` has {} for its number."""
        text = form.format(next(self.numbers))
        self.typed.append(text)
        return text

    def born(self) -> str:
        """One more date of birth."""
        self.typed.append(f"5 4 {1800 + next(self.numbers)}")
        return self.typed[-1]

    def change_plan(self, path: str, **data: str) -> None:
        """Send a form of the plan."""
        revision = hidden_field(text_of(self.client.get("/my-plan")), "revision")
        assert self.client.post_form(path, {"revision": revision, **data}).status_code == 303


def answer_of(canaries: Canaries, question: Question) -> list[str]:
    match question.kind:
        case QuestionKind.TEXT:
            return [canaries.new()]
        case QuestionKind.LINES:
            return [canaries.new(), canaries.new()]
        case QuestionKind.MONEY:
            return [canaries.new("98{}.57")]
        case QuestionKind.NUMBER | QuestionKind.SCALE:
            return [str(question.most)]
        case _:
            return [question.options[0].id]


def fill_questionnaire(canaries: Canaries, questionnaire: Questionnaire) -> None:
    path = f"/check/{questionnaire.id}"
    where = begin(canaries.client, path).location
    asked = set()
    while not where.endswith("/answers"):
        name = where.rsplit("/", 1)[1]
        asked.add(name)
        where = send(canaries.client, where, answer_of(canaries, questionnaire.by_id[name])).location
    free = {
        question.id
        for question in questionnaire.questions
        if question.kind in (QuestionKind.TEXT, QuestionKind.LINES)
    }
    assert free <= asked
    canaries.client.get(where)


def typed_into(canaries: Canaries, element: Element) -> str | None:
    """What somebody types into one field, or chooses; None where it stays empty."""
    name, kind = element.attrib.get("name", ""), element.attrib.get("type", "text")
    if name == "about-born":
        return canaries.born()
    if name.endswith("phone"):
        return canaries.new("01632 960{}")
    if name.endswith("email"):
        return canaries.new("canary{}@example.org")
    if element.tag == "textarea" or kind in TYPED:
        return canaries.new()
    return None


def fill_page(canaries: Canaries, where: str, chosen: dict[str, str], **more: str) -> str:
    """Fill in one page of a request's form, send it with some more fields; the address of the next one."""
    page = parse(canaries.client.get(where).get_data(as_text=True), canaries.app, where)
    form = next(one for one in page.all("form") if one.attrib.get("method") == "post")
    data: dict[str, object] = {**more}
    for element in form.iter():
        name = str(element.attrib.get("name", ""))
        if element.tag not in ("input", "textarea") or element.attrib.get("type") == "hidden" or name in data:
            continue
        data[name] = typed_into(canaries, element) or chosen.get(name) or element.attrib.get("value", "")
    response = canaries.client.post_form(str(form.attrib["action"]), data)
    assert response.status_code == 303, text_of(response)
    return response.location


def fill_request(canaries: Canaries, kind: str, whom: str) -> str:
    chosen = {"asker-relation": "family_or_friend", "contact-whom": whom}
    where = canaries.client.get(f"/ask/{kind}?again=yes").location
    seen = set()
    while not where.endswith("/check"):
        seen.add(where.rsplit("/", 1)[1])
        where = fill_page(canaries, where, chosen)
    assert seen - {"where"} == {"who", "about", "you", "reach", "talking", "words"}
    return where


def fill_worry(canaries: Canaries) -> None:
    """Fill in all parts of a worry, and go back instead of sending it."""
    chosen = {"subject": "adult", "who": "named"}
    assert fill_page(canaries, "/tell-us", chosen) == "/tell-us/what"
    assert fill_page(canaries, "/tell-us/what", chosen) == "/tell-us/you"
    assert fill_page(canaries, "/tell-us/you", chosen, back="yes") == "/tell-us/what"


def send_one_request(canaries: Canaries) -> None:
    """Send a request, so that there is a receipt; its reference is a text to look for as well."""
    before = len(canaries.typed)
    where = fill_request(canaries, "call-back", "asker")
    del canaries.typed[before:]
    key = hidden_field(text_of(canaries.client.get(where)), "key")
    assert canaries.client.post_form(where, {"key": key, "agree": "yes"}).location == "/ask/sent"
    canaries.typed.append(
        text_of(canaries.client.get("/ask/sent")).split('class="reference">')[1].split("<")[0]
    )


def fill_plan(canaries: Canaries) -> None:
    for part in ("what_matters", "contingency"):
        canaries.change_plan("/my-plan/text", part=part, text=canaries.new())
    for part in ("goals", "strengths"):
        canaries.change_plan("/my-plan/add", part=part, text=canaries.new())
    canaries.change_plan(
        "/my-plan/add",
        part="people",
        text=canaries.new(),
        how=canaries.new(),
        phone=canaries.new("01632 961{}"),
    )
    canaries.change_plan(
        "/my-plan/add",
        part="calls",
        text=canaries.new(),
        why=canaries.new(),
        phone=canaries.new("01632 961{}"),
    )
    canaries.change_plan("/my-plan/add", part="actions", text=canaries.new(), note=canaries.new())


def fill_list(canaries: Canaries) -> None:
    with canaries.app.app_context():
        service = db.session.scalars(select(Service.id).limit(1)).one()
    canaries.client.post_form("/my-list/add", {"service": service})
    canaries.client.post_form("/my-list/note", {"service": service, "note": canaries.new()})
    canaries.typed.append(service)


def save(canaries: Canaries) -> None:
    """Save, and do not look at the reference and the words: they are in the session still."""
    canaries.client.post_form("/check/save")
    with canaries.client.session_transaction() as session:
        canaries.typed += [
            session["just_saved"]["reference"],
            session["just_saved"]["words"],
            session["assessment"]["saved"],
        ]


def fill_everything(
    app: Flask, client: PageCheckingClient, questionnaires: Sequence[str], kinds: Sequence[str]
) -> list[str]:
    """Fill in these questionnaires and requests, the plan and the list, and save; return all that was
    typed."""
    canaries = Canaries(app, client)
    for questionnaire in questionnaires:
        fill_questionnaire(canaries, LIBRARY[questionnaire])
    client.post_form(f"{QUICK}/where", {"where": canaries.new()})
    send_one_request(canaries)
    for number, kind in enumerate(kinds):
        fill_request(canaries, kind, ("asker", "person")[number % 2])
    fill_worry(canaries)
    fill_plan(canaries)
    fill_list(canaries)
    save(canaries)
    return canaries.typed


def session_store(app: Flask, client: PageCheckingClient) -> str:
    """Everything that the table of sessions holds, decrypted, and the visitor's session as it is loaded."""
    found = []
    keys = vault(app.extensions["settings"])
    with app.app_context():
        for id_hash, sealed in db.session.execute(select(StoredSession.id_hash, StoredSession.sealed)):
            found.append(keys.open(f"session {id_hash}", sealed)["content"])
    with client.session_transaction() as session:
        found.append(repr(dict(session)))
    return "\n".join(found)


def somebody_else(app: Flask) -> PageCheckingClient:
    """Somebody else, with answers and a plan of their own."""
    other = app.test_client()
    assert isinstance(other, PageCheckingClient)
    begin(other)
    send(other, f"{QUICK}/who_for", ["me"])
    other.post_form(
        "/my-plan/add",
        {
            "part": "goals",
            "text": THEIRS,
            "revision": hidden_field(text_of(other.get("/my-plan")), "revision"),
        },
    )
    return other


def delete(_app: Flask, client: PageCheckingClient) -> None:
    assert client.post_form("/check/save/delete").location == "/check/deleted"
    client.get("/check/deleted")


def leave(_app: Flask, client: PageCheckingClient) -> None:
    assert client.post_form("/check/save/leave").location == "/check/left"
    client.get("/check/left")


def come_back_by_words(app: Flask, client: PageCheckingClient) -> None:
    other = somebody_else(app)
    other.post_form("/check/save")
    reference, words = re.findall(r'class="reference">([^<]+)<', text_of(other.get("/check/saved")))
    other.post_form("/check/save/leave")
    assert (
        client.post_form("/come-back", {"reference": reference, "words": words}).location
        == f"{QUICK}/safe_now"
    )


def come_back_by_link(app: Flask, client: PageCheckingClient) -> None:
    other = somebody_else(app)
    other.post_form("/check/save/email", {"email": "other@example.org"})
    other.post_form("/check/save/leave")
    message = next(email for email in emails(app) if email.recipient == "other@example.org")
    link = re.search(r"/come-back/[\w-]+", message.text)
    assert link
    client.get(link[0])
    assert client.post_form(link[0]).location == f"{QUICK}/safe_now"


def start_afresh(_app: Flask, client: PageCheckingClient) -> None:
    assert "Clear everything and start again" in text_of(client.get("/check/paying"))
    assert begin(client, "/check/paying", afresh="yes").location == "/check/paying/who_for"


End = Callable[[Flask, PageCheckingClient], None]
ENDS: tuple[End, ...] = (delete, leave, come_back_by_words, come_back_by_link, start_afresh)
SOME_QUESTIONNAIRES = ("quick-check", "paying")
SOME_KINDS = ("hub-appointment",)


@pytest.mark.slow
@pytest.mark.parametrize("end", ENDS)
def test_nothing_of_the_person_before_is_left(
    own_demo_app: Flask, own_demo_client: PageCheckingClient, end: End
) -> None:
    """After every form was filled in."""
    typed = fill_everything(own_demo_app, own_demo_client, list(LIBRARY), KINDS)
    assert len(typed) > 80
    all_goes(own_demo_app, own_demo_client, end, typed)


@slow_on_both
@pytest.mark.parametrize(
    "end",
    sampled([pytest.param(end, marks=[pytest.mark.slow] * (end not in (leave, delete))) for end in ENDS], 2),
)
def test_nothing_of_some_forms_is_left(
    own_demo_app: Flask, own_demo_client: PageCheckingClient, end: End
) -> None:
    """After some forms of each kind."""
    typed = fill_everything(own_demo_app, own_demo_client, SOME_QUESTIONNAIRES, SOME_KINDS)
    assert len(typed) > 30
    all_goes(own_demo_app, own_demo_client, end, typed)


def all_goes(app: Flask, client: PageCheckingClient, end: End, typed: Sequence[str]) -> None:
    """Check that the session store holds what was typed before this end, and nothing of it afterwards."""
    held = session_store(app, client)
    assert [text for text in typed if text not in held] == []
    end(app, client)
    held = session_store(app, client)
    assert [text for text in typed if text in held] == []
    came_back = end in (come_back_by_words, come_back_by_link)
    assert (THEIRS in held) is came_back
    for kind in KINDS:
        assert client.get(f"/ask/{kind}").location != "/ask/sent"
    assert client.get("/ask/sent").location == "/check/"
    with app.app_context():
        left = len(db.session.scalars(select(SavedAssessment)).all())
    assert left == (0 if end is delete else 1 + came_back)


def test_the_session_gets_another_id_so_that_a_running_request_cannot_write_into_it(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    begin(own_demo_client)
    before = own_demo_client.get_cookie("signpost")
    assert before
    begin(own_demo_client, afresh="yes")
    after = own_demo_client.get_cookie("signpost")
    assert after
    assert before.value != after.value
    old = own_demo_app.test_client()
    old.set_cookie("signpost", before.value)
    with old.session_transaction() as session:
        assert "assessment" not in session
