"""Forms of the call screen."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.field_values import is_email
from core.forms import (
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
from core.text import clean
from frontdoor.calls.labels import WHO
from frontdoor.contacts.queries import WrittenField
from frontdoor.contacts.sheet import MOST_LINE, MOST_TEXT


class ReferenceForm(Form):
    """The reference of a contact."""

    reference = TextField(
        _l("Find a contact by its reference"),
        [Required(_l("Enter the reference of a contact")), MaxLength(40)],
        label_size="s",
        spellcheck=False,
        width=10,
    )


_LINES: Mapping[str, Any] = {
    "name": _l("Their name, only if they want"),
    "phone": _l("Phone, only if they want"),
    "about_whom": _l("Who is it about, if not the caller?"),
}
_TEXTS: Mapping[str, Any] = {
    "matters": _l("What matters to them, in their words"),
    "said": _l("What was said"),
    "concluded": _l("What you make of it"),
}
_ORDER = ("who", "matters", "said", "concluded", "name", "phone", "email", "about_whom")
SHEET_BOXES: tuple[str, ...] = _ORDER
"""The boxes of the sheet that every call shows, in their order."""


class SheetForm(Form):
    """The sheet as a page without JavaScript sends it: each box with what the page had read.

    `tab` and `number` tell the texts of one page apart (frontdoor.contacts.services.Typed).
    """

    tab = HiddenField()
    number = HiddenField()


def sheet_form(
    prompts: Mapping[str, str],
    sent: Any = None,
    sheet: Mapping[str, WrittenField] | None = None,
    tab: str = "",
) -> SheetForm:
    """Return the form of a sheet. `prompts`: the questions that may be asked, by the name of their box."""
    written = sheet or {}
    fields: dict[str, Any] = {}
    for name in (*_ORDER, *prompts):
        attributes = _attributes(name, written.get(name))
        if name == "who":
            choices = list(WHO.items())
            fields[name] = SelectField(
                _l("Who is calling?"), choices=choices, label_size="s", params={"attributes": attributes}
            )
        elif name == "email":
            fields[name] = EmailField(
                _l("Email address, only if they want"),
                [MaxLength(MOST_LINE)],
                label_size="s",
                autocomplete="off",
                params={"attributes": attributes},
            )
        elif name in _LINES:
            fields[name] = TextField(
                _LINES[name],
                [MaxLength(MOST_LINE)],
                label_size="s",
                autocomplete="off",
                params={"attributes": attributes},
            )
        else:
            fields[name] = TextAreaField(
                prompts.get(name) or _TEXTS[name],
                [MaxLength(MOST_TEXT)],
                label_size="s",
                rows=2 if name in prompts else 3,
                params={"attributes": attributes},
            )
        fields[f"{name}-revision"] = HiddenField()
        fields[f"{name}-was"] = HiddenField()
    data: dict[str, Any] = {"tab": tab, "number": "1"}
    for name in (*_ORDER, *prompts):
        one = written.get(name)
        text = one.text if one else ""
        data |= {name: text, f"{name}-revision": str(one.revision if one else 0), f"{name}-was": digest(text)}
    form: SheetForm = form_class(fields, SheetForm)(sent, data=data)
    return form


def _attributes(name: str, written: WrittenField | None) -> dict[str, str]:
    return {"data-box": name, "data-revision": str(written.revision if written else 0)}


def problem_of(name: str, text: str) -> str:
    """Return what is wrong with a text that is stored as it is typed; empty where nothing is."""
    if name == "email" and text.strip() and not is_email(text.strip()):
        return _("Enter an email address like name@example.com")
    return ""


def digest(text: str) -> str:
    """Return a short digest of a text, by which a page knows whether somebody has changed a box."""
    return sha256(clean(text).encode()).hexdigest()[:16]
