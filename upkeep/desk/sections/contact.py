"""The section about how people get in touch."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core.clock import new_id
from core.forms import (
    CheckboxesField,
    Choice,
    EmailField,
    Form,
    MaxLength,
    ParsedField,
    PhoneField,
    SelectField,
    TextField,
    form_class,
)
from directory.listing.action import web_address
from directory.open_referral.schema.contacts import Phone
from directory.open_referral.schema.services import Service
from directory.schedules.parse_values import UnreadableError
from directory.schedules.phone_hours import as_phone_hours, phone_hours_words
from upkeep.desk.contacts.own_contact import is_picked, part_of, without_contact
from upkeep.desk.sections.rows import Rows, row_field
from upkeep.desk.sections.section import Section, Surroundings, Values

ROWS = Rows("phone", ("number", "description", "answers", "type"), spare=1)
_PHONE_TYPES = {
    "voice": _l("People ring it"),
    "text": _l("People send a text to it"),
    "textphone": _l("Textphone"),
}


def full_web_address(text: str) -> str | None:
    """Return a web address with its https://, which may be missing in the text; None for any other text."""
    if any(character.isspace() for character in text) or "." not in text:
        return None
    return web_address(text) or (web_address(f"https://{text}") if "://" not in text else None) or None


class WebAddressField(ParsedField[str]):
    """The address of a web page."""

    def __init__(self, *arguments: object, **options: object) -> None:
        known = {
            "parse": full_web_address,
            "message": _l("Write a web address like www.example.org"),
            "inputmode": "url",
            "autocomplete": "url",
            "spellcheck": False,
        }
        super().__init__(*arguments, **{**known, **options})  # type: ignore[arg-type]


class ContactForm(Form):
    """How people get in touch. The rows of numbers and the group's contacts are those of the listing."""


def _form_kind(record: Service, around: Surroundings) -> type[Form]:
    fields: dict[str, Any] = {}
    for row_id in ROWS.ids(record.phones):
        fields |= _phone_fields(row_id, is_new=row_id.startswith("new"))
    fields["email"] = EmailField(_l("Email address (optional)"), label_size="s", width=30)
    fields["url"] = WebAddressField(
        _l("Web page about it (optional)"),
        [MaxLength(1000)],
        hint=_l("The page about this, not only the first page of a big website."),
        label_size="s",
    )
    if around.contacts:
        fields["contacts"] = CheckboxesField(
            _l("Contacts of your group"),
            choices=[Choice(own.id, own.label) for own in around.contacts.values()],
            hint=_l(
                "Kept once for all your listings: change a number there, and it changes in each listing."
            ),
            label_size="s",
        )
    return form_class(fields, ContactForm)


def _phone_fields(row_id: str, *, is_new: bool) -> dict[str, object]:
    return {
        row_field("phone", row_id, "number"): PhoneField(
            _l("Another phone number (optional)") if is_new else _l("Phone number"),
            [MaxLength(60)],
            hint="" if is_new else _l("To take it away, clear this box."),
            label_size="s",
            width=20,
        ),
        row_field("phone", row_id, "description"): TextField(
            _l("Who answers? (optional)"),
            [MaxLength(200)],
            hint=_l("Such as: Jean, the club secretary."),
            label_size="s",
            width=20,
        ),
        row_field("phone", row_id, "answers"): ParsedField(
            _l("Hours of this number, if they are not the opening times (optional)"),
            [MaxLength(200)],
            parse=read_phone_hours,
            message=_l("Write the days and times of a usual week, like: every day 8am to 9pm"),
            hint=_l(
                "Such as: every day 8am to 9pm. We show it when you are closed and this number is answered."
            ),
            label_size="s",
            width=20,
        ),
        row_field("phone", row_id, "type"): SelectField(
            _l("What is it for?"),
            choices=[Choice(code, label) for code, label in _PHONE_TYPES.items()]
            + [Choice("", _l("Something else"))],
            label_size="s",
        ),
    }


def _values(record: Service, around: Surroundings) -> Values:
    rows = ROWS.values(record.phones, _phone_values)
    picked = [contact_id for contact_id in around.contacts if is_picked(record, contact_id)]
    new = {row_field("phone", "new1", "type"): "voice"}
    own = {"contacts": picked} if around.contacts else {}
    return rows | new | {"email": record.email, "url": record.url} | own


def _applied(record: Service, changed: Values, around: Surroundings) -> Service:
    update: Values = {}
    if "email" in changed:
        update["email"] = changed["email"]
    if "url" in changed:
        update["url"] = full_web_address(changed["url"]) or ""
    update["phones"] = ROWS.applied(record.phones, changed, _with_values, _new_phone)
    record = record.model_copy(update=update)
    return _with_picked(record, changed["contacts"], around) if "contacts" in changed else record


def _with_picked(record: Service, picked: list[str], around: Surroundings) -> Service:
    for contact_id, own in around.contacts.items():
        if contact_id not in picked:
            record = without_contact(record, contact_id)
        elif not is_picked(record, contact_id):
            record = record.model_copy(update={"contacts": [*record.contacts, part_of(record.id, own)]})
    return record


def _phone_values(phone: Phone) -> Values:
    values = {name: getattr(phone, name) for name in ROWS.names}
    return values | {"answers": phone_hours_words(phone.answers)}


def read_phone_hours(text: str) -> str | None:
    """Return hours as they are stored; None for words that cannot be read."""
    try:
        return as_phone_hours(text) or None
    except UnreadableError:
        return None


def _with_values(phone: Phone, changed: Values) -> Phone | None:
    answers = {"answers": read_phone_hours(changed["answers"]) or ""} if "answers" in changed else {}
    made = phone.model_copy(update={**changed, **answers, "type": changed.get("type") or phone.type})
    return made if made.number else None


def _new_phone() -> Phone:
    return Phone.model_construct(id=new_id(), type="voice")


CONTACT = Section("contact", _l("How to get in touch"), _form_kind, _values, _applied)
