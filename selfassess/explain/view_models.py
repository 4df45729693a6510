"""What the public pages "How this check decides" show of questionnaires, rules, figures and changes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from flask_babel import gettext as _

from core import i18n
from selfassess.engine.legal_facts import OUTCOMES
from selfassess.engine.phrases import Voice
from selfassess.engine.schema import (
    ChangeLogEntry,
    Option,
    Question,
    QuestionKind,
    Questionnaire,
    Route,
    SharedContent,
)
from selfassess.explain.conditions_in_words import asked_when, possible_steps, shown_when
from selfassess.loading.fact_wording import NUMBER, FactWording, FactWordings, Law, Laws
from selfassess.loading.rule_wording import RulePoint, RuleSetWording
from selfassess.rules.figures import Figure, FigureMissing, Figures

NeedName = Callable[[str], str]
AREAS_OF = {"adult_needs": "adult", "carer": "carer"}
"""The rule sets that count areas of daily life, with the beginning of those areas' ids."""


@dataclass(frozen=True)
class CitedWords:
    """Plain words and the law that they rest on, in full; the law is empty where there is none."""

    words: str
    law: str


@dataclass(frozen=True)
class AnswerShown:
    """One answer: what it counts as, the names of the needs it shows services for, and what is shown at
    once.
    """

    words: str
    counts: tuple[CitedWords, ...]
    needs: tuple[str, ...]
    stop: str


@dataclass(frozen=True)
class QuestionShown:
    """One question, when it is asked (empty: of everyone), and its answers. `open`: how it is answered where
    there are none to choose.

    `about`: the area of daily life, or the number, that it asks about in the law's words; None for others.
    """

    id: str
    number: int
    text: str
    when: str
    skippable: bool
    answers: tuple[AnswerShown, ...]
    open: str
    about: CitedWords | None


@dataclass(frozen=True)
class SectionShown:
    """A section of the questionnaire."""

    title: str
    questions: tuple[QuestionShown, ...]


@dataclass(frozen=True)
class RouteShown:
    """One next step, when it is shown (any of these; none where it comes with others, or `always`), and its
    law.

    `leads`: whether it can lead the result of the questionnaire in question. `comes_along`: whether it comes
    with all that are better.
    """

    id: str
    title: str
    when: tuple[CitedWords, ...]
    always: bool
    law: str
    cites: str
    leads: bool
    comes_along: bool


@dataclass(frozen=True)
class BenefitShown:
    """A benefit that a result may name as worth checking, and when (empty: until an answer rules it out)."""

    name: str
    when: str


@dataclass(frozen=True)
class PointShown:
    """A condition or a reason of the rules, with its law and its codes."""

    words: str
    law: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class RulesShown:
    """A rule set: what it says, its conditions, further reasons, and the areas of daily life that it
    counts.
    """

    id: str
    title: str
    version: int
    says: tuple[str, ...]
    conditions: tuple[PointShown, ...]
    alone: tuple[PointShown, ...]
    areas: tuple[CitedWords, ...]


@dataclass(frozen=True)
class FigureShown:
    """A figure on one day. Where none is in force, `amount` is empty and `row` is the last one that was."""

    id: str
    name: str
    amount: str
    row: Figure
    site: str


@dataclass(frozen=True)
class ChangeShown:
    """One line of the log, with the name of what changed."""

    title: str
    change: ChangeLogEntry


# Questions


def sections(
    questionnaire: Questionnaire, fact_wordings: FactWordings, need_name: NeedName
) -> list[SectionShown]:
    """Return all questions by section, as they are put to somebody about themselves."""
    shown = _Questions(questionnaire, fact_wordings, need_name)
    questions: dict[str, list[QuestionShown]] = {section.id: [] for section in questionnaire.sections}
    for number, question in enumerate(questionnaire.questions, 1):
        questions[question.section].append(shown.question(number, question))
    return [
        SectionShown(section.title.you, tuple(questions[section.id])) for section in questionnaire.sections
    ]


@dataclass(frozen=True)
class _Questions:
    questionnaire: Questionnaire
    fact_wordings: FactWordings
    need_name: NeedName

    def question(self, number: int, question: Question) -> QuestionShown:
        when = (
            asked_when(self.questionnaire, question.show_when, self.fact_wordings)
            if question.show_when
            else ""
        )
        return QuestionShown(
            id=question.id,
            number=number,
            text=question.text.in_voice(Voice()),
            when=when,
            skippable=question.skippable,
            answers=tuple(map(self._answer, question.options)),
            open="" if question.options else _open(question.kind),
            about=self._about(question),
        )

    def _about(self, question: Question) -> CitedWords | None:
        if question.fact:
            return _cited(self.fact_wordings.of((question.fact, NUMBER)), self.fact_wordings.laws)
        areas = [
            self.fact_wordings.areas[fact]
            for option in question.options
            for fact, _value in option.sets
            if fact in self.fact_wordings.areas
        ]
        return _cited(areas[0], self.fact_wordings.laws) if areas else None

    def _answer(self, option: Option) -> AnswerShown:
        interrupts = self.questionnaire.shared.interrupts
        return AnswerShown(
            words=option.words.in_voice(Voice()),
            counts=tuple(
                _cited(self.fact_wordings.of(pair), self.fact_wordings.laws) for pair in option.sets
            ),
            needs=tuple(map(self.need_name, option.needs)),
            stop=interrupts[option.interrupt].title.in_voice(Voice()) if option.interrupt else "",
        )


