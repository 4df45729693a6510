"""One questionnaire, from its flow.yaml, wording.yaml and changes.yaml."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from selfassess.engine.conditions import Condition, reads
from selfassess.engine.legal_facts import JUDGES
from selfassess.engine.phrases import Phrase
from selfassess.engine.schema import (
    CHOICES,
    BenefitMention,
    ChangeLogEntry,
    MigrationStep,
    Question,
    Questionnaire,
    Section,
    SharedContent,
    VoiceRule,
)
from selfassess.loading import questions
from selfassess.loading.shared import same_names
from selfassess.loading.yaml_nodes import Node, Problem, read
from selfassess.rules.benefits import Benefit

_FLOW = ("version", "rules", "assessment", "leads", "sections")
_EMPTY = Phrase("", "")


@dataclass(frozen=True)
class Files:
    """The fields of a questionnaire's files."""

    flow: Mapping[str, Node]
    words: Mapping[str, Node]
    changes: Node


def questionnaire(folder: Path, shared: SharedContent, problems: list[Problem]) -> Questionnaire:
    """Read a questionnaire's folder. Mistakes are added to `problems`."""
    flow = read(folder / "flow.yaml", problems)
    words = read(folder / "wording.yaml", problems, one_voice="voice" not in flow.entries())
    files = Files(
        flow.fields(_FLOW, ("voice", "about", "means", "worth", "migrations")),
        words.fields(("title", "summary", "sections", "questions"), ("people",)),
        read(folder / "changes.yaml", problems),
    )
    if len(problems):
        return _unusable(folder.name, shared)
    found = _read(folder.name, files, shared)
    _check_conditions(found, flow)
    _check_version(found, files.changes)
    return found


def _unusable(name: str, shared: SharedContent) -> Questionnaire:
    return Questionnaire(name, 0, _EMPTY, _EMPTY, frozenset(), "", (), None, (), (), shared)


def _read(name: str, files: Files, shared: SharedContent) -> Questionnaire:
    flow, words = files.flow, files.words
    routes = [route.id for route in shared.routes]
    return Questionnaire(
        id=name,
        version=flow["version"].whole(),
        title=words["title"].phrase(),
        summary=words["summary"].phrase(),
        rules=frozenset(flow["rules"].names(JUDGES)),
        assessment=flow["assessment"].one_of(routes),
        leads=flow["leads"].names(routes),
        voice=_voice(flow["voice"], words) if "voice" in flow else None,
        sections=_sections(flow["sections"], words["sections"]),
        questions=tuple(_questions(flow["sections"], words["questions"], shared)),
        shared=shared,
        means="means" in flow and flow["means"].flag(),
        worth=tuple(_worth(flow["worth"])) if "worth" in flow else (),
        about=flow["about"].names() if "about" in flow else (),
        changes=tuple(changes(files.changes)),
        migrations=tuple(_migrations(flow["migrations"])) if "migrations" in flow else (),
    )


def _voice(node: Node, words: Mapping[str, Node]) -> VoiceRule:
    found = node.fields(("question", "other"), ("person",))
    people = (
        {name: entry.text() for name, entry in words["people"].entries().items()} if "people" in words else {}
    )
    person = found["person"].text() if "person" in found else None
    if len(found) < 2:
        return VoiceRule("", frozenset())
    return VoiceRule(found["question"].text(), frozenset(found["other"].names()), person, people)


def _sections(node: Node, words: Node) -> tuple[Section, ...]:
    ids = [
        fields["id"].text() for item in node.items() if "id" in (fields := item.fields(("id", "questions")))
    ]
    same_names(ids, words, "section")
    said = {name: entry.phrase() for name, entry in words.entries().items()}
    return tuple(Section(id, said.get(id, _EMPTY)) for id in ids)


def _questions(node: Node, words: Node, shared: SharedContent) -> Iterator[Question]:
    rows = [(section, item) for section, item in _rows(node)]
    ids = [item.entries()["id"].text() for _, item in rows if "id" in item.entries()]
    same_names(ids, words, "question")
    said, seen = words.entries(), set[str]()
    for section, item in rows:
        question = questions.question(section, item, said, shared)
        if question.id in seen:
            item.wrong(f"the question {question.id} is there twice; each id is asked once")
        seen.add(question.id)
        yield question


def _rows(node: Node) -> Iterator[tuple[str, Node]]:
    for item in node.items():
        fields = item.entries()
        for question in fields["questions"].items() if "questions" in fields else []:
            yield fields["id"].text(), question


def _worth(node: Node) -> Iterator[BenefitMention]:
    for item in node.items():
        row = item.fields(("benefit",), ("when",))
        if "benefit" in row:
            yield BenefitMention(
                Benefit(row["benefit"].one_of(map(str, Benefit))),
                row["when"].condition() if "when" in row else None,
            )


def changes(node: Node) -> Iterator[ChangeLogEntry]:
    """The lines of a dated log."""
    for item in node.items():
        row = item.fields(("on", "version", "what", "why"))
        if len(row) == 4:
            yield ChangeLogEntry(
                _day(row["on"]), row["version"].whole(), row["what"].text(), row["why"].text()
            )


def _day(node: Node) -> date:
    try:
        return date.fromisoformat(node.text())
    except ValueError:
        node.wrong("a day is written as 2026-11-23")
        return date.min


def _migrations(node: Node) -> Iterator[MigrationStep]:
    for item in node.items():
        row = item.fields(("version",), ("rename", "options", "drop"))
        options = (
            {key: _names(value) for key, value in row["options"].entries().items()}
            if "options" in row
            else {}
        )
        rename = _names(row["rename"]) if "rename" in row else {}
        yield MigrationStep(
            row["version"].whole(),
            rename,
            options,
            frozenset(row["drop"].names()) if "drop" in row else frozenset(),
        )


def _names(node: Node) -> dict[str, str]:
    return {name: value.text() for name, value in node.entries().items()}


def _check_version(found: Questionnaire, changes: Node) -> None:
    if found.changes and found.changes[0].version != found.version:
        changes.wrong(
            f"the newest change is of version {found.changes[0].version}, the flow of {found.version}; write what changed, first"
        )
    if not found.changes:
        changes.wrong("the log is empty; write when the questionnaire began, and why")


def _check_conditions(found: Questionnaire, flow: Node) -> None:
    """Conditions name questions and answers that there are. Whether they come before is for the proof to say."""
    signals = {f"signal.{signal}" for signal in found.shared.signals}
    conditions = [(question.id, question.line, question.show_when) for question in found.questions]
    conditions += [(str(mention.benefit), flow.line, mention.when) for mention in found.worth]
    for name, line, condition in conditions:
        for key, value in sorted(reads(condition)):
            if trouble := _unknown(found, signals, key, value):
                flow.problems.append(
                    Problem(flow.file, line, f"{name} is shown when {key} is {value}, but {trouble}")
                )
    for key in _voice_keys(found):
        if key not in found.by_id:
            flow.wrong(f"the voice hangs on the question {key}, which there is not; mend the name")


def _voice_keys(found: Questionnaire) -> list[str]:
    return [key for key in (found.voice.question, found.voice.person) if key] if found.voice else []


def _unknown(found: Questionnaire, signals: set[str], key: str, value: str) -> str | None:
    if key in signals:
        return None if value in ("yes", "no", "not_sure") else "a signal is yes, no or not_sure"
    if key not in found.by_id:
        return "there is no such question; mend the name"
    question = found.by_id[key]
    return (
        None
        if question.kind not in CHOICES or value in question.by_id
        else "that question has no such answer; mend the name"
    )


__all__ = ["Condition", "questionnaire"]
