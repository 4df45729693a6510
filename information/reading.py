"""From a page's Markdown to what is shown: the council's facts filled in, headings that can be linked to, and a list of contents."""

import re
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from core.markdown import markdown
from core.settings import Settings

_HEADING = re.compile(r'<h2 class="govuk-heading-m">(.*?)</h2>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_NUMBER = re.compile(r"(?<![\d/])(?:0\d{2,4}(?: ?\d{2,4}){2,3}|116 ?\d{3}|999|111|101|105)(?![\d/])")
_CHILDLINE = ("08001111",)
_SHORT = ("999", "111", "101", "105")
_LONG = 6
"""From this many headings on, a page gets a list of its contents."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page: the id to link to, and its words."""

    id: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Reading:
    """A page ready to show. `contents` is empty for a short page."""

    html: Markup
    contents: tuple[Heading, ...]


def fill_in(text: str, settings: Settings) -> str:
    """The text with the council's name, telephone number and hours in place of {{ council }}, {{ phone }} and {{ phone_hours }}."""
    values = {
        "{{ council }}": settings.council_name,
        "{{ phone }}": settings.council_phone,
        "{{ phone_hours }}": settings.council_phone_hours,
    }
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text


def _heading_id(text: str, taken: set[str]) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "part"
    name, number = words, 2
    while name in taken:
        name, number = f"{words}-{number}", number + 1
    taken.add(name)
    return name


def _is_phone(number: str, before: str, whole: bool) -> bool:
    digits = number.replace(" ", "")
    if before.lower().endswith("text "):
        return False
    if digits in _SHORT:
        return whole or before.lower().endswith("call ")
    return digits in _CHILDLINE or digits.startswith("116") or len(digits) in (10, 11)


def _link_numbers(html: str) -> str:
    """Telephone numbers become links that ring them; a number to send a text to does not, nor one within a link already."""
    out, before, in_link = [], "", False
    for piece in re.split(r"(<[^>]+>)", html):
        if piece.startswith("<"):
            in_link = piece.startswith("<a ") or (in_link and piece != "</a>")
            out.append(piece)
            continue
        out.append(piece if in_link else _numbers_in(piece, before))
        before = before[-20:] + piece
    return "".join(out)


def _numbers_in(text: str, before: str) -> str:
    def linked(match: re.Match[str]) -> str:
        if not _is_phone(match[0], before + text[: match.start()], whole=match[0] == text):
            return match[0]
        return f'<a class="govuk-link phone-link" href="tel:{match[0].replace(" ", "")}">{match[0]}</a>'

    return _NUMBER.sub(linked, text)


def inline(text: str, settings: Settings) -> Markup:
    """One line of Markdown, such as a first step, as HTML without a paragraph around it."""
    html = markdown(fill_in(text, settings)).strip()
    return Markup(_link_numbers(html.removeprefix('<p class="govuk-body">').removesuffix("</p>")))


@lru_cache(maxsize=512)
def _read(text: str) -> Reading:
    headings: list[Heading] = []
    taken = {"main-content", "services-beside", "sources"}

    def with_id(match: re.Match[str]) -> str:
        words = Markup(_TAG.sub("", match[1]))
        headings.append(Heading(_heading_id(words.unescape(), taken), words))
        return f'<h2 class="govuk-heading-m" id="{headings[-1].id}">{match[1]}</h2>'

    html = Markup(_HEADING.sub(with_id, _link_numbers(markdown(text))))
    return Reading(html, tuple(headings) if len(headings) >= _LONG else ())


def read(text: str, settings: Settings) -> Reading:
    """A page's Markdown as safe HTML with ids on its headings, and its contents where it is long."""
    return _read(fill_in(text, settings))
