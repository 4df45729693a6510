"""The result of an import, or of a dry run."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from directory.open_referral.problems import ImportProblem

KINDS = ("service", "organization", "location")


@dataclass(frozen=True, slots=True)
class RecordChange:
    """The change of one record. `what`: added, changed, unchanged or gone.

    `kind` is one of KINDS. `fields` holds the stored and the new value of each changed field, by the field's
    name.
    """

    kind: str
    name: str
    what: str
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class ImportReport:
    """Counts, changes and problems of one import.

    counts: number of records by kind and by change. fields: number of changes of each field.
    changes: every change but "unchanged".
    """

    counts: dict[str, Counter[str]] = field(default_factory=lambda: {kind: Counter() for kind in KINDS})
    fields: Counter[str] = field(default_factory=Counter)
    changes: list[RecordChange] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)

    def add(self, changes: Iterable[RecordChange]) -> None:
        """Count changes, and store every change but "unchanged"."""
        for change in changes:
            self.counts[change.kind][change.what] += 1
            if change.what != "unchanged":
                self.changes.append(change)
                self.fields.update(f"{change.kind}.{name}" for name in change.fields)

    @property
    def loaded(self) -> int:
        """Return the number of the feed's services that the directory has after the import."""
        return sum(self.counts["service"][what] for what in ("added", "changed", "unchanged"))
