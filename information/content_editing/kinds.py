"""The kinds of entries that a content editor changes, with their fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from information.content_editing.entries import Ref, Value
from information.content_editing.fields import (
    Day,
    EntryField,
    Known,
    Lines,
    LongText,
    Named,
    Phrases,
    Pick,
    Sources,
    Text,
    Weights,
)


@dataclass(frozen=True)
class Kind:
    """A kind of entry.

    `adds`: new ones can be made. `removes`: they can be taken away. `tried`: searches show it.
    """

    id: str
    label: Text
    hint: Text
    fields: Sequence[EntryField]
    title: str = "label"
    new: Text = ""
    removes: bool = False
    tried: bool = False

    @property
    def labels(self) -> dict[str, Text]:
        """The labels of the fields by their names."""
        return {field.name: field.label for field in self.fields}

    def name(self, ref: Ref, value: Value | None, known: Known) -> str:
        """Return how an entry is called on pages."""
        if ref.kind in ("need-words", "reassurance"):
            return known.tree.label(ref.key)
        found: Any = (value or {}).get(self.title)
        if isinstance(found, list):
            return ", ".join(map(str, found[:4])) or ref.key
        return str(found or ref.key.rpartition("/")[2].replace("_", " "))


_WRITE = _l("Write something here")
_ASKS = _l("How people ask for it")
_SAYS = _l("What listings say")
_NOT = _l("Not these")
_ONE_EACH = _l("One on each line. Small letters, no apostrophes: we take them out for you.")
_NOT_HINT = _l("Phrases that hold these words and mean something else.")
_SAYS_HINT = _l("Words in listings that meet it. They count when all listings have been read again.")

_GROUP_FIELDS: Sequence[EntryField] = (
    EntryField("label", _l("Name"), required=_WRITE),
    Phrases("asks", _ASKS, _ONE_EACH),
    Phrases("says", _SAYS, _SAYS_HINT),
    Phrases("not", _NOT, _NOT_HINT),
)

_KINDS: Sequence[Kind] = (
    Kind(
        "page",
        _l("Pages of advice"),
        _l("What the pages under “Advice” say."),
        (
            EntryField("title", _l("Title"), required=_WRITE),
            LongText("summary", _l("Summary"), _l("One sentence below the title."), required=_WRITE, rows=2),
            LongText(
                "body",
                _l("Text"),
                _l("## begins a heading, - a list, **bold**. [words](/advice/falls) is a link."),
                required=_WRITE,
                rows=16,
            ),
            Pick(
                "section",
                _l("Section"),
                required=_l("Choose a section"),
                choices=lambda known: list(known.sections.items()),
            ),
            Named("needs", _l("Needs"), _l("Names of needs, one on each line, the main one first.")),
            Phrases("words", _l("Words to find the page by"), _ONE_EACH),
            Lines(
                "asks", _l("Show first for"), _l("Phrases after which the page stands above all services.")
            ),
            Sources("sources", _l("Sources"), _l("One on each line: title | publisher | https://address")),
            EntryField("owner", _l("Team that looks after it"), required=_WRITE),
            Day("last_reviewed", _l("Last looked at"), required=_WRITE),
            Day("next_review", _l("Look again by"), required=_WRITE),
        ),
        title="title",
        new=_l("Add a page"),
    ),
    Kind(
        "life-event",
        _l("Life events"),
        _l("What happens in people’s lives, with first steps."),
        (
            EntryField("title", _l("Title"), required=_WRITE),
            LongText("lead", _l("First sentence"), required=_WRITE, rows=2),
            Lines(
                "first",
                _l("First steps"),
                _l("One on each line. [words](/advice/falls) is a link."),
                required=_WRITE,
                rows=6,
            ),
            Named(
                "needs",
                _l("Needs"),
                _l("Names of needs, one on each line, the most useful first."),
                required=_WRITE,
            ),
            Named(
                "pages",
                _l("Pages of advice"),
                _l("Titles of pages, one on each line."),
                required=_WRITE,
                pages=True,
            ),
        ),
        title="title",
        new=_l("Add a life event"),
    ),
    Kind(
        "need",
        _l("Needs"),
        _l("What people look for help with: its name, and the theme above it."),
        (
            EntryField("label", _l("Name"), required=_WRITE),
            Pick(
                "theme",
                _l("Theme"),
                required=_l("Choose a theme"),
                choices=lambda known: [(theme.id, theme.label) for theme in known.tree.themes],
            ),
        ),
        new=_l("Add a need"),
        tried=True,
    ),
    Kind(
        "theme",
        _l("Themes"),
        _l("The groups of needs on the home page, and the order of their needs."),
        (
            EntryField("label", _l("Name"), required=_WRITE),
            Named(
                "order",
                _l("Needs in their order"),
                _l("One on each line. Move a line to move the need."),
                rows=8,
            ),
        ),
    ),
    Kind(
        "need-words",
        _l("Words for needs"),
        _l("How people ask for each need, and what listings say."),
        (
            Phrases("asks", _ASKS, _ONE_EACH, rows=8),
            Phrases("says", _SAYS, _SAYS_HINT, rows=8),
            Phrases("hints", _l("Hints"), _l("Words that mean little alone, and something beside others.")),
            Phrases("not", _NOT, _NOT_HINT),
            Weights(
                "related",
                _l("Related needs"),
                _l("Their services help too. A name, a colon and a weight: “Falls and balance: 0.4”."),
            ),
        ),
        tried=True,
    ),
    Kind(
        "synonym",
        _l("Words that mean the same"),
        _l("Each of them finds what the others find, once all listings have been read again."),
        (
            Phrases("words", _l("Words that mean the same"), _ONE_EACH, required=_WRITE),
            Phrases(
                "from",
                _l("Words that lead to them"),
                _l("Only these find the words above, and not the other way round. Mostly empty."),
            ),
        ),
        title="words",
        new=_l("Add words that mean the same"),
        removes=True,
        tried=True,
    ),
    Kind("audience", _l("Groups of people"), _l("Whom a service is for."), _GROUP_FIELDS, tried=True),
    Kind(
        "culture",
        _l("Languages, faiths and cultures"),
        _l("What people ask for, and what listings say."),
        _GROUP_FIELDS,
        tried=True,
    ),
    Kind(
        "condition",
        _l("Conditions"),
        _l("Words such as “free” or “on Sundays”, which narrow a search."),
        (Phrases("phrases", _l("Words for it"), _ONE_EACH, required=_WRITE, rows=8),),
        title="",
        tried=True,
    ),
    Kind(
        "reassurance",
        _l("Kind sentences"),
        _l("One sentence above the results of a hard search."),
        (LongText("sentence", _l("Sentence"), required=_WRITE, rows=2),),
    ),
    Kind(
        "danger",
        _l("Words about danger"),
        _l("They bring the numbers to call to the top. Words can be added, and not taken away."),
        (Phrases("phrases", _l("Words about danger"), _ONE_EACH, required=_WRITE, rows=12),),
        title="",
        tried=True,
    ),
    Kind(
        "review-date",
        _l("Review dates"),
        _l("When figures, schemes and helplines have to be looked at again."),
        (
            Day("look_again", _l("Look again by"), required=_WRITE),
            EntryField("who", _l("Team that looks"), required=_WRITE),
        ),
        title="name",
    ),
)

KINDS: Mapping[str, Kind] = {kind.id: kind for kind in _KINDS}
"""The kinds by their ids, in the order of the page."""

BEGUN_BY_NEED = frozenset({"need-words", "reassurance"})
"""Kinds whose entries belong to a need each, so that one which is missing can be begun."""
