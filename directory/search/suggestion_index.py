"""The texts that suggestions are looked up in: names of services and phrases of the thesaurus, by the
beginnings of their words."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from directory.search.columns import Bools, IndexColumns, ListingNames
from directory.search.prefix_index import Numbers, PrefixIndex
from directory.search.thesaurus import Thesaurus

_MAX_CHANGED = 500


@dataclass(frozen=True)
class NameIndex:
    """Some listings by the words of their names and of their organizations.

    `numbers`: the listing's number for each text.
    """

    numbers: Numbers
    texts: PrefixIndex

    @classmethod
    def of(cls, columns: IndexColumns, numbers: Sequence[int]) -> "NameIndex":
        """Return the index of the listings with these numbers."""
        texts = []
        for number in numbers:
            names = columns.names[number]
            texts.append(" ".join((names.name, *names.others, names.organization)))
        return cls(np.array(numbers, np.int32), PrefixIndex(texts))

    def find(self, tokens: Sequence[str], most: int, allowed: Bools, *, slips: bool) -> list[int]:
        """Return the numbers of at most `most` listings that match and are allowed, the best first.

        `allowed` is a mask over all listings.
        """
        found = self.texts.find(tokens, most, allowed[self.numbers], slips=slips)
        return [int(self.numbers[at]) for at in found]


@dataclass(frozen=True)
class ServiceNames:
    """All listings by name: those as they were when `base` was current, and those that changed since."""

    columns: IndexColumns
    base: Mapping[int, ListingNames]
    older: NameIndex
    newer: NameIndex


@dataclass(frozen=True)
class NeedPhrases:
    """The phrases of one version of the thesaurus. `ids`: the need that each phrase asks for."""

    version: str
    ids: tuple[str, ...]
    phrases: PrefixIndex


class SuggestionIndex:
    """The suggestion texts of one worker, shared by its threads.

    Each part is made again when its source changed.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._names: ServiceNames | None = None
        self._needs: NeedPhrases | None = None

    def service_names(self, columns: IndexColumns) -> ServiceNames:
        """Return the names of the listings.

        After a change only the changed ones are read; after very many changes, all are.
        """
        with self._lock:
            known = self._names
            if known is None or known.columns is not columns:
                known = self._names = _service_names(columns, known)
            return known

    def need_phrases(self, thesaurus: Thesaurus) -> NeedPhrases:
        """Return the phrases of the thesaurus that ask for a need, and the needs' own labels."""
        with self._lock:
            known = self._needs
            if known is None or known.version != thesaurus.version:
                known = self._needs = _need_phrases(thesaurus)
            return known


def _service_names(columns: IndexColumns, older: ServiceNames | None) -> ServiceNames:
    if older is not None:
        changed = [number for number, names in columns.names.items() if older.base.get(number) is not names]
        if len(changed) <= _MAX_CHANGED:
            return ServiceNames(columns, older.base, older.older, NameIndex.of(columns, changed))
    everything = NameIndex.of(columns, sorted(columns.names))
    return ServiceNames(columns, columns.names, everything, NameIndex.of(columns, []))


def _need_phrases(thesaurus: Thesaurus) -> NeedPhrases:
    labels = ((need.label, need.id) for need in thesaurus.tree.needs)
    rows = sorted({*thesaurus.need_asks.entries(), *labels})
    texts = PrefixIndex([text for text, _need in rows])
    return NeedPhrases(thesaurus.version, tuple(need for _text, need in rows), texts)
