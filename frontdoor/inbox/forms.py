"""Forms of the steps on a request. Each carries how many entries of the history its page had shown."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.field_values import whole_number
from core.forms import (
    CheckboxesField,
    EmailField,
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
from frontdoor.inbox.caller_request import KINDS, OTHER, SELF, WAYS
from frontdoor.inbox.outcomes import RequestOutcomes
from frontdoor.inbox.priorities import PRIORITY_LABELS, Priority
from frontdoor.inbox.queues import QUEUE_LABELS, Queue
from selfassess.referrals import labels
from selfassess.values.people import ChildAge

MOST_WORDS = 2000


class StepForm(Form):
    """What every step has: the number of entries that its page had shown."""

    seen = HiddenField()

    @property
    def seen_number(self) -> int:
        """How many entries the page had shown; 0, which no request has, where it is no number."""
        return whole_number(self.seen.data)


def _text(label: str, missing: str, hint: str = "", *, required: bool = True) -> TextAreaField:
    validators = [Required(missing)] if required else []
    return TextAreaField(label, [*validators, MaxLength(MOST_WORDS)], hint=hint, label_size="s")


class DeclineForm(StepForm):
    """Why, and what happens instead. The person reads both."""

    note = _text(_l("Why we can’t do it"), _l("Write why"), _l("The person reads this."))
    told = _text(
        _l("What happens instead"),
        _l("Write what happens instead"),
        _l("The person reads this too: who helps now, and how to reach them."),
    )


class AskForm(StepForm):
    """A question to the person."""

    note = _text(
        _l("Your question"),
        _l("Write your question"),
        _l("The person reads it with their reference and words, and can answer there."),
    )


class NoteForm(StepForm):
    """A note for the team."""

    note = _text(_l("Your note"), _l("Write a note"), _l("For the team alone. The person does not see it."))


class RangForm(StepForm):
    """What was said when somebody rang."""

    note = _text(_l("What was said"), _l("Write what was said, or that nobody answered"))


class ReasonForm(Form):
    """Why somebody reads a restricted request."""

    reason = _text(_l("Why do you need to read it?"), _l("Write why you need to read it"))


def close_form(outcomes: RequestOutcomes) -> type[StepForm]:
    """Return the class of the form that closes a request, with the national list of outcomes."""
    choices = [("", _("Choose an outcome")), *((one.id, one.label) for one in outcomes.outcomes)]
    fields = {
        "outcome": SelectField(
            _("Outcome"),
            [Required(_("Choose an outcome"))],
            hint=_("Of the national list. Where several are true, take the one that stands first."),
            choices=choices,
            label_size="s",
        ),
        "told": _text(
            _("What the person reads"),
            "",
            _("What came of it, in plain words. You can leave it empty."),
            required=False,
        ),
    }
    return form_class(fields, StepForm)


def assign_form(workers: Sequence[tuple[str, str]]) -> type[StepForm]:
    """Return the class of the form that gives a request to somebody, or back to the queue."""
    choices = [*workers, ("nobody", _("Nobody: back to the queue"))]
    to = RadiosField(_("Who takes it"), [Required(_("Choose somebody"))], choices=choices, label_size="s")
    return form_class({"to": to}, StepForm)


def move_form(queues: Sequence[Queue]) -> type[StepForm]:
    """Return the class of the form with the queues that a request may go to, and with priorities."""
    fields = {
        "queue": SelectField(
            _("Queue"),
            [Required(_("Choose a queue"))],
            choices=[(queue.value, QUEUE_LABELS[queue]) for queue in queues],
            label_size="s",
        ),
        "priority": RadiosField(
            _("Priority"),
            [Required(_("Choose a priority"))],
            choices=[(one.value, PRIORITY_LABELS[one]) for one in Priority],
            label_size="s",
        ),
    }
    return form_class(fields, StepForm)


def same_form(references: Sequence[str]) -> type[StepForm]:
    """Return the class of the form that names the request which another is the same as."""
    choices = [(one, one) for one in references]
    other = RadiosField(_("The same as"), [Required(_("Choose a request"))], choices=choices, label_size="s")
    return form_class({"other": other}, StepForm)


def caller_form() -> type[Form]:
    """Return the class of the form with which a handler asks the council for a caller."""
    fields: dict[str, Any] = {
        "number": HiddenField(),
        "kind": RadiosField(
            _l("What do they ask for?"),
            [Required(_l("Choose what they ask for"))],
            choices=[(kind.value, labels.label(kind)) for kind in KINDS],
            label_size="s",
        ),
        "own_words": TextAreaField(
            _l("In their own words"),
            [Required(_l("Write what they said")), MaxLength(4000)],
            hint=_l("From the caller’s sheet. Read it back, and change what is not right."),
            label_size="s",
        ),
        "for_whom": RadiosField(
            _l("Who asks?"),
            [Required(_l("Choose who asks"))],
            choices=[(SELF, _l("The person, for themselves")), (OTHER, _l("Somebody else, for them"))],
            label_size="s",
        ),
        "name": TextField(
            _l("Name of the person it is about"),
            [Required(_l("Write the name")), MaxLength(200)],
            label_size="s",
        ),
        "postcode": TextField(_l("Their postcode (optional)"), [MaxLength(20)], label_size="s", width=10),
        "age": SelectField(
            _l("How old is the child or young person?"),
            choices=[
                ("", _l("It is about an adult")),
                *[(age.value, labels.label(age)) for age in ChildAge if age is not ChildAge.NOT_SAID],
            ],
            hint=_l("For help from children’s social care. The name above is then the child’s."),
            label_size="s",
        ),
        "asker_name": TextField(
            _l("Name of who asks"),
            [MaxLength(200)],
            hint=_l("Only where somebody else asks."),
            label_size="s",
        ),
        "phone": PhoneField(_l("Phone to reach them"), label_size="s", width=20),
        "email": EmailField(_l("Email to reach them (optional)"), label_size="s", width=20),
        "ways": CheckboxesField(
            _l("How do they want to hear from us?"),
            choices=[(way.value, labels.label(way)) for way in WAYS],
            label_size="s",
        ),
        "safe_time": TextField(_l("When is it safe to call? (optional)"), [MaxLength(300)], label_size="s"),
        "looks_after": TextField(
            _l("Whom they look after (optional)"),
            [MaxLength(300)],
            hint=_l("For a carer’s assessment."),
            label_size="s",
        ),
        "agrees": YesField(
            _l("I read this to them, and they agree"),
            [Required(_l("Read it to them, and tick the box if they agree"))],
        ),
    }
    return form_class(fields)
