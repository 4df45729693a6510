"""Fields on which people choose: radios, checkboxes and selects."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import Form
from wtforms.validators import StopValidation

from core.forms.fields import ComponentField, Text
from core.forms.widgets import text_param


@dataclass(frozen=True)
class Choice:
    """One choice. `exclusive`: "none of these" or "not sure", which nothing else goes with."""

    value: str
    text: Text
    hint: Text = ""
    exclusive: bool = False


class ChoiceField(ComponentField):
    """What radios, checkboxes and selects have: the choices, and the ids of their inputs."""

    def __init__(
        self,
        *arguments: Any,
        choices: Iterable[Choice | tuple[str, Text]],
        item_id: Callable[[int, Choice], str] = lambda number, _choice: str(number),
        **options: Any,
    ) -> None:
        """`choices`: in the order of the page. `item_id`: ends the id of an input, by its number from 2 and
        its choice.
        """
        super().__init__(*arguments, **options)
        self.choices = [choice if isinstance(choice, Choice) else Choice(*choice) for choice in choices]
        self._item_id = item_id

    def is_chosen(self, choice: Choice) -> bool:
        """Return True where the choice was made."""
        return bool(choice.value == self.data)

    def component_params(self) -> dict[str, Any]:
        params = super().component_params()
        legend = {"legend": self._label("govuk-fieldset__legend")}
        return {
            **params,
            "idPrefix": self.id,
            "items": self._items(),
            "fieldset": legend if str(self.label.text) else False,
            **self.params,
        }

    def _items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        for number, choice in enumerate(self.choices, 1):
            if choice.exclusive and self.component == "checkboxes" and items:
                items.append({"divider": _("or")})
            items.append(self._item(number, choice))
        return items

    def _item(self, number: int, choice: Choice) -> dict[str, Any]:
        item = {
            "id": self.id if number == 1 else f"{self.id}-{self._item_id(number, choice)}",
            "value": choice.value,
            "text": str(choice.text),
            "hint": text_param(choice.hint),
            "checked": self.is_chosen(choice),
        }
        return {**item, "behaviour": "exclusive"} if choice.exclusive else item


class RadiosField(ChoiceField):
    """One choice of several, all of them shown; `data` is the choice's value, or empty."""

    component = "radios"

    def process_data(self, value: object) -> None:
        """Take a choice that is known; None counts as no choice."""
        self.data = "" if value is None else str(value)

    def process_formdata(self, values: Sequence[Any]) -> None:
        """Take the first value of a POST where it is a choice."""
        known = {choice.value for choice in self.choices}
        self.data = str(values[0]) if values and str(values[0]) in known else ""


class SelectField(RadiosField):
    """One choice of many, in a list that opens; `data` is the choice's value, or empty."""

    component = "select"

    def component_params(self) -> dict[str, Any]:
        return {**super().component_params(), "items": self._options()}

    def _options(self) -> list[dict[str, Any]]:
        return [
            {"value": choice.value, "text": str(choice.text), "selected": self.is_chosen(choice)}
            for choice in self.choices
        ]


class CheckboxesField(ChoiceField):
    """Any number of choices; `data` is the list of their values, in the order of the page."""

    component = "checkboxes"

    def is_chosen(self, choice: Choice) -> bool:
        return choice.value in self.data

    def process_data(self, value: Iterable[str] | None) -> None:
        """Take choices that are known."""
        self.data = list(value or ())

    def process_formdata(self, values: Sequence[Any]) -> None:
        """Take the values of a POST that are choices, each once."""
        sent = {str(value) for value in values}
        self.data = [choice.value for choice in self.choices if choice.value in sent]

    def pre_validate(self, _form: Form) -> None:
        """Refuse "none of these" together with something else."""
        exclusive = [choice for choice in self.choices if choice.exclusive and choice.value in self.data]
        if exclusive and len(self.data) > 1:
            raise StopValidation(
                _(
                    "You chose “%(none)s” and something else too. Choose one or the other",
                    none=str(exclusive[0].text),
                )
            )


class YesField(CheckboxesField):
    """One checkbox; `data` is True where it is ticked."""

    def __init__(
        self, label: Text = "", validators: Sequence[Callable[..., None]] = (), **options: Any
    ) -> None:
        """`label`: the words beside the box."""
        super().__init__("", validators, choices=[Choice("yes", label)], **options)

    def is_chosen(self, choice: Choice) -> bool:
        return bool(self.data)

    def process_data(self, value: object) -> None:
        """Take what is known."""
        self.data = bool(value)

    def process_formdata(self, values: Sequence[Any]) -> None:
        """Take a POST: ticked where one value is "yes"."""
        self.data = "yes" in values

    def pre_validate(self, _form: Form) -> None:
        """Accept both states; `Required` refuses an empty box."""
