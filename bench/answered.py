"""Invented people with answers to the questionnaires, and saved assessments and referrals in large numbers.

The functions of the site make everything, and each row is encrypted for itself. Only the slow hash of the
words is the same for all.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import insert

from core import clock
from core.crypt import vault
from core.db import db
from core.settings import Settings
from core.slow_hash import NOBODYS_HASH
from selfassess.engine.outcome import Outcome, outcome
from selfassess.engine.path import Walk, walk
from selfassess.engine.schema import Answer, Question, QuestionKind, Questionnaire
from selfassess.engine.validation import AnswerFault, validate
from selfassess.loading.library import load
from selfassess.models import Referral, ReferralEvent, SavedAssessment
from selfassess.plan import from_result
from selfassess.referrals import assessment_record
from selfassess.session import answers_in_progress
from selfassess.session.answers_in_progress import InProgress
from selfassess.values.people import Asker, ContactWishes, Person, Way
from selfassess.values.request import Promise, RequestKind, RequestValue
from selfassess.values.saved import PlanValue, SavedBody, to_json

_DIFFERENT = 200
_BATCH = 1000
_SKIPS = 0.1
_WORDS = (
    "A cup of tea in the garden with my neighbour, and the paper after it.",
    "I get out of breath on the stairs, so I sleep in the chair downstairs now.",
    "My daughter comes on Sundays and does the shopping. The rest of the week I manage, but I don’t cook much.",
    "To go to chapel again.",
)


@dataclass(frozen=True)
class Finished:
    """A person at the end of a questionnaire: the path, its outcome, and the body to save."""

    walk: Walk
    outcome: Outcome
    body: SavedBody


def typed(question: Question, chance: Random) -> list[str]:
    """Return the values that a person sends for a question; an empty list: the question is skipped."""
    if question.skippable and chance.random() < _SKIPS:
        return []
    match question.kind:
        case QuestionKind.ONE:
            return [chance.choice(question.options).id]
        case QuestionKind.MANY:
            together = [option.id for option in question.options if not option.alone]
            return chance.sample(together, min(len(together), chance.randint(1, 4)))
        case QuestionKind.TEXT | QuestionKind.LINES:
            return [
                words[: question.most]
                for words in chance.sample(_WORDS, 1 if question.kind is QuestionKind.TEXT else 3)
            ]
        case QuestionKind.DAY:
            day = clock.today() + timedelta(days=chance.randint(0, 30))
            return [f"{day.day} {day:%B} {day.year}"]
        case _:
            return [str(chance.randint(question.least, question.most))]


def finished(questionnaire: Questionnaire, chance: Random) -> Finished:
    """Return answers to the end of a questionnaire, with the plan that is made from them."""
    answers: dict[str, Answer] = {}
    while (step := walk(questionnaire, answers).current) is not None:
        sent = typed(step.question, chance)
        taken = validate(step.question, sent, skipped=not sent, today=clock.today())
        if isinstance(taken, AnswerFault):
            raise AssertionError(f"{questionnaire.id}/{step.question.id}: {taken.code}")
        answers[step.question.id] = taken
    path = walk(questionnaire, answers)
    reached = outcome(path)
    begun = InProgress(body=SavedBody(answers={id: list(answer) for id, answer in answers.items()}))
    plan = from_result.from_outcome(PlanValue(), reached, "The council", "01632 960000")
    written = answers_in_progress.changed(
        begun, begun.revision, answers_in_progress.plan_changes(begun, plan)
    ).value
    return Finished(path, reached, written.body)


def fill(app: Flask, saved: int, referrals: int, seed: int) -> None:
    """Insert so many saved assessments and referrals into the database of an application."""
    settings, chance = app.extensions["settings"], Random(seed)
    library = load(settings.content_dir)
    people = [
        finished(one, chance)
        for one in islice(cycle(library.values()), min(_DIFFERENT, max(saved, referrals)))
    ]
    with app.app_context():
        for start in range(0, saved, _BATCH):
            numbers = range(start, min(saved, start + _BATCH))
            db.session.execute(
                insert(SavedAssessment), [_saved(settings, n, people[n % len(people)]) for n in numbers]
            )
        for start in range(0, referrals, _BATCH):
            made = [
                _referral(settings, n, people[n % len(people)])
                for n in range(start, min(referrals, start + _BATCH))
            ]
            db.session.execute(insert(Referral), [referral for referral, _event in made])
            db.session.execute(insert(ReferralEvent), [event for _referral, event in made])
        db.session.commit()


def _saved(settings: Settings, number: int, person: Finished) -> dict[str, Any]:
    id, keeper = clock.new_id(), vault(settings)
    return {
        "id": id,
        "questionnaire": person.walk.questionnaire.id,
        "version": str(person.walk.questionnaire.version),
        "secret_lookup": keeper.lookup("saved", str(number)),
        "pass_hash": NOBODYS_HASH,
        "body": keeper.seal(id, to_json(person.body)),
        "expires_at": clock.now() + timedelta(days=1 + number % settings.assessment_days),
    }


def _referral(settings: Settings, number: int, person: Finished) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the row of a referral, and the row of its first event."""
    id, event_id, keeper = clock.new_id(), clock.new_id(), vault(settings)
    kinds = list(RequestKind)
    request = RequestValue(
        kind=kinds[number % len(kinds)],
        own_words=_WORDS[number % len(_WORDS)],
        about=Person(name=f"Person {number}", postcode="S73 8CV", phone="01632 960123"),
        asker=Asker(),
        contact=ContactWishes(ways=(Way.PHONE,)),
        assessment=assessment_record.record(person.walk, person.outcome, clock.now()),
        promise=Promise(by=clock.today() + timedelta(days=7)),
    )
    row = {
        "id": id,
        "reference": f"{number:08d}",
        "kind": request.kind.value,
        "body": keeper.seal(id, to_json(request)),
        "submission_key": keeper.lookup("submission", str(number)),
        "respond_by": request.promise.by,
    }
    event = {
        "id": event_id,
        "referral_id": id,
        "number": 1,
        "status": "new",
        "by": "",
        "note": keeper.seal(event_id, {"note": ""}),
    }
    return row, event
