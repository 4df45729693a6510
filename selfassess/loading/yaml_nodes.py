"""YAML as it was written, with lines, so that a mistake in the content can be named where it is. Every scalar is text: `no` stays no."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from core.content import read_text
from selfassess.engine.conditions import All, AnyOf, Condition, Is, Not
from selfassess.engine.phrases import Phrase, is_personal, unknown_marks

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Problem:
    """One mistake in the content: the file, its line (1 is the first), and what to do."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.message}"


class AssessmentError(ValueError):
    """Content that cannot be used. `problems` names every mistake that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Node:
    """A piece of a YAML file. Its readers note what is wrong in `problems` and answer with something harmless."""

    yaml_node: yaml.Node
    file: str
    problems: list[Problem] = field(compare=False)
    one_voice: bool = False
    """Whether people only ever answer about themselves, so that no words need a second form."""

    @property
    def line(self) -> int:
        """The line on which this begins."""
        return int(self.yaml_node.start_mark.line) + 1

    def wrong(self, message: str) -> None:
        """Note a mistake at this line."""
        self.problems.append(Problem(self.file, self.line, message))

    def _child(self, node: yaml.Node) -> "Node":
        return Node(node, self.file, self.problems, self.one_voice)

    @property
    def is_scalar(self) -> bool:
        """Whether this is a single value."""
        return isinstance(self.yaml_node, yaml.ScalarNode)

    def entries(self) -> dict[str, "Node"]:
        """A mapping's entries in their order."""
        if not isinstance(self.yaml_node, yaml.MappingNode):
            self.wrong("names with values (name: value) are needed here")
            return {}
        found: dict[str, Node] = {}
        for key, value in self.yaml_node.value:
            if key.value in found:
                self._child(key).wrong(f"{key.value} is written twice; keep one of them")
            found[str(key.value)] = self._child(value)
        return found

    def fields(self, required: Iterable[str], allowed: Iterable[str] = ()) -> dict[str, "Node"]:
        """A mapping that has all required names, and no others than those allowed."""
        found, needed = self.entries(), list(required)
        known = {*needed, *allowed}
        for name in needed:
            if name not in found:
                self.wrong(f"{name} is missing; add it here")
        for name, node in found.items():
            if name not in known:
                node.wrong(f"{name} is not known here; use one of: {', '.join(sorted(known))}")
        return {name: node for name, node in found.items() if name in known}

    def items(self) -> list["Node"]:
        """A list's items."""
        if not isinstance(self.yaml_node, yaml.SequenceNode):
            self.wrong("a list is needed here")
            return []
        return [self._child(node) for node in self.yaml_node.value]

    def text(self) -> str:
        """A single value as text."""
        if not isinstance(self.yaml_node, yaml.ScalarNode):
            self.wrong("a single value is needed here")
            return ""
        value = str(self.yaml_node.value).strip()
        if not value:
            self.wrong("words are missing here")
        return value

    def whole(self) -> int:
        """A whole number."""
        value = self.text()
        if not value.lstrip("-").isdigit():
            self.wrong(f"{value!r} is no whole number")
            return 0
        return int(value)

    def flag(self) -> bool:
        """Yes or no."""
        return self.one_of(("yes", "no")) == "yes"

    def one_of(self, values: Iterable[str]) -> str:
        """One of the values given."""
        value, known = self.text(), list(values)
        if value not in known:
            self.wrong(f"{value!r} is not known; use one of: {', '.join(known)}")
            return known[0]
        return value

    def names(self, known: Iterable[str] | None = None) -> tuple[str, ...]:
        """One name or a list of names, each of which must be known."""
        nodes = [self] if self.is_scalar else self.items()
        if known is None:
            return tuple(node.text() for node in nodes)
        choices = list(known)
        return tuple(node.one_of(choices) for node in nodes)

    def phrase(self) -> Phrase:
        """Words: a line that serves for everybody, `you` and `other`, or `both` where one line is meant for both though it says "you"."""
        if self.is_scalar:
            return self._for_everybody()
        found = self.fields((), ("you", "other", "both"))
        if "both" in found:
            return Phrase(found["both"]._words(), found["both"]._words())
        if not {"you", "other"} <= found.keys():
            self.wrong("words need `you` and `other`, or `both`")
            return Phrase("", "")
        return Phrase(found["you"]._words(), found["other"]._words())

    def _for_everybody(self) -> Phrase:
        text = self._words()
        if is_personal(text) and not self.one_voice:
            self.wrong(
                "these words speak of the reader; write `you:` and `other:` (on somebody's behalf), or `both:` if one line serves"
            )
        return Phrase(text, text)

    def _words(self) -> str:
        text = self.text()
        for mark in sorted(unknown_marks(text)):
            self.wrong(f"{{{mark}}} is not filled by anything; use {{who}}, {{Who}}, {{who's}} or {{Who's}}")
        return text

    def condition(self) -> Condition:
        """When something is so: `all:`, `any:`, `not:`, or a question's id (or a fact) with its values."""
        parts = [self._part(name, node) for name, node in self.entries().items()]
        if len(parts) != 1:
            return All(tuple(parts))
        return parts[0]

    def _part(self, name: str, node: "Node") -> Condition:
        match name:
            case "all":
                return All(tuple(item.condition() for item in node.items()))
            case "any":
                return AnyOf(tuple(item.condition() for item in node.items()))
            case "not":
                return Not(node.condition())
            case _:
                return Is(name, frozenset(node.names()))


def read(path: Path, problems: list[Problem], *, one_voice: bool = False) -> Node:
    """A YAML file's content. Raises AssessmentError where the file is missing or no YAML: nothing else can be said about it."""
    name = f"{path.parent.name}/{path.name}"
    try:
        node = yaml.compose(read_text(path), Loader=_LOADER)
    except OSError as error:
        raise AssessmentError([Problem(name, 1, "this file is missing; write it")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise AssessmentError(
            [Problem(name, line, f"this is no YAML; mend it: {getattr(error, 'problem', error)}")]
        ) from error
    if node is None:
        raise AssessmentError([Problem(name, 1, "this file is empty; write it")])
    return Node(node, name, problems, one_voice)
