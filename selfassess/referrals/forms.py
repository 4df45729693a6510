"""The forms of a request: one for each step, and the last one, which sends it.

In HTML a dash stands for the dot of a path: the field of `about.name` is `about-name`.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from core.forms import Form, HiddenField, Required, YesField, form_class
from core.forms.choices import ChoiceField
from selfassess.referrals import required
from selfassess.referrals.call_windows import call_windows
from selfassess.referrals.draft import CALL_AT, Draft, RequestStep, Values, steps, with_values
from selfassess.referrals.fields import fields_of, title_of
from selfassess.referrals.request_value import request_value
from selfassess.values.people import Answered, CommunicationNeed, Way


class StepForm(Form):
    """The form of one step."""

    @property
    def values(self) -> Values:
        """What was written and chosen, by path."""
        return {_path(field.name): field.data for field in self}

    def check(self, draft: Draft) -> bool:
        """Validate every field, then what must agree with other steps, and return True where nothing is
        wrong.

        `draft`: with the values of this form.
        """
        self.validate()
        for path, message in _faults_between_fields(draft, {_path(field.name) for field in self}).items():
            field = self[_html_name(path)]
            if not field.errors:
                field.errors = [message]
        return not self.errors

    def refuse_window(self, message: str) -> None:
        """Say beside the half hours, or above the form where there are none any more, what is wrong."""
        name = _html_name(CALL_AT)
        if name in self:
            self[name].errors = [message]
        else:
            self.form_errors.append(message)

    @property
    def is_one_question(self) -> bool:
        """True where the only field is a choice, whose label is the page's heading."""
        fields = list(self)
        return len(fields) == 1 and isinstance(fields[0], ChoiceField)


def sent_form(step: RequestStep, draft: Draft, posted: Mapping[str, Any]) -> tuple[StepForm, Draft]:
    """Return the form of a step as it was sent, and the draft with its values."""
    form = _form_of(step, draft)(posted)
    return form, with_values(draft, form.values)


def filled_form(step: RequestStep, draft: Draft) -> StepForm:
    """Return the form of a step with what the draft holds."""
    names = {_html_name(path): draft.values.get(path) for path in fields_of(step, draft)}
    return _form_of(step, draft)(data=names)


def first_incomplete(draft: Draft) -> tuple[RequestStep, StepForm] | None:
    """Return the first step with a fault, and its form with the errors; None where the request can be
    sent."""
    for step in steps(draft):
        form = filled_form(step, draft)
        if not form.check(draft):
            return step, form
    return None


def _form_of(step: RequestStep, draft: Draft) -> Any:
    return form_class({_html_name(path): field for path, field in fields_of(step, draft).items()}, StepForm)


def _html_name(path: str) -> str:
    return path.replace(".", "-")


def _path(html_name: str) -> str:
    return html_name.replace("-", ".")


# What must agree


def _faults_between_fields(draft: Draft, on_page: set[str]) -> dict[str, str]:
    """Return messages about missing values and conflicting wishes, by the path of a field of the page."""
    found = {path: message for path, message in _conflicts(draft).items() if path in on_page}
    for path in required.missing(request_value(draft)):
        shown = _shown_at(path, on_page)
        if shown:
            found.setdefault(shown, _lacking(path, draft))
    return found


def _shown_at(path: str, on_page: set[str]) -> str:
    """Return the field at which a missing one is reported; empty: not on this page.

    A missing address is reported at the ways.
    """
    if path in on_page:
        return path
    return "contact.ways" if path.endswith(".address") and "contact.ways" in on_page else ""


def _conflicts(draft: Draft) -> dict[str, str]:
    """Return wishes that cannot all be met, by path."""
    values, needs = draft.values, draft.values.get("communication.needs") or ()
    ways = (values.get("contact.ways") or ()) if RequestStep.REACH in steps(draft) else ()
    found = {}
    if values.get(CALL_AT) and not call_windows().fits(values[CALL_AT], request_value(draft).contact):
        found[CALL_AT] = _("You told us that another time is good or safe. Choose a time that fits that")
    if CommunicationNeed.INTERPRETER in needs and not values.get("communication.language"):
        found["communication.language"] = _("Write which language the interpreter should speak")
    if CommunicationNeed.NO_LETTERS in needs and Way.LETTER in ways:
        found["communication.needs"] = _(
            "You asked us to write a letter. Untick “Please send no letters”, "
            "or go back and choose another way"
        )
    elif CommunicationNeed.NO_TEXTS in needs and Way.TEXT in ways:
        found["communication.needs"] = _(
            "You asked us to send texts. Untick “Please send no text messages”, "
            "or go back and choose another way"
        )
    elif CommunicationNeed.NO_VOICEMAIL in needs and values.get("contact.voicemail_is_safe") == Answered.YES:
        found["communication.needs"] = _(
            "You said that a message is safe. Untick “Please leave no messages”, or go back and change that"
        )
    return found


def _lacking(path: str, draft: Draft) -> str:
    """Return the message for a missing field."""
    mine = draft.for_me
    messages = {
        "about.name": _("Write your name") if mine else _("Write their name"),
        "about.postcode": _("Write your postcode") if mine else _("Write their postcode"),
        "about.address": _(
            "We need an address to write to. Add it on the page “About”, or choose another way"
        ),
        "asker.name": _("Write your name"),
        "contact.ways": _("Choose another way to get in touch"),
    }
    if path in messages:
        return messages[path]
    if path.endswith(".phone"):
        return _("Write a phone number, so that we can reach you")
    return _("Write an email address")


# Check and send


def summary(draft: Draft) -> list[tuple[RequestStep, str, list[tuple[str, tuple[str, ...]]]]]:
    """Return each step with its title and its lines (label, and what was said); a step without answers has
    no lines."""
    asked = (step for step in steps(draft)[:-1] if fields_of(step, draft))
    return [(step, title_of(step, draft), _lines(step, draft)) for step in asked]


def _lines(step: RequestStep, draft: Draft) -> list[tuple[str, tuple[str, ...]]]:
    lines = []
    for field in filled_form(step, draft):
        said = _in_words(field)
        if said:
            lines.append((str(field.label.text).removesuffix(_(" (optional)")), said))
    return lines


def _in_words(field: Any) -> tuple[str, ...]:
    if isinstance(field, ChoiceField):
        return tuple(str(choice.text) for choice in field.choices if field.is_chosen(choice))
    return (str(field.data),) if field.data else ()


def send_form(draft: Draft, *, has_answers: bool) -> type[Form]:
    """Return the form class that sends a request.

    `has_answers`: there are answers to questions that may go along.
    """
    fields: dict[str, Any] = {"key": HiddenField()}
    if has_answers:
        label = _("Send my answers to the questions too, so that I don’t have to say it twice")
        fields["answers"] = YesField(label)
    if required.REQUIREMENTS[draft.kind].consent:
        label = (
            _("I agree to this")
            if draft.for_me
            else _("I agree to this, and so does the person, or it is right for them")
        )
        message = _(
            "Tick the box if you agree. Without it we can’t pass your request on; you can call us instead"
        )
        fields["agree"] = YesField(label, [Required(message)])
    return form_class(fields)
