"""What a resident would miss in a listing. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from core.messages import N_
from upkeep.completeness.parts import ListingParts

Section = str
"""A part of the form: what, who, where, when, contact, cost or photo."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the listing does not say. `words`: what people miss, marked for translation."""

    code: str
    section: Section
    words: str


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what people look for is there.

    `gaps`: what they miss most, first. `extras`: what helps some people more; it does not count.
    """

    filled: int
    total: int
    gaps: tuple[Gap, ...]
    extras: tuple[Gap, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing that counts."""
        return self.filled == self.total


@dataclass(frozen=True, slots=True)
class _Rule:
    gap: Gap
    has: Callable[[ListingParts], bool]
    counts_for: Callable[[ListingParts], bool] = lambda _parts: True


_MISSED = (
    _Rule(Gap("hours", "when", N_("People can’t see when it is on.")), lambda one: one.hours),
    _Rule(Gap("phone", "contact", N_("People can’t see a phone number to call.")), lambda one: one.phone),
    _Rule(Gap("place", "where", N_("People can’t see where it is.")), lambda one: one.place),
    _Rule(
        Gap("cost", "cost", N_("People can’t see what it costs. Is it free? Say so.")), lambda one: one.cost
    ),
    _Rule(Gap("who", "who", N_("People can’t see who it is for.")), lambda one: one.who),
    _Rule(
        Gap("how", "who", N_("People can’t see how to join: turn up, call, or ask their doctor.")),
        lambda one: one.how_to_get_it,
    ),
    _Rule(
        Gap("summary", "what", N_("There is no short line that says what it is.")), lambda one: one.summary
    ),
    _Rule(
        Gap("description", "what", N_("People can’t read what happens there. Write two or three sentences.")),
        lambda one: one.description,
    ),
    _Rule(Gap("needs", "who", N_("It is hard to find: choose what it helps with.")), lambda one: one.needs),
    _Rule(
        Gap("access", "where", N_("People can’t see if there are steps, or a toilet that they can use.")),
        lambda one: one.access,
        lambda one: one.goes_to_a_place,
    ),
)
_EXTRAS = (
    _Rule(
        Gap("getting-there", "where", N_("How to get there: the bus, or where to park.")),
        lambda one: one.getting_there,
        lambda one: one.goes_to_a_place,
    ),
    _Rule(Gap("room", "who", N_("Whether you have room for more people now.")), lambda one: one.room),
    _Rule(
        Gap("languages", "who", N_("Languages that you speak, if there are others than English.")),
        lambda one: one.languages,
    ),
    _Rule(
        Gap("photo", "photo", N_("A photo, so that people know what to expect.")),
        lambda one: one.photo is not False,
    ),
)


def completeness_of(parts: ListingParts) -> Completeness:
    """Return how complete a listing is. What cannot apply, such as steps where there is no place, is left
    out.
    """
    asked = [rule for rule in _MISSED if rule.counts_for(parts)]
    gaps = tuple(rule.gap for rule in asked if not rule.has(parts))
    extras = tuple(rule.gap for rule in _EXTRAS if rule.counts_for(parts) and not rule.has(parts))
    return Completeness(len(asked) - len(gaps), len(asked), gaps, extras)
