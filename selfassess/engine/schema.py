"""The parts of a questionnaire, as read from content/assessments/. All are frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from selfassess.engine.conditions import Condition
from selfassess.engine.phrases import Phrase, Voice
from selfassess.rules.benefits import Benefit

Answer = tuple[str, ...]
"""An answer: option ids, the person's own words, or the option and the ISO date of a day. Empty: it was
skipped.
"""
Answers = Mapping[str, Answer]
"""Answers by question id."""

NOT_SURE = "not_sure"


class QuestionKind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    TEXT = "text"
    LINES = "lines"
    NUMBER = "number"
    MONEY = "money"
    SCALE = "scale"
    DAY = "day"
    """A day is written. It counts as an option by how far away it is: see engine.days."""


CHOICES = (QuestionKind.ONE, QuestionKind.MANY)
"""The kinds whose options are chosen on the page."""
WITH_OPTIONS = (*CHOICES, QuestionKind.DAY)
"""The kinds whose answers are options."""

SECONDS = {
    QuestionKind.ONE: 15,
    QuestionKind.MANY: 20,
    QuestionKind.TEXT: 45,
    QuestionKind.LINES: 45,
    QuestionKind.NUMBER: 15,
    QuestionKind.MONEY: 20,
    QuestionKind.SCALE: 10,
    QuestionKind.DAY: 20,
}
"""The seconds that a page of each kind takes, for "about 4 minutes left"."""


class Alarm(StrEnum):
    """What an answer must always lead to.

    It is written beside the facts that it sets, so that the proof can compare them.
    """

    DANGER = "danger"
    HARM = "harm"


class Tier(StrEnum):
    """The kind of help that a route is. A route brings every tier below its own."""

    SAFETY = "safety"
    ASSESSMENT = "assessment"
    HELP = "help"


@dataclass(frozen=True)
class Option:
    """One answer to choose.

    `worse` orders the answers to a question: more means harder for the person; None where there is no order.
    `alone`: cannot be chosen with others. `sets`: (fact, value) pairs. `interrupt`: the id of what is said at
    once.
    """

    id: str
    words: Phrase
    hint: Phrase | None = None
    worse: int | None = None
    alone: bool = False
    sets: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    interrupt: str | None = None
    alarm: Alarm | None = None


@dataclass(frozen=True)
class Question:
    """One question, which is one page.

    `purpose`: what the answer is for later, such as `matters` or `strengths`. `fact`: the fact that a written
    number sets. `about_other`: it asks a carer about the person they look after, so that what it leads to comes
    after what is for the carer. `least`, `most`: the limits of a number, or `most` the letters of a text. `line`: its line in
    flow.yaml.
    """

    id: str
    kind: QuestionKind
    section: str
    text: Phrase
    hint: Phrase | None = None
    why: Phrase | None = None
    topic: Phrase | None = None
    options: tuple[Option, ...] = ()
    show_when: Condition | None = None
    skippable: bool = True
    ordered: bool = True
    about_other: bool = False
    purpose: str | None = None
    fact: str | None = None
    least: int = 0
    most: int = 2000
    line: int = 0

    @cached_property
    def by_id(self) -> dict[str, Option]:
        """The options by id."""
        return {option.id: option for option in self.options}

    @property
    def seconds(self) -> int:
        """About how many seconds it takes to answer."""
        return SECONDS[self.kind]

    def chosen(self, answer: Answer) -> tuple[Option, ...]:
        """Return the options of an answer, in the question's order.

        A skipped question counts as "not sure".
        """
        if self.kind not in WITH_OPTIONS:
            return ()
        ids = answer or (NOT_SURE,)
        return tuple(option for option in self.options if option.id in ids)


@dataclass(frozen=True)
class Section:
    """A section of a questionnaire, as in "Part 3 of 8"."""

    id: str
    title: Phrase


@dataclass(frozen=True)
class VoiceRule:
    """When the words are about somebody else: the question and the answers that say so.

    `person`: the question that says who they are. `people`: what {who} becomes, by the answer to that
    question.
    """

    question: str
    other: frozenset[str]
    person: str | None = None
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Route:
    """A next step. Of the routes found, the one with the least `rank` leads.

    `when`: the facts that lead to the route; any one is enough. `always`: found whatever the answers are.
    `instead`: by the id of another route, the facts with which that one takes this one's place.
    `in_place_when`: the facts with which this route takes the place of any other.
    `adults_only`: its team works with people of 18 and over. `brings_assessment`: an assessment comes with it.
    `comes_along`: shown with every better route; otherwise only where a fact leads to it.
    `left_out_beside`: the id of another route to the same team, beside which this one is left out.
    `requests`: the kinds of requests that it offers. `words`: its phrases by name, such as `title` and `next`.
    """

    id: str
    rank: int
    tier: Tier
    when: frozenset[tuple[str, str]]
    instead: Mapping[str, frozenset[tuple[str, str]]]
    in_place_when: frozenset[tuple[str, str]]
    adults_only: bool
    brings_assessment: bool
    always: bool
    comes_along: bool
    left_out_beside: str | None
    requests: tuple[str, ...]
    cites: str | None
    words: Mapping[str, Phrase]


@dataclass(frozen=True)
class Interrupt:
    """What is shown at once after an answer that cannot wait. `page`: the slug of an advice page."""

    id: str
    title: Phrase
    lines: tuple[Phrase, ...]
    carry_on: Phrase
    page: str | None
    requests: tuple[str, ...]


@dataclass(frozen=True)
class BenefitWords:
    """A benefit in words, and where to ask: an advice page, and a need with services that help to claim."""

    name: Phrase
    say: Phrase
    page: str
    need: str


@dataclass(frozen=True)
class MoneyWords:
    """The words about money by the codes of the rules: bands, notes, benefits and their conditions; and
    lines by name.
    """

    bands: Mapping[str, Phrase] = field(default_factory=dict)
    notes: Mapping[str, Phrase] = field(default_factory=dict)
    lines: Mapping[str, Phrase] = field(default_factory=dict)
    benefits: Mapping[str, BenefitWords] = field(default_factory=dict)
    conditions: Mapping[str, Phrase] = field(default_factory=dict)


@dataclass(frozen=True)
class SharedContent:
    """What all questionnaires share: routes, signals, interruptions, and the words of reasons, areas,
    notes and money. `needs_under_18`: needs of people under 18, and those of adults whose place they take.
    """

    routes: tuple[Route, ...]
    signals: frozenset[str]
    needs_under_18: Mapping[str, frozenset[str]]
    interrupts: Mapping[str, Interrupt]
    reasons: Mapping[str, Phrase]
    areas: Mapping[str, Phrase]
    area_options: Mapping[str, Phrase]
    notes: Mapping[str, Phrase]
    money: MoneyWords


@dataclass(frozen=True)
class BenefitMention:
    """A benefit that a result may mention as worth checking, where its condition holds."""

    benefit: Benefit
    when: Condition | None = None


@dataclass(frozen=True)
class ChangeLogEntry:
    """One entry of the dated log: what changed in a questionnaire or a rule set, and why."""

    on: date
    version: int
    what: str
    why: str


@dataclass(frozen=True)
class MigrationStep:
    """How answers saved under `version` become answers of the next version. What is not named stays as it is.

    `rename`: new question ids by old ones. `options`: new option ids by old ones, by the new question id.
    `drop`: old question ids. `split`: by the id of a new question and of an old one, the new question's
    options by those of the old one.
    """

    version: int
    rename: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
    drop: frozenset[str]
    split: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)


def _values_of(answers: Answers, question_id: str) -> set[str]:
    """The values of an answer: `not_sure` for a skipped question, none for one that has no answer."""
    return set(answers[question_id] or (NOT_SURE,)) if question_id in answers else set()


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire.

    `leads`: the routes that may lead its result. `assessment`: the route that every result offers.

    `tells_costs`: whether the result says what care may cost. `mentions`: the benefits that it may mention.
    Neither changes any route.
    `about`: the needs (ids of content/needs.yaml) on whose pages it is offered.
    """

    id: str
    version: int
    title: Phrase
    summary: Phrase
    rules: frozenset[str]
    assessment: str
    leads: tuple[str, ...]
    voice: VoiceRule | None
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    shared: SharedContent
    tells_costs: bool = False
    mentions: tuple[BenefitMention, ...] = ()
    about: tuple[str, ...] = ()
    changes: tuple[ChangeLogEntry, ...] = ()
    migrations: tuple[MigrationStep, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """The questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The options of all questions, in their order."""
        return tuple(option for question in self.questions for option in question.options)

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """Every need that any answer leads to, each once."""
        found: dict[str, None] = {}
        for option in self.options:
            found.update(dict.fromkeys(option.needs))
        return tuple(found)

    def interrupts_of(self, question_id: str, answer: Answer) -> tuple[Interrupt, ...]:
        """Return the interruptions that an answer causes, whether or not its question is on the path."""
        question = self.by_id.get(question_id)
        options = question.chosen(answer) if question else ()
        found = [option.interrupt for option in options if option.interrupt]
        return tuple(self.shared.interrupts[id] for id in dict.fromkeys(found))

    def voice_of(self, answers: Answers) -> Voice:
        """Return whom the words are about. `answers` are those on the path."""
        rule = self.voice
        if rule is None or not rule.other & _values_of(answers, rule.question):
            return Voice()
        person = (answers.get(rule.person) or (NOT_SURE,))[0] if rule.person else NOT_SURE
        return Voice(rule.people.get(person, rule.people.get(NOT_SURE, "the person")))
