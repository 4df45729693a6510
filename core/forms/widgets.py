"""Widgets of WTForms that render a field through a GOV.UK component, with its hint and its error message."""

from collections.abc import Mapping
from typing import Any, Protocol

from flask_babel import gettext as _
from markupsafe import Markup

from core.components import govuk


class RenderedField(Protocol):
    """A field that a `ComponentWidget` renders."""

    component: str

    def component_params(self) -> dict[str, Any]:
        """Return the parameters of the component, as in the documentation of GOV.UK Frontend."""


class Widget(Protocol):
    """What WTForms calls to render a field."""

    def __call__(self, field: Any, **changes: Any) -> Markup: ...


class ComponentWidget:
    """Render a field as the GOV.UK component that the field names.

    Keyword arguments replace the field's parameters.
    """

    def __call__(self, field: RenderedField, **changes: Any) -> Markup:
        return govuk(field.component, {**field.component_params(), **changes})


class HiddenWidget:
    """Render a field as a hidden input without an id, because two forms of a page may have the same one."""

    def __call__(self, field: Any, **_changes: Any) -> Markup:
        return Markup('<input type="hidden" name="{}" value="{}">').format(field.name, field.data or "")


class LinesWidget:
    """Render several inputs with one name as a fieldset: one for each line, and empty ones up to
    `least_lines`.
    """

    def __call__(self, field: Any, **changes: Any) -> Markup:
        params = {**field.component_params(), **changes}
        inputs = Markup("\n").join(govuk("input", line) for line in field.line_params())
        above = Markup("").join((self._hint(field.id, params), self._error(field.id, params)))
        described_by = " ".join(
            f"{field.id}-{part}"
            for part, name in (("hint", "hint"), ("error", "errorMessage"))
            if params[name]
        )
        fieldset = {**params["fieldset"], "describedBy": described_by, "html": above + inputs}
        return govuk("fieldset", fieldset)

    @staticmethod
    def _hint(field_id: str, params: Mapping[str, Any]) -> Markup:
        if not params["hint"]:
            return Markup("")
        return govuk("hint", {**params["hint"], "id": f"{field_id}-hint"})

    @staticmethod
    def _error(field_id: str, params: Mapping[str, Any]) -> Markup:
        if not params["errorMessage"]:
            return Markup("")
        return govuk(
            "error-message",
            {"visuallyHiddenText": _("Error"), **params["errorMessage"], "id": f"{field_id}-error"},
        )


def text_param(text: object) -> dict[str, str] | bool:
    """Return {"text": …} for a component's hint or message; False where the text is empty, as the components
    expect.
    """
    shown = str(text)
    return {"text": shown} if shown else False


def error_param(errors: tuple[object, ...] | list[object]) -> dict[str, str] | bool:
    """Return the first error as a component's errorMessage; False where there is none."""
    return text_param(errors[0]) if errors else False
