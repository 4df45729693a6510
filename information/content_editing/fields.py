"""How the fields of an entry are shown in a form and read back from what was typed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from core import forms
from directory.taxonomy.needs import NeedsTree
from information.pages import AdvicePage

Text = Any
_COMMAS = re.compile(r"[\n,]")
_APOSTROPHES = re.compile("['’‘]")
_MOST_LONG, _MOST_SHORT = 60_000, 300
_TALL = 30


@dataclass(frozen=True)
class Known:
    """What entries may name: needs, pages, and the choices of a field."""

    tree: NeedsTree
    pages: Mapping[str, AdvicePage]
    sections: Mapping[str, str]


class Unreadable(ValueError):
    """Something that was typed has no meaning; the text says what to write."""


@dataclass(frozen=True)
class EntryField:
    """A field of an entry. `required`: what to say where it is empty; empty for one that may be empty."""

    name: str
    label: Text
    hint: Text = ""
    required: Text = ""

    def form_field(self, _known: Known) -> Any:
        """Return the field of the form."""
        return forms.TextField(self.label, self._validators(), hint=self.hint, label_size="s")

    def _validators(self, most: int = _MOST_SHORT) -> list[Any]:
        required = [forms.Required(self.required)] if self.required else []
        return [*required, forms.MaxLength(most)]

    def shown(self, value: Any, _known: Known) -> Any:
        """Return what the form shows for a value."""
        return value

    def read(self, typed: Any, _known: Known) -> Any:
        """Return the value of what was typed. Raises Unreadable."""
        return typed


@dataclass(frozen=True)
class LongText(EntryField):
    """Several lines of text."""

    rows: int = 4

    def form_field(self, _known: Known) -> Any:
        return forms.TextAreaField(
            self.label, self._validators(_MOST_LONG), hint=self.hint, label_size="s", rows=self.rows
        )

    def read(self, typed: Any, _known: Known) -> Any:
        return str(typed).strip()


@dataclass(frozen=True)
class Lines(LongText):
    """One item on each line."""

    def shown(self, value: Any, known: Known) -> Any:
        return "\n".join(self.line(item, known) for item in value or ())

    def read(self, typed: Any, known: Known) -> Any:
        lines = [" ".join(line.split()) for line in str(typed).splitlines()]
        items = [self.item(line, known) for line in lines if line]
        return list(dict.fromkeys(items)) if all(isinstance(one, str) for one in items) else items

    def line(self, item: Any, _known: Known) -> str:
        """Return the line of an item."""
        return str(item)

    def item(self, line: str, _known: Known) -> Any:
        """Return the item of a line. Raises Unreadable."""
        return line


@dataclass(frozen=True)
class Phrases(Lines):
    """Words and phrases in small letters and without apostrophes, on lines or between commas."""

    def read(self, typed: Any, known: Known) -> Any:
        texts = [_APOSTROPHES.sub("", text).lower() for text in _COMMAS.split(str(typed))]
        words = [" ".join(text.split()) for text in texts]
        odd = [text for text in words if text and not re.search(r"\w", text)]
        if odd:
            raise Unreadable(_("Write words, not “%(text)s”", text=odd[0]))
        return list(dict.fromkeys(text for text in words if text))


@dataclass(frozen=True)
class Named(Lines):
    """Names of needs or pages, one on each line, by their label or id."""

    pages: bool = False

    def _labels(self, known: Known) -> dict[str, str]:
        if self.pages:
            return {slug: page.title for slug, page in known.pages.items()}
        return {id: known.tree.label(id) for id in known.tree.by_id}

    def line(self, item: Any, known: Known) -> str:
        return self._labels(known).get(str(item), str(item))

    def item(self, line: str, known: Known) -> Any:
        labels = self._labels(known)
        if line in labels:
            return line
        found = next((id for id, label in labels.items() if label.casefold() == line.casefold()), "")
        if not found:
            raise Unreadable(_("We know nothing called “%(name)s”. Copy its name from the list", name=line))
        return known.tree.resolve(found) if not self.pages else found


@dataclass(frozen=True)
class Weights(Lines):
    """Needs with weights between 0 and 1, such as "Falls and balance: 0.4"."""

    def shown(self, value: Any, known: Known) -> Any:
        return "\n".join(f"{known.tree.label(id)}: {weight}" for id, weight in (value or {}).items())

    def read(self, typed: Any, known: Known) -> Any:
        found: dict[str, float] = {}
        for line in str(typed).splitlines():
            if line.strip():
                name, _colon, weight = line.rpartition(":")
                found[str(Named("", "").item(name.strip(), known))] = _weight(weight.strip(), line)
        return found


def _weight(text: str, line: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = -1.0
    if not 0 < weight < 1:
        raise Unreadable(
            _("Write a name, a colon and a number between 0 and 1: “%(line)s”", line=line.strip())
        )
    return weight


@dataclass(frozen=True)
class Sources(Lines):
    """Sources of a page: title, publisher and address, with lines between them."""

    def line(self, item: Any, _known: Known) -> str:
        return " | ".join((item["title"], item["publisher"], item["url"]))

    def item(self, line: str, _known: Known) -> Any:
        parts = [part.strip() for part in line.split("|")]
        if len(parts) != 3 or not all(parts) or not parts[2].startswith(("https://", "http://")):
            raise Unreadable(
                _("Write: title | publisher | https://address. Not like this: “%(line)s”", line=line)
            )
        return dict(zip(("title", "publisher", "url"), parts, strict=True))


@dataclass(frozen=True)
class Day(EntryField):
    """A day."""

    def form_field(self, _known: Known) -> Any:
        return forms.ParsedField(
            self.label,
            self._validators(),
            parse=_day,
            message=_("Write the day like 2027-02-15"),
            hint=self.hint or _("Like 2027-02-15."),
            label_size="s",
            width=10,
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Pick(EntryField):
    """One of several choices."""

    choices: Callable[[Known], Sequence[tuple[str, Text]]] = field(default=lambda _known: ())

    def form_field(self, known: Known) -> Any:
        first = ("", _("Choose one"))
        return forms.SelectField(
            self.label,
            [forms.Required(self.required)],
            choices=[first, *self.choices(known)],
            hint=self.hint,
            label_size="s",
        )
