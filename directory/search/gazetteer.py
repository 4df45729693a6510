"""Places that people name: postcodes, sectors, outward codes and towns, and which area of ours each lies in.

Towns come from the imported gazetteer and from the listings' own addresses, so that a new directory knows its
towns at once.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.search.place_text import postcode_forms
from directory.search.results import Place
from directory.search.tokenizer import tokenize

_FULL = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])([A-Z]{2})")
_SECTOR = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ([0-9])")
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")

_WITHIN_A_NAME = frozenset({"upon", "on", "in", "under", "by", "le", "with", "next", "cum"})
"""Words inside a town's name after which its distinction stands: Wath upon Dearne is Wath to those who live
there.
"""
_SHORTEST = 4
_SHORTEST_MISSPELT, _LONG = 5, 7

Point = tuple[float, float]


def plain_postcode(text: str) -> str:
    """Capitals without spaces: how a postcode is stored."""
    return "".join(text.upper().split())


def outward(code: str) -> str:
    """The outward code of a postcode, a sector or an outward code: 'S73' of 'S73 8AB'."""
    full = _FULL.fullmatch(plain_postcode(code))
    return full.group(1) if full else code.upper().split(" ")[0]


def _looks_like_code(code: str) -> bool:
    """True for a whole postcode, a sector or an outward code in capitals."""
    is_whole = _FULL.fullmatch(plain_postcode(code)) is not None
    return is_whole or _SECTOR.fullmatch(code) is not None or _OUTWARD.fullmatch(code) is not None


@dataclass(frozen=True)
class Gazetteer:
    """All that is known of places by name. `codes` are sectors and outward codes; degrees are WGS84."""

    codes: Mapping[str, Point] = field(default_factory=dict)
    towns: Mapping[str, Place] = field(default_factory=dict)
    """By folded name."""
    town_codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The outward codes of each town, by folded name."""

    @cached_property
    def town_words(self) -> frozenset[str]:
        """Every word of every town's name: words whose spelling must not be corrected."""
        return frozenset(word for name in self.towns for word in name.split())

    @cached_property
    def other_names(self) -> Mapping[str, Place]:
        """Other ways to write a town's name, folded, where only one town is meant: "wath", "wath on dearne" and
        "wathupondearne"."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.towns:
            for other in _other_names(name):
                found[other].add(name)
        return {
            other: self.towns[next(iter(names))]
            for other, names in found.items()
            if len(names) == 1 and other not in self.towns
        }

    def find(self, text: str, postcode: Callable[[str], Point | None]) -> Place | None:
        """Return the place of a postcode, a sector, an outward code or a town; None when it is unknown.

        `postcode` returns the point of a whole postcode, or None.
        """
        for code in postcode_forms(text):
            place = self._by_code(code, postcode)
            if place:
                return place
        return self.town(tokenize(text))

    def find_folded(self, name: str, postcode: Callable[[str], Point | None]) -> Place | None:
        """Return the same as `find` for words that are folded and parted by one space, without reading them as a
        slip in a postcode."""
        code = name.upper()
        if _looks_like_code(code):
            return self._by_code(code, postcode)
        return self.towns.get(name) or self.other_names.get(name)

    def town(self, words: Sequence[str]) -> Place | None:
        """Return the town that folded words name, written together or apart; None without one."""
        name, joined = " ".join(words), "".join(words)
        return next(
            (
                found[key]
                for key in (name, joined)
                for found in (self.towns, self.other_names)
                if key in found
            ),
            None,
        )

    def town_like(self, words: Sequence[str]) -> Place | None:
        """Return the only town whose name differs by one letter, or two in a long name, from folded words; None
        without one, and where two are equally near."""
        return _only_like("".join(words), self._joined_names)

    @cached_property
    def _joined_names(self) -> Mapping[str, Place]:
        """Every name without its spaces."""
        return {
            "".join(name.split()): place for name, place in (*self.other_names.items(), *self.towns.items())
        }

    def _by_code(self, code: str, postcode: Callable[[str], Point | None]) -> Place | None:
        full = _FULL.fullmatch(plain_postcode(code))
        if full:
            return self._postcode(full, postcode)
        point = self.codes.get(code) or self.codes.get(outward(code))
        return Place(code, *point, code=code) if point else None

    def _postcode(self, full: "re.Match[str]", postcode: Callable[[str], Point | None]) -> Place | None:
        whole, sector = f"{full[1]} {full[2]}{full[3]}", f"{full[1]} {full[2]}"
        point = postcode(f"{full[1]}{full[2]}{full[3]}") or self.codes.get(sector) or self.codes.get(full[1])
        return Place(whole, *point, code=whole) if point else None

    def names_of(self, place: Place) -> frozenset[str]:
        """The lower-case names by which a service area may mean this place: its outward code, its sector,
        its towns."""
        if place.code:
            code = outward(place.code)
            towns = {name for name, codes in self.town_codes.items() if code in codes}
            sector = place.code.lower()[: len(code) + 2]
            return frozenset({code.lower(), sector, place.code.lower(), *towns})
        name = " ".join(tokenize(place.label))
        codes = {code.lower() for code in self.town_codes.get(name, ())}
        return frozenset(
            {
                name,
                *codes,
                *(
                    sector.lower()
                    for sector in self.codes
                    if " " in sector and sector.split(" ")[0].lower() in codes
                ),
            }
        )

    def is_own(self, place: Place) -> bool:
        """True for a place in an outward code, or a town, of the own gazetteer, not of the listings alone."""
        if place.code:
            return any(outward(place.code) in codes for codes in self.town_codes.values())
        return " ".join(tokenize(place.label)) in self.town_codes

    def knows(self, area: str) -> bool:
        """True for an area name that can be judged: an outward code or a town of ours."""
        return area.upper() in self.codes or area in self.towns


def make(
    areas: Iterable[tuple[str, float, float, str]], listings: Iterable[tuple[str, str, float, float]]
) -> Gazetteer:
    """From (code, latitude, longitude, town) rows of the gazetteer and (town, outward code, latitude,
    longitude) of places in listings."""
    codes: dict[str, Point] = {}
    points: dict[str, list[Point]] = defaultdict(list)
    labels: dict[str, str] = {}
    town_codes: dict[str, set[str]] = defaultdict(set)
    for code, latitude, longitude, town in areas:
        codes[code] = (latitude, longitude)
        if town:
            name = " ".join(tokenize(town))
            labels[name] = town
            points[name].append((latitude, longitude))
            town_codes[name].add(outward(code))
    own = set(points)
    unknown: dict[str, list[Point]] = defaultdict(list)
    for town, outward_code, latitude, longitude in listings:
        if outward_code and outward_code not in codes:
            unknown[outward_code].append((latitude, longitude))
        name = " ".join(tokenize(town))
        if name and name not in own:
            labels.setdefault(name, town)
            points[name].append((latitude, longitude))
    codes |= {code: _mean(rows) for code, rows in unknown.items()}
    towns = {name: _middle(labels[name], rows) for name, rows in points.items()}
    return Gazetteer(codes, towns, {name: frozenset(found) for name, found in town_codes.items()})


def _other_names(name: str) -> Iterator[str]:
    words = name.split()
    yield "".join(words)
    if len(words) < 2 or words[1] not in _WITHIN_A_NAME:
        return
    rest = words[2:]
    yield from (
        " ".join((words[0], between, *rest)) for between in ("upon", "on") if words[1] in ("upon", "on")
    )
    if len(words[0]) >= _SHORTEST:
        yield words[0]


def _only_like(typed: str, names: Mapping[str, Place]) -> Place | None:
    """Return the place whose name is nearest to what was typed; None where none is near, or two are."""
    if len(typed) < _SHORTEST_MISSPELT or not typed.isalpha():
        return None
    furthest = 2 if len(typed) >= _LONG else 1
    extracted = process.extract(typed, names.keys(), scorer=OSA.distance, score_cutoff=furthest, limit=None)
    near = [(name, distance) for name, distance, _at in extracted if distance < 2 or name[0] == typed[0]]
    nearest = min((distance for _name, distance in near), default=0)
    places = {names[name] for name, distance in near if distance == nearest}
    return places.pop() if len(places) == 1 else None


def _middle(label: str, points: list[Point]) -> Place:
    return Place(label, *_mean(points))


def _mean(points: list[Point]) -> Point:
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)
