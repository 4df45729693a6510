"""What facts mean, in plain words of the law and with its citation. Read from content/assessments/facts.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass

from selfassess.engine.conditions import Pair

NUMBER = "number"
"""The value under which a fact that takes a number as it is has its words."""


@dataclass(frozen=True)
class Law:
    """An act or a regulation: how citations in the content begin (`SI 2015/313`), its name, and its page."""

    id: str
    name: str
    page: str


@dataclass(frozen=True)
class Laws:
    """The laws that the rules rest on."""

    all: tuple[Law, ...]

    def of(self, cites: str) -> Law | None:
        """The law of a citation; None for one that is not listed."""
        return next((law for law in self.all if cites == law.id or cites.startswith(f"{law.id} ")), None)

    def in_words(self, *cites: str | None) -> str:
        """Citations with the laws' names, each law named once: "Care Act 2014 s.9 and s.10". Empty where there is none."""
        said: dict[str, list[str]] = {}
        for one in filter(None, cites):
            law = self.of(one)
            name, place = (law.name, one.removeprefix(law.id).strip()) if law else (one, "")
            said.setdefault(name, []).append(place)
        return "; ".join(
            f"{name} {' and '.join(filter(None, places))}".strip() for name, places in said.items()
        )


@dataclass(frozen=True)
class Meaning:
    """What one value of a fact means, and the law it rests on (none where no section of an act is meant)."""

    words: str
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meanings:
    """The words of every fact in use, and the laws behind them. `areas` are the areas of daily life, by fact, as the law lists them."""

    laws: Laws
    by_pair: Mapping[Pair, Meaning]
    areas: Mapping[str, Meaning]

    def of(self, pair: Pair) -> Meaning:
        """What a fact's value means. Raises KeyError for one that no questionnaire uses: the reader has seen to all others."""
        return self.by_pair[pair]
