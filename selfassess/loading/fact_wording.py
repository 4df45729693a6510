"""What facts mean in plain words of the law, with its citation: content/assessments/facts.yaml.

Whatever a questionnaire sets or reads must have words there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Tag, TypeAdapter

from core.content import content_loader
from selfassess.engine.conditions import Pair, reads
from selfassess.engine.legal_facts import (
    ABILITIES,
    ADULT_LIMBS,
    FOR_THE_RECORD,
    MONEY_AND_BENEFITS,
    NEEDS_FACTS,
    NUMBERS,
    OUTCOMES,
    VERDICTS,
)
from selfassess.engine.schema import Questionnaire
from selfassess.loading.field_types import YES_NO, Citation, Text
from selfassess.loading.library import Library, load
from selfassess.loading.problems import AssessmentError, ContentProblem
from selfassess.loading.shared import same_names
from selfassess.loading.validation import ContentContext, ContentModel, mistake, validate
from selfassess.loading.yaml_file import YamlFile, read_with_lines
from selfassess.rules.adult_needs import AdultLimb, AdultOutcome
from selfassess.rules.carer import CarerLimb, CarerOutcome

NUMBER = "number"
"""The value under which a fact that takes a number as it is has its words."""
AREAS = frozenset().union(*OUTCOMES.values())
FILE = Path("assessments", "facts.yaml")


@dataclass(frozen=True)
class Law:
    """An act or a regulation.

    `id`: how citations in the content begin (`SI 2015/313`); `page`: its address.
    """

    id: str
    name: str
    page: str


@dataclass(frozen=True)
class Laws:
    """The laws that the rules rest on."""

    all: tuple[Law, ...]

    def cited_in(self, citation: str) -> Law | None:
        """Return the law of a citation; None for one that is not listed."""
        for law in self.all:
            if citation == law.id or citation.startswith(f"{law.id} "):
                return law
        return None

    def in_full(self, *citations: str | None) -> str:
        """Return citations with the laws' names, each law named once: "Care Act 2014 s.9 and s.10".

        Empty where there are none.
        """
        places_by_name: dict[str, list[str]] = {}
        for citation in filter(None, citations):
            law = self.cited_in(citation)
            name, place = (law.name, citation.removeprefix(law.id).strip()) if law else (citation, "")
            places_by_name.setdefault(name, []).append(place)
        return "; ".join(
            f"{name} {' and '.join(filter(None, places))}".strip() for name, places in places_by_name.items()
        )


@dataclass(frozen=True)
class FactWording:
    """What one value of a fact means, and the law it rests on (none where no section of an act is meant)."""

    words: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactWordings:
    """The words of every fact in use, and the laws behind them.

    `areas`: the areas of daily life, by fact, as the law lists them.
    """

    laws: Laws
    by_pair: Mapping[Pair, FactWording]
    areas: Mapping[str, FactWording]

    def of(self, pair: Pair) -> FactWording:
        """Return what a fact's value means. Raises KeyError for a pair that no questionnaire uses."""
        return self.by_pair[pair]


# The file


def _full_address(page: str) -> str:
    if not page.startswith("https://"):
        raise mistake("give the full address of the law's page, beginning with https://")
    return page


class _LawEntry(ContentModel):
    name: Text
    page: Annotated[Text, AfterValidator(_full_address)]


class _CitedText(ContentModel):
    says: Text
    cites: Citation


def _text_form(raw: Any) -> str:
    return "cited" if isinstance(raw, dict) else "text"


_ValueText = Annotated[
    Annotated[Text, Tag("text")] | Annotated[_CitedText, Tag("cited")], Discriminator(_text_form)
]


class _FactsFile(ContentModel):
    """`facts` has the words of each fact's values and, under `cites`, the law of all that name none of their
    own.
    """

    laws: dict[Text, _LawEntry]
    facts: dict[Text, dict[Text, _ValueText]]
    areas: dict[Text, Text]
    area_answers: dict[Text, Text]


_LAWS = TypeAdapter(dict[Text, _LawEntry])
_FACTS = TypeAdapter(_FactsFile)
_CITATION: TypeAdapter[str] = TypeAdapter(Citation)


@content_loader
def load_fact_wordings(content_dir: Path) -> FactWordings:
    """Return the words of all facts in use.

    Raises AssessmentError, which names every mistake and every fact without words.
    """
    return read_fact_wordings(content_dir / FILE, load(content_dir))


@content_loader
def load_laws(content_dir: Path) -> Laws:
    """Return the laws alone, for who needs no fact's words. Raises AssessmentError for a mistake in them."""
    problems: list[ContentProblem] = []
    laws = _read_laws(read_with_lines(content_dir / FILE), problems)
    if problems:
        raise AssessmentError(problems)
    return laws