def _open(kind: QuestionKind) -> str:
    if kind in (QuestionKind.NUMBER, QuestionKind.SCALE):
        return _("Answered with a number.")
    return (
        _("Answered in pounds.")
        if kind is QuestionKind.MONEY
        else _("Answered in your own words. No rule reads them. They stay as you write them.")
    )


def _cited(wording: FactWording, laws: Laws) -> CitedWords:
    return CitedWords(wording.words, laws.in_full(*wording.cites))


# Next steps and rules


def routes(shared: SharedContent, fact_wordings: FactWordings) -> list[RouteShown]:
    """Return all next steps, the best first."""
    return [_route(route, fact_wordings) for route in sorted(shared.routes, key=lambda route: route.rank)]


def steps(questionnaire: Questionnaire, fact_wordings: FactWordings) -> list[RouteShown]:
    """Return the next steps that a questionnaire's result can show, the best first, each with what leads to
    it there.
    """
    return [_route(route, fact_wordings, questionnaire) for route in possible_steps(questionnaire)]


def _route(
    route: Route, fact_wordings: FactWordings, questionnaire: Questionnaire | None = None
) -> RouteShown:
    return RouteShown(
        id=route.id,
        title=route.words["title"].in_voice(Voice()),
        when=tuple(
            _cited(wording, fact_wordings.laws) for wording in shown_when(route, fact_wordings, questionnaire)
        ),
        always=route.always,
        law=route.words["law"].in_voice(Voice()),
        cites=fact_wordings.laws.in_full(route.cites),
        leads=questionnaire is not None and route.id in questionnaire.leads,
        comes_along=route.comes_along,
    )


def benefits(questionnaire: Questionnaire, fact_wordings: FactWordings) -> list[BenefitShown]:
    """Return the benefits that a questionnaire's result may name. They change no next step."""
    words = questionnaire.shared.money.benefits
    return [
        BenefitShown(
            words[one.benefit].name.in_voice(Voice()),
            asked_when(questionnaire, one.when, fact_wordings) if one.when else "",
        )
        for one in questionnaire.mentions
    ]


def rules(rule_sets: Iterable[RuleSetWording], fact_wordings: FactWordings) -> list[RulesShown]:
    """Return the rule sets in words, each with its law."""
    return [_rule_set(one, fact_wordings) for one in rule_sets]


def _rule_set(one: RuleSetWording, fact_wordings: FactWordings) -> RulesShown:
    areas = OUTCOMES[AREAS_OF[one.id]] if one.id in AREAS_OF else ()
    return RulesShown(
        id=one.id,
        title=one.title,
        version=one.version,
        says=one.says,
        conditions=tuple(_point(point, fact_wordings.laws) for point in one.conditions),
        alone=tuple(_point(point, fact_wordings.laws) for point in one.alone),
        areas=tuple(
            _cited(wording, fact_wordings.laws)
            for fact, wording in fact_wordings.areas.items()
            if fact in areas
        ),
    )


def _point(point: RulePoint, laws: Laws) -> PointShown:
    return PointShown(point.words, laws.in_full(point.cites), point.codes)


def laws_of(questionnaire: Questionnaire, fact_wordings: FactWordings) -> list[Law]:
    """Return the laws that a questionnaire's answers and next steps rest on, in the order of facts.yaml."""
    cites = {route.cites for route in questionnaire.shared.routes if route.cites}
    for option in questionnaire.options:
        for pair in option.sets:
            cites.update(fact_wordings.of(pair).cites)
    used = {fact_wordings.laws.cited_in(cite) for cite in cites}
    return [law for law in fact_wordings.laws.all if law in used]


# Figures


def figures(known: Figures, names: Mapping[str, str], today: date) -> list[FigureShown]:
    """Return every figure that has a name, in the order of the names, with its amount on that day."""
    return [_figure(known, id, name, today) for id, name in names.items() if known.rows(id)]


def _figure(known: Figures, id: str, name: str, today: date) -> FigureShown:
    try:
        row = known.on(id, today)
    except FigureMissing:
        last = known.rows(id)[-1]
        return FigureShown(id, name, "", last, _site(last))
    return FigureShown(id, name, i18n.amount(row.amount, row.unit), row, _site(row))


def _site(row: Figure) -> str:
    return urlsplit(row.source).netloc.removeprefix("www.")


# Changes


def changes(
    questionnaires: Iterable[Questionnaire], rule_sets: Iterable[RuleSetWording] = ()
) -> list[ChangeShown]:
    """Return the dated log of questionnaires and rules, the newest first, each line with the name of what
    changed.
    """
    return sorted(_log_lines(questionnaires, rule_sets), key=lambda line: line.change.on, reverse=True)


def _log_lines(
    questionnaires: Iterable[Questionnaire], rule_sets: Iterable[RuleSetWording]
) -> Iterator[ChangeShown]:
    for one in questionnaires:
        yield from (ChangeShown(one.title.you, change) for change in one.changes)
    for rule_set in rule_sets:
        yield from (
            ChangeShown(_("Rules: %(title)s", title=rule_set.title), change) for change in rule_set.changes
        )
