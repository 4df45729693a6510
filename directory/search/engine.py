"""The interface between search and whichever engine ranks words.

An engine keeps the words of listings under small whole numbers and says how well each listing fits some words. It knows nothing
of needs, places or filters. Any engine that passes tests/unit/directory/search/engine_conformance.py can take Whoosh's place.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FIELDS: Mapping[str, float] = {"name": 2.6, "org": 1.0, "body": 1.0}
"""The text fields and how much a word weighs in each."""


@dataclass(frozen=True, slots=True)
class TextDocument:
    """The words of one listing: stems by field, parted by spaces, and the words as written, for spelling. No fields: it is gone."""

    number: int
    fields: Mapping[str, str] = field(default_factory=dict)
    surface: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for: stems that each stand for it, with their weights, and how much the whole matters."""

    alternatives: tuple[tuple[str, float], ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Scores:
    """How well each listing fits, by its number: `values` (0 or more), and `coverage`, the share of the asked weight it has (0 to 1)."""

    values: Floats
    coverage: Floats


class EngineBusyError(Exception):
    """Another process is writing. Nothing was lost: the outbox still holds the change, and readers see it from there."""


class TextView(Protocol):
    """One unchanging view of all words, shared by threads."""

    def scores(self, clauses: Sequence[Clause]) -> Scores:
        """Fitness by number; arrays are as long as the highest number known plus one."""
        ...

    def frequency(self, stem: str) -> int:
        """In how many listings the stem occurs."""
        ...

    def vocabulary(self) -> Mapping[str, int]:
        """The words as written, each with in how many listings it occurs: what spelling is mended against."""
        ...


class TextEngine(Protocol):
    """Keeps words durably, for many readers and one writer at a time."""

    def writing(self) -> AbstractContextManager[None]:
        """Hold the writer's lock. Raises EngineBusyError at once when somebody else holds it."""
        ...

    def write(self, documents: Iterable[TextDocument], upto: int) -> None:
        """Put these documents in place of their older selves and remember the outbox row up to which all is in. Needs `writing`."""
        ...

    def rebuild(self, documents: Iterable[TextDocument], upto: int, version: str) -> None:
        """Replace everything at once; readers go on with the old until the new is whole. Needs `writing`."""
        ...

    def written_upto(self) -> int:
        """The outbox row up to which all is durably in; 0 for a new index."""
        ...

    def version(self) -> str:
        """The `version` given at the last rebuild; '' for a new index."""
        ...

    def view(self, pending: Sequence[TextDocument]) -> TextView:
        """A view of what is written with `pending` laid over it: newer documents that are not written yet."""
        ...
