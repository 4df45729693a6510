"""Fields of text, each rendered by a component of GOV.UK Frontend."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from wtforms import Field

from core.forms.widgets import ComponentWidget, HiddenWidget, LinesWidget, Widget, error_param, text_param
from core.text import clean

MOST_KEPT = 100_000
"""Characters of one field that are kept, so that nothing sensible is lost and a huge POST does no harm."""

Text = Any
"""A text, or a lazily translated one (flask_babel's LazyString)."""


class ComponentField(Field):  # type: ignore[misc]
    """What every visible field has: a hint, the size of its label, and whether the label is the page's
    heading.
    """

    component = "input"
    widget: Widget = ComponentWidget()
    data: Any

    def __init__(
        self,
        label: Text = "",
        validators: Sequence[Callable[..., None]] = (),
        *,
        hint: Text = "",
        label_size: str = "m",
        heading: bool = False,
        params: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        """`label_size`: s, m, l, xl, or empty for plain text. `params`: more parameters of the component."""
        super().__init__(label, validators, description=hint, **options)
        self.label_size = "l" if heading and label_size == "m" else label_size
        self.heading = heading
        self.params = dict(params or {})

    def component_params(self) -> dict[str, Any]:
        """Return the parameters of the GOV.UK component."""
        return {
            "id": self.id,
            "name": self.name,
            "label": self._label("govuk-label"),
            "hint": text_param(self.description),
            "errorMessage": error_param(self.errors),
            **self.params,
        }

    def _label(self, block: str) -> dict[str, Any]:
        classes = f"{block}--{self.label_size}" if self.label_size else ""
        return {"text": str(self.label.text), "classes": classes, "isPageHeading": self.heading}


class TextField(ComponentField):
    """One line of text. White space inside it counts as one space."""

    type = "text"

    def __init__(
        self,
        *arguments: Any,
        type: str = "",
        inputmode: str = "",
        autocomplete: str = "",
        spellcheck: bool | None = None,
        width: int = 0,
        prefix: str = "",
        **options: Any,
    ) -> None:
        """`width`: 2, 3, 4, 5, 10, 20 or 30 characters, GOV.UK's fixed widths; 0 for the whole column."""
        super().__init__(*arguments, **options)
        attributes = {
            "type": type,
            "inputmode": inputmode,
            "autocomplete": autocomplete,
            "classes": f"govuk-input--width-{width}" if width else "",
            "prefix": text_param(prefix),
        }
        given: dict[str, Any] = {name: value for name, value in attributes.items() if value}
        if spellcheck is not None:
            given["spellcheck"] = spellcheck
        self.params = {**given, **self.params}

    def process_data(self, value: object) -> None:
        """Take a value that is known; None counts as empty."""
        self.data = "" if value is None else str(value)

    def process_formdata(self, values: Sequence[Any]) -> None:
        """Take the first value of a POST, cleaned."""
        self.data = self.tidy(clean(str(values[0])[:MOST_KEPT])) if values else ""

    def tidy(self, text: str) -> str:
        """Return the text as one line."""
        return " ".join(text.split())

    def component_params(self) -> dict[str, Any]:
        return {**super().component_params(), "value": self.data}


class TextAreaField(TextField):
    """Several lines of text. The box grows with the text that it begins with, so that all of it can be seen."""

    component = "textarea"
    most_rows = 16
    shortest_line = 32
    """Characters in a line of the box on a phone."""

    def __init__(self, *arguments: Any, rows: int = 5, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params = {"rows": rows, **self.params}

    def tidy(self, text: str) -> str:
        """Return the text as typed."""
        return text

    def component_params(self) -> dict[str, Any]:
        params = super().component_params()
        lines = sum(1 + len(line) // self.shortest_line for line in (self.data or "").splitlines())
        return {**params, "rows": max(params["rows"], min(lines, self.most_rows))}


class HiddenField(TextField):
    """A value that the page carries along, such as a revision."""

    widget = HiddenWidget()


class LinesField(ComponentField):
    """Several lines of one name; `data` is a list without the empty ones."""

    widget = LinesWidget()

    def __init__(
        self, *arguments: Any, line_label: Callable[[int], Text], least_lines: int = 3, **options: Any
    ) -> None:
        """`line_label`: the label of a line by its number from 1. `least_lines`: how many inputs there are at
        least.
        """
        super().__init__(*arguments, **options)
        self.line_label = line_label
        self.least_lines = least_lines

    def process_data(self, value: Iterable[str] | None) -> None:
        """Take lines that are known."""
        self.data = list(value or ())

    def process_formdata(self, values: Sequence[Any]) -> None:
        """Take every line of a POST that is not empty, cleaned."""
        lines = (" ".join(clean(str(value)[:MOST_KEPT]).split()) for value in values)
        self.data = [line for line in lines if line]

    def component_params(self) -> dict[str, Any]:
        return {**super().component_params(), "fieldset": {"legend": self._label("govuk-fieldset__legend")}}

    def line_params(self) -> list[dict[str, Any]]:
        """Return the parameters of the input of each line; the first has the id of the field."""
        shown = self.data + [""] * (self.least_lines - len(self.data))
        return [self._line(number, value) for number, value in enumerate(shown, 1)]

    def _line(self, number: int, value: str) -> dict[str, Any]:
        line_id = self.id if number == 1 else f"{self.id}-{number}"
        return {
            "id": line_id,
            "name": self.name,
            "value": value,
            "label": {"text": str(self.line_label(number))},
        }
