"""Forms of call-backs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from core import clock
from core.field_values import whole_number
from core.forms import (
    Form,
    HiddenField,
    MaxLength,
    PhoneField,
    RadiosField,
    Required,
    SelectField,
    TextAreaField,
    TextField,
    YesField,
    form_class,
)
from frontdoor.callbacks.details import SafeTimes
from frontdoor.callbacks.places import MOST_PLACES
from frontdoor.callbacks.windows import Window, window_words
from frontdoor.contacts.sheet import MOST_LINE, MOST_TEXT
from selfassess.referrals import labels
from selfassess.values.people import Answered


def window_field(free: Sequence[Window], label: Any, now: datetime | None = None) -> SelectField:
    """Return the choice of a half hour among those that have a place."""
    moment = now or clock.now()
    return SelectField(
        label,
        [Required(_l("Choose a time. The one that you had chosen may be full by now"))],
        choices=[("", _("Choose a time")), *((one.code, window_words(one, moment)) for one in free)],
        label_size="s",
    )


def window_form(free: Sequence[Window], safe: SafeTimes, label: Any) -> type[Form]:
    """Return the form that books another half hour."""
    return form_class({"window": window_field(free, label), **_checked(safe)})


def booking_form(free: Sequence[Window], safe: SafeTimes) -> type[Form]:
    """Return the form that books a call-back for somebody on the line."""
    answers = [(one.value, labels.label(one)) for one in (Answered.YES, Answered.NO, Answered.NOT_SURE)]
    return form_class(
        {
            "key": HiddenField(),
            "name": TextField(_l("Who do we ring?"), [MaxLength(MOST_LINE)], label_size="s"),
            "phone": PhoneField(
                _l("Phone number"),
                [Required(_l("Write the number that we ring")), MaxLength(MOST_LINE)],
                label_size="s",
            ),
            "why": TextAreaField(
                _l("What is the call about? (optional)"),
                [MaxLength(MOST_TEXT)],
                label_size="s",
                rows=3,
                hint=_l("Whoever rings reads this first. Write only what they need."),
            ),
            "voicemail": RadiosField(
                _l("Is it safe to leave a message? (optional)"), choices=answers, label_size="s"
            ),
            "window": window_field(free, _l("When do we ring?")),
            **_checked(safe),
        }
    )


def _checked(safe: SafeTimes) -> dict[str, Any]:
    """Return a box to tick where a person has to read when it is safe; nothing otherwise."""
    if not safe.words:
        return {}
    message = _l("Read when it is safe to ring, and tick the box if the time fits")
    return {"checked": YesField(_l("I read when it is safe to ring. The time fits"), [Required(message)])}


def _number_of_places(_form: Form, field: TextField) -> None:
    if not 0 <= whole_number(field.data, -1) <= MOST_PLACES:
        raise ValidationError(_("Write a number from 0 to %(most)s", most=MOST_PLACES))


class PlacesForm(Form):
    """How many call-backs a team takes in half an hour."""

    adult = TextField(
        _l("Adult social care"),
        [Required(_l("Write a number")), _number_of_places],
        label_size="s",
        width=3,
        inputmode="numeric",
    )
    children = TextField(
        _l("Children’s social care"),
        [Required(_l("Write a number")), _number_of_places],
        label_size="s",
        width=3,
        inputmode="numeric",
    )
