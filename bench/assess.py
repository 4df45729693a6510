"""The self-assessment's pages as a browser gets them, from the first question to coming back: how long each
takes in this process.

Every visitor has a session and an address of their own, as on the live site; forms go out with the token of
the page they stand on.
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

SHOWN, KEPT, KEPT_SAVED = "question shown", "answer kept", "answer kept, saved"
ANSWER_PAGES = (SHOWN, KEPT, KEPT_SAVED)
TOLD, CHECK, RESULT, RESULT_NEAR = "said at once", "check your answers", "result", "result near a postcode"
PLAN, PLAN_CHANGED, SAVE, BACK, WRONG = "plan", "plan changed", "save", "come back", "wrong words"
OTHER_PAGES = (TOLD, CHECK, RESULT, RESULT_NEAR, PLAN, PLAN_CHANGED, SAVE, BACK, WRONG)
T = TypeVar("T")
_POSTCODE = "S73 8CV"
_FIELD = r'name="{name}" value="([^"]*)"'
_NOTED = re.compile(r'<dd class="reference">([^<]*)</dd>')


@dataclass(frozen=True)
class Took:
    """What one thing took: milliseconds by the wall's clock, those of the processor, and SQL statements."""

    wall: float
    processor: float
    sent: int


@dataclass(frozen=True)
class Page:
    """A page that was asked for: of which questionnaire, what kind, and which question, where it is one's."""

    questionnaire: str
    kind: str
    question: str
    took: Took


def took(app: Flask, work: Callable[[], T]) -> tuple[T, Took]:
    """Do something; its outcome, and what it took."""
    with measure.statements(app) as sent:
        wall, processor = time.perf_counter(), time.thread_time()
        done = work()
        processor, wall = time.thread_time() - processor, time.perf_counter() - wall
    return done, Took(wall * 1000, processor * 1000, len(sent))


def slowest(pages: Sequence[Page], kind: str) -> tuple[str, list[Took]]:
    """The question whose pages of a kind keep the processor busy longest, as questionnaire/question."""
    found = defaultdict(list)
    for page in pages:
        if page.kind == kind:
            found[f"{page.questionnaire}/{page.question}"].append(page.took)
    return max(found.items(), key=lambda pair: measure.p50([one.processor for one in pair[1]]))


def borough(folder: Path, saved: int, referrals: int, seed: int) -> Flask:
    """The real application over the demonstration borough, with so many saved assessments and referrals."""
    app = create_app(generate.settings(folder))
    for command in (["init"], ["directory", "demo"]):
        done = app.test_cli_runner().invoke(args=command)
        if done.exit_code:
            raise AssertionError(f"{' '.join(command)}: {done.output}")
    answered.fill(app, saved, referrals, seed)
    return app


def run(app: Flask, people: int, most: int, seed: int) -> list[Page]:
    """Let people answer every questionnaire, every second one with their answers saved, and come back.

    Where they were not asked every question, more people come: at most so many for each questionnaire.
    """
    pages: list[Page] = []
    for questionnaire in load(app.extensions["settings"].content_dir).values():
        for number in range(most):
            if number >= people and not _missing(questionnaire, pages):
                break
            chance = Random(f"{seed}/{questionnaire.id}/{number}")
            _whole_way(Visitor(app, pages, questionnaire, chance), saved=bool(number % 2))
    return pages


def _missing(questionnaire: Questionnaire, pages: Sequence[Page]) -> list[str]:
    asked = {page.question for page in pages if page.questionnaire == questionnaire.id}
    return [question for question in questionnaire.by_id if question not in asked]


def not_asked(app: Flask, pages: Sequence[Page]) -> list[str]:
    """Questions that nobody was asked, as questionnaire/question."""
    library = load(app.extensions["settings"].content_dir)
    return [f"{one.id}/{question}" for one in library.values() for question in _missing(one, pages)]


def purge(app: Flask, expired: int) -> tuple[Took, Took]:
    """What it takes to delete so many whose time is over; and to look for such where there are none."""
    over = clock.now() - timedelta(seconds=1)
    with app.app_context():
        ids = db.session.scalars(select(SavedAssessment.id).limit(expired)).all()
        db.session.execute(update(SavedAssessment).where(SavedAssessment.id.in_(ids)).values(expires_at=over))
        db.session.commit()
        return took(app, saving_services.purge)[1], took(app, saving_services.purge)[1]


def where_time_goes(app: Flask, times: int, seed: int) -> dict[str, list[tuple[str, float]]]:
    """Our functions that take most of the processor's time for a question and for a result of the longest
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
    """Somebody who answers one questionnaire. `last` is what the last page took."""

    last: Took

    def __init__(self, app: Flask, pages: list[Page], questionnaire: Questionnaire, chance: Random) -> None:
        self.questionnaire, self.chance = questionnaire, chance
        self.path = f"/check/{questionnaire.id}"
        self.page = ""
        self._app, self._pages = app, pages
        self._client = app.test_client()
        self._client.environ_base["REMOTE_ADDR"] = ".".join(str(chance.randint(1, 254)) for _part in range(4))

    def elsewhere(self) -> "Visitor":
        """The same person at another computer."""
        return Visitor(self._app, self._pages, self.questionnaire, self.chance)

    def get(self, url: str) -> None:
        """Open a page."""
        answer = self._asked(url, 200, lambda: self._client.get(url))
        self.page = unescape(answer.get_data(as_text=True))

    def post(self, url: str, data: Mapping[str, object] | None = None, *, expects: int = 303) -> str:
        """Send the form of the page that is open; where that leads."""
        form = {"csrf_token": self.field("csrf_token"), **(data or {})}
        return self._asked(url, expects, lambda: self._client.post(url, data=form)).location or ""

    def field(self, name: str) -> str:
        """The value of a hidden field of the page that is open."""
        found = re.search(_FIELD.format(name=name), self.page)
        if not found:
            raise AssertionError(f"there is no field {name}")
        return found[1]

    def note(self, kind: str, question: str = "") -> None:
        """Count what was asked for last."""
        self._pages.append(Page(self.questionnaire.id, kind, question, self.last))

    def _asked(self, url: str, expects: int, work: Callable[[], TestResponse]) -> TestResponse:
        answer, self.last = took(self._app, work)
        if answer.status_code != expects:
            raise AssertionError(f"{url} answered {answer.status_code}")
        return answer


def _whole_way(visitor: Visitor, *, saved: bool) -> None:
    visitor.get(visitor.path)
    to = visitor.post(f"{visitor.path}/begin")
    noted: list[str] = []
    while not to.endswith("/answers"):
        to = _one_page(visitor, to, KEPT_SAVED if noted else KEPT)
        if saved and not noted:
            noted = _save(visitor)
    _after_the_questions(visitor)
    if noted:
        _come_back(visitor.elsewhere(), *noted)


def _one_page(visitor: Visitor, url: str, kept: str) -> str:
    """Look at a page and answer it; where that leads."""
    id = url.rsplit("/", 1)[1]
    visitor.get(url)
    if f'action="{visitor.path}/go-on"' in visitor.page:
        visitor.note(TOLD)
        return visitor.post(f"{visitor.path}/go-on")
    visitor.note(SHOWN, id)
    sent = answered.typed(visitor.questionnaire.by_id[id], visitor.chance)
    answer = {"answer": sent} if sent else {"skip": "yes"}
    to = visitor.post(url, {"revision": visitor.field("revision"), **answer})
    visitor.note(kept, id)
    return to


def _save(visitor: Visitor) -> list[str]:
    """The reference and the words."""
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
