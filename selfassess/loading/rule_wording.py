"""The rule sets in plain words with their law, reason codes and dated log, and what figures are called: content/assessments/rules.yaml."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from selfassess.engine.schema import ChangeLogEntry
from selfassess.loading.fact_wording import Laws
from selfassess.loading.flow import changes
from selfassess.loading.read_fact_wording import cited, load_laws
from selfassess.loading.yaml_nodes import AssessmentError, Node, Problem, read
from selfassess.rules.states import State


@dataclass(frozen=True)
class Point:
    """A condition, or a reason that stands alone: its name, its words, its law (None where no section is meant), its reason codes."""

    name: str
    words: str
    cites: str | None
    codes: tuple[str, ...]


@dataclass(frozen=True)
class RuleSet:
    """One rule set. `id` is the name of the rule set, such as "money"; the newest change has the module's VERSION."""

    id: str
    title: str
    says: tuple[str, ...]
    conditions: tuple[Point, ...]
    alone: tuple[Point, ...]
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
class RuleWords:
    """All rule sets, in the order in which people read them, and what each figure is called."""

    rules: tuple[RuleSet, ...]
    figures: Mapping[str, str]


@cache
def load_rule_words(content_dir: Path) -> RuleWords:
    """The rules in words. Raises AssessmentError, which names every mistake."""
    return read_rule_words(content_dir / "assessments" / "rules.yaml", load_laws(content_dir))


def read_rule_words(path: Path, laws: Laws) -> RuleWords:
    """Read one file of rules in words, without remembering it."""
    problems: list[Problem] = []
    row = read(path, problems).fields(("rules", "figures"))
    rules = tuple(_rule_sets(row["rules"], laws)) if "rules" in row else ()
    figures = {id: entry.text() for id, entry in row["figures"].entries().items()} if "figures" in row else {}
    if problems:
        raise AssessmentError(problems)
    return RuleWords(rules, figures)


def _rule_sets(node: Node, laws: Laws) -> Iterator[RuleSet]:
    for id, entry in node.entries().items():
        row = entry.fields(("title", "says", "changes"), ("conditions", "codes"))
        if len({"title", "says", "changes"} & row.keys()) == 3:
            yield _rule_set(id, row, laws)


def _rule_set(id: str, row: Mapping[str, Node], laws: Laws) -> RuleSet:
    log = tuple(changes(row["changes"]))
    if not log:
        row["changes"].wrong("the log is empty; write when the rules began, and why")
    if [change.on for change in log] != sorted((change.on for change in log), reverse=True):
        row["changes"].wrong("the newest change stands first; put the days in order")
    return RuleSet(
        id=id,
        title=row["title"].text(),
        says=tuple(item.text() for item in row["says"].items()),
        conditions=tuple(_points(row["conditions"], laws, tuple(map(str, State))))
        if "conditions" in row
        else (),
        alone=tuple(_points(row["codes"], laws, ())) if "codes" in row else (),
        changes=log,
    )


def _points(node: Node, laws: Laws, states: tuple[str, ...]) -> Iterator[Point]:
    for name, entry in node.entries().items():
        row = entry.fields(("says",), ("cites",))
        if "says" in row:
            cites = cited(row["cites"], laws) if "cites" in row else None
            yield Point(
                name, row["says"].text(), cites, tuple(f"{name}_{state}" for state in states) or (name,)
            )
