"""A questionnaire as a picture (SVG): every question in order, when it is asked, which answers count, and
where they lead.
"""

import hashlib
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape

from core.messages import gettext as _
from selfassess.engine.legal_facts import FOR_THE_RECORD
from selfassess.engine.phrases import Voice
from selfassess.engine.schema import WITH_OPTIONS, Option, Question, QuestionKind, Questionnaire, Route
from selfassess.explain.conditions_in_words import asked_when, possible_steps, shown_when
from selfassess.loading.fact_wording import FactWordings

STYLE = (
    "text{font:15px system-ui,sans-serif;fill:#1b2a33}.title{font-size:22px;font-weight:700}"
    ".section{font-size:18px;font-weight:700}"
    ".question{font-weight:700}.when{font-style:italic}.stop{fill:#a4161a;font-weight:700}.paper{fill:#fff}"
    ".box{fill:#f6f4ef;stroke:#0b5563;stroke-width:1.5}.sometimes{stroke-dasharray:7 5}.leads{stroke-width:4}"
    ".way{fill:none;stroke:#1b2a33;stroke-width:1.5}.tip{fill:#1b2a33}"
    "@media screen and (prefers-color-scheme:dark){text{fill:#e8edef}.stop{fill:#ff9f98}.paper{fill:#12191d}"
    ".box{fill:#1b252b;stroke:#7fc7d4}.way{stroke:#b4c0c7}.tip{fill:#b4c0c7}}"
)
"""The colours of the site, light and dark.

A picture has no other style, so that a policy can name this one by its digest.
"""

WIDE, NARROW = 720, 330
"""The widths of a picture in CSS pixels: for a page, and for a telephone."""

# Distances in CSS pixels. A line's height; the gap between boxes; a box's padding; the margins left and right
# of the boxes.
_LINE, _GAP, _PADDING, _LEFT, _RIGHT = 21, 30, 12, 30, 4
# Where arrows run: down the spine from box to box; around a box that may be passed by, along the bypass on
# its left,
# which leaves the spine a little above the box. The indent of an answer's second line.
_SPINE, _BYPASS, _FORK, _INDENT = 54, 10, 11, 18
_TEXT_SIZE = 15
_SIZES = {"title": 22, "section": 18}
_BOLD = {"title", "section", "question", "stop"}
_LETTER, _BOLD_LETTER = 0.57, 0.64
"""The width of a letter as a part of its size, a little more than in the usual fonts, so that words stay in
their box.
"""


