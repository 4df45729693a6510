"""Time the pages of the self-assessment in this process, from the first question to coming back.

Every visitor has a session and an IP address of their own. Forms are sent with the token of their page.
"""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from html import unescape
from pathlib import Path
from random import Random
from typing import TypeVar

from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app import create_app
from bench import answered, generate, measure
from core import clock
from core.db import db
from selfassess.engine.schema import Questionnaire
from selfassess.loading.library import load
from selfassess.models import SavedAssessment
from selfassess.saving import services as saving_services

SHOWN, ANSWERED, ANSWERED_SAVED = "question shown", "answer kept", "answer kept, saved"
ANSWER_PAGES = (SHOWN, ANSWERED, ANSWERED_SAVED)
INTERRUPTED, CHECK, RESULT, RESULT_NEAR = (
    "said at once",
    "check your answers",
    "result",
    "result near a postcode",
)
PLAN, PLAN_CHANGED, SAVE, BACK, WRONG = "plan", "plan changed", "save", "come back", "wrong words"
OTHER_PAGES = (INTERRUPTED, CHECK, RESULT, RESULT_NEAR, PLAN, PLAN_CHANGED, SAVE, BACK, WRONG)
T = TypeVar("T")
_POSTCODE = "S73 8CV"
_FIELD = r'name="{name}" value="([^"]*)"'
_NOTED = re.compile(r'<dd class="reference">([^<]*)</dd>')


@dataclass(frozen=True)
class RequestCost:
    """The cost of one request: milliseconds on the clock, milliseconds of the processor, and SQL
    statements."""

    wall: float
    processor: float
    sent: int


@dataclass(frozen=True)
class TimedRequest:
    """A page that was fetched: its questionnaire, its kind, and its question ("" where it belongs to
    none)."""

    questionnaire: str
    kind: str
    question: str
    cost: RequestCost


def measured(app: Flask, work: Callable[[], T]) -> tuple[T, RequestCost]:
    """Do some work; return its result and its cost."""
    with measure.statements(app) as sent:
        wall, processor = time.perf_counter(), time.thread_time()
        done = work()
        processor, wall = time.thread_time() - processor, time.perf_counter() - wall
    return done, RequestCost(wall * 1000, processor * 1000, len(sent))


def slowest(pages: Sequence[TimedRequest], kind: str) -> tuple[str, list[RequestCost]]:
    """Return the question with the highest processor time for a kind of page, as questionnaire/question,
    and its costs."""
    found = defaultdict(list)
    for page in pages:
        if page.kind == kind:
            found[f"{page.questionnaire}/{page.question}"].append(page.cost)
    return max(found.items(), key=lambda pair: measure.p50([one.processor for one in pair[1]]))


def borough(folder: Path, saved: int, referrals: int, seed: int) -> Flask:
    """Return the application over a demonstration borough with so many saved assessments and referrals."""
    app = create_app(generate.settings(folder))
    for command in (["init"], ["directory", "demo"]):
        done = app.test_cli_runner().invoke(args=command)
        if done.exit_code:
            raise AssertionError(f"{' '.join(command)}: {done.output}")
    answered.fill(app, saved, referrals, seed)
    return app


def run(app: Flask, people: int, most: int, seed: int) -> list[TimedRequest]:
    """Let people answer every questionnaire, half of them with saved answers, and come back.

    Where a question was never asked, more people come: at most `most` for each questionnaire.
    """
    pages: list[TimedRequest] = []
    for questionnaire in load(app.extensions["settings"].content_dir).values():
        for number in range(most):
            if number >= people and not _missing(questionnaire, pages):
                break
            chance = Random(f"{seed}/{questionnaire.id}/{number}")
            _whole_way(Visitor(app, pages, questionnaire, chance), saved=bool(number % 2))
    return pages


def _missing(questionnaire: Questionnaire, pages: Sequence[TimedRequest]) -> list[str]:
    asked = {page.question for page in pages if page.questionnaire == questionnaire.id}
    return [question for question in questionnaire.by_id if question not in asked]


def not_asked(app: Flask, pages: Sequence[TimedRequest]) -> list[str]:
    """Return the questions that were never asked, as questionnaire/question."""
    library = load(app.extensions["settings"].content_dir)
    return [f"{one.id}/{question}" for one in library.values() for question in _missing(one, pages)]


def purge(app: Flask, expired: int) -> tuple[RequestCost, RequestCost]:
    """Return the cost of deleting so many expired assessments, and of a purge that finds none."""
    over = clock.now() - timedelta(seconds=1)
    with app.app_context():
        ids = db.session.scalars(select(SavedAssessment.id).limit(expired)).all()
        db.session.execute(update(SavedAssessment).where(SavedAssessment.id.in_(ids)).values(expires_at=over))
        db.session.commit()
        return measured(app, saving_services.purge)[1], measured(app, saving_services.purge)[1]


