"""A questionnaire as a picture (SVG), for the people who review it: every page in order, when it is asked, where answers lead."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from selfassess.engine.conditions import in_words
from selfassess.engine.routes import in_order
from selfassess.engine.schema import Option, Question, Questionnaire

_WIDTH, _LEFT, _LINE, _GAP, _PAD, _LETTERS = 1000, 60, 20, 28, 12, 104
_STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#1b2a33}.title{font-size:22px;font-weight:700}.section{font-size:18px;font-weight:700}"
    ".question{font-weight:700}.when{font-style:italic}"
    "rect{fill:#fff;stroke:#0b5563;stroke-width:1.5}.asked-sometimes{stroke-dasharray:6 4}"
    "path{fill:none;stroke:#1b2a33;stroke-width:1.5}"
)


@dataclass(frozen=True)
class Line:
    """A line of a box: its words, and the class that styles it."""

    text: str
    look: str = ""


def draw(questionnaire: Questionnaire) -> str:
    """The picture. A dashed box is asked only when its condition holds; a bow passes it by."""
    parts, y = [f'<text class="title" x="{_LEFT}" y="40">{escape(questionnaire.title.you)}</text>'], 60
    sections = {section.id: section.title.you for section in questionnaire.sections}
    current = ""
    for number, question in enumerate(questionnaire.questions, 1):
        if question.section != current:
            current = question.section
            parts.append(f'<text class="section" x="{_LEFT}" y="{y + 24}">{escape(sections[current])}</text>')
            y += 36
        drawn, y = _box(list(_question(number, question)), y, sometimes=question.show_when is not None)
        parts.append(drawn)
    drawn, y = _box(list(_ends(questionnaire)), y, last=True)
    return _page(questionnaire, [*parts, drawn], y)


def _page(questionnaire: Questionnaire, parts: list[str], height: int) -> str:
    label = escape(f"The flow of “{questionnaire.title.you}”, version {questionnaire.version}")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" role="img">'
    arrow = (
        '<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">'
        '<path d="M0,0 L8,4 L0,8 z"/></marker></defs>'
    )
    return "\n".join([head, f"<title>{label}</title><style>{_STYLE}</style>{arrow}", *parts, "</svg>", ""])


def _box(lines: list[Line], y: int, *, sometimes: bool = False, last: bool = False) -> tuple[str, int]:
    height = len(lines) * _LINE + 2 * _PAD
    look = ' class="asked-sometimes"' if sometimes else ""
    drawn = [f'<rect{look} x="{_LEFT}" y="{y}" width="{_WIDTH - 2 * _LEFT}" height="{height}" rx="6"/>']
    for place, line in enumerate(lines):
        drawn.append(f'<text class="{line.look}" x="{_LEFT + _PAD}" y="{y + _PAD + 15 + place * _LINE}">{escape(line.text)}</text>')
    bottom = y + height
    if sometimes:
        drawn.append(f'<path marker-end="url(#tip)" d="M{_LEFT},{y - 8} C10,{y} 10,{bottom} {_LEFT},{bottom + 14}"/>')
    if not last:
        drawn.append(f'<path marker-end="url(#tip)" d="M{_WIDTH // 2},{bottom} v{_GAP - 2}"/>')
    return "\n".join(drawn), bottom + _GAP


def _question(number: int, question: Question) -> Iterator[Line]:
    yield from _wrapped(f"{number}. {question.text.you}", "question")
    yield from _wrapped(f"{question.id} · {question.kind}{'' if question.skippable else ' · cannot be skipped'}", "")
    if question.show_when is not None:
        yield from _wrapped(f"Only when {in_words(question.show_when)}", "when")
    for option in question.options:
        yield from _wrapped(f"○ {option.words.you}{_leads(option)}", "")


def _leads(option: Option) -> str:
    said = [f"{fact} = {value}" for fact, value in option.sets]
    said += [f"says at once: {option.interrupt}"] if option.interrupt else []
    said += [f"needs: {', '.join(option.needs)}"] if option.needs else []
    return f" → {'; '.join(said)}" if said else ""


def _ends(questionnaire: Questionnaire) -> Iterator[Line]:
    yield Line("Check your answers, then the result. The first of these that applies leads; all tiers below are shown as well.", "question")
    for route in in_order(questionnaire, [route.id for route in questionnaire.shared.routes]):
        when = " or ".join(f"{fact} = {value}" for fact, value in sorted(route.when)) or "always"
        mark = "●" if route.id in questionnaire.leads else "○"
        yield from _wrapped(f"{mark} {route.words['title'].you} — when {when}{f' ({route.cites})' if route.cites else ''}", "")


def _wrapped(text: str, look: str) -> Iterator[Line]:
    for place, line in enumerate(textwrap.wrap(text, _LETTERS)):
        yield Line(line if place == 0 else f"    {line}", look)