@dataclass(frozen=True)
class FlowPicture:
    """A drawn questionnaire: SVG, and its size in CSS pixels."""

    svg: str
    width: int
    height: int

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change whenever the picture does."""
        return hashlib.sha256(self.svg.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class BoxLine:
    """A line of a box: its words, the class that styles them, and its indent in CSS pixels."""

    text: str
    css_class: str = ""
    indent: int = 0


def draw(questionnaire: Questionnaire, fact_wordings: FactWordings, width: int = WIDE) -> FlowPicture:
    """Return the picture.

    A dashed box is asked only when its condition holds; the arrow on its left passes it by.
    """
    return _Drawing(questionnaire, fact_wordings, width).picture()


@dataclass(frozen=True)
class _Drawing:
    """Draws from top to bottom. `y` is always the distance from the top at which the next thing begins."""

    questionnaire: Questionnaire
    fact_wordings: FactWordings
    width: int

    def picture(self) -> FlowPicture:
        legend = [BoxLine(line) for line in _legend()]
        elements, y = self._without_box([BoxLine(self.questionnaire.title.you, "title"), *legend], 8)
        section_titles = {section.id: section.title.you for section in self.questionnaire.sections}
        current_section = ""
        for number, question in enumerate(self.questionnaire.questions, 1):
            lines = self._question_lines(number, question)
            fork = y - _FORK
            if question.section != current_section:
                current_section = question.section
                title = BoxLine(section_titles[current_section], "section")
                title_elements, y = self._without_box([title], y)
                elements += title_elements
            elements.append(self._box(lines, y, "sometimes" if question.show_when else ""))
            if question.show_when:
                rejoin = y + self._height(lines) + _FORK
                elements.append(_arrow(f"M{_SPINE},{fork} H{_BYPASS} V{rejoin} H{_SPINE}"))
            y = self._below(lines, y)
        step_elements, y = self._next_steps(y)
        return FlowPicture(self._document([*elements, *step_elements], y), self.width, y)

    def _document(self, elements: list[str], height: int) -> str:
        label = _(
            "The flow of “%(title)s”, version %(version)s",
            title=self.questionnaire.title.you,
            version=self.questionnaire.version,
        )
        size = f'width="{self.width}" height="{height}"'
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height}" {size} role="img">',
            f"<title>{escape(label)}</title><style>{STYLE}</style>",
            '<defs><marker id="tip" markerWidth="9" markerHeight="9" refX="8" refY="4.5" orient="auto"'
            ' markerUnits="userSpaceOnUse"><path class="tip" d="M0,0 L9,4.5 L0,9 z"/></marker></defs>',
            f'<rect class="paper" {size}/>',
            *elements,
            "</svg>",
            "",
        ]
        return "\n".join(lines)

    # Lines that fit

    def _wrapped(self, lines: Iterable[BoxLine], inset: int) -> list[BoxLine]:
        available = self.width - _LEFT - _RIGHT - 2 * inset
        wrapped: list[BoxLine] = []
        for line in lines:
            wrapped += self._fitted(line, available)
        return wrapped

    def _fitted(self, line: BoxLine, available: int) -> Iterator[BoxLine]:
        letter = _LETTER if line.css_class not in _BOLD else _BOLD_LETTER
        letters = int((available - line.indent) / (letter * _SIZES.get(line.css_class, _TEXT_SIZE)))
        for number, text in enumerate(textwrap.wrap(line.text, letters)):
            hanging = _INDENT if number and line.indent else 0
            yield BoxLine(text, line.css_class, line.indent + hanging)

    def _without_box(self, lines: Iterable[BoxLine], y: int) -> tuple[list[str], int]:
        """Lines that stand outside the boxes, and where they end."""
        elements = []
        for line in self._wrapped(lines, 0):
            y += _SIZES.get(line.css_class, _TEXT_SIZE) + 8
            elements.append(_text(line, _LEFT, y))
        return elements, y + 14

    # Boxes

    def _height(self, lines: Iterable[BoxLine]) -> int:
        return len(self._wrapped(lines, _PADDING)) * _LINE + 2 * _PADDING

    def _below(self, lines: Iterable[BoxLine], y: int) -> int:
        return y + self._height(lines) + _GAP

    def _box(self, lines: list[BoxLine], y: int, css_class: str = "", *, arrow_below: bool = True) -> str:
        height = self._height(lines)
        size = f'width="{self.width - _LEFT - _RIGHT}" height="{height}"'
        elements = [f'<rect class="box {css_class}" x="{_LEFT}" y="{y}" {size} rx="6"/>']
        for number, line in enumerate(self._wrapped(lines, _PADDING)):
            elements.append(_text(line, _LEFT + _PADDING, y + _PADDING + _TEXT_SIZE + number * _LINE))
        if arrow_below:
            elements.append(_arrow(f"M{_SPINE},{y + height} v{_GAP - 2}"))
        return "\n".join(elements)

    def _question_lines(self, number: int, question: Question) -> list[BoxLine]:
        lines = [BoxLine(f"{number}. {question.text.in_voice(Voice())}", "question")]
        if question.show_when is not None:
            condition = asked_when(self.questionnaire, question.show_when, self.fact_wordings)
            lines.append(BoxLine(_("Asked when %(condition)s", condition=condition), "when"))
        if not question.skippable:
            lines.append(BoxLine(_("Can't be skipped: it is about safety"), "when"))
        if question.kind not in WITH_OPTIONS:
            lines.append(BoxLine(_how_answered(question.kind), indent=_INDENT))
        for option in question.options:
            lines += self._option_lines(option)
        return lines

    def _option_lines(self, option: Option) -> Iterator[BoxLine]:
        counts = bool(option.needs) or any(fact not in FOR_THE_RECORD for fact, _value in option.sets)
        yield BoxLine(f"{'●' if counts else '○'} {option.words.in_voice(Voice())}", indent=2)
        if option.interrupt:
            title = self.questionnaire.shared.interrupts[option.interrupt].title.in_voice(Voice())
            words = _("■ We stop here and say: %(words)s", words=title)
            yield BoxLine(words, "stop", indent=_INDENT)

    # The end: next steps

    def _next_steps(self, y: int) -> tuple[list[str], int]:
        check = [BoxLine(_("Check your answers, then the result"), "question")]
        elements = [self._box(check, y, arrow_below=False)]
        heading = [BoxLine(_("Next steps, the best first"), "section"), *map(BoxLine, _about_steps())]
        heading_elements, y = self._without_box(heading, self._below(check, y) - 12)
        elements += heading_elements
        for route in possible_steps(self.questionnaire):
            lines = self._step_lines(route)
            css_class = "leads" if route.id in self.questionnaire.leads else ""
            elements.append(self._box(lines, y, css_class, arrow_below=False))
            y = self._below(lines, y) - 16
        return elements, y

    def _step_lines(self, route: Route) -> list[BoxLine]:
        reasons = [one.words for one in shown_when(route, self.fact_wordings, self.questionnaire)]
        if reasons:
            when = _("When %(reasons)s", reasons=_(", or ").join(reasons))
        else:
            when = _("Always there") if route.always else _("There with each better next step")
        lines = [BoxLine(route.words["title"].in_voice(Voice()), "question"), BoxLine(when, "when")]
        law = self.fact_wordings.laws.in_full(route.cites)
        return [*lines, BoxLine(law)] if law else lines


def _legend() -> list[str]:
    return [
        _("A dashed box is asked only when the line in italics is so."),
        _("● The rules look at this answer, or it shows services."),
        _("○ The rules do not look at this answer."),
        _("■ We stop and say at once what to do."),
    ]


def _about_steps() -> list[str]:
    return [
        _(
            "The first of these that fits leads. Those after it are shown as well, and you can always ask for an"
            " assessment."
        ),
        _("A thick edge: this can lead here."),
    ]


def _how_answered(kind: QuestionKind) -> str:
    match kind:
        case QuestionKind.NUMBER:
            return _("Answered with a number")
        case QuestionKind.MONEY:
            return _("Answered in pounds")
        case QuestionKind.SCALE:
            return _("Answered on a scale")
        case _:
            return _("Answered in your own words")


def _text(line: BoxLine, x: int, y: int) -> str:
    css_class = f' class="{line.css_class}"' if line.css_class else ""
    return f'<text{css_class} x="{x + line.indent}" y="{y}">{escape(line.text)}</text>'


def _arrow(path: str) -> str:
    return f'<path class="way" marker-end="url(#tip)" d="{path}"/>'
