"""The rule sets in plain words, with their law, reason codes and dated log, and the names of figures:
content/assessments/rules.yaml.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, TypeAdapter

from core.content import content_loader
from selfassess.engine.schema import ChangeLogEntry
from selfassess.loading.content_models import ChangeEntry
from selfassess.loading.fact_wording import Laws, load_laws
from selfassess.loading.field_types import Citation, Text
from selfassess.loading.problems import AssessmentError, ContentProblem
from selfassess.loading.questionnaires import log_entries
from selfassess.loading.validation import ContentContext, ContentModel, validate
from selfassess.loading.yaml_file import YamlFile, read_with_lines
from selfassess.rules.states import State


@dataclass(frozen=True)
class RulePoint:
    """A condition, or a reason that stands alone: its name, words, law (None where no section is meant) and
    reason codes.
    """

    name: str
    words: str
    cites: str | None
    codes: tuple[str, ...]


@dataclass(frozen=True)
class RuleSetWording:
    """One rule set.

    `id` is the name of the rule set, such as "money". The newest change has the module's VERSION.
    """

    id: str
    title: str
    says: tuple[str, ...]
    conditions: tuple[RulePoint, ...]
    alone: tuple[RulePoint, ...]
    changes: tuple[ChangeLogEntry, ...]

    @property
    def version(self) -> int:
        """The version in use."""
        return self.changes[0].version

    @property
    def reasons(self) -> dict[str, str | None]:
        """All reason codes, each with its law."""
        return {code: point.cites for point in (*self.conditions, *self.alone) for code in point.codes}


@dataclass(frozen=True)
class RuleWordings:
    """All rule sets, in the order in which people read them, and the names of figures by their ids."""

    rules: tuple[RuleSetWording, ...]
    figures: Mapping[str, str]


class _PointEntry(ContentModel):
    says: Text
    cites: Citation | None = None


class _RuleSetEntry(ContentModel):
    """A condition gives three codes: its name with _met, _not_met and _unclear.

    `codes` are those that stand alone.
    """

    title: Text
    says: tuple[Text, ...]
    changes: tuple[ChangeEntry, ...]
    conditions: dict[Text, _PointEntry] = Field(default_factory=dict)
    codes: dict[Text, _PointEntry] = Field(default_factory=dict)


class _RulesFile(ContentModel):
    rules: dict[Text, _RuleSetEntry]
    figures: dict[Text, Text]


_RULES = TypeAdapter(_RulesFile)


@content_loader
def load_rule_wordings(content_dir: Path) -> RuleWordings:
    """Return the rules in words. Raises AssessmentError, which names every mistake."""
    return read_rule_wordings(content_dir / "assessments" / "rules.yaml", load_laws(content_dir))


def read_rule_wordings(path: Path, laws: Laws) -> RuleWordings:
    """Return the rules in one file, read afresh. Raises AssessmentError."""
    problems: list[ContentProblem] = []
    file = read_with_lines(path)
    content = validate(_RULES, file, ContentContext(laws=[law.id for law in laws.all]), problems)
    if content:
        for id, entry in content.rules.items():
            problems += _log_problems(file, id, entry.changes)
    if problems or content is None:
        raise AssessmentError(problems)
    rules = tuple(_rule_set(id, entry) for id, entry in content.rules.items())
    return RuleWordings(rules, content.figures)


def _log_problems(file: YamlFile, id: str, changes: tuple[ChangeEntry, ...]) -> list[ContentProblem]:
    place = ("rules", id, "changes")
    days = [change.on for change in changes]
    if not days:
        return [file.problem(place, "the log is empty; write when the rules began, and why")]
    if days != sorted(days, reverse=True):
        return [file.problem(place, "the newest change stands first; put the days in order")]
    return []


def _rule_set(id: str, entry: _RuleSetEntry) -> RuleSetWording:
    conditions = []
    for name, point in entry.conditions.items():
        codes = tuple(f"{name}_{state}" for state in State)
        conditions.append(RulePoint(name, point.says, point.cites, codes))
    alone = [RulePoint(name, point.says, point.cites, (name,)) for name, point in entry.codes.items()]
    return RuleSetWording(
        id, entry.title, entry.says, tuple(conditions), tuple(alone), log_entries(entry.changes)
    )
