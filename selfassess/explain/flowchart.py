"""A questionnaire as a picture (SVG): every question in order, when it is asked, which answers count, and where they lead."""

import hashlib
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape

from selfassess.engine.legal_facts import RECORDED
from selfassess.engine.phrases import Voice
from selfassess.engine.schema import CHOICES, Option, Question, QuestionKind, Questionnaire, Route
from selfassess.explain.conditions_in_words import asked_when, shown_when, steps_of
from selfassess.loading.fact_wording import FactWordings

STYLE = (
    "text{font:15px system-ui,sans-serif;fill:#1b2a33}.title{font-size:22px;font-weight:700}.section{font-size:18px;font-weight:700}"
    ".question{font-weight:700}.when{font-style:italic}.stop{fill:#a4161a;font-weight:700}.paper{fill:#fff}"
    ".box{fill:#f6f4ef;stroke:#0b5563;stroke-width:1.5}.sometimes{stroke-dasharray:7 5}.leads{stroke-width:4}"
    ".way{fill:none;stroke:#1b2a33;stroke-width:1.5}.tip{fill:#1b2a33}"
    "@media screen and (prefers-color-scheme:dark){text{fill:#e8edef}.stop{fill:#ff9f98}.paper{fill:#12191d}"
    ".box{fill:#1b252b;stroke:#7fc7d4}.way{stroke:#b4c0c7}.tip{fill:#b4c0c7}}"
)
"""The colours of the site, light and dark. A picture has no other style, so that a policy can name this one by its digest."""

_LINE, _GAP, _PAD, _LEFT, _RIGHT, _SPINE, _BOW, _FORK, _INDENT = 21, 30, 12, 30, 4, 54, 10, 11, 18
_SIZES = {"title": 22, "section": 18}
_BOLD = {"title", "section", "question", "stop"}
_LETTER, _BOLD_LETTER = 0.57, 0.64
"""The width of a letter in its size, a little more than it is in the fonts that people have: words stay in their box."""


