"""A questionnaire, its routes and its changes as the public page "How this check decides" shows them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from selfassess.engine import Option, Question, Questionnaire, Voice
from selfassess.engine.conditions import in_words
from selfassess.engine.facts import VERSIONS
from selfassess.engine.schema import Change, Route, Shared


@dataclass(frozen=True)
class OptionShown:
    """One answer, and what it sets in the law's terms."""

    words: str
    sets: tuple[str, ...]
    needs: tuple[str, ...]
    stops: bool


@dataclass(frozen=True)
class QuestionShown:
    """One question, when it is asked, and its answers."""

    id: str
    text: str
    when: str
    options: tuple[OptionShown, ...]
    skippable: bool


@dataclass(frozen=True)
class PartShown:
    """A part of the talk."""

    title: str
    questions: tuple[QuestionShown, ...]


@dataclass(frozen=True)
class RouteShown:
    """One next step, when it is shown, and its law."""

    id: str
    title: str
    when: tuple[str, ...]
    always: bool
    law: str
    cites: str


def parts(questionnaire: Questionnaire) -> list[PartShown]:
    """All questions, as they are put to somebody about themselves."""
    return [
        PartShown(section.title.you, tuple(_question(one) for one in questionnaire.questions if one.section == section.id))
        for section in questionnaire.sections
    ]


def _question(question: Question) -> QuestionShown:
    when = in_words(question.show_when) if question.show_when else ""
    options = tuple(_option(one) for one in question.options)
    return QuestionShown(question.id, question.text.said(Voice()), when, options, question.skippable)


def _option(option: Option) -> OptionShown:
    return OptionShown(
        option.words.said(Voice()), tuple(f"{fact} = {value}" for fact, value in option.sets), option.needs, bool(option.interrupt)
    )


def routes(shared: Shared) -> list[RouteShown]:
    """All next steps, the best first."""
    return [_route(route) for route in sorted(shared.routes, key=lambda route: route.rank)]


def _route(route: Route) -> RouteShown:
    when = tuple(f"{fact} = {value}" for fact, value in sorted(route.when))
    words = route.words
    return RouteShown(route.id, words["title"].you, when, route.always, words["law"].you, route.cites or "")


def changes(questionnaires: Iterable[Questionnaire]) -> list[tuple[str, Change]]:
    """The dated log, the newest first, each change with the questionnaire's name."""
    found = [(one.title.you, change) for one in questionnaires for change in one.changes]
    return sorted(found, key=lambda pair: pair[1].on, reverse=True)


def rule_versions() -> list[tuple[str, str]]:
    """The rule sets and their versions."""
    return sorted(VERSIONS.items())
