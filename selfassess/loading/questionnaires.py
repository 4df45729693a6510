"""One questionnaire: its flow.yaml, wording.yaml and changes.yaml put together."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from selfassess.engine.conditions import reads
from selfassess.engine.schema import (
    WITH_OPTIONS,
    BenefitMention,
    ChangeLogEntry,
    MigrationStep,
    Question,
    Questionnaire,
    Section,
    SharedContent,
    VoiceRule,
)
from selfassess.loading.content_models import ChangeEntry, FlowFile, WordingFile
from selfassess.loading.problems import ContentProblem
from selfassess.loading.questions import QuestionReader
from selfassess.loading.shared import same_names
from selfassess.loading.validation import ContentContext, validate
from selfassess.loading.yaml_file import YamlFile, read_with_lines

_FLOW, _WORDING = TypeAdapter(FlowFile), TypeAdapter(WordingFile)
_CHANGES = TypeAdapter(tuple[ChangeEntry, ...])


def read_questionnaire(
    folder: Path, shared: SharedContent | None, context: ContentContext, problems: list[ContentProblem]
) -> Questionnaire | None:
    """Return the questionnaire in a folder; None where it has mistakes, which are added to `problems`.

    Without the shared content (None, where that has mistakes) only each file for itself is checked.
    Raises AssessmentError where a file is missing or not YAML.
    """
    flow_file, wording_file, changes_file = (
        read_with_lines(folder / f"{name}.yaml") for name in ("flow", "wording", "changes")
    )
    flow = validate(_FLOW, flow_file, context, problems)
    one_voice = "voice" not in flow_file.names()
    own_context = ContentContext(context.signals, context.routes, context.interrupts, one_voice)
    wording = validate(_WORDING, wording_file, own_context, problems)
    changes = validate(_CHANGES, changes_file, context, problems)
    if flow is None or wording is None or changes is None or shared is None:
        return None
    section_ids = [section.id for section in flow.sections]
    question_ids = [question.id for section in flow.sections for question in section.questions]
    problems += same_names(section_ids, wording_file, ("sections",), "section")
    problems += same_names(question_ids, wording_file, ("questions",), "question")
    reader = QuestionReader(flow_file, wording_file, shared, problems)
    questionnaire = _put_together(folder.name, flow, wording, changes, reader)
    problems += _condition_problems(questionnaire, flow_file)
    problems += _version_problems(questionnaire, changes_file)
    return questionnaire


def log_entries(changes: tuple[ChangeEntry, ...]) -> tuple[ChangeLogEntry, ...]:
    """Return the entries of a dated log."""
    return tuple(ChangeLogEntry(**dict(entry)) for entry in changes)


def _put_together(
    name: str, flow: FlowFile, wording: WordingFile, changes: tuple[ChangeEntry, ...], reader: QuestionReader
) -> Questionnaire:
    return Questionnaire(
        id=name,
        version=flow.version,
        title=wording.title,
        summary=wording.summary,
        rules=frozenset(flow.rules),
        assessment=flow.assessment,
        leads=flow.leads,
        voice=_voice(flow, wording),
        sections=tuple(_sections(flow, wording)),
        questions=tuple(_questions(flow, wording, reader)),
        shared=reader.shared,
        tells_costs=flow.tells_costs,
        mentions=tuple(BenefitMention(entry.benefit, entry.when) for entry in flow.mentions),
        about=flow.about,
        changes=log_entries(changes),
        migrations=tuple(
            MigrationStep(entry.version, entry.rename, entry.options, frozenset(entry.drop), entry.split)
            for entry in flow.migrations
        ),
    )


def _voice(flow: FlowFile, wording: WordingFile) -> VoiceRule | None:
    if flow.voice is None:
        return None
    return VoiceRule(flow.voice.question, frozenset(flow.voice.other), flow.voice.person, wording.people)


def _sections(flow: FlowFile, wording: WordingFile) -> Iterator[Section]:
    for section in flow.sections:
        if section.id in wording.sections:
            yield Section(section.id, wording.sections[section.id])


def _questions(flow: FlowFile, wording: WordingFile, reader: QuestionReader) -> Iterator[Question]:
    seen: set[str] = set()
    for section_number, section in enumerate(flow.sections):
        for number, entry in enumerate(section.questions):
            place = ("sections", section_number, "questions", number)
            if entry.id in seen:
                message = f"the question {entry.id} is there twice; each id is asked once"
                reader.problems.append(reader.flow.problem(place, message))
            seen.add(entry.id)
            # What has no words is a problem already.
            if entry.id in wording.questions:
                yield reader.question(entry, wording.questions[entry.id], section.id, place)


# What the parts of a questionnaire say of each other


def _version_problems(questionnaire: Questionnaire, changes: YamlFile) -> Iterator[ContentProblem]:
    if not questionnaire.changes:
        yield changes.problem((), "the log is empty; write when the questionnaire began, and why")
        return
    newest = questionnaire.changes[0].version
    if newest != questionnaire.version:
        yield changes.problem(
            (),
            f"the newest change is of version {newest}, the flow of {questionnaire.version};"
            " write what changed, first",
        )


def _condition_problems(questionnaire: Questionnaire, flow: YamlFile) -> Iterator[ContentProblem]:
    """Conditions name questions and answers that exist.

    Whether the questions come before is for the proof to say.
    """
    conditions = [(question.id, question.line, question.show_when) for question in questionnaire.questions]
    conditions += [(str(one.benefit), flow.line(("worth",)), one.when) for one in questionnaire.mentions]
    for name, line, condition in conditions:
        for key, value in sorted(reads(condition)):
            fault = _unknown(questionnaire, key, value)
            if fault:
                message = f"{name} is shown when {key} is {value}, but {fault}"
                yield ContentProblem(flow.name, line, message)
    voice = questionnaire.voice
    voice_keys = [key for key in (voice.question, voice.person) if key] if voice else []
    for key in voice_keys:
        if key not in questionnaire.by_id:
            yield flow.problem(
                ("voice",), f"the voice hangs on the question {key}, which there is not; mend the name"
            )


def _unknown(questionnaire: Questionnaire, key: str, value: str) -> str:
    """What is wrong with a key and a value in a condition; empty where both exist."""
    if key.startswith("signal.") and key.removeprefix("signal.") in questionnaire.shared.signals:
        return "" if value in ("yes", "no", "not_sure") else "a signal is yes, no or not_sure"
    if key not in questionnaire.by_id:
        return "there is no such question; mend the name"
    question = questionnaire.by_id[key]
    if question.kind in WITH_OPTIONS and value not in question.by_id:
        return "that question has no such answer; mend the name"
    return ""
