"""The thesaurus: needs and the words that lead to them, synonyms, groups of people, faiths and languages.

All of it is read from content/thesaurus/, which people edit. Nothing here is about one listing. Knows no web
and no database.
"""

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.content import content_loader, read_stamp, read_yaml
from directory.search.joined_words import NOTHING_JOINED, JoinedWords
from directory.search.reading.concepts import Concepts
from directory.search.reading.filters import NO_CONDITIONS, ConditionPhrases
from directory.search.reading.languages import Languages, languages_of
from directory.search.reading.plain_words import NO_SHORTHAND, Shorthand
from directory.search.tokenizer import PhraseMatcher, matcher, phrase, phrase_words, stem, tokenize
from directory.taxonomy import needs as needs_tree

_NOT_ASKED = frozenset({"unless", "not", "related", "says", "hints", "label", "kind", "exclusive", "needs"})
"""Keys of entries whose texts are not what people ask with."""
_BETWEEN_NAMES = re.compile(r",\s*|\s+and\s+")
SAYS, ASKS_IN_LISTING, HINT = 1.0, 0.45, 0.22
"""Strength of a phrase in a listing: wording of listings, a visitor's wording of several words, and a
hint."""


@dataclass(frozen=True)
class Characteristic:
    """A group of people, a language, a faith, a culture or a diet.

    `exclusive`: its services are wrong for other people.
    """

    id: str
    label: str
    kind: str
    exclusive: bool = False


@dataclass(frozen=True)
class Thesaurus:
    """The whole thesaurus, ready to be looked up. `version` changes whenever any word of it does."""

    version: str
    tree: needs_tree.NeedsTree
    related: dict[str, dict[str, float]]
    exclusive_needs: frozenset[str]
    """Needs of people with one illness, disability or history: a service that meets one is for these
    people.
    """
    need_asks: PhraseMatcher[str]
    need_words: "NeedWordScores"
    need_says: PhraseMatcher[tuple[str, float]]
    need_not: PhraseMatcher[str]
    audiences: dict[str, Characteristic]
    audience_asks: PhraseMatcher[str]
    audience_says: PhraseMatcher[str]
    audience_not: PhraseMatcher[str]
    audience_needs: dict[str, frozenset[str]]
    """Needs that only people of a group have: a search for one is taken to come from the group."""
    cultures: dict[str, Characteristic]
    culture_asks: PhraseMatcher[str]
    culture_says: PhraseMatcher[str]
    culture_not: PhraseMatcher[str]
    synonyms: PhraseMatcher[str]
    filler: frozenset[str]
    weak: frozenset[str]
    dangers: PhraseMatcher[str]
    not_danger: PhraseMatcher[str]
    """Phrases that contain a phrase of danger and are none, each with the kind that it is not."""
    languages: Languages
    """Other languages by their BCP 47 codes."""
    concepts: Concepts
    """What the words of other languages mean."""
    condition_phrases: ConditionPhrases
    """The phrases of conditions, such as "on Sundays" and "no steps"."""
    known_words: frozenset[str]
    """Every word that the thesaurus itself uses. Their spelling is never corrected."""
    joined: JoinedWords = NOTHING_JOINED
    """The phrases that people write as one word, and the words that they write as two."""
    shorthand: Shorthand = NO_SHORTHAND
    """Short forms of words: "4 me", "2nite"."""
    first_names: frozenset[str] = frozenset()
    """First names, folded: they are spelt as their bearers spell them."""


class NeedWordScores:
    """The needs that a lone word speaks for, learnt from all phrases: 'gas' from 'gas bill' and 'gas safety'.

    A word in the phrases of few needs says much; one in the phrases of many says little (inverse document
    frequency).
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._often: dict[str, Counter[str]] = defaultdict(Counter)
        needs = set()
        for text, need in phrases:
            needs.add(need)
            for s in set(phrase(text)):
                self._often[s][need] += 1
        self._count = max(1, len(needs))

    def __call__(self, content: Sequence[str]) -> Mapping[str, float]:
        """Return points by need for the distinct stems: rarity among needs times the frequency in the
        need's phrases."""
        points: Counter[str] = Counter()
        for s in dict.fromkeys(content):
            often = self._often.get(s) or Counter[str]()
            rarity = math.log1p(self._count / (1 + len(often)))
            for need, times in often.items():
                points[need] += rarity * times / (times + 1.0)  # type: ignore[assignment]
        return points


