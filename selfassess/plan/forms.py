"""The forms of the plan.

Each text has the same limit as in the stored plan, so that no typed text is cut silently.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast, get_args

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core.forms import (
    CheckboxesField,
    EmailField,
    Form,
    HiddenField,
    MaxLength,
    Required,
    SelectField,
    TextAreaField,
    TextField,
    form_class,
)
from core.i18n import plain_date
from directory.taxonomy.needs import Theme
from selfassess.plan.documents import ACTION_LABELS
from selfassess.session.answers_in_progress import seen_revision
from selfassess.values import plan_operations as plans
from selfassess.values.plan_operations import ListName
from selfassess.values.saved import Measure, PlanValue

PARTS = get_args(ListName)
_MOST_PHONE = 60
_MOST_POSITION_DIGITS = 3

_FIRST_FIELDS: Mapping[str, str] = {"people": "name", "calls": "who"}
"""The name of a line's first field in a form that changes the line; "text" for the other parts."""


class PlanForm(Form):
    """The revision at which the page was made. Every form of the plan sends it."""

    revision = HiddenField()

    @property
    def seen(self) -> int:
        """The revision as a number; 0 where none was sent."""
        return seen_revision(self.revision.data)


class LineForm(PlanForm):
    """One line of the plan, named by its part and its id."""

    part = HiddenField()
    id = HiddenField()

    @property
    def list_name(self) -> ListName | None:
        """The part of the plan; None where the form names no list of the plan."""
        part = self.part.data
        return cast(ListName, part) if part in PARTS else None


class MoveForm(LineForm):
    """A line and the position, counted from 1, to which it moves."""

    to = HiddenField()

    @property
    def position(self) -> int | None:
        """The position, from 1; None where no number was sent."""
        text = self.to.data
        fits = text.isascii() and text.isdigit() and len(text) <= _MOST_POSITION_DIGITS
        return int(text) if fits else None


class TickForm(LineForm):
    """A thing to do, and whether it is done."""

    done = HiddenField()


class AreaForm(PlanForm):
    """An area whose scores are taken out of the plan."""

    area = HiddenField()


class ServiceForm(Form):
    """A service of the directory, to be added from its own page."""

    service = HiddenField()


class SendPlanForm(Form):
    """The address to which the plan is sent."""

    email = EmailField(
        _l("Email address"),
        [Required(_l("Write an email address like name@example.com"))],
        message=_l("Write an email address like name@example.com"),
        hint=_l("We use it to send this plan, and for nothing else. We delete the message when it has gone."),
        width=20,
    )


def text_form(part: str) -> type[PlanForm]:
    """Return the form class of one of the two texts: "what_matters" or "contingency"."""
    matters = part == "what_matters"
    label = (
        _("In your own words")
        if matters
        else _("Who steps in if you or the person who helps you falls ill? Who has a key?")
    )
    return _plan_form(
        {
            "part": HiddenField(),
            "text": TextAreaField(
                label,
                [MaxLength(plans.MOST_TEXT)],
                id="matters-text" if matters else "contingency-text",
                rows=4,
                label_size="",
            ),
        }
    )


def add_form(part: ListName) -> type[PlanForm]:
    """Return the form class that adds a line to a part."""
    first = _line(
        _first_label(part), f"add-{part}", [Required(_("Write something first, then press “Add”."))]
    )
    fields: dict[str, Any] = {"part": HiddenField(), "text": first}
    for name, label in _more_labels(part).items():
        fields[name] = _line(label, f"add-{part}-{name}", most=_most(name))
    if part == "actions":
        fields["note"] = _line(_("Note (optional)"), "add-actions-note")
        choices = [(kind.value, label) for kind, label in ACTION_LABELS.items()]
        fields["kind"] = SelectField(
            _("What kind of thing is it?"), choices=choices, id="add-kind", label_size=""
        )
    return _plan_form(fields)


def change_form(part: ListName, line_id: str) -> type[PlanForm]:
    """Return the form class that changes a line of a part.

    The first field may be empty; the line then keeps its present text.
    """
    first = _FIRST_FIELDS.get(part, "text")
    fields: dict[str, Any] = {"part": HiddenField(), "id": HiddenField()}
    fields[first] = _line(_first_label(part), f"change-{line_id}-{first}")
    for name, label in _more_labels(part).items():
        fields[name] = _line(label, f"change-{line_id}-{name}", most=_most(name))
    if part == "actions":
        fields["note"] = TextAreaField(
            _("My note (optional)"),
            [MaxLength(plans.MOST_LINE)],
            id=f"change-{line_id}-note",
            rows=2,
            label_size="",
        )
    return _plan_form(fields)


