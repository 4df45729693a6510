"""The steps of a professional's referral: which fields each asks, in which order, and what was said. Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from core.forms.choices import CheckboxesField, ChoiceField
from frontdoor.professionals.forms import ReferForm

Values = Mapping[str, str | list[str]]
"""What was typed and chosen so far, by the name of the field."""


class ReferStep(StrEnum):
    """The steps, in their order. Each is the last part of an address."""

    REQUEST = "request"
    PERSON = "person"
    LIFE = "life"
    REACH = "reach"
    AGREEMENT = "agreement"
    YOU = "you"
    CHECK = "check"


TITLES: Mapping[ReferStep, Any] = {
    ReferStep.REQUEST: _l("What it is about"),
    ReferStep.PERSON: _l("The person"),
    ReferStep.LIFE: _l("Their life now"),
    ReferStep.REACH: _l("Getting in touch"),
    ReferStep.AGREEMENT: _l("Their agreement"),
    ReferStep.YOU: _l("You"),
    ReferStep.CHECK: _l("Check and send"),
}

FIELDS: Mapping[ReferStep, tuple[str, ...]] = {
    ReferStep.REQUEST: ("team", "urgency", "why"),
    ReferStep.PERSON: (
        "about_name",
        "born",
        "address",
        "postcode",
        "hospital",
        "home_when",
        "looks_after",
    ),
    ReferStep.LIFE: ("matters", "going_well", "risks"),
    ReferStep.REACH: ("whom", "phone", "safe_time", "needs", "language"),
    ReferStep.AGREEMENT: ("basis", "why_no_agreement"),
    ReferStep.YOU: ("who_name", "who_role", "who_phone", "who_email"),
}
"""The fields of each step. Together they are the fields of ReferForm."""


def step_named(name: str) -> ReferStep | None:
    """Return the step with this name in its address; None where there is none."""
    return ReferStep(name) if name in list(ReferStep) else None


def sent_values(step: ReferStep, posted: MultiDict[str, str]) -> dict[str, str | list[str]]:
    """Return what a form sent for the fields of a step."""
    many = {field.name for field in ReferForm() if isinstance(field, CheckboxesField)}
    return {
        name: posted.getlist(name) if name in many else posted.get(name, "") for name in FIELDS.get(step, ())
    }


def step_form(step: ReferStep, values: Values, *, check: bool = False) -> ReferForm:
    """Return the form with the fields of one step alone. `check`: with what does not fit, in the whole."""
    form = whole_form(values)
    if check:
        form.validate()
    for name in {field.name for field in form} - set(FIELDS.get(step, ())):
        del form[name]
    return form


def whole_form(values: Values) -> ReferForm:
    """Return the form with the fields of all steps."""
    return ReferForm(MultiDict({name: value for name, value in values.items() if value}))


def first_incomplete(values: Values) -> ReferStep | None:
    """Return the first step in which something is missing or does not fit; None where all is there."""
    form = whole_form(values)
    form.validate()
    return next((step for step, names in FIELDS.items() if any(form[name].errors for name in names)), None)


def step_after(step: ReferStep, values: Values) -> ReferStep:
    """Return the step that follows. Who refers is not asked again where that is known."""
    steps = list(ReferStep)
    after = steps[steps.index(step) + 1]
    known = after is ReferStep.YOU and not step_form(after, values, check=True).errors
    return ReferStep.CHECK if known else after


def step_before(step: ReferStep) -> ReferStep | None:
    """Return the step before; None for the first."""
    steps = list(ReferStep)
    return steps[steps.index(step) - 1] if step is not steps[0] else None


def summary(values: Values) -> list[tuple[ReferStep, Any, list[tuple[str, Sequence[str]]]]]:
    """Return each step with its title and its lines: a label, and what was said. Empty fields have no line."""
    form = whole_form(values)
    return [(step, TITLES[step], _lines(form, names)) for step, names in FIELDS.items()]


def _lines(form: ReferForm, names: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    said = ((form[name], _in_words(form[name])) for name in names)
    return [(str(field.label.text).removesuffix(_(" (optional)")), words) for field, words in said if words]


def _in_words(field: Any) -> Sequence[str]:
    if isinstance(field, ChoiceField):
        return [str(choice.text) for choice in field.choices if field.is_chosen(choice)]
    return [str(field.data)] if field.data else []
