"""Classification of a listing by its own words: needs it meets, groups it is for, faiths, diets and
languages. Pure.

Tags that people gave come first; the text fills in, so that an imported directory without tags can be
searched by need.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from directory.search.thesaurus import HINT, Thesaurus
from directory.search.tokenizer import STOP_WORDS, PhraseMatcher, outside, stems
from directory.vocabulary import MOST_NEEDS

_FIELD_WEIGHTS = {
    "name": 3.5,
    "names": 3.0,
    "categories": 1.9,
    "summary": 2.0,
    "opening": 1.6,
    "description": 1.0,
    "organization": 1.6,
    "about": 0.7,
}
_TELLING_FIELDS = ("name", "names")
_NAMED = 0.35
"""The least strength of a hint in the name of a service."""
_OPENING_STEMS = 30
_AUDIENCE_STEMS = 90
_FULL_AT = 3.5
_CROWD = 4.5
_INFERRED_CAP_BESIDE_TAGS = 0.55


@dataclass(frozen=True)
class ListingText:
    """The words of a listing, by field."""

    name: str
    names: str = ""
    """Old and other names."""
    organization: str = ""
    about: str = ""
    """The organization's description of itself."""
    summary: str = ""
    description: str = ""
    categories: Sequence[str] = ()
    eligibility: str = ""


@dataclass(frozen=True)
class Classification:
    """Needs, groups and cultures with strengths from 0 to 1.

    A group that is only mentioned has less than 1.
    """

    needs: Mapping[str, float] = field(default_factory=dict)
    audiences: Mapping[str, float] = field(default_factory=dict)
    cultures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Stems:
    """The stems of a listing by field, made once for needs, groups and cultures."""

    name: Sequence[str]
    names: Sequence[str]
    organization: Sequence[str]
    about: Sequence[str]
    summary: Sequence[str]
    description: Sequence[str]
    categories: Sequence[str]
    eligibility: Sequence[str]
    is_named_alike: bool
    """Whether the organization has the name of the service."""


def _stems(text: ListingText) -> _Stems:
    return _Stems(
        name=stems(text.name),
        names=stems(text.names),
        organization=stems(text.organization),
        about=stems(text.about),
        summary=stems(text.summary),
        description=stems(text.description),
        categories=stems(" . ".join(text.categories)),
        eligibility=stems(text.eligibility),
        is_named_alike=text.organization == text.name,
    )


def _fields(found: _Stems) -> dict[str, Sequence[str]]:
    return {
        "name": found.name,
        "names": found.names,
        "organization": [] if found.is_named_alike else found.organization,
        "categories": found.categories,
        "summary": found.summary,
        "opening": found.description[:_OPENING_STEMS],
        "description": found.description[_OPENING_STEMS:],
        "about": found.about,
    }


def _need_points(thesaurus: Thesaurus, fields: Mapping[str, Sequence[str]]) -> dict[str, float]:
    points: dict[str, dict[tuple[str, ...], float]] = defaultdict(dict)
    hints: dict[str, dict[tuple[str, ...], float]] = defaultdict(dict)
    for name, field_stems in fields.items():
        barred = [
            (start, start + length, need) for start, length, need in thesaurus.need_not.in_order(field_stems)
        ]
        for start, length, (need, strength) in thesaurus.need_says.in_order(field_stems):
            if barred and any(b <= start and start + length <= e and need == n for b, e, n in barred):
                continue
            said = tuple(s for s in field_stems[start : start + length] if s not in STOP_WORDS)
            is_hint = strength <= HINT and name not in _TELLING_FIELDS
            found = hints if is_hint else points
            if not is_hint:
                strength = max(strength, _NAMED)
            found[need][said] = max(found[need].get(said, 0.0), strength * _FIELD_WEIGHTS[name])
    # A hint alone says nothing: another phrase for the need, or a second hint, must stand beside it.
    for need, phrases in hints.items():
        if need in points or len(phrases) > 1:
            points[need] |= phrases
    return {need: _saturating(phrases.values()) for need, phrases in points.items()}


def _saturating(values: Iterable[float]) -> float:
    """Return the sum in which each further value counts 0.6 of the one before: ten synonyms are not ten
    needs."""
    ranked = sorted(values, reverse=True)
    return sum(value * 0.6**i for i, value in enumerate(ranked))


def classify_needs(thesaurus: Thesaurus, text: ListingText, given: Sequence[str] = ()) -> dict[str, float]:
    """Return needs with strengths. The more needs a listing seems to meet, the less each counts.

    `given`: needs that people tagged, the most important first. More than MOST_NEEDS of them count less, each.
    """
    return _needs(thesaurus, _stems(text), given)


def _needs(thesaurus: Thesaurus, listing: _Stems, given: Sequence[str]) -> dict[str, float]:
    strengths = {
        need: 1 - math.exp(-points / _FULL_AT)
        for need, points in _need_points(thesaurus, _fields(listing)).items()
    }
    crowd = max(1.0, sum(strengths.values()) / _CROWD)
    found = {need: strength / math.sqrt(crowd) for need, strength in strengths.items() if strength > 0.08}
    if given:
        found = {need: min(strength, _INFERRED_CAP_BESIDE_TAGS) * 0.7 for need, strength in found.items()}
        spread = math.sqrt(min(1.0, MOST_NEEDS / len(given)))
        found |= {need: max(1.0 - 0.07 * i, 0.8) * spread for i, need in enumerate(given)}
    return found


def _groups(
    book: PhraseMatcher[str],
    fields: Iterable[tuple[Sequence[str], float]],
    barred: PhraseMatcher[str] | None = None,
) -> dict[str, float]:
    levels: dict[str, float] = {}
    for field_stems, level in fields:
        for _, _, group in outside(
            book.in_order(field_stems), barred.in_order(field_stems) if barred else ()
        ):
            levels[group] = max(levels.get(group, 0.0), level)
    return levels


def classify_listing(
    thesaurus: Thesaurus,
    text: ListingText,
    needs: Sequence[str],
    audiences: Sequence[str],
    cultures: Sequence[str],
) -> Classification:
    """Return the classification of a listing.

    Needs, audiences and cultures that people tagged are the strongest.
    """
    listing = _stems(text)
    where = [
        (listing.name, 1.0),
        (listing.names, 1.0),
        (listing.eligibility, 0.9),
        (listing.organization, 0.85),
        (listing.summary, 0.8),
        (listing.categories, 0.6),
        (listing.description[:_AUDIENCE_STEMS], 0.6),
        (listing.description[_AUDIENCE_STEMS:], 0.35),
        (listing.about, 0.35),
    ]
    groups = _groups(thesaurus.audience_says, where)
    if audiences:
        groups = {group: min(level, _INFERRED_CAP_BESIDE_TAGS) for group, level in groups.items()}
    return Classification(
        _needs(thesaurus, listing, needs),
        groups | dict.fromkeys(audiences, 1.0),
        _groups(thesaurus.culture_says, where, thesaurus.culture_not) | dict.fromkeys(cultures, 1.0),
    )
