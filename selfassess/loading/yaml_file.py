"""YAML files as plain data, with the line of every place in the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from core.content import read_text
from selfassess.loading.problems import AssessmentError, ContentProblem

Place = tuple[str | int, ...]
"""The way to a value through names and positions, as ("sections", 0, "id")."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlFile:
    """A file's content as dictionaries, lists and texts. Every scalar is text: `no` is "no", not False.

    `name` is the file with its folder, as "home/flow.yaml". `lines` has the line on which the value at a
    place begins.
    """

    name: str
    data: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """Return the line of a place. Parts that are not in the file are passed over.

        A missing field has therefore the line of the mapping that lacks it.
        """
        known: Place = ()
        for part in place:
            if (*known, part) in self.lines:
                known = (*known, part)
        return self.lines[known]

    def problem(self, place: Place, message: str) -> ContentProblem:
        """Return a mistake at a place."""
        return ContentProblem(self.name, self.line(place), message)

    def names(self, *place: str) -> list[str]:
        """Return the names in the mapping at a place; none where there is no mapping."""
        value = self.data
        for part in place:
            value = value.get(part) if isinstance(value, dict) else None
        return list(value) if isinstance(value, dict) else []


def read_with_lines(path: Path) -> YamlFile:
    """Read a file.

    Raises AssessmentError where it is missing, empty, not YAML, or has a name twice in one mapping.
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        root = yaml.compose(read_text(path), Loader=_LOADER)
    except OSError as error:
        raise AssessmentError([ContentProblem(name, 1, "this file is missing; write it")]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = f"this is no YAML; mend it: {getattr(error, 'problem', error)}"
        raise AssessmentError([ContentProblem(name, mark.line + 1 if mark else 1, message)]) from error
    if root is None:
        raise AssessmentError([ContentProblem(name, 1, "this file is empty; write it")])
    reader = _NodeReader(name, {}, [])
    data = reader.value(root, ())
    if reader.problems:
        raise AssessmentError(reader.problems)
    return YamlFile(name, data, reader.lines)


@dataclass(frozen=True)
class _NodeReader:
    """Turns YAML's nodes into plain data and notes the line of each."""

    name: str
    lines: dict[Place, int]
    problems: list[ContentProblem]

    def value(self, node: yaml.Node, place: Place) -> Any:
        self.lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*place, position)) for position, item in enumerate(node.value)]
        return str(node.value).strip()

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                line = key_node.start_mark.line + 1
                self.problems.append(
                    ContentProblem(self.name, line, f"{key} is written twice; keep one of them")
                )
            found[key] = self.value(value_node, (*place, key))
        return found
