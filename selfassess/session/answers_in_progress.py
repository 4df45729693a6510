"""Answers in progress: an immutable value, and the changes that can be made to it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from core.field_values import whole_number
from selfassess.engine.about import questions_to_repeat
from selfassess.engine.path import Walk
from selfassess.engine.schema import Answer, Questionnaire
from selfassess.session.readable import answers_of, readable_plan
from selfassess.values import plan_operations as plans
from selfassess.values.saved import FieldChange, Merged, PlanValue, SavedBody, merged

MOST_WHERE = 60
"""Maximum length of a town or postcode, in characters."""


@dataclass(frozen=True, repr=False)
class InProgress:
    """What a visitor has answered and planned so far.

    `revision` counts the changes, so that a change from an older page is noticed. `waiting`: the question
    whose answer leads to an interrupt page that was not read yet; empty: none. `saved`: the id of the saved
    copy; empty: none. `generation`: of the words with which that copy was opened or made. `where`: a town or
    postcode as typed. `others`: answers to other questionnaires, by questionnaire. `others_changed`: the
    revision at which each of those answers last changed.
    """

    questionnaire: str = ""
    version: int = 0
    body: SavedBody = field(default_factory=SavedBody)
    revision: int = 1
    waiting: str = ""
    saved: str = ""
    generation: int = 0
    where: str = ""
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    others_changed: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers by question id, also of questions that are not on the path."""
        return answers_of(self.body.answers)

    @cached_property
    def plan(self) -> PlanValue:
        """The plan. A part that cannot be read is empty here; session.store reports it and sets it aside."""
        return readable_plan(self.body.plan)[0]

    @property
    def empty(self) -> bool:
        """True when nothing was answered or planned."""
        return not (self.body.answers or self.body.plan or self.others)


@dataclass(frozen=True, repr=False)
class ChangeResult:
    """The value after a change.

    `refused`: another tab had changed the same thing since the page was shown.
    """

    value: InProgress
    refused: bool = False


def begin(value: InProgress, questionnaire: Questionnaire, *, afresh: bool) -> InProgress:
    """Return the value with this questionnaire open. The plan and the answers to other questionnaires remain.

    `afresh`: another person begins, so nothing remains. A saved copy is not deleted, but no longer belongs to
    the value.
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
    changed |= others_changed.pop(questionnaire.id, {})
    return replace(
        value,
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        body=replace(value.body, answers=dict(earlier), changed=changed),
        revision=value.revision + 1,
        waiting="",
        saved=value.saved if value.questionnaire == questionnaire.id else "",
        others=others,
        others_changed=others_changed,
    )


def reopened(value: InProgress, questionnaire: Questionnaire) -> InProgress:
    """Return the value with this questionnaire open, with its earlier answers if there are any.

    The value is unchanged where this questionnaire is open already.
    """
    return value if value.questionnaire == questionnaire.id else begin(value, questionnaire, afresh=False)


def answer_changes(
    value: InProgress, path: Walk, question_id: str, answer: Answer
) -> tuple[FieldChange, ...]:
    """Return the change that one answer makes.

    Where the answer changes whom the answers are about, the change clears the answers to be asked again.
    `path`: the path of the value's answers.
    """
    clears = questions_to_repeat(path, {**value.answers, question_id: answer})
    return (FieldChange("answers", question_id, list(answer), clears),)


def cleared(before: InProgress, changes: Sequence[FieldChange]) -> bool:
    """Return True where these changes clear at least one answer."""
    return any(key in before.answers for change in changes for key in change.clears)


def plan_changes(value: InProgress, new: PlanValue) -> tuple[FieldChange, ...]:
    """Return a change for each part in which the new plan differs from the present one."""
    return plans.changes(value.plan, new)


def changed(value: InProgress, seen: int, changes: Sequence[FieldChange]) -> ChangeResult:
    """Return the value after the changes of a page that was made at revision `seen`."""
    return after_merge(value, merged(value.body, value.revision, seen, tuple(changes)))


def after_merge(value: InProgress, result: Merged) -> ChangeResult:
    """Return the value with the body and the revision of a merge."""
    return ChangeResult(replace(value, body=result.body, revision=result.revision), bool(result.refused))


def without_saved_copy(value: InProgress) -> InProgress:
    """Return the value without its link to a saved copy."""
    return replace(value, saved="")


def seen_revision(text: str) -> int:
    """Return the revision in a page's hidden field; 0 for any other text.

    Revision 0 is older than every change.
    """
    return whole_number(text)
