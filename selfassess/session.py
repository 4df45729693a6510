"""Answers in progress, as the server-side session holds them: a pure value that is read from it and written back to it.

The session holds one mapping under `assessment`. Nothing of it is ever in an address, a readable cookie or a log.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from selfassess.engine.about import to_ask_again
from selfassess.engine.path import Walk
from selfassess.engine.schema import Answer, Questionnaire
from selfassess.values import plan_operations as plans
from selfassess.values.saved import (
    BadRecord,
    FieldChange,
    Merged,
    PlanValue,
    SavedBody,
    from_json,
    merged,
    to_json,
)

MOST_WHERE = 60


@dataclass(frozen=True, repr=False)
class InProgress:
    """What somebody has answered and planned so far.

    `revision` counts the changes, so that two tabs notice each other. `waiting`: the question whose answer has to be
    spoken about before anything else. `saved`: id of the saved assessment it belongs to. `others`: answers to other
    questionnaires, by questionnaire; `others_changed`: at which revision each of them was last changed.
    """

    questionnaire: str = ""
    version: int = 0
    body: SavedBody = field(default_factory=SavedBody)
    revision: int = 1
    waiting: str = ""
    saved: str = ""
    where: str = ""
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    others_changed: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers by question id, those off the path too."""
        return answers_of(self.body)

    @property
    def plan(self) -> PlanValue:
        """The plan; an empty one where none can be read."""
        try:
            return plans.of_body(self.body)
        except BadRecord:
            return PlanValue()

    @property
    def empty(self) -> bool:
        """Whether nothing was answered or planned."""
        return not (self.body.answers or self.body.plan or self.others)


@dataclass(frozen=True, repr=False)
class Written:
    """What became of a change: the value now, and whether it was refused because another tab had changed the same thing."""

    value: InProgress
    refused: bool = False


def answers_of(body: SavedBody) -> dict[str, Answer]:
    """The answers in what is kept, by question id."""
    return {
        id: tuple(str(one) for one in answer)
        for id, answer in body.answers.items()
        if isinstance(answer, list | tuple)
    }


def read(stored: Any) -> InProgress:
    """From what the session holds; a fresh one where that is nothing, or nothing of ours."""
    if not isinstance(stored, dict):
        return InProgress()
    try:
        body = from_json(
            SavedBody, {name: stored.get(name) or {} for name in ("answers", "plan", "notes", "changed")}
        )
    except BadRecord:
        return InProgress()
    texts = {name: str(stored.get(name) or "") for name in ("questionnaire", "waiting", "saved", "where")}
    numbers = {name: int(stored.get(name) or least) for name, least in (("version", 0), ("revision", 1))}
    others = {name: stored.get(name) or {} for name in ("others", "others_changed")}
    return InProgress(body=body, **others, **texts, **numbers)  # type: ignore[arg-type]


def write(value: InProgress) -> dict[str, Any]:
    """For the session: plain objects, lists and texts."""
    names = ("questionnaire", "version", "revision", "waiting", "saved", "where")
    others = {"others": dict(value.others), "others_changed": dict(value.others_changed)}
    return {**to_json(value.body), **{name: getattr(value, name) for name in names}, **others}


def begin(value: InProgress, questionnaire: Questionnaire, *, afresh: bool) -> InProgress:
    """With this questionnaire open. The plan stays; so do answers to others.

    `afresh`: the next person begins, so nothing stays. What is saved is left as it is, and no longer belongs to what is open.
    """
    if afresh:
        return InProgress(questionnaire.id, questionnaire.version, revision=value.revision + 1)
    others, others_changed = {**value.others}, {**value.others_changed}
    if value.questionnaire:
        others_changed[value.questionnaire] = {
            name: at for name, at in value.body.changed.items() if name.startswith("answers.")
        }
    if value.questionnaire and value.body.answers:
        others[value.questionnaire] = dict(value.body.answers)
    earlier = others.pop(questionnaire.id, {})
    changed = {name: at for name, at in value.body.changed.items() if not name.startswith("answers.")}
    body = replace(
        value.body, answers=dict(earlier), changed={**changed, **others_changed.pop(questionnaire.id, {})}
    )
    return replace(
        value,
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        body=body,
        revision=value.revision + 1,
        waiting="",
        saved=value.saved if value.questionnaire == questionnaire.id else "",
        others=others,
        others_changed=others_changed,
    )


def reopened(value: InProgress, questionnaire: Questionnaire) -> InProgress:
    """With the questionnaire open that a page belongs to: as it is where it is open, else with its earlier answers, or with none."""
    return value if value.questionnaire == questionnaire.id else begin(value, questionnaire, afresh=False)


def answer_changes(
    value: InProgress, path: Walk, question_id: str, answer: Answer
) -> tuple[FieldChange, ...]:
    """What one answer changes: itself; and where it changes whom the answers are about, it clears those that have to be given again."""
    clears = to_ask_again(path, {**value.answers, question_id: answer})
    return (FieldChange("answers", question_id, list(answer), clears),)


def cleared(before: InProgress, changes: Sequence[FieldChange]) -> bool:
    """Whether there were answers that these changes clear."""
    return any(key in before.answers for change in changes for key in change.clears)


def plan_changes(value: InProgress, new: PlanValue) -> tuple[FieldChange, ...]:
    """What a new plan changes: its parts that differ, each for itself, so that they merge one by one."""
    return plans.changes(value.plan, new)


def changed(value: InProgress, seen: int, changes: Sequence[FieldChange]) -> Written:
    """With changes, from a page that saw revision `seen`."""
    return after_merge(value, merged(value.body, value.revision, seen, tuple(changes)))


def after_merge(value: InProgress, result: Merged) -> Written:
    """With what became of changes."""
    return Written(replace(value, body=result.body, revision=result.revision), bool(result.refused))


def without_saved(value: InProgress) -> InProgress:
    """Tied to nothing that is saved."""
    return replace(value, saved="")


def seen_revision(text: str) -> int:
    """The revision that a page was made with, from its hidden field; 0 for what is none, which loses against any change."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
