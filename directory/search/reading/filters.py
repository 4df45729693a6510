"""Conditions that stand in the words of a query: "on Sundays", "not in a church", "with my dog"."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadFilter:
    """One condition read from the words.

    `facet` is a facet of the results page (day, cost, route, delivery, access, language, culture, who), or one
    of these: `time` (morning, afternoon, evening), `venue` (church, library, pub, gym), `place` (the folded name of
    a town), `word` (a folded word, only negated). `negated`: services with the value do not fit.
    """

    facet: str
    value: str
    negated: bool = False

    @property
    def id(self) -> str:
        """The name of this condition in an address: 'day.SU', 'not.venue.church'."""
        return f"{'not.' if self.negated else ''}{self.facet}.{self.value}"