def _strings(values: Any) -> list[str]:
    return [str(value) for value in values or ()]


def _need_entries(folder: Path, tree: needs_tree.NeedsTree) -> dict[str, dict[str, Any]]:
    entries: dict[str, dict[str, Any]] = {}
    for path in sorted((folder / "needs").glob("*.yaml")):
        for need_id, entry in read_yaml(path).items():
            if need_id not in tree.by_id:
                raise ValueError(
                    f"{path.name}: there is no need with the id {need_id}; add it to needs.yaml or correct the id"
                )
            entries[need_id] = entry
    return {need.id: _with_merged(need.id, entries, tree) for need in tree.needs if need.id in entries}


def _with_merged(
    need_id: str, entries: Mapping[str, dict[str, Any]], tree: needs_tree.NeedsTree
) -> dict[str, Any]:
    """Return the entry of a need with the words of the needs that were merged into it."""
    merged = [id for id in entries if id != need_id and tree.resolve(id) == need_id]
    if not merged:
        return entries[need_id]
    whole = dict(entries[need_id])
    for key in ("asks", "says", "hints", "not"):
        texts = [text for id in (need_id, *merged) for text in _strings(entries[id].get(key))]
        whole[key] = list(dict.fromkeys(texts))
    return whole


def _says(need_id: str, entry: dict[str, Any], label: str) -> Iterator[tuple[str, tuple[str, float]]]:
    """Return the phrases by which a listing shows that it meets a need, each once, with its greatest
    strength."""
    said: dict[str, float] = {}
    for text in [*_strings(entry.get("says")), label]:
        said.setdefault(text, SAYS)
    for text in _strings(entry.get("asks")):
        said.setdefault(text, ASKS_IN_LISTING if len(tokenize(text)) > 1 else HINT)
    for text in _strings(entry.get("hints")):
        said.setdefault(text, HINT)
    return ((text, (need_id, strength)) for text, strength in said.items())


