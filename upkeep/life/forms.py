"""Forms of a break, a new name, a copy and the end of a listing."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core import clock
from core.forms import (
    CheckboxesField,
    DayField,
    Form,
    MaxLength,
    Required,
    TextAreaField,
    TextField,
    YesField,
)

MOST_NAME, MOST_REASON = 300, 500


class PauseForm(Form):
    """When a listing is closed for a while."""

    first = DayField(
        _l("First day that you are closed"),
        [Required(_l("Write the first day that you are closed"))],
        hint=_l("For example: today, or 1 August."),
        label_size="s",
    )
    last = DayField(
        _l("Last day that you are closed (optional)"),
        hint=_l(
            "Then it opens again by itself. Leave it empty if you don’t know: you open it again yourself."
        ),
        label_size="s",
    )

    def validate_last(self, field: Any) -> None:
        """Raise ValidationError for a last day before the first, or in the past."""
        first = self.first.parsed
        if field.parsed and first and field.parsed < first:
            raise ValidationError(_("The last day must be the first day or later"))
        if field.parsed and field.parsed < clock.today():
            raise ValidationError(_("This day has passed. Is it another year?"))


class RenameForm(Form):
    """Another name."""

    name = TextField(
        _l("New name"),
        [Required(_l("Write the new name")), MaxLength(MOST_NAME)],
        hint=_l("The old name still finds it. The page says what it used to be called."),
        label_size="s",
    )


class CopyForm(Form):
    """The name of a copy."""

    name = TextField(
        _l("Name of the new listing"),
        [Required(_l("Write a name that tells it from the first one")), MaxLength(MOST_NAME)],
        hint=_l("A name that tells it from the first one, for example with the town."),
        label_size="s",
    )


class EndForm(Form):
    """The end of a listing. `successors`: chosen from what `words` finds."""

    last = DayField(
        _l("Last day"),
        [Required(_l("Write the last day"))],
        hint=_l("For example: 20 December."),
        label_size="s",
    )
    reason = TextAreaField(
        _l("Why does it end? People read this (optional)"),
        [MaxLength(MOST_REASON)],
        hint=_l("One sentence. For example: our hall has closed."),
        label_size="s",
        rows=2,
    )
    words = TextField(
        _l("What can people use instead? (optional)"),
        [MaxLength(MOST_NAME)],
        hint=_l("Write a part of its name, and press “Look”."),
        label_size="s",
        autocomplete="off",
    )
    successors = CheckboxesField(_l("Choose what people can use instead"), choices=[], label_size="s")
    sure = YesField(_l("Yes, this listing ends"), [Required(_l("Tick the box to end the listing"))])
