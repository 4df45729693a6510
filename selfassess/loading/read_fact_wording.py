"""The words of facts, from facts.yaml. Whatever a questionnaire sets or reads must have some; mistakes are named with file and line."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from core.content import content_loader
from selfassess.engine.conditions import Pair, reads
from selfassess.engine.legal_facts import (
    ABILITIES,
    ADULT_LIMBS,
    MEANS,
    NUMBERS,
    OUTCOMES,
    RECORDED,
    SINGLE,
    VERDICTS,
)
from selfassess.engine.schema import Questionnaire
from selfassess.loading.fact_wording import NUMBER, Law, Laws, Meaning, Meanings
from selfassess.loading.library import Library, load
from selfassess.loading.shared import YES_NO, same_names
from selfassess.loading.yaml_nodes import AssessmentError, Node, Problem, read
from selfassess.rules.adult_needs import AdultLimb, AdultOutcome
from selfassess.rules.carer import CarerLimb, CarerOutcome

AREAS = frozenset().union(*OUTCOMES.values())


FILE = Path("assessments", "facts.yaml")


@content_loader
def load_meanings(content_dir: Path) -> Meanings:
    """The words of all facts in use. Raises AssessmentError, which names every mistake and every fact without words."""
    return read_meanings(content_dir / FILE, load(content_dir))


@content_loader
def load_laws(content_dir: Path) -> Laws:
    """The laws alone, for those who need no fact's words. Raises AssessmentError for a mistake in them."""
    problems: list[Problem] = []
    root = read(content_dir / FILE, problems).entries()
    laws = Laws(tuple(_laws(root["laws"])) if "laws" in root else ())
    if problems:
        raise AssessmentError(problems)
    return laws


def read_meanings(path: Path, library: Library) -> Meanings:
    """Read one file of words for a library's facts, without remembering it."""
    problems: list[Problem] = []
    root = read(path, problems)
    row = root.fields(("laws", "facts", "areas", "area_answers"))
    if problems:
        raise AssessmentError(problems)
    laws = Laws(tuple(_laws(row["laws"])))
    areas = dict(_areas(row["areas"]))
    by_pair = {**dict(_facts(row["facts"], laws, library)), **dict(_area_answers(row["area_answers"]))}
    _check_all_there(row["facts"], by_pair, library)
    if problems:
        raise AssessmentError(problems)
    return Meanings(laws, by_pair, areas)


def _laws(node: Node) -> Iterator[Law]:
    for id, entry in node.entries().items():
        row = entry.fields(("name", "page"))
        if len(row) == 2:
            if not row["page"].text().startswith("https://"):
                row["page"].wrong("give the full address of the law's page, beginning with https://")
            yield Law(id, row["name"].text(), row["page"].text())


def cited(node: Node, laws: Laws) -> str:
    """A citation, which must begin with a law that is listed."""
    cites = node.text()
    if cites and laws.of(cites) is None:
        node.wrong(
            f"{cites} begins with no law named under `laws` in facts.yaml; add it there, or mend the name"
        )
    return cites


# Facts with their values


def _known_values(library: Library) -> Mapping[str, tuple[str, ...]]:
    plain = {fact: values for fact, values in SINGLE.items() if fact not in AREAS}
    signals = {f"signal.{signal}": YES_NO for signal in library.shared.signals}
    return {**plain, **RECORDED, **MEANS, **VERDICTS, **signals, **dict.fromkeys(NUMBERS, (NUMBER,))}


def _facts(node: Node, laws: Laws, library: Library) -> Iterator[tuple[Pair, Meaning]]:
    known = _known_values(library)
    for fact, entry in node.entries().items():
        if fact not in known:
            entry.wrong(f"{fact} is no fact that needs words here; take it out, or mend the name")
            continue
        row = entry.fields((), ("cites", *known[fact]))
        cites = cited(row.pop("cites"), laws) if "cites" in row else None
        yield from (((fact, value), _meaning(words, cites, laws)) for value, words in row.items())


def _meaning(node: Node, cites: str | None, laws: Laws) -> Meaning:
    """Words alone rest on the fact's law; `says` with `cites` on a law of their own."""
    if node.is_scalar:
        return Meaning(node.text(), (cites,) if cites else ())
    row = node.fields(("says", "cites"))
    return Meaning(row["says"].text(), (cited(row["cites"], laws),)) if len(row) == 2 else Meaning("")


# Areas of daily life: the law's name of each, and what each answer to one counts as


def _areas(node: Node) -> Iterator[tuple[str, Meaning]]:
    same_names(AREAS, node, "area of daily life")
    for fact, entry in node.entries().items():
        if fact in AREAS:
            yield fact, Meaning(entry.text(), (_outcome_cites(fact),))


def _area_answers(node: Node) -> Iterator[tuple[Pair, Meaning]]:
    same_names({*ADULT_LIMBS, *ABILITIES}, node, "answer to an area")
    words = {value: entry.text() for value, entry in node.entries().items()}
    for fact in sorted(AREAS):
        yield from (
            ((fact, value), Meaning(words[value], _limb_cites(fact, value)))
            for value in SINGLE[fact]
            if value in words
        )


def _outcome_cites(fact: str) -> str:
    rule, name = fact.split(".")
    return AdultOutcome(name).cites if rule == "adult" else CarerOutcome(name).cites


def _limb_cites(fact: str, value: str) -> tuple[str, ...]:
    if value in ABILITIES:
        return ()
    return (AdultLimb(value).cites if fact.startswith("adult.") else CarerLimb(value).cites,)


# What is in use


def in_use(library: Library) -> frozenset[Pair]:
    """Every fact with a value that an answer sets, a condition reads, or a next step hangs on."""
    routes = frozenset[Pair]().union(*(route.when for route in library.shared.routes))
    return routes.union(*(_pairs(questionnaire) for questionnaire in library.values()))


def _pairs(questionnaire: Questionnaire) -> Iterable[Pair]:
    for question in questionnaire.questions:
        yield from (pair for option in question.options for pair in option.sets)
        yield from (pair for pair in reads(question.show_when) if pair[0] not in questionnaire.by_id)
        if question.fact:
            yield question.fact, NUMBER


def _check_all_there(node: Node, by_pair: Mapping[Pair, Meaning], library: Library) -> None:
    for fact, value in sorted(in_use(library) - by_pair.keys()):
        node.wrong(
            f"{fact} = {value} has no words; write them here, under {fact}: `{value}: what it means in the words of the law`"
        )