def texts_of(form: PlanForm) -> dict[str, str]:
    """Return the texts of a form that changes a line, by the names of the line's fields.

    Fields that were not sent are left out.
    """
    names = [field.name for field in form if not isinstance(field, HiddenField)]
    return {name: form[name].data for name in names if form[name].raw_data}


def look_again_form(offered: Sequence[date], plan: PlanValue) -> type[PlanForm]:
    """Return the form class of the days to look again: the offered days, and the days chosen before."""
    chosen = {review.on for review in plan.reviews}
    days = [(day.isoformat(), plain_date(day)) for day in sorted({*offered, *chosen})]
    label = _("Which days? In three weeks, and in six, works well for many people.")
    return _plan_form({"day": CheckboxesField(label, choices=days, label_size="s")})


def days_of(form: PlanForm) -> list[date]:
    """Return the days to look again that were chosen."""
    return [date.fromisoformat(day) for day in form["day"].data]


def measure_form(
    themes: Iterable[Theme], measures: Sequence[Measure], *, sent: bool = False
) -> type[PlanForm]:
    """Return the form class that gives a score to each area that was measured before, and to one more.

    `sent`: True for a form that was sent. It accepts an area that was measured in another window meanwhile.
    """
    measured_areas = () if sent else {measure.area for measure in measures}
    fields: dict[str, Any] = {}
    for measure in measures:
        label = _("%(area)s: how is it going today?", area=measure.label)
        fields[f"value-{measure.area}"] = _score(label)
    areas = [("", _("Choose one"))]
    areas += [(theme.id, theme.label) for theme in themes if theme.id not in measured_areas]
    fields["area"] = SelectField(
        _("One more area") if measures else _("Area"), choices=areas, id="area", label_size=""
    )
    fields["value"] = _score(
        _("How is it going, from 0 (very badly) to 10 (very well)?"), [_score_for_an_area]
    )
    return _plan_form(fields)


def scores_of(form: PlanForm, measures: Sequence[Measure]) -> dict[str, int]:
    """Return the scores that were sent, from 0 to 10 by area; empty where none was chosen."""
    sent = {measure.area: form[f"value-{measure.area}"].data for measure in measures}
    if form["area"].data:
        sent[form["area"].data] = form["value"].data
    return {area: int(score) for area, score in sent.items() if score}


def _score_for_an_area(form: Any, field: Any) -> None:
    """Refuse a form without any area and score."""
    earlier_areas = [score.data for score in form if score.name.startswith("value-")]
    if not (any(earlier_areas) or (form["area"].data and field.data)):
        raise ValidationError(_("Choose an area, and a number from 0 to 10."))


def _plan_form(fields: Mapping[str, Any]) -> type[PlanForm]:
    return cast(type[PlanForm], form_class(fields, PlanForm))


def _line(
    label: str, field_id: str, validators: Sequence[Any] = (), *, most: int = plans.MOST_LINE
) -> TextField:
    return TextField(label, [*validators, MaxLength(most)], id=field_id, label_size="")


def _score(label: str, validators: Sequence[Any] = ()) -> SelectField:
    numbers = [(str(number), str(number)) for number in range(plans.LOWEST, plans.HIGHEST + 1)]
    return SelectField(label, validators, choices=[("", _("Choose a number")), *numbers], label_size="")


def _most(name: str) -> int:
    return _MOST_PHONE if name == "phone" else plans.MOST_LINE


def _first_label(part: ListName) -> str:
    return {
        "goals": _("What do you want to be able to do?"),
        "strengths": _("What are you good at, or what helps you?"),
        "people": _("Who?"),
        "actions": _("What will you do?"),
        "calls": _("Who?"),
    }[part]


def _more_labels(part: ListName) -> dict[str, str]:
    """Return the labels of a line's other fields, by name; an action's note has a form of its own."""
    if part == "people":
        return {"how": _("How do they help? (optional)"), "phone": _("Phone number (optional)")}
    if part == "calls":
        return {"phone": _("Phone number"), "why": _("About what? (optional)")}
    return {}
