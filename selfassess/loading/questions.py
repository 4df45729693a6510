"""One question, from its flow and its words."""

from collections.abc import Iterator, Mapping

from selfassess.engine.legal_facts import (
    ABILITIES,
    ADULT_LIMBS,
    CARER_LIMBS,
    MEANS,
    NUMBERS,
    OUTCOMES,
    RECORDED,
    SINGLE,
)
from selfassess.engine.phrases import Phrase
from selfassess.engine.schema import CHOICES, NOT_SURE, Alarm, Option, Question, QuestionKind, SharedContent
from selfassess.loading.shared import YES_NO, same_names
from selfassess.loading.yaml_nodes import Node

_EMPTY = Phrase("", "")
_OPTIONAL = (
    "area",
    "signal",
    "options",
    "needs",
    "show_when",
    "skippable",
    "ordered",
    "keeps",
    "fact",
    "least",
    "most",
)
_OPTION = ("worse", "alone", "sets", "needs", "interrupt", "alarm")
KEEPS = (
    "good_day",
    "matters",
    "strengths",
    "helpers",
    "offers",
    "goals",
    "story",
    "measure",
    "agreement",
    "tasks",
    "worries",
)
_WORSE = {"able": 0, "does_not_apply": 0, NOT_SURE: 1}
_LIMB_WORSE = {"pain_distress_anxiety": 2, "takes_longer": 2, "prompting": 2, "endangers": 2, "unable": 3}
_SHOWN_FIRST = (
    "able",
    "pain_distress_anxiety",
    "endangers",
    "takes_longer",
    "prompting",
    "unable",
    "does_not_apply",
    NOT_SURE,
)


def question(section: str, node: Node, words: Mapping[str, Node], shared: SharedContent) -> Question:
    """Read one question. Mistakes are noted in the nodes' problems."""
    row = node.fields(("id", "kind"), _OPTIONAL)
    if len(row.keys() & {"id", "kind"}) < 2:
        return Question("", QuestionKind.TEXT, section, _EMPTY)
    id = row["id"].text()
    kind = QuestionKind(row["kind"].one_of(map(str, QuestionKind)))
    said = (
        words[id].fields(("text",), ("hint", "why", "topic", "options", "option_hints"))
        if id in words
        else {}
    )
    found = Question(
        id=id,
        kind=kind,
        section=section,
        text=said["text"].phrase() if "text" in said else _EMPTY,
        hint=_maybe(said, "hint"),
        why=_maybe(said, "why"),
        topic=_maybe(said, "topic"),
        options=tuple(_options(row, said, node, shared)),
        show_when=row["show_when"].condition() if "show_when" in row else None,
        skippable="skippable" not in row or row["skippable"].flag(),
        ordered="ordered" not in row or row["ordered"].flag(),
        purpose=row["keeps"].one_of(KEEPS) if "keeps" in row else None,
        fact=row["fact"].one_of(NUMBERS) if "fact" in row else None,
        least=row["least"].whole() if "least" in row else 0,
        most=row["most"].whole() if "most" in row else 2000,
        line=node.line,
    )
    _check(found, node)
    return found


def _maybe(said: Mapping[str, Node], name: str) -> Phrase | None:
    return said[name].phrase() if name in said else None


def _options(
    row: Mapping[str, Node], said: Mapping[str, Node], node: Node, shared: SharedContent
) -> Iterator[Option]:
    if "area" in row:
        yield from _area(row, said, shared)
    elif "options" in row:
        yield from _listed(row["options"], said, node, shared)


def _listed(options: Node, said: Mapping[str, Node], node: Node, shared: SharedContent) -> Iterator[Option]:
    rows = [item.fields(("id",), _OPTION) for item in options.items()]
    rows = [row for row in rows if "id" in row]
    if "options" not in said:
        node.wrong("the answers of this question have no words; write them in wording.yaml under options")
        return
    same_names([row["id"].text() for row in rows], said["options"], "answer")
    words = {name: entry.phrase() for name, entry in said["options"].entries().items()}
    hints = (
        {name: entry.phrase() for name, entry in said["option_hints"].entries().items()}
        if "option_hints" in said
        else {}
    )
    for row in rows:
        yield _option(row, words, hints, shared)


