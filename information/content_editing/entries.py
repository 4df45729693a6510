"""The entries of content files that can be edited, as plain mappings, and back into what a file holds. Pure.

Each file has a shape: `split` takes the entries out of what the file holds, `join` puts entries in their
place. `join(data, split(data))` is `data` again.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any, NamedTuple, Protocol

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Value = dict[str, Any]
"""An entry: names of fields with texts, lists, mappings, numbers and booleans, as JSON has them."""


class Ref(NamedTuple):
    """Which entry: its kind, such as "need", and its key among the entries of the kind."""

    kind: str
    key: str


Entries = dict[Ref, Value]


class Shape(Protocol):
    """How the entries lie in a file."""

    def split(self, data: Any) -> Entries:
        """Return the entries of what a file holds."""

    def join(self, data: Any, entries: Mapping[Ref, Value]) -> Any:
        """Return what the file holds with these entries in place of its own."""


class Needs:
    """content/needs.yaml: themes, each with its needs. A need is its label, or a mapping with one."""

    def split(self, data: Any) -> Entries:
        found: Entries = {}
        for row in data or ():
            needs = row.get("needs") or {}
            found[Ref("theme", row["id"])] = {"label": row["label"], "order": list(needs)}
            for id, entry in needs.items():
                more = {"label": entry} if isinstance(entry, str) else dict(entry)
                found[Ref("need", id)] = {"theme": row["id"], **more}
        return found

    def join(self, _data: Any, entries: Mapping[Ref, Value]) -> Any:
        needs = {ref.key: value for ref, value in entries.items() if ref.kind == "need"}
        themes = {ref.key: value for ref, value in entries.items() if ref.kind == "theme"}
        rows = []
        for id, theme in themes.items():
            mine = [key for key, value in needs.items() if value["theme"] == id]
            order = [key for key in theme["order"] if key in mine]
            order += [key for key in mine if key not in order]
            rows.append(
                {"id": id, "label": theme["label"], "needs": {k: _bare_need(needs[k]) for k in order}}
            )
        return rows


def _bare_need(value: Value) -> Any:
    bare = {name: what for name, what in value.items() if name != "theme"}
    return bare["label"] if set(bare) == {"label"} else bare


@dataclass(frozen=True)
class ByKey:
    """A mapping of keys to entries.

    `field`: the name of the field where an entry is a text or a list alone.
    """

    kind: str
    field: str = ""

    def split(self, data: Any) -> Entries:
        return {
            Ref(self.kind, str(key)): {self.field: entry} if self.field else dict(entry)
            for key, entry in (data or {}).items()
        }

    def join(self, _data: Any, entries: Mapping[Ref, Value]) -> Any:
        return {ref.key: value[self.field] if self.field else value for ref, value in entries.items()}


@dataclass(frozen=True)
class Within:
    """One part of a file; what else the file holds stays as it is."""

    part: str
    shape: Shape

    def split(self, data: Any) -> Entries:
        return self.shape.split(data.get(self.part))

    def join(self, data: Any, entries: Mapping[Ref, Value]) -> Any:
        return {**data, self.part: self.shape.join(data.get(self.part), entries)}


class Conditions:
    """content/thesaurus/conditions.yaml: facets, each with values and their phrases; "unless" has phrases
    alone.
    """

    def split(self, data: Any) -> Entries:
        found: Entries = {}
        for facet, values in (data or {}).items():
            if isinstance(values, list):
                found[Ref("condition", facet)] = {"phrases": values}
            else:
                for value, phrases in values.items():
                    found[Ref("condition", f"{facet}/{value}")] = {"phrases": phrases}
        return found

    def join(self, _data: Any, entries: Mapping[Ref, Value]) -> Any:
        made: dict[str, Any] = {}
        for ref, value in entries.items():
            facet, slash, name = ref.key.partition("/")
            if slash:
                made.setdefault(facet, {})[name] = value["phrases"]
            else:
                made[facet] = value["phrases"]
        return made


class Synonyms:
    """content/thesaurus/synonyms.yaml: groups of equals, and words that lead one way.

    A key is the first word.
    """

    def split(self, data: Any) -> Entries:
        found: Entries = {}
        for row in data or ():
            is_one_way = isinstance(row, dict)
            value = {"from": row["from"], "words": row["to"]} if is_one_way else {"from": [], "words": row}
            ref = Ref("synonym", synonym_key(value))
            found[ref if ref not in found else Ref("synonym", f"{ref.key}-{len(found)}")] = value
        return found

    def join(self, _data: Any, entries: Mapping[Ref, Value]) -> Any:
        return [
            {"from": value["from"], "to": value["words"]} if value["from"] else value["words"]
            for value in entries.values()
        ]


def synonym_key(value: Value) -> str:
    """Return the key of a group of synonyms."""
    first = str([*value["from"], *value["words"]][0])
    return re.sub(r"[^a-z0-9]+", "-", first.lower()).strip("-")[:60] or "words"


class LifeEvents:
    """content/life_events.yaml: a list of events with ids."""

    def split(self, data: Any) -> Entries:
        return {
            Ref("life-event", row["id"]): {name: what for name, what in row.items() if name != "id"}
            for row in data or ()
        }

    def join(self, _data: Any, entries: Mapping[Ref, Value]) -> Any:
        return [{"id": ref.key, **value} for ref, value in entries.items()]


_REVIEWED = {"figures": "id", "schemes": "name", "helplines": "number"}


class ReviewDates:
    """content/review_dates.yaml: lists of what has to be looked at again."""

    def split(self, data: Any) -> Entries:
        return {
            Ref("review-date", f"{part}/{row[name]}"): _jsonable(row)
            for part, name in _REVIEWED.items()
            for row in data.get(part) or ()
        }

    def join(self, _data: Any, entries: Mapping[Ref, Value]) -> Any:
        made: dict[str, list[Value]] = {part: [] for part in _REVIEWED}
        for ref, value in entries.items():
            part = ref.key.partition("/")[0]
            made[part].append({**value, "look_again": date.fromisoformat(value["look_again"])})
        return made


_PAGE_DATES = ("last_reviewed", "next_review")


@dataclass(frozen=True)
class Page:
    """One page of content/pages: its facts, and its text as `body`.

    The file's text stands for what it holds.
    """

    slug: str

    def split(self, data: Any) -> Entries:
        if not data:
            return {}
        _nothing, facts, body = str(data).split("---\n", 2)
        return {Ref("page", self.slug): {**_jsonable(_loaded(facts)), "body": body.strip()}}

    def join(self, _data: Any, entries: Mapping[Ref, Value]) -> Any:
        value = entries[Ref("page", self.slug)]
        facts = {name: what for name, what in value.items() if name != "body" and what not in ([], "", None)}
        for name in _PAGE_DATES:
            facts[name] = date.fromisoformat(facts[name])
        return f"---\n{as_yaml(facts)}---\n\n{value['body'].strip()}\n"


def _jsonable(row: Mapping[str, Any]) -> Value:
    """Return a copy in which days are texts such as "2027-02-15"."""
    copy: Value = json.loads(json.dumps(row, default=date.isoformat))
    return copy


def _loaded(text: str) -> Any:
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 (both loaders are safe ones)


def as_yaml(data: Any) -> str:
    """Return what a content file holds as YAML, its names in their order."""
    text: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)
    return text


_SHAPES: Mapping[str, Shape] = {
    "needs.yaml": Needs(),
    "reassurance.yaml": ByKey("reassurance", "sentence"),
    "life_events.yaml": LifeEvents(),
    "review_dates.yaml": ReviewDates(),
    "thesaurus/audiences.yaml": ByKey("audience"),
    "thesaurus/cultures.yaml": ByKey("culture"),
    "thesaurus/synonyms.yaml": Synonyms(),
    "thesaurus/conditions.yaml": Conditions(),
    "thesaurus/filler.yaml": Within("dangers", ByKey("danger", "phrases")),
}
WORDS_FOLDER, PAGES_FOLDER = "thesaurus/needs", "pages"
PATTERNS: Sequence[str] = (*_SHAPES, f"{WORDS_FOLDER}/*.yaml", f"{PAGES_FOLDER}/*.md")
"""The files with entries, by names inside the content folder."""


def shape_of(name: str) -> Shape | None:
    """Return the shape of a file by its name inside the content folder; None where nothing of it is
    edited.
    """
    path = PurePosixPath(name)
    if str(path.parent) == WORDS_FOLDER and path.suffix == ".yaml":
        return ByKey("need-words")
    if str(path.parent) == PAGES_FOLDER and path.suffix == ".md":
        return Page(path.stem)
    return _SHAPES.get(name)


_NEW_FILES: Mapping[str, Callable[[str, Value], str]] = {
    "need": lambda _key, _value: "needs.yaml",
    "need-words": lambda _key, _value: f"{WORDS_FOLDER}/everyday-help.yaml",
    "synonym": lambda _key, _value: "thesaurus/synonyms.yaml",
    "reassurance": lambda _key, _value: "reassurance.yaml",
    "life-event": lambda _key, _value: "life_events.yaml",
    "page": lambda key, _value: f"{PAGES_FOLDER}/{key}.md",
}


def file_of_new(ref: Ref, value: Value) -> str:
    """Return the file for an entry that is not shipped. Raises KeyError for a kind without new entries."""
    return _NEW_FILES[ref.kind](ref.key, value)