def where_time_goes(app: Flask, times: int, seed: int) -> dict[str, list[tuple[str, float]]]:
    """Return our functions with the most processor time for a question and for a result of the longest
    questionnaire."""
    longest = max(load(app.extensions["settings"].content_dir).values(), key=lambda one: len(one.questions))
    visitor = Visitor(app, [], longest, Random(seed))
    _whole_way(visitor, saved=False)
    urls = {SHOWN: f"{visitor.path}/{longest.questions[0].id}", RESULT: f"{visitor.path}/result"}
    return {
        kind: measure.time_by_function(partial(_look, visitor, url, times), times)
        for kind, url in urls.items()
    }


def _look(visitor: "Visitor", url: str, times: int) -> None:
    for _time in range(times):
        visitor.get(url)


class Visitor:
    """A person who answers one questionnaire. `last` is the cost of the last page."""

    last: RequestCost

    def __init__(
        self, app: Flask, pages: list[TimedRequest], questionnaire: Questionnaire, chance: Random
    ) -> None:
        self.questionnaire, self.chance = questionnaire, chance
        self.path = f"/check/{questionnaire.id}"
        self.page = ""
        self._app, self._pages = app, pages
        self._client = app.test_client()
        self._client.environ_base["REMOTE_ADDR"] = ".".join(str(chance.randint(1, 254)) for _part in range(4))

    def elsewhere(self) -> "Visitor":
        """Return the same person with a new session, as at another computer."""
        return Visitor(self._app, self._pages, self.questionnaire, self.chance)

    def get(self, url: str) -> None:
        """Open a page."""
        answer = self._asked(url, 200, lambda: self._client.get(url))
        self.page = unescape(answer.get_data(as_text=True))

    def post(self, url: str, data: Mapping[str, object] | None = None, *, expects: int = 303) -> str:
        """Send the form of the page that is open; return the address of the redirect."""
        form = {"csrf_token": self.field("csrf_token"), **(data or {})}
        return self._asked(url, expects, lambda: self._client.post(url, data=form)).location or ""

    def field(self, name: str) -> str:
        """Return the value of a hidden field of the page that is open."""
        found = re.search(_FIELD.format(name=name), self.page)
        if not found:
            raise AssertionError(f"there is no field {name}")
        return found[1]

    def note(self, kind: str, question: str = "") -> None:
        """Add the last request to the pages."""
        self._pages.append(TimedRequest(self.questionnaire.id, kind, question, self.last))

    def _asked(self, url: str, expects: int, work: Callable[[], TestResponse]) -> TestResponse:
        answer, self.last = measured(self._app, work)
        if answer.status_code != expects:
            raise AssertionError(f"{url} answered {answer.status_code}")
        return answer


def _whole_way(visitor: Visitor, *, saved: bool) -> None:
    visitor.get(visitor.path)
    to = visitor.post(f"{visitor.path}/begin")
    noted: list[str] = []
    while not to.endswith("/answers"):
        to = _one_page(visitor, to, ANSWERED_SAVED if noted else ANSWERED)
        if saved and not noted:
            noted = _save(visitor)
    _after_the_questions(visitor)
    if noted:
        _come_back(visitor.elsewhere(), *noted)


def _one_page(visitor: Visitor, url: str, kind: str) -> str:
    """Open a question and answer it; return the address of the redirect."""
    id = url.rsplit("/", 1)[1]
    visitor.get(url)
    if f'action="{visitor.path}/go-on"' in visitor.page:
        visitor.note(INTERRUPTED)
        return visitor.post(f"{visitor.path}/go-on")
    visitor.note(SHOWN, id)
    sent = answered.typed(visitor.questionnaire.by_id[id], visitor.chance)
    answer = {"answer": sent} if sent else {"skip": "yes"}
    to = visitor.post(url, {"revision": visitor.field("revision"), **answer})
    visitor.note(kind, id)
    return to


def _save(visitor: Visitor) -> list[str]:
    """Return the reference and the words of what was saved."""
    visitor.get("/check/save")
    visitor.post("/check/save")
    visitor.note(SAVE)
    visitor.get("/check/saved")
    return _NOTED.findall(visitor.page)


def _after_the_questions(visitor: Visitor) -> None:
    visitor.get(f"{visitor.path}/answers")
    visitor.note(CHECK)
    visitor.get(f"{visitor.path}/result")
    visitor.note(RESULT)
    visitor.post(f"{visitor.path}/where", {"where": _POSTCODE})
    visitor.get(f"{visitor.path}/result")
    visitor.note(RESULT_NEAR)
    visitor.post("/my-plan/begin")
    visitor.get("/my-plan")
    visitor.note(PLAN)
    visitor.post(
        "/my-plan/add", {"part": "goals", "text": "Walk to the shop", "revision": visitor.field("revision")}
    )
    visitor.note(PLAN_CHANGED)


def _come_back(visitor: Visitor, reference: str, words: str) -> None:
    visitor.get("/come-back")
    visitor.post("/come-back", {"reference": reference, "words": "acorn acorn acorn"}, expects=422)
    visitor.note(WRONG)
    visitor.post("/come-back", {"reference": reference, "words": words})
    visitor.note(BACK)
