"""Values and records of a source that an import could not use."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """One value or record of a source that could not be used, in words for the person who runs the import.

    row: position of the record in the source, from 1; 0 for the source as a whole.
    field: name of the value. record: name of the service.
    left_out: True when the whole record could not be used.
    count: how many records have the same problem; `row` and `record` are those of the first.
    others: further values with the same problem.
    """

    row: int
    field: str
    what: str
    record: str = ""
    left_out: bool = False
    count: int = 1
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row else ""
        named = f"“{self.record}”" if self.record else ""
        place = ", ".join(part for part in (where, named, self.field) if part)
        also = f"; also {', '.join(self.others)}" if self.others else ""
        times = f" ({self.count} times{also})" if self.count > 1 else ""
        return (f"{place}: {self.what}" if place else self.what) + times


MOST_OTHERS = 6
_SHORT = 40
_QUOTED = re.compile(r"“[^”]*”")
_NUMBERS = re.compile(r"\d+")


def by_kind(problems: Iterable[ImportProblem]) -> list[ImportProblem]:
    """Return one problem for each kind: the first one, with the number of all. Left-out records come first.

    Problems are of one kind when field and words are the same but for numbers and quoted values.
    """
    kinds: dict[tuple[str, str, bool], ImportProblem] = {}
    for problem in problems:
        words = _NUMBERS.sub("0", _QUOTED.sub("“”", problem.what))
        key = (_NUMBERS.sub("0", problem.field), words, problem.left_out)
        known = kinds.get(key)
        if known is None:
            kinds[key] = problem
            continue
        others = known.others
        value = _QUOTED.search(problem.what)
        is_new = value and value[0] not in known.what and value[0] not in others
        if value and is_new and len(others) < MOST_OTHERS and len(value[0]) <= _SHORT:
            others = (*others, value[0])
        kinds[key] = replace(known, count=known.count + problem.count, others=others)
    return sorted(kinds.values(), key=lambda problem: not problem.left_out)