def _contradictions(entries: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield phrases of a need's `not` that are its own without stop words: 'in care homes' must not mask
    'care home'."""
    for entry in entries.values():
        said = {phrase(text) for text in (*_strings(entry.get("says")), *_strings(entry.get("asks")))}
        yield from (text for text in _strings(entry.get("not")) if phrase(text) in said)


def _told_apart_by_stop_words(asks: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield phrases that are another need's without their stop words: "care at home" is no "care home"."""
    needs_of_phrase: dict[tuple[str, ...], set[str]] = defaultdict(set)
    rows = [(text, need, tuple(map(stem, phrase_words(text)))) for text, need in asks]
    for _text, need, whole in rows:
        needs_of_phrase[whole].add(need)
    for text, need, whole in rows:
        bare = phrase(text)
        if bare != whole and needs_of_phrase[bare] - {need}:
            yield text


def _pairs(entries: dict[str, dict[str, Any]], key: str) -> Iterator[tuple[str, str]]:
    for id, entry in entries.items():
        for text in _strings(entry.get(key)):
            yield text, id


def _synonyms(rows: list[Any]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if isinstance(row, dict):
            name = "~" + "_".join(phrase(str(row["to"][0])))
            yield from ((str(text), name) for text in [*row["from"], *row["to"]])
        else:
            name = "~" + "_".join(phrase(str(row[0])))
            yield from ((str(text), name) for text in row)


def _named(entries: dict[str, dict[str, Any]], kind: str) -> dict[str, Characteristic]:
    return {
        id: Characteristic(
            id, str(entry.get("label", id)), str(entry.get("kind", kind)), bool(entry.get("exclusive", False))
        )
        for id, entry in entries.items()
    }


def _all_words(*groups: Any) -> Iterator[str]:
    for text in _texts(groups):
        yield from phrase_words(text)


@content_loader
def load_thesaurus(content_dir: Path) -> Thesaurus:
    """Read the thesaurus. Raises ValueError that names the file and what to correct."""
    folder = content_dir / "thesaurus"
    tree = needs_tree.load(content_dir)
    entries = _need_entries(folder, tree)
    audiences, cultures = read_yaml(folder / "audiences.yaml"), read_yaml(folder / "cultures.yaml")
    synonyms, filler = read_yaml(folder / "synonyms.yaml"), read_yaml(folder / "filler.yaml")
    condition_rows = _optional(folder / "conditions.yaml")
    known = frozenset(_all_words(entries, audiences, cultures, synonyms, filler, condition_rows))
    says = [pair for id, entry in entries.items() for pair in _says(id, entry, tree.label(id))]
    asks = [*_pairs(entries, "asks"), *((need.label, need.id) for need in tree.needs)]
    files = [content_dir / "needs.yaml", *sorted(folder.rglob("*.yaml"))]
    languages = languages_of(
        {path.stem: read_yaml(path) for path in sorted((folder / "languages").glob("*.yaml"))}, known
    )
    digest = hashlib.sha256(b"".join(read_stamp(path) for path in files)).hexdigest()[:16]
    return Thesaurus(
        version=digest,
        tree=tree,
        related={
            id: {
                tree.resolve(k): float(v)
                for k, v in (entry.get("related") or {}).items()
                if k in tree.by_id and tree.resolve(k) != id
            }
            for id, entry in entries.items()
        },
        exclusive_needs=frozenset(id for id, entry in entries.items() if entry.get("exclusive")),
        need_asks=matcher(tuple(asks), frozenset(_told_apart_by_stop_words(asks))),
        need_words=NeedWordScores(
            [*asks, *((text, need) for text, (need, strength) in says if strength == SAYS)]
        ),
        need_says=matcher(tuple(says)),
        need_not=matcher(tuple(_pairs(entries, "not")), frozenset(_contradictions(entries))),
        audiences=_named(audiences, "audience"),
        audience_asks=matcher(tuple(_pairs(audiences, "asks"))),
        audience_says=matcher(tuple(_pairs(audiences, "says"))),
        audience_not=matcher(tuple(_pairs(audiences, "not"))),
        audience_needs={
            id: frozenset(map(tree.resolve, _strings(entry.get("needs")))) for id, entry in audiences.items()
        },
        cultures=_named(cultures, "culture"),
        culture_asks=matcher(tuple(_pairs(cultures, "asks"))),
        culture_says=matcher(tuple(_pairs(cultures, "says"))),
        culture_not=matcher(tuple(_pairs(cultures, "not"))),
        synonyms=matcher(tuple(_synonyms(synonyms))),
        filler=frozenset(stem(w) for text in _strings(filler.get("filler")) for w in tokenize(text)),
        weak=frozenset(stem(w) for text in _strings(filler.get("weak")) for w in tokenize(text)),
        dangers=_dangers(filler.get("dangers")),
        not_danger=_dangers(filler.get("unless")),
        languages=languages,
        concepts=Concepts.of(
            _optional(folder / "concepts.yaml"), {id: tree.resolve(id) for id in tree.by_id}
        ),
        condition_phrases=ConditionPhrases.of(condition_rows, _spoken(cultures))
        if condition_rows
        else NO_CONDITIONS,
        known_words=known,
        joined=JoinedWords.of(
            _texts((entries, audiences, cultures, synonyms, condition_rows), _NOT_ASKED),
            (text for text, _need in says),
            known,
        ),
        shorthand=Shorthand.of(_optional(folder / "shorthand.yaml")),
        first_names=frozenset(_all_words(_optional(folder / "first_names.yaml"))),
    )


def _texts(value: Any, left_out: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield every text within dictionaries and lists, without those under some keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts([inner for key, inner in value.items() if key not in left_out], left_out)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner, left_out)


def _spoken(cultures: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the names of spoken languages; a label such as "Bengali and Sylheti" has two."""
    for entry in cultures.values():
        if entry.get("kind") == "language":
            yield from _BETWEEN_NAMES.split(str(entry["label"]))


def _optional(path: Path) -> dict[str, Any]:
    """Return the content of a file that a directory can do without; nothing where it is missing."""
    found: dict[str, Any] = read_yaml(path) if path.is_file() else {}
    return found


def _dangers(rows: Any) -> PhraseMatcher[str]:
    """Return a matcher of phrases with all their words: 'end my life' is not 'end of life'."""
    entries = [(str(row["phrase"]), str(row["kind"])) for row in _dangers_rows(rows)]
    return PhraseMatcher(entries, whole=frozenset(text for text, _ in entries))


def _dangers_rows(rows: Any) -> Iterator[dict[str, str]]:
    """Yield rows of {phrase, kind}, from such rows or from a mapping of a kind to its phrases."""
    if isinstance(rows, dict):
        for kind, texts in rows.items():
            yield from ({"phrase": str(text), "kind": str(kind)} for text in texts)
    else:
        yield from rows or ()