@dataclass(frozen=True)
class Picture:
    """A drawn flow: SVG, and its size in CSS pixels."""

    svg: str
    width: int
    height: int

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change whenever the picture does."""
        return hashlib.sha256(self.svg.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Line:
    """A line of a box: its words, the class that styles it, and how far it stands in."""

    text: str
    look: str = ""
    indent: int = 0


WIDE, NARROW = 720, 330
"""The widths of a picture: for a page, and for a telephone."""


def draw(questionnaire: Questionnaire, fact_wordings: FactWordings, width: int = WIDE) -> Picture:
    """The picture. A dashed box is asked only when its condition holds; the way on its left passes it by."""
    return _Drawing(questionnaire, fact_wordings, width).picture()


@dataclass(frozen=True)
class _Drawing:
    questionnaire: Questionnaire
    fact_wordings: FactWordings
    width: int

    def picture(self) -> Picture:
        parts, y = self._plain([Line(self.questionnaire.title.you, "title"), *map(Line, _LEGEND)], 8)
        sections = {section.id: section.title.you for section in self.questionnaire.sections}
        current = ""
        for number, question in enumerate(self.questionnaire.questions, 1):
            lines, fork = self._question(number, question), y - _FORK
            if question.section != current:
                current = question.section
                said, y = self._plain([Line(sections[current], "section")], y)
                parts += said
            parts.append(self._box(lines, y, "sometimes" if question.show_when else ""))
            if question.show_when:
                parts.append(_way(f"M{_SPINE},{fork} H{_BOW} V{y + self._height(lines) + _FORK} H{_SPINE}"))
            y = self._below(lines, y)
        drawn, y = self._ends(y)
        return Picture(self._page([*parts, *drawn], y), self.width, y)

    def _page(self, parts: list[str], height: int) -> str:
        label = escape(f"The flow of “{self.questionnaire.title.you}”, version {self.questionnaire.version}")
        size = f'width="{self.width}" height="{height}"'
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height}" {size} role="img">',
                f"<title>{label}</title><style>{STYLE}</style>",
                '<defs><marker id="tip" markerWidth="9" markerHeight="9" refX="8" refY="4.5" orient="auto" markerUnits="userSpaceOnUse">'
                '<path class="tip" d="M0,0 L9,4.5 L0,9 z"/></marker></defs>',
                f'<rect class="paper" {size}/>',
                *parts,
                "</svg>",
                "",
            ]
        )

    # Words

    def _wrapped(self, lines: Iterable[Line], inset: int) -> list[Line]:
        return [
            found for line in lines for found in self._fitted(line, self.width - _LEFT - _RIGHT - 2 * inset)
        ]

    def _fitted(self, line: Line, room: int) -> Iterator[Line]:
        letter = _SIZES.get(line.look, 15) * (_BOLD_LETTER if line.look in _BOLD else _LETTER)
        letters = int((room - line.indent) / letter)
        for place, text in enumerate(textwrap.wrap(line.text, letters)):
            yield Line(text, line.look, line.indent + (_INDENT if place and line.indent else 0))

    def _plain(self, lines: Iterable[Line], y: int) -> tuple[list[str], int]:
        """Words that stand on the paper, and where they end."""
        drawn = []
        for line in self._wrapped(lines, 0):
            y += _SIZES.get(line.look, 15) + 8
            drawn.append(_text(line, _LEFT, y))
        return drawn, y + 14

    # Boxes

    def _height(self, lines: Iterable[Line]) -> int:
        return len(self._wrapped(lines, _PAD)) * _LINE + 2 * _PAD

    def _below(self, lines: Iterable[Line], y: int) -> int:
        return y + self._height(lines) + _GAP

    def _box(self, lines: list[Line], y: int, look: str = "", *, way_on: bool = True) -> str:
        bottom = y + self._height(lines)
        size = f'width="{self.width - _LEFT - _RIGHT}" height="{bottom - y}"'
        drawn = [f'<rect class="box {look}" x="{_LEFT}" y="{y}" {size} rx="6"/>']
        for place, line in enumerate(self._wrapped(lines, _PAD)):
            drawn.append(_text(line, _LEFT + _PAD, y + _PAD + 15 + place * _LINE))
        if way_on:
            drawn.append(_way(f"M{_SPINE},{bottom} v{_GAP - 2}"))
        return "\n".join(drawn)

    def _question(self, number: int, question: Question) -> list[Line]:
        lines = [Line(f"{number}. {question.text.in_voice(Voice())}", "question")]
        if question.show_when is not None:
            lines.append(
                Line(
                    f"Asked when {asked_when(self.questionnaire, question.show_when, self.fact_wordings)}",
                    "when",
                )
            )
        if not question.skippable:
            lines.append(Line("Can't be skipped: it is about safety", "when"))
        if question.kind not in CHOICES:
            lines.append(Line(_OPEN.get(question.kind, "Answered in your own words"), indent=_INDENT))
        return lines + [line for option in question.options for line in self._answer(option)]

    def _answer(self, option: Option) -> Iterator[Line]:
        counts = bool(option.needs) or any(fact not in RECORDED for fact, _ in option.sets)
        yield Line(f"{'●' if counts else '○'} {option.words.in_voice(Voice())}", indent=2)
        if option.interrupt:
            said = self.questionnaire.shared.interrupts[option.interrupt].title.in_voice(Voice())
            yield Line(f"■ We stop here and say: {said}", "stop", indent=_INDENT)

    # The end

    def _ends(self, y: int) -> tuple[list[str], int]:
        check = [Line("Check your answers, then the result", "question")]
        drawn = [self._box(check, y, way_on=False)]
        said, y = self._plain(
            [Line("Next steps, the best first", "section"), *map(Line, _RESULT)], self._below(check, y) - 12
        )
        drawn += said
        for route in steps_of(self.questionnaire):
            lines = self._route(route)
            drawn.append(
                self._box(lines, y, "leads" if route.id in self.questionnaire.leads else "", way_on=False)
            )
            y = self._below(lines, y) - 16
        return drawn, y

    def _route(self, route: Route) -> list[Line]:
        when = ", or ".join(
            meaning.words for meaning in shown_when(route, self.fact_wordings, self.questionnaire)
        )
        law = self.fact_wordings.laws.in_full(route.cites)
        always = "Always there" if route.always else "There with each better next step"
        lines = [
            Line(route.words["title"].in_voice(Voice()), "question"),
            Line(f"When {when}" if when else always, "when"),
        ]
        return [*lines, Line(law)] if law else lines


_LEGEND = (
    "A dashed box is asked only when the line in italics is so.",
    "● The rules look at this answer, or it shows services.",
    "○ The rules do not look at this answer.",
    "■ We stop and say at once what to do.",
)
_RESULT = (
    "The first of these that fits leads. Those after it are shown as well, and you can always ask for an assessment.",
    "A thick edge: this can lead here.",
)
_OPEN = {
    QuestionKind.NUMBER: "Answered with a number",
    QuestionKind.MONEY: "Answered in pounds",
    QuestionKind.SCALE: "Answered on a scale",
}


def _text(line: Line, x: int, y: int) -> str:
    look = f' class="{line.look}"' if line.look else ""
    return f'<text{look} x="{x + line.indent}" y="{y}">{escape(line.text)}</text>'


def _way(path: str) -> str:
    return f'<path class="way" marker-end="url(#tip)" d="{path}"/>'
