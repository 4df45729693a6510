"""The interface between search and whichever engine ranks words.

An engine stores the words of listings under small whole numbers, and scores how well each listing fits some
words. It knows nothing of needs, places or filters. An engine that passes
tests/unit/directory/search/engine_conformance.py can replace Whoosh.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FIELDS: Mapping[str, float] = {"name": 2.6, "org": 1.0, "body": 1.0}
"""The text fields, with the weight of a word in each."""


@dataclass(frozen=True, slots=True)
class TextDocument:
    """The words of one listing: stems by field, parted by spaces, and the words as written, for spelling.

    A document without fields is deleted.
    """

    number: int
    fields: Mapping[str, str] = field(default_factory=dict)
    surface: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for: stems that each stand for it, with their weights, and the weight of the whole."""

    alternatives: tuple[tuple[str, float], ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores by document number: `values` (0 or more), and `coverage`, the share of the asked weight that
    is found (0 to 1)."""

    values: Floats
    coverage: Floats


class EngineBusyError(Exception):
    """Another process is writing.

    Nothing is lost: the outbox still has the change, and readers see it from there.
    """


class EngineDamagedError(Exception):
    """What is stored cannot be read: a file is cut off, missing, or not readable.

    Only the engine's own files are meant. Everything in them can be made again from the search documents.
    """


class TextView(Protocol):
    """One unchanging view of all words, shared by threads."""

    def scores(self, clauses: Sequence[Clause]) -> Scores:
        """Return scores by number. The arrays are as long as the highest known number plus one."""
        ...

    def frequency(self, stem: str) -> int:
        """Return the number of listings in which the stem occurs."""
        ...

    def vocabulary(self) -> Mapping[str, int]:
        """Return the words as written, each with the number of listings in which it occurs."""
        ...


class TextEngine(Protocol):
    """Stores words durably, for many readers and one writer at a time.

    Methods may raise EngineDamagedError, except `rebuild` and those whose description says so.
    """

    def writing(self) -> AbstractContextManager[None]:
        """Hold the writer's lock. Raises EngineBusyError at once when another process holds it."""
        ...

    def write(self, documents: Iterable[TextDocument], upto: int) -> None:
        """Replace these documents, and store the outbox row up to which everything is written.

        Needs `writing`.
        """
        ...

    def rebuild(self, documents: Iterable[TextDocument], upto: int, version: str) -> None:
        """Replace everything at once; readers use the old index until the new one is complete.

        A damaged index is set aside afterwards. Needs `writing`.
        """
        ...

    def written_upto(self) -> int:
        """Return the outbox row up to which everything is written; 0 for a new index."""
        ...

    def version(self) -> str:
        """Return the `version` given at the last rebuild; '' for a new index."""
        ...

    def is_damaged(self) -> bool:
        """Return True where what is stored cannot be read, or its damage is passed over. Never raises."""
        ...

    def pass_over_damage(self) -> None:
        """From now on, read the damaged index as a new one, until a rebuild has replaced it."""
        ...

    def view(self, pending: Sequence[TextDocument]) -> TextView:
        """Return a view of what is written, with newer documents that are not written yet (`pending`) laid
        over it."""
        ...