def _option(
    row: Mapping[str, Node], words: Mapping[str, Phrase], hints: Mapping[str, Phrase], shared: SharedContent
) -> Option:
    id = row["id"].text()
    return Option(
        id=id,
        words=words.get(id, _EMPTY),
        hint=hints.get(id),
        worse=row["worse"].whole() if "worse" in row else None,
        alone=id == NOT_SURE or ("alone" in row and row["alone"].flag()),
        sets=tuple(_sets(row["sets"], shared)) if "sets" in row else (),
        needs=row["needs"].names() if "needs" in row else (),
        interrupt=row["interrupt"].one_of(shared.interrupts) if "interrupt" in row else None,
        alarm=Alarm(row["alarm"].one_of(map(str, Alarm))) if "alarm" in row else None,
    )


def _sets(node: Node, shared: SharedContent) -> Iterator[tuple[str, str]]:
    known = {**SINGLE, **RECORDED, **MEANS, **{f"signal.{signal}": YES_NO for signal in shared.signals}}
    for fact, value in node.entries().items():
        if fact in known:
            yield fact, value.one_of(known[fact])
        else:
            value.wrong(f"{fact} is no fact; facts are those of the rules, or signals named in routes.yaml")


# Areas of daily life: the same answers each time, in the law's limbs


def _area(row: Mapping[str, Node], said: Mapping[str, Node], shared: SharedContent) -> Iterator[Option]:
    fact = row["area"].one_of(sorted(OUTCOMES["adult"] | OUTCOMES["carer"]))
    own = (
        {name: entry.phrase() for name, entry in said["options"].entries().items()}
        if "options" in said
        else {}
    )
    needs = {name: entry.names() for name, entry in row["needs"].entries().items()} if "needs" in row else {}
    ids = _area_ids(fact, "does_not_apply" in own)
    for name in {*own, *needs} - {*ids, "any"}:
        row["area"].wrong(f"{name} is no answer to an area of daily life here; take it out, or mend the name")
    signal = ((f"signal.{row['signal'].one_of(sorted(shared.signals))}", "yes"),) if "signal" in row else ()
    for id in ids:
        sets = ((fact, id), *(signal if id not in ABILITIES else ()))
        wanted = () if _WORSE.get(id) == 0 else (*needs.get("any", ()), *needs.get(id, ()))
        yield Option(
            id, own.get(id) or shared.area_options[id], None, _worse(id), id == NOT_SURE, sets, wanted
        )


def _area_ids(fact: str, may_not_apply: bool) -> list[str]:
    limbs = ADULT_LIMBS if fact.startswith("adult.") else CARER_LIMBS
    return [
        id
        for id in _SHOWN_FIRST
        if id in limbs or (id in ABILITIES and (may_not_apply or id != "does_not_apply"))
    ]


def _worse(id: str) -> int:
    """Able or not concerned, then not sure, then any difficulty, then not able at all."""
    return _WORSE[id] if id in _WORSE else _LIMB_WORSE[id]


def _check(found: Question, node: Node) -> None:
    counted = OUTCOMES["adult"] | OUTCOMES["carer"]
    if found.kind is QuestionKind.MANY and any(
        fact in counted for option in found.options for fact, _ in option.sets
    ):
        node.wrong("an area of daily life has one answer; use kind: one")
    if found.kind in CHOICES and NOT_SURE not in found.by_id:
        node.wrong('there is no way to say "not sure"; add the answer not_sure')
    if found.kind in CHOICES and found.topic is None and any(option.needs for option in found.options):
        node.wrong(
            "its answers lead to needs, so it needs a topic in wording.yaml, as in: because of what you told us about washing"
        )
    if found.kind not in CHOICES and found.options:
        node.wrong(f"a question answered by {found.kind} has no answers to choose from; take the options out")
    if found.fact and found.kind is not NUMBERS[found.fact]:
        node.wrong(
            f"{found.fact} is {NUMBERS[found.fact]}, and this question is answered by {found.kind}; make the two fit"
        )
    if found.kind in CHOICES and found.ordered and any(option.worse is None for option in found.options):
        node.wrong("its answers have no order; give each of them `worse: 0` and more, or say `ordered: no`")
