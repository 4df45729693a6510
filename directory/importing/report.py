"""What an import did, or would do in a dry run."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from directory.open_referral.problems import ImportProblem

KINDS = ("service", "organization", "location")


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What happened to one record. `what`: added, changed, unchanged or gone.

    `kind` is one of KINDS; `fields` are stored and new values by the name of the changed field.
    """

    kind: str
    name: str
    what: str
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class ImportReport:
    """Counts, changes and problems of one import.

    `counts` holds the number of records by kind and by what happened; `fields` how often each field changed;
    `changes` every change but "unchanged".
    """

    counts: dict[str, Counter[str]] = field(default_factory=lambda: {kind: Counter() for kind in KINDS})
    fields: Counter[str] = field(default_factory=Counter)
    changes: list[RecordChange] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)

    def add(self, changes: Iterable[RecordChange]) -> None:
        """Count changes, and list those with a difference."""
        for change in changes:
            self.counts[change.kind][change.what] += 1
            if change.what != "unchanged":
                self.changes.append(change)
                self.fields.update(f"{change.kind}.{name}" for name in change.fields)

    @property
    def loaded(self) -> int:
        """The number of the feed's services that the directory has now."""
        return sum(self.counts["service"][what] for what in ("added", "changed", "unchanged"))
