"""Everything a person reads is translated, or comes from content files or stored data."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import MetaData, select
from werkzeug.test import TestResponse

from core import rate_limits
from core.content import read_yaml
from core.db import Base, db
from core.markdown import markdown_page
from core.settings import ROOT
from directory.models.locations import Address
from tests import databases
from tests.conftest import make_app, make_settings
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import FINE, HARD, begin, field, send
from tests.page_checks import PageCheckingClient
from tests.pseudo_locale import make_catalogue, outside_brackets, pseudo, untranslated
from tests.routes import GETS

# Content that people read. The thesaurus is left out, but for its names: it has most short words of English.
_SHOWN_CONTENT = (
    "assessments",
    "figures",
    "life_events.yaml",
    "urgent_lines.yaml",
    "reassurance.yaml",
    "needs.yaml",
    "first_steps.yaml",
    "pages",
    "calendar.yaml",
    "whats_on.yaml",
    "outside.yaml",
)
_NAMES_IN_THESAURUS = ("audiences.yaml", "cultures.yaml")
_TYPED = ("falls", "fallign", "falling", "zxqwv", "my partner hits me")
"""What the addresses of tests/routes.txt search for."""

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_WEEKDAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DATES = "|".join(
    (
        r"(?:mon|tue|wed|thu|fri|sat|sun) \d{1,2}",
        rf"(?:{_WEEKDAYS},? )?\d{{1,2}} (?:{_MONTHS}|[a-z]{{3}})(?: \d{{4}})?",
        rf"(?:{_MONTHS})(?: \d{{4}})?",
        _WEEKDAYS,
    )
)
_POSTCODES = r"[a-z]{1,2}\d[a-z\d]?(?: ?\d(?:[a-z]{2})?)?"
_ADDRESSES = r"(?:https?://)?[\w.-]+\.(?:org|com|uk|net)(?:[/\w.?=&%#-]*)|localhost/\S+|[\w.+-]+@[\w.-]+"
_REFERENCES = r"[a-z0-9]{3,4}-[a-z0-9]{3,4}"
# Of a rule, such as "abuse_not_met"; of a demonstration's charity.
_CODES = r"[a-z0-9]+(?:_[a-z0-9]+)+|demo-\d+"
# The law in force, as the council's rules cite it: "Mental Health Act 1983 s.117".
_CITATIONS = r"(?:si \d{4}/\d+|[a-z ]+(?:act|regulations) \d{4})(?: (?:ss?|regs?|sch|para)\b.*)?"
_DATA = re.compile("|".join((_DATES, _POSTCODES, _ADDRESSES, _REFERENCES, _CODES, _CITATIONS)))
"""Dates and names of days from Babel, postcodes, addresses, references and codes, in small letters."""

_SEPARATORS = (
    " – ",
    " · ",
    "|",
    "; ",
    "(",
    ")",
    ": ",
    ":",
    ". ",
    "? ",
    "! ",
    " - ",
    ", ",
    "/",
    " & ",
    "“",
    "”",
)
"""What stands between parts of a line, the strongest first."""

_PLACEHOLDER = re.compile(r"\{\{ ?\w+ ?\}\}|\{[^{}]*\}")
_LONG_ENOUGH = 5
"""Words of a piece of content that may be shown as part of a longer text, such as a summary."""

_PASS_PHRASE = 3
QUICK_EVERY = 40
"""`make test` looks at every fortieth page; the others are slow."""
_MARKS = " .,:;?!…–-()“”‘’'\"•○●■"


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value


def _plain(text: str) -> str:
    """Return a text in small letters, without line ends, and without marks and a number before it or after
    it.
    """
    line = " ".join(unescape(text).split()).casefold()
    return re.sub(r"^\d+\. ", "", line.strip(_MARKS)).strip(_MARKS)


def _content() -> Iterator[str]:
    for line in read_yaml(ROOT / "content/urgent_lines.yaml")["lines"].values():
        # The words before a number stand in one link with it: "Text 999".
        yield f"{line.get('before')} {line.get('text_to')}"
    for name in _SHOWN_CONTENT:
        path = ROOT / "content" / name
        for file in sorted(path.rglob("*.*")) if path.is_dir() else [path]:
            if file.suffix == ".yaml":
                yield from _strings(read_yaml(file))
            elif file.suffix == ".md":
                _start, facts, body = file.read_text().split("---\n", 2)
                yield from _strings(yaml.safe_load(facts))
                yield body
    for name in _NAMES_IN_THESAURUS:
        for row in read_yaml(ROOT / "content" / "thesaurus" / name).values():
            yield from (row[key] for key in ("label", "name") if isinstance(row, dict) and key in row)


def _stored() -> Iterator[str]:
    metadata: MetaData = Base.metadata
    for table in metadata.sorted_tables:
        if table.name.startswith("search_"):
            continue
        for row in db.session.execute(table.select()):
            yield from _strings([value for value in row if isinstance(value, (str, dict, list))])
    # A page may show an address on one line: "Easyreach House, Unit 3, Bobbin Trading Park".
    for line in db.session.scalars(select(Address.address_1)):
        yield from line.split(", ")


class Known:
    """The texts that content and stored data may bring onto a page."""

    def __init__(self, texts: Iterable[str], laws: Iterable[str], words: Iterable[str]) -> None:
        """`laws`: names with which a citation begins. `words`: the words of pass phrases."""
        pieces = {_plain(piece) for text in texts for piece in _pieces(text)}
        self.exact = {piece for piece in pieces if not _PLACEHOLDER.search(piece)}
        self.corpus = "\n".join(pieces)
        self.laws = tuple(law.casefold() for law in laws)
        self.words = frozenset(words)
        # "Call {{ council }} on" covers "Call Dearne Valley Council on".
        templates = [_PLACEHOLDER.split(piece) for piece in pieces - self.exact]
        filled = [".{1,80}?".join(map(re.escape, parts)) for parts in templates if len("".join(parts)) >= 8]
        self.filled = re.compile("|".join(filled))
        # Most pieces are on many pages, as in the footer.
        self._answers: dict[tuple[str, bool], bool] = {}

    def covers(self, piece: str, *, is_line: bool = False) -> bool:
        """Return True where a piece has no letters, is data, or is content: as a whole, or part by part.

        `is_line`: the piece is a line of a longer text, as in a picture.
        """
        if (piece, is_line) not in self._answers:
            self._answers[piece, is_line] = self._covers(piece, is_line)
        return self._answers[piece, is_line]

    def _covers(self, piece: str, is_line: bool) -> bool:
        bare = _plain(piece)
        if not re.search(r"[a-z]{2}", bare) or _DATA.fullmatch(bare) or bare in self.exact:
            return True
        if bare.startswith(self.laws) or self.filled.fullmatch(bare):
            return True
        if len(bare.split()) == _PASS_PHRASE and self.words.issuperset(bare.split()):
            return True
        if bare in self.corpus and (is_line or len(bare.split()) >= _LONG_ENOUGH):
            return True
        first, _space, last = bare.rpartition(" ")
        if first in self.exact and _DATA.fullmatch(last):
            return True
        return any(self._covers_parts(bare.split(separator), is_line) for separator in _SEPARATORS)

    def _covers_parts(self, parts: Sequence[str], is_line: bool) -> bool:
        return len(parts) > 1 and all(self.covers(part, is_line=is_line) for part in parts)


def _pieces(text: str) -> list[str]:
    """Return the whole text, its lines, and what Markdown makes of it between two tags."""
    shown = re.split(r"<[^>]+>", markdown_page(text, {}).html) if re.search(r"[*_\[\n0-9]", text) else []
    sentences = re.split(r"(?<=[.?!])\s+", text)
    return [text, *text.splitlines(), *sentences, *shown]


class PseudoClient(PageCheckingClient):
    """Without the checks of pages, which know English: a title begins with the heading, but for "Error: "."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        return FlaskClient.open(self, *args, **kwargs)