def _read_laws(file: YamlFile, problems: list[ContentProblem]) -> Laws:
    entries = validate(_LAWS, file, ContentContext(), problems, ("laws",)) or {}
    return Laws(tuple(Law(id, entry.name, entry.page) for id, entry in entries.items()))


def read_fact_wordings(path: Path, library: Library) -> FactWordings:
    """Return the words in one file for a library's facts, read afresh. Raises AssessmentError."""
    problems: list[ContentProblem] = []
    file = read_with_lines(path)
    context = ContentContext(laws=file.names("laws"))
    content = validate(_FACTS, file, context, problems)
    if content is None:
        raise AssessmentError(problems)
    problems += _fact_problems(file, context, library)
    problems += same_names(AREAS, file, ("areas",), "area of daily life")
    problems += same_names({*ADULT_LIMBS, *ABILITIES}, file, ("area_answers",), "answer to an area")
    if not problems:
        by_pair = {**dict(_facts(content)), **dict(_area_answers(content))}
        problems += _without_words(file, by_pair, library)
    if problems:
        raise AssessmentError(problems)
    areas = {fact: FactWording(words, (_outcome_cites(fact),)) for fact, words in content.areas.items()}
    return FactWordings(_read_laws(file, problems), by_pair, areas)


def _fact_problems(file: YamlFile, context: ContentContext, library: Library) -> Iterator[ContentProblem]:
    """Facts and values that there are not, and citations of laws that are not listed."""
    known = _known_values(library)
    for fact in file.names("facts"):
        if fact not in known:
            yield file.problem(
                ("facts", fact), f"{fact} is no fact that needs words here; take it out, or mend the name"
            )
            continue
        for value in file.names("facts", fact):
            if value not in (*known[fact], "cites"):
                names = ", ".join(sorted([*known[fact], "cites"]))
                yield file.problem(("facts", fact, value), f"{value} is not known here; use one of: {names}")
        if "cites" in file.names("facts", fact):
            found: list[ContentProblem] = []
            validate(_CITATION, file, context, found, ("facts", fact, "cites"))
            yield from found


def _known_values(library: Library) -> Mapping[str, tuple[str, ...]]:
    without_areas = {fact: values for fact, values in NEEDS_FACTS.items() if fact not in AREAS}
    signals = {f"signal.{signal}": YES_NO for signal in library.shared.signals}
    numbers = dict.fromkeys(NUMBERS, (NUMBER,))
    return {**without_areas, **FOR_THE_RECORD, **MONEY_AND_BENEFITS, **VERDICTS, **signals, **numbers}


def _facts(content: _FactsFile) -> Iterator[tuple[Pair, FactWording]]:
    for fact, values in content.facts.items():
        law = values.get("cites")
        for value, words in values.items():
            if value == "cites":
                continue
            if isinstance(words, _CitedText):
                yield (fact, value), FactWording(words.says, (words.cites,))
            else:
                yield (fact, value), FactWording(words, (str(law),) if law else ())


def _area_answers(content: _FactsFile) -> Iterator[tuple[Pair, FactWording]]:
    for fact in sorted(AREAS):
        for value in NEEDS_FACTS[fact]:
            yield (fact, value), FactWording(content.area_answers[value], _limb_cites(fact, value))


def _outcome_cites(fact: str) -> str:
    rule, name = fact.split(".")
    return AdultOutcome(name).cites if rule == "adult" else CarerOutcome(name).cites


def _limb_cites(fact: str, value: str) -> tuple[str, ...]:
    if value in ABILITIES:
        return ()
    return (AdultLimb(value).cites if fact.startswith("adult.") else CarerLimb(value).cites,)


# What is in use


def in_use(library: Library) -> frozenset[Pair]:
    """Return every fact with a value that an answer sets, a condition reads, or a next step depends on."""
    routes = frozenset[Pair]().union(*(route.when for route in library.shared.routes))
    return routes.union(*(_pairs(questionnaire) for questionnaire in library.values()))


def _pairs(questionnaire: Questionnaire) -> Iterable[Pair]:
    for question in questionnaire.questions:
        for option in question.options:
            yield from option.sets
        for key, value in reads(question.show_when):
            if key not in questionnaire.by_id:
                yield key, value
        if question.fact:
            yield question.fact, NUMBER


def _without_words(
    file: YamlFile, by_pair: Mapping[Pair, FactWording], library: Library
) -> Iterator[ContentProblem]:
    for fact, value in sorted(in_use(library) - by_pair.keys()):
        yield file.problem(
            ("facts",),
            f"{fact} = {value} has no words; write them here, under {fact}:"
            f" `{value}: what it means in the words of the law`",
        )
