"""A worry about somebody's safety that a handler writes down during a call: the form, and what it becomes."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.forms import (
    Form,
    HiddenField,
    MaxLength,
    PhoneField,
    RadiosField,
    Required,
    TextAreaField,
    TextField,
    YesField,
)
from selfassess.values.concern import Subject
from selfassess.values.people import Answered
from selfassess.values.request import RequestValue
from selfassess.worries.request_value import request_value
from selfassess.worries.told import NAMED, UNNAMED, Told

_SUBJECTS = (
    (Subject.ADULT.value, _l("An adult")),
    (Subject.CHILD.value, _l("A child or young person under 18")),
    (Subject.AGE_NOT_KNOWN.value, _l("We don’t know their age")),
    (Subject.ME_ADULT.value, _l("The caller, an adult")),
    (Subject.ME_CHILD.value, _l("The caller, who is under 18")),
)
_ABOUT_CALLER = {Subject.ME_ADULT.value, Subject.ME_CHILD.value}


_ANSWERS = (
    (Answered.YES.value, _l("Yes")),
    (Answered.NO.value, _l("No")),
    (Answered.NOT_SURE.value, _l("Not sure")),
)


class ConcernForm(Form):
    """One page, in the order in which a handler can ask: only the first three must be filled in."""

    number = HiddenField()
    subject = RadiosField(
        _l("Who may not be safe?"),
        [Required(_l("Choose who may not be safe"))],
        choices=_SUBJECTS,
        label_size="s",
    )
    danger = RadiosField(_l("Is anybody in danger right now?"), choices=_ANSWERS, label_size="s")
    own_words = TextAreaField(
        _l("What happened, in the caller’s own words"),
        [Required(_l("Write what happened")), MaxLength(4000)],
        hint=_l("From the caller’s sheet. Write what was said, not what you think."),
        label_size="s",
    )
    name = TextField(
        _l("Name of the person who may not be safe (optional)"), [MaxLength(200)], label_size="s"
    )
    where = TextField(
        _l("Where can we find them?"),
        [MaxLength(300)],
        hint=_l("An address, or how to find them."),
        label_size="s",
    )
    where_not_known = YesField(_l("The caller doesn’t know where they are"))
    place = TextField(_l("Postcode or town (optional)"), [MaxLength(60)], label_size="s", width=10)
    knows = RadiosField(_l("Do they know that you tell us?"), choices=_ANSWERS, label_size="s")
    wants = TextField(_l("What do they want to happen? (optional)"), [MaxLength(300)], label_size="s")
    unnamed = YesField(_l("The caller wants to stay anonymous"))
    your_name = TextField(_l("The caller’s name (optional)"), [MaxLength(200)], label_size="s")
    phone = PhoneField(_l("The caller’s phone (optional)"), label_size="s", width=20)
    safe_time = TextField(_l("When is it safe to call them? (optional)"), [MaxLength(300)], label_size="s")
    keep_private = YesField(_l("The person must not learn who told us"))

    def is_whole(self) -> bool:
        """Validate each field, and that it says where the person is or that nobody knows."""
        if not self.validate():
            return False
        if not self.where.data.strip() and not self.where_not_known.data:
            self.where.errors = [_("Write where we can find them, or tick that the caller doesn’t know")]
        return not self.errors

    def request(self) -> RequestValue:
        """Return the request without consent and promise, which only sending adds. Raises nothing after `is_whole`."""
        values = {
            name: field.data for name, field in self._fields.items() if name not in ("number", "unnamed")
        }
        about_caller = self.subject.data in _ABOUT_CALLER
        values["who"] = UNNAMED if self.unnamed.data and not about_caller else NAMED
        return request_value(Told("call", values))


def from_sheet(sheet: Mapping[str, str]) -> dict[str, Any]:
    """Return values for the form from what the handler wrote already."""
    said = "\n\n".join(text for name in ("matters", "said") if (text := sheet.get(name, "").strip()))
    about = sheet.get("about_whom", "")
    return {
        "own_words": said,
        "name": about,
        "place": sheet.get("postcode", "") or sheet.get("place", ""),
        "your_name": sheet.get("name", ""),
        "phone": sheet.get("phone", ""),
        "safe_time": sheet.get("safe_time", ""),
    }