@pytest.fixture(scope="module")
def pseudo_app(demo_folder: Path, shared_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The demonstration borough in the pseudo-language."""
    folder = tmp_path_factory.mktemp("pseudo")
    databases.copy_site(demo_folder, folder / "data")
    make_catalogue(folder / "translations", shared_root)
    # A copy of the content, because what is read from content is cached by its folder and by the language,
    # which is British English here too: other tests of this worker must not share these pictures.
    content = Path(shutil.copytree(ROOT / "content", folder / "content"))
    app = make_app(make_settings(folder / "data", content_dir=content))
    app.test_client_class = PseudoClient
    app.extensions["babel"].translation_directories = [str(folder / "translations")]
    return app


@pytest.fixture(scope="module")
def known(pseudo_app: Flask) -> Known:
    settings = pseudo_app.extensions["settings"]
    with pseudo_app.app_context():
        own = [str(value) for value in settings.model_dump().values()]
        texts = [*_content(), *_stored(), *own, *_TYPED]
    laws = read_yaml(ROOT / "content" / "assessments" / "facts.yaml")["laws"]
    words = read_yaml(ROOT / "content" / "word_list.yaml")
    return Known(texts, [law["name"] for law in laws.values()], words)


@pytest.fixture
def client(pseudo_app: Flask) -> PageCheckingClient:
    with pseudo_app.app_context():
        rate_limits.reset()
    client = pseudo_app.test_client()
    assert isinstance(client, PageCheckingClient)
    return client


def left_over(html: str, known: Known, *, is_picture: bool = False) -> list[str]:
    """Return the texts of a page that are neither translated nor content nor data."""
    shown = untranslated(html)
    left = sorted({piece for piece in shown.pieces if not known.covers(piece, is_line=is_picture)})
    return left if shown.is_balanced else [*left, "a translated text is cut, or a bracket is lost"]


def check(response: TestResponse, known: Known) -> None:
    """Fail where a page shows something that is not translated. The text of a redirect is read by nobody."""
    if response.mimetype in ("text/html", "image/svg+xml") and not 300 <= response.status_code < 400:
        is_picture = response.mimetype == "image/svg+xml"
        left = left_over(response.get_data(as_text=True), known, is_picture=is_picture)
        assert left == [], response.request.path


@pytest.mark.parametrize(
    ("path", "status"),
    sampled(GETS, QUICK_EVERY),
)
def test_every_page_is_translated(client: PageCheckingClient, known: Known, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    check(response, known)


@slow_on_both
def test_suggestions_while_somebody_types(client: PageCheckingClient, known: Known) -> None:
    found = client.post("/suggest", data={"q": "fal"}).get_json()
    texts = [text for text in _strings(found) if not text.startswith("/")]
    assert len(texts) > 5
    pieces = [piece for text in texts for piece in outside_brackets(text).pieces]
    assert [piece for piece in pieces if not known.covers(piece)] == []


@slow_on_both
def test_the_list_and_what_can_be_done_with_it(client: PageCheckingClient, known: Known) -> None:
    ids = re.findall(r'name="service" value="([^"]+)"', client.get("/find?q=falls").get_data(as_text=True))[
        :3
    ]
    assert len(ids) == 3
    client.post_form("/my-list/add", {"service": ids})
    client.post_form("/my-list/note", {"service": ids[0], "note": ids[0]})
    for path in ("/my-plan", "/my-list/send", "/my-list/share", "/find?q=falls"):
        check(client.get(path), known)
    check(client.post_form("/my-list/send", {"email": ids[0]}), known)
    answer = client.post_form("/my-list/remove", {"service": ids[2]}, headers={"Accept": "application/json"})
    assert outside_brackets(answer.get_json()["message"]).pieces == []


def test_mistakes_in_a_report(client: PageCheckingClient, known: Known) -> None:
    path = "/service/dearne-hot-plate/problem"
    check(client.post_form(path, {}), known)
    check(client.post_form(path, {"what": "other", "reply_to": "1"}), known)
    thanks = client.post_form(path, {"what": "cost", "reply_to": "a@example.org"})
    assert thanks.status_code == 303
    check(client.get(thanks.location), known)


QUESTIONNAIRES = ("adult-needs", "carer", "home", "paying", "quick-check")
QUICK_WALKS = ("paying", "quick-check")
"""The questionnaires that `make test` walks, with hard answers: they have all kinds of questions and results
with most in them. All others are slow.
"""
WALKS = [
    pytest.param(name, answers, marks=[] if name in QUICK_WALKS and answers is HARD else [pytest.mark.slow])
    for name in QUESTIONNAIRES
    for answers in (FINE, HARD)
]


@slow_on_both
@pytest.mark.parametrize(("questionnaire", "answers"), sampled(WALKS, 2))
def test_a_check_and_its_result(
    client: PageCheckingClient, known: Known, questionnaire: str, answers: Mapping[str, Sequence[str]]
) -> None:
    path = f"/check/{questionnaire}"
    response = begin(client, path)
    for _page in range(80):
        page = client.get(response.location)
        check(page, known)
        text = page.get_data(as_text=True)
        if response.location.endswith("/answers"):
            break
        if f'action="{path}/go-on"' in text:
            response = client.post_form(f"{path}/go-on")
            continue
        question = response.location.rsplit("/", 1)[1]
        check(send(client, response.location, ["$"]), known)
        # The answer of the list where this question has it; otherwise the first choice, or an age.
        for answer in (answers.get(question, ["not_sure"]), first_choice(text), ["30"]):
            response = send(client, page.request.path, answer)
            if response.status_code == 303:
                break
        assert response.status_code == 303, page.request.path
    check(client.get(f"{path}/result"), known)
    check(client.post_form(f"{path}/where", {"where": "$"}), known)
    client.post_form("/my-plan/begin")
    check(client.get("/my-plan"), known)
    check(client.get("/check/save"), known)


def first_choice(page: str) -> list[str]:
    """Return the value of the first choice on a question's page; a year of life where it has none."""
    found = re.search(r'<input[^>]*type="(?:radio|checkbox)"[^>]*value="([^"]+)"', page)
    return [found[1]] if found else ["7"]


@slow_on_both
def test_the_plan_with_everything_in_it(client: PageCheckingClient, known: Known) -> None:
    for part in ("goals", "strengths", "people", "calls", "actions"):
        client.post_form(
            "/my-plan/add", {"part": part, "text": "7", "phone": "01632 960100", "revision": "9"}
        )
        client.post_form("/my-plan/add", {"part": part, "text": "", "revision": "9"})
    client.post_form("/my-plan/measure", {"area": "money", "value": "3"})
    check(client.get("/my-plan"), known)
    check(client.post_form("/my-plan/send", {"email": "1"}), known)
    client.post_form("/check/save")
    check(client.get("/check/saved"), known)
    check(client.get("/check/save"), known)
    check(client.post_form("/check/save/email", {"email": "1"}), known)
    check(client.post_form("/come-back", {}), known)
    check(client.post_form("/come-back", {"reference": "K7M-4RT", "words": "1"}), known)
    check(client.post_form("/come-back/nothing", {}), known)


KINDS = (
    "needs-assessment",
    "carers-assessment",
    "occupational-therapy",
    "hub-appointment",
    "call-back",
)


QUICK_REQUESTS = (
    ("needs-assessment", "neighbour"),
    ("hub-appointment", "self"),
)
"""The requests of `make test`, which have all pages and fields between them; all others are slow."""


@slow_on_both
@pytest.mark.parametrize(
    ("kind", "relation"),
    [
        pytest.param(*case, marks=[] if case in QUICK_REQUESTS else [pytest.mark.slow])
        for case in product(KINDS, ("self", "neighbour"))
    ],
)
def test_a_request_from_its_first_page_to_its_receipt(
    client: PageCheckingClient, known: Known, kind: str, relation: str
) -> None:
    response = client.get(f"/ask/{kind}")
    for _page in range(12):
        page = client.get(response.location)
        check(page, known)
        if response.location.endswith("/check"):
            break
        wrong = {
            "about-email": "1",
            "about-phone": "1",
            "about-born": "1",
            "asker-phone": "1",
            "asker-email": "1",
        }
        check(client.post_form(response.location, wrong), known)
        response = client.post_form(response.location, filled(page.get_data(as_text=True), relation))
        assert response.status_code == 303, page.request.path
    key = field(page.get_data(as_text=True), "key")
    check(client.post_form(f"/ask/{kind}/check", {"key": key}), known)
    sent = client.post_form(f"/ask/{kind}/check", {"key": key, "agree": "yes"})
    assert sent.status_code == 303
    check(client.get(sent.location), known)


WORRIES = [
    pytest.param({"subject": subject, "danger": danger, "who": who}, marks=marks)
    for subject, danger, who, marks in (
        ("adult", "yes", "professional", []),
        ("child", "no", "unnamed", [pytest.mark.slow]),
        ("me_adult", "yes", "named", [pytest.mark.slow]),
    )
]


@slow_on_both
@pytest.mark.parametrize("told", WORRIES)
def test_a_worry_from_its_first_part_to_its_receipt(
    client: PageCheckingClient, known: Known, told: dict[str, object]
) -> None:
    sent = {
        "where": "7",
        "own_words": "7",
        "your_name": "7",
        "role": "7",
        "organisation": "7",
        "basis": "agreed",
    }
    check(client.get("/tell-us"), known)
    for part in ("where", "what", "you"):
        check(
            client.post_form(f"/tell-us/{part}", {"subject": told["subject"], "phone": "1", "email": "1"}),
            known,
        )
        response = client.post_form(
            f"/tell-us/{part}", {**sent, **told, "child_too": "yes", "phone": "", "email": ""}
        )
        assert response.status_code == 303, part
        check(client.get(response.location), known)


def filled(page: str, relation: str) -> dict[str, object]:
    """Return values for every field of a page of a request."""
    names = re.findall(r'<(?:input|textarea)[^>]*\bname="([^"]+)"', page)
    known = {
        "asker-relation": relation,
        "contact-ways": "phone",
        "about-born": "31 3 1950",
        "about-postcode": "S73 8CV",
    }
    values: dict[str, object] = {name: known.get(name, "7") for name in names if name != "csrf_token"}
    for name in names:
        if name.endswith("-phone"):
            values[name] = "01632 960100"
        elif name.endswith("-email"):
            values[name] = "a@example.org"
        elif name not in known and (
            choice := re.search(rf'name="{name}" type="radio" value="([^"]+)"', page)
        ):
            values[name] = choice[1]
    return values


PLANTED = """<!doctype html><html lang="en"><head><title>{{ _("My plan") }}</title></head><body><p>{{ _("My plan") }}</p>
<p>%s</p></body></html>"""


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("Look here", "Look here"),
        ("{{ _('My plan') }}: print", ": print"),
        ('<img alt="A tree">', "A tree"),
        ('<button aria-label="Close this"></button>', "Close this"),
        ('<input placeholder="Type here" type="text">', "Type here"),
        ('<input type="submit" value="Go on">', "Go on"),
        ("{{ _('My plan')[:3] }}", "a translated text is cut, or a bracket is lost"),
    ],
)
def test_a_planted_text_is_found(pseudo_app: Flask, known: Known, planted: str, found: str) -> None:
    with pseudo_app.test_request_context():
        assert left_over(render_template_string(PLANTED.replace("%s", planted)), known) == [found]
        assert (
            left_over(render_template_string(PLANTED.replace("%s", "{{ council.council_name }}")), known)
            == []
        )


def test_content_is_no_excuse_for_a_text_of_ours(known: Known) -> None:
    assert known.covers("Falling, or being frightened of falling") or known.covers("Falls")
    assert not known.covers("Save")
    assert not known.covers("Print this page")


def test_the_pseudo_language_keeps_variables_and_tags() -> None:
    assert pseudo("Back to %(name)s") == "⟦Bàçķ ţö %(name)s⟧".replace("ķ", "k")
    assert outside_brackets("⟦a ⟦b⟧ c⟧ d").pieces == ["d"]
