"""The lines of content/urgent_lines.yaml: numbers to call, ways to write, and the panel of each danger. Pure.

The banner of a search, the crisis pages and the interrupts of the questionnaires are made from them, so that
each number stands in one place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError, model_validator

from core.content import content_loader, read_yaml
from core.phone_links import tel_address

LETTERS = {
    "emergency": "e",
    "child-harm": "c",
    "domestic-abuse": "d",
    "abuse-neglect": "a",
    "crisis": "m",
}
"""Each kind of danger, with the letter that stands for it in addresses: a browser's history tells nothing."""

KINDS = tuple(LETTERS)
"""The kinds of danger. Each has a panel."""

Team = Literal["adults", "children"]
"""A team of the council; its number depends on the hour."""


def letters_of_kinds(kinds: Iterable[str]) -> str:
    """Return the letters of kinds of danger, for an address."""
    return "".join(LETTERS[kind] for kind in kinds)


def kinds_of_letters(letters: str) -> tuple[str, ...]:
    """Return the kinds of danger for the letters of an address, each once; what is no letter is left out."""
    kinds = {letter: kind for kind, letter in LETTERS.items()}
    return tuple(kinds[letter] for letter in dict.fromkeys(letters) if letter in kinds)


@dataclass(frozen=True, slots=True)
class UrgentLine:
    """One way to reach help: a number to call, or an address to write to.

    `shown`: the number, the address or the name of the page; empty for a line of the council's `team`.
    `href`: where it leads; `text`: what it is for, in words that follow `shown`; `before`: words before
    `shown`, such as 'Text SHOUT to'.
    """

    id: str
    shown: str
    href: str
    text: str
    before: str = ""
    hours: str = ""
    team: Team | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """What a danger shows first: a title, numbers in their order, ways to write, and the page to read.

    `kind`: one of KINDS. `page`: the slug of an advice page, `read`: the words of the link to it. `address`:
    the letter that stands for the kind in an address.
    """

    kind: str
    address: str
    title: str
    page: str
    read: str
    calls: tuple[UrgentLine, ...]
    writes: tuple[UrgentLine, ...]


@dataclass(frozen=True)
class UrgentLines:
    """All lines by id, all panels by kind, and the calls of the interrupts that have their own."""

    lines: Mapping[str, UrgentLine]
    panels: Mapping[str, Panel]
    interrupts: Mapping[str, tuple[UrgentLine, ...]]

    def panels_of(self, kinds: Iterable[str]) -> tuple[Panel, ...]:
        """Return the panels of the kinds of danger, in the order given, each kind once."""
        return tuple(self.panels[kind] for kind in dict.fromkeys(kinds))

    def panel_of_page(self, slug: str) -> Panel | None:
        """Return the panel of a crisis page; None for any other page."""
        return next((panel for panel in self.panels.values() if panel.page == slug), None)

    def calls_of_interrupt(self, interrupt_id: str, page: str | None) -> tuple[UrgentLine, ...]:
        """Return the numbers of an interrupt: its own, else those of its page, else those of harm."""
        if interrupt_id in self.interrupts:
            return self.interrupts[interrupt_id]
        panel = self.panel_of_page(page or "") or self.panels["abuse-neglect"]
        return panel.calls


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _LineEntry(_Entry):
    """One line. Exactly one of `number`, `team`, `text_to`, `email` and `web` says how it is reached."""

    text: str
    number: str = ""
    team: Team | None = None
    text_to: str = ""
    message: str = ""
    email: Annotated[str, Field(pattern=r"^$|^[^@\s]+@[^@\s]+$")] = ""
    web: HttpUrl | None = None
    name: str = ""
    before: str = ""
    hours: str = ""
    checked_on: date | None = None
    source: HttpUrl | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [way for way in (self.number, self.team, self.text_to, self.email, self.web) if way]
        if len(ways) != 1:
            raise ValueError("give exactly one of number, team, text_to, email and web")
        if not self.team and not (self.checked_on and self.source):
            raise ValueError("give checked_on and source, so that a wrong number is found")
        if self.web and not self.name:
            raise ValueError("give the name that the link shows")
        return self

    def line(self, id: str) -> UrgentLine:
        """Return the line with its address."""
        if self.email:
            shown, href = self.email, f"mailto:{self.email}"
        elif self.text_to:
            body = f"?body={self.message}" if self.message else ""
            shown, href = self.text_to, f"sms:{self.text_to}{body}"
        elif self.web:
            shown, href = self.name, str(self.web)
        else:
            shown, href = self.number, tel_address(self.number) if self.number else ""
        return UrgentLine(id, shown, href, self.text, self.before, self.hours, self.team)


_Uses = tuple[str | dict[str, str], ...]
"""Ids of lines; a mapping of an id to words replaces the line's own text."""


class _PanelEntry(_Entry):
    title: str
    page: str
    read: str
    calls: Annotated[_Uses, Field(min_length=1)]
    writes: _Uses = ()


class _File(_Entry):
    lines: dict[Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")], _LineEntry]
    panels: dict[str, _PanelEntry]
    interrupts: dict[str, _Uses] = {}


@content_loader
def load(content_dir: Path) -> UrgentLines:
    """Return the lines and panels of content/urgent_lines.yaml.

    Raises ValueError, which names the entry and says what is wrong with it.
    """
    try:
        file = _File.model_validate(read_yaml(content_dir / "urgent_lines.yaml"))
    except ValidationError as error:
        raise ValueError(f"urgent_lines.yaml: {error}") from error
    if set(file.panels) != set(KINDS):
        raise ValueError(f"urgent_lines.yaml: give one panel for each of {', '.join(KINDS)}")
    lines = {id: entry.line(id) for id, entry in file.lines.items()}
    return UrgentLines(
        lines=lines,
        panels={
            kind: Panel(
                kind,
                LETTERS[kind],
                entry.title,
                entry.page,
                entry.read,
                _used(lines, kind, entry.calls),
                _used(lines, kind, entry.writes),
            )
            for kind, entry in file.panels.items()
        },
        interrupts={id: _used(lines, id, uses) for id, uses in file.interrupts.items()},
    )


def _used(lines: Mapping[str, UrgentLine], where: str, uses: _Uses) -> tuple[UrgentLine, ...]:
    found = []
    for use in uses:
        for id, text in {use: ""}.items() if isinstance(use, str) else use.items():
            if id not in lines:
                raise ValueError(f"urgent_lines.yaml: {where} names the line {id}, which does not exist")
            found.append(replace(lines[id], text=text) if text else lines[id])
    return tuple(found)
