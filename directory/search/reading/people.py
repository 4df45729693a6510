"""Whom a query speaks of: groups, faiths and languages, and an age."""

import re
from collections.abc import Sequence

from directory.search.reading.sentences import Clause
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import stem

_OLDEST = 110
_AUDIENCES_BY_AGE = (("children", 0, 12), ("young_people", 11, 24), ("older_people", 60, 120))
RELATIVE_WEIGHT = 0.2
_PERSON = (
    "he|she|they|who|mum|mam|mother|dad|father|son|daughter|boy|girl|lad|lass|brother|sister|wife|husband|"
    "partner|child|kid|baby|nan|nana|gran|granny|grandma|grandad|grandson|granddaughter|nephew|niece|uncle|aunt|auntie|"
    "friend|neighbour|man|woman|lady|gentleman|bloke|patient|client|caller|tenant|teenager|resident|law"
)
_SAID = "im|i am|ive turned|ive just turned|i turned|turning|just turned|hes|shes|theyre"
_UNIT = (
    r"(?!\s*(?:years?|yrs?)\s*(?:of|on|ago|in|at|now|with|marri|togeth|sober|clean|later)"
    r"|\s*(?:weeks?|months?|days?|hours?|hrs?|minutes?|mins?|miles?|pounds?|quid|p\b|stone|st\b|k\b|percent|mg|kids?|children|"
    r"bed|beds|flights?|steps?|stairs|times|of us|cats?|dogs?|bags?|am\b|pm\b|years? sober))"
)
_NUMBER = r"(\d{1,3})"
_AGE = re.compile(
    "|".join(
        (
            rf"\baged?\s+{_NUMBER}\b",
            rf"\b(?:{_SAID})\s+(?:only |just |nearly |about )?{_NUMBER}\b{_UNIT}",
            rf"\b(?:{_PERSON})(?: is| was|s)?\s+(?:only |just |nearly |about |aged |of |turned )?{_NUMBER}\b{_UNIT}",
            rf"\b{_NUMBER}\s*(?:years?|yrs?|yr)\s*olds?\s+(?:{_PERSON}|brother)\b",
            rf"\b(?:my|our|a|an|her|his|their|with)\s+(?:\w+\s)?{_NUMBER}\s*(?:years?|yrs?|yr)\s*old\b",
            rf"\b(?:my|our|her|his|with a|with my|with an)\s+{_NUMBER}\s*(?:yo|y o)\b",
        )
    )
)
_YEARS_OLD = re.compile(rf"\b{_NUMBER}\s*(?:years?|yrs?|yr)\s*old\b|\b{_NUMBER}\s*yo\b")
_THING = re.compile(
    r"\b(?:boiler|house|car|cooker|fridge|freezer|bed|mattress|telly|tv|roof|windows?|dog|cat|bungalow|flat|kitchen|"
    r"bathroom|heating|pipes?|carpet|phone|laptop|ipad|van|bike|shoes?|washer|machine|building|chair|wheelchair|scooter)\b"
)
_IS_AGE = re.compile(r"\d years? old|^im \d")
"""A phrase of a group that is an age: it is one only where the age is said of a person."""
_ALONE = re.compile(r"\d{2,3}")
_UNITS = dict(
    zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True)  # noqa: SIM905
)
_TEENS = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),  # noqa: SIM905
        range(10, 20),
        strict=True,
    )
)
_TENS = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)  # noqa: SIM905
)


def age_of(clauses: Sequence[Clause]) -> int | None:
    """Return the first age in years, 1 to 110, that is said of a person; None when none is.

    "Boiler 12 years old" and "married 52 years" are no ages of persons.
    """
    for clause in clauses:
        age = _age_in(_with_figures(clause.words))
        if age is not None:
            return age
    return None


def _age_in(words: Sequence[str]) -> int | None:
    text = " ".join(words)
    if _ALONE.fullmatch(text):
        return _sane(text)
    found = _AGE.search(text)
    if found is None and not _THING.search(text):
        found = _YEARS_OLD.search(text)
    return _sane(next(group for group in found.groups() if group)) if found else None


def _sane(figures: str) -> int | None:
    age = int(figures)
    return age if 0 < age <= _OLDEST else None


def _with_figures(words: Sequence[str]) -> list[str]:
    """Return the words with numbers up to 99 in figures: 'eighty five' as '85'."""
    found: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        following = words[at + 1] if at + 1 < len(words) else ""
        if word in _TENS:
            found.append(str(_TENS[word] + _UNITS.get(following, 0)))
            at += 1 if following in _UNITS else 0
        else:
            number = _TEENS.get(word) or (_UNITS.get(word) if following in ("year", "years", "yr") else None)
            found.append(str(number) if number else word)
        at += 1
    return found


def audiences_of(thesaurus: Thesaurus, stems: Sequence[str], age: int | None) -> dict[str, float]:
    """Return the groups that ask, with weights from 0 to 1."""
    groups: dict[str, float] = {}
    masks = []
    for start, length, masked_group in thesaurus.audience_not.in_order(stems):
        masks.append((set(stems[start : start + length]), masked_group))
    for parts, group, phrase in thesaurus.audience_asks.near(stems, 0):
        is_masked = any(parts <= mask and group == masked_group for mask, masked_group in masks)
        is_masked |= age is None and _IS_AGE.search(phrase) is not None
        if is_masked or parts <= thesaurus.weak:
            continue
        # A word for a relative ('my mum') is filler for the need, and says little of whom the help is for.
        weight = RELATIVE_WEIGHT if parts <= thesaurus.filler else 1.0
        groups[group] = max(groups.get(group, 0.0), weight)
    for group, lowest, highest in _AUDIENCES_BY_AGE:
        if age is not None and lowest <= age <= highest:
            groups[group] = 1.0
    return groups


def cultures_of(thesaurus: Thesaurus, stems: Sequence[str]) -> dict[str, float]:
    """Return the faiths, cultures, diets and languages that the words name."""
    masks = []
    for start, length, _culture in thesaurus.culture_not.in_order(stems):
        masks.append(set(stems[start : start + length]))
    found = thesaurus.culture_asks.near(stems, 0)
    return {culture: 1.0 for parts, culture, _phrase in found if not any(parts <= mask for mask in masks)}


def stems_of(words: Sequence[str]) -> list[str]:
    """Return the stems of words."""
    return [stem(word) for word in words]
