"""Whether content/review_dates.yaml names all that it should, and nothing that is gone. Pure but for the
files.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from core.content import read_text
from core.phone_links import pieces
from information.cost_guide import prices
from information.review_dates.dates import ReviewDates
from selfassess.rules import figures

_NOT_READ = frozenset({"review_dates.yaml", "calendar.yaml"})
_EMERGENCY = frozenset({"999", "111", "101", "105"})
_OWN_NUMBER = re.compile(r"01632960|02079460|07700900|08081570")
"""Ofcom's numbers for drama, which the demonstration council and its services have."""
_TEXT_TO = re.compile(r"\btext\b[^.\n]{0,40}? to (\d{5,6})\b", re.IGNORECASE)
_DATE = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d\b"
)


def texts(content_dir: Path) -> dict[str, str]:
    """Return pages, questionnaires and the other files that people read, by file, without marks of emphasis.

    Listings, the thesaurus and the figures are left out.
    """
    paths = [
        *content_dir.glob("pages/*.md"),
        *content_dir.glob("*.yaml"),
        *content_dir.glob("assessments/**/*.yaml"),
    ]
    return {
        str(path.relative_to(content_dir)): read_text(path).replace("*", "")
        for path in sorted(paths)
        if path.name not in _NOT_READ
    }


def faults(listed: ReviewDates, content_dir: Path) -> list[str]:
    """Return what is missing in the list, what it names that is gone, and what it names twice."""
    read = texts(content_dir)
    return [
        *_figure_faults(listed, content_dir),
        *_helpline_faults(listed, read),
        *_scheme_faults(listed, read),
    ]


def _figure_faults(listed: ReviewDates, content_dir: Path) -> Iterator[str]:
    known = set(figures.load(content_dir).ids) | {price.id.value for price in prices.load(content_dir)}
    named = [row.id for row in listed.figures]
    yield from (f"add the figure {id}" for id in sorted(known - set(named)))
    yield from (f"the figure {id} is gone; take it out" for id in named if id not in known)
    yield from (f"the figure {id} is named twice" for id in sorted(set(named)) if named.count(id) > 1)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def numbers(text: str) -> set[str]:
    """Return the digits of the helplines in a text: numbers that ring, and numbers to send a text to."""
    ringing = {_digits(piece) for piece, rings in pieces(text) if rings}
    to_text = {found[1] for found in _TEXT_TO.finditer(text)}
    return {one for one in ringing | to_text if one not in _EMERGENCY and not _OWN_NUMBER.match(one)}


def _helpline_faults(listed: ReviewDates, read: dict[str, str]) -> Iterator[str]:
    named = [_digits(row.number) for row in listed.helplines]
    there: set[str] = set()
    for name, text in read.items():
        found = numbers(text)
        there |= found
        yield from (f"{name}: add the helpline {number}" for number in sorted(found - set(named)))
    for row in listed.helplines:
        if _digits(row.number) not in there:
            yield f"the helpline {row.number} ({row.name}) is gone; take it out"
    yield from (f"the helpline {one} is named twice" for one in sorted(set(named)) if named.count(one) > 1)


def _scheme_faults(listed: ReviewDates, read: dict[str, str]) -> Iterator[str]:
    whole = "\n".join(read.values()).lower()
    yield from (
        f"no text says “{row.says}” ({row.name}); take it out or mend it"
        for row in listed.schemes
        if row.says.lower() not in whole
    )
    said = " ".join(row.says for row in listed.schemes)
    for name, text in read.items():
        body = text.split("---\n", 2)[-1]
        yield from (
            f"{name}: add a scheme that says {day}"
            for day in sorted(set(_DATE.findall(body)))
            if day not in said
        )
