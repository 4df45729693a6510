"""The forms of a worry: one for each part. Each page carries the other parts along in hidden fields.

So what was typed is whole in every POST, also where the session has ended meanwhile.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from core.forms import Form, YesField, form_class
from core.forms.choices import ChoiceField
from selfassess.worries.fields import OWN_DETAILS, fields_of
from selfassess.worries.told import PARTS, PROFESSIONAL, Part, Told, Values

ASKED_WHERE, KEY = "asked_where", "key"


class PartForm(Form):
    """The form of one part."""

    @property
    def values(self) -> Values:
        """What was written and chosen, by name."""
        return {field.name: field.data for field in self}

    def check(self, told: Told) -> bool:
        """Validate every field, then what depends on other fields, and return True where nothing is wrong."""
        self.validate()
        for name, message in _faults_between_fields(told).items():
            if name in self and not self[name].errors:
                self[name].errors = [message]
        if told.unnamed:
            self._forgive_details()
        return not self.errors

    def _forgive_details(self) -> None:
        """Take away faults of details that are not kept, because who writes stays anonymous."""
        for field in self:
            if field.name in OWN_DETAILS:
                field.errors = []


def read_told(posted: Mapping[str, Any], stored: Told) -> Told:
    """Return everything that a page sent, its own part and the parts that it carried along.

    `stored`: what the session holds. It fills in the parts that the page did not carry.
    """
    told = replace(stored, asked_where=stored.asked_where or ASKED_WHERE in posted)
    for part in PARTS:
        # The words and fields of later parts follow from earlier ones.
        if any(name in posted for name in (_marker(part), *fields_of(part, told))):
            form = _form_of(part, told)(posted)
            told = replace(told, values={**told.values, **form.values})
    return told


def sent_form(part: Part, told: Told, posted: Mapping[str, Any]) -> PartForm:
    """Return the form of a part as it was sent."""
    form: PartForm = _form_of(part, told)(posted)
    return form


def filled_form(part: Part, told: Told) -> PartForm:
    """Return the form of a part with what was told."""
    form: PartForm = _form_of(part, told)(
        data={name: told.values.get(name) for name in fields_of(part, told)}
    )
    return form


def first_incomplete(told: Told, upto: Part) -> tuple[Part, PartForm] | None:
    """Return the first part with a fault, up to one, and its form with the errors; None where all is well."""
    for part in PARTS[: PARTS.index(upto) + 1]:
        form = filled_form(part, told)
        if not form.check(told):
            return part, form
    return None


def carried(part: Part, told: Told) -> list[tuple[str, str]]:
    """Return name and value of the hidden fields with which the page of a part carries the others along."""
    found = [(KEY, told.key), (_marker(part), "1")]
    if told.asked_where:
        found.append((ASKED_WHERE, "1"))
    for other in PARTS:
        if other is not part:
            found += [pair for name in fields_of(other, told) for pair in _pairs(name, told.values.get(name))]
    return found


def _pairs(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, list):
        return [(name, text) for text in value]
    if value is True:
        return [(name, "yes")]
    return [(name, value)] if value else []


def _marker(part: Part) -> str:
    """Return the hidden field that says that a page showed a part: nothing ticked counts as an answer."""
    return f"part_{part.value}"


def _form_of(part: Part, told: Told) -> Any:
    return form_class(fields_of(part, told), PartForm)


def _faults_between_fields(told: Told) -> dict[str, str]:
    """Return messages by the name of a field, where one depends on another."""
    values, found = told.values, {}
    if not _text(values, "where") and not values.get("where_not_known"):
        found["where"] = _(
            "We can’t find them without this. Write where they are, or tick “I don’t know where they are”"
        )
    if told.who == PROFESSIONAL:
        found |= {name: message for name, message in _of_professionals().items() if not values.get(name)}
    return found


def _text(values: Values, name: str) -> str:
    return str(values.get(name) or "").strip()


def _of_professionals() -> dict[str, str]:
    return {
        "your_name": _("Write your name"),
        "role": _("Write your job or role"),
        "organisation": _("Write where you work or volunteer"),
        "basis": _("Choose if they agree, or why you tell us without that"),
    }


def said(part: Part, told: Told) -> list[tuple[str, tuple[str, ...]]]:
    """Return each line of a part: its label, and what was said. What was left empty is left out."""
    lines = []
    for field in filled_form(part, told):
        words = _in_words(field)
        if words:
            lines.append((str(field.label.text).removesuffix(_(" (optional)")), words))
    return lines


def _in_words(field: Any) -> tuple[str, ...]:
    if isinstance(field, YesField):
        return (str(field.choices[0].text),) if field.data else ()
    if isinstance(field, ChoiceField):
        return tuple(str(choice.text) for choice in field.choices if field.is_chosen(choice))
    return (str(field.data),) if field.data else ()
