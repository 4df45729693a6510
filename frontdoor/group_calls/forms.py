"""The form in which somebody asks a group for a call."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.forms import (
    CheckboxesField,
    Form,
    HiddenField,
    MaxLength,
    PhoneField,
    RadiosField,
    Required,
    TextAreaField,
    TextField,
    YesField,
    form_class,
)
from frontdoor.callbacks.details import CallBackDetails
from frontdoor.contacts.sheet import MOST_LINE
from frontdoor.people.forms import TIMES
from selfassess.referrals import labels
from selfassess.values.people import Answered, ContactWishes, Way

_MOST_WHY = 1000
_ANSWERS = (Answered.YES, Answered.NO, Answered.NOT_SURE)


def call_me_form(group: str) -> type[Form]:
    """Return the form of a service. `group`: who gets the number."""
    return form_class(
        {
            "key": HiddenField(),
            "name": TextField(
                _l("Your name"),
                [Required(_l("Write your name")), MaxLength(MOST_LINE)],
                label_size="s",
                autocomplete="name",
            ),
            "phone": PhoneField(
                _l("Your phone number"),
                [Required(_l("Write the number that they call")), MaxLength(MOST_LINE)],
                label_size="s",
                autocomplete="tel",
            ),
            "times": CheckboxesField(
                _l("When is a good time to call? (optional)"), choices=list(TIMES), label_size="s"
            ),
            "safe_time": TextField(
                _l("Is it only safe at certain times? (optional)"),
                [MaxLength(MOST_LINE)],
                label_size="s",
                hint=_l("For example: only after 2pm. They call at no other time."),
            ),
            "voicemail": RadiosField(
                _l("Can they leave a message if you don’t answer?"),
                [Required(_l("Choose if they can leave a message"))],
                choices=[(one.value, labels.label(one)) for one in _ANSWERS],
                label_size="s",
            ),
            "why": TextAreaField(
                _l("What do you want to talk about? (optional)"),
                [MaxLength(_MOST_WHY)],
                label_size="s",
                rows=3,
                hint=_l("A few words are enough. Leave out private things."),
            ),
            "agree": YesField(
                consent_words(group), [Required(_l("Tick the box if you agree. Without it, they can’t call"))]
            ),
        }
    )


def consent_words(group: str) -> str:
    """Return what somebody agrees to, in their language."""
    return _(
        "You can give my name, my number and what I wrote here to %(group)s, so that they call me",
        group=group,
    )


def details_of_form(form: Form, group: str) -> CallBackDetails:
    """Return whom the group calls, when, and what they agreed to."""
    wishes = ContactWishes(
        ways=(Way.PHONE,),
        times=tuple(form["times"].data),
        safe_time=form["safe_time"].data.strip(),
        voicemail_is_safe=Answered(form["voicemail"].data),
    )
    return CallBackDetails(
        name=form["name"].data,
        phone=form["phone"].data,
        why=form["why"].data,
        wishes=wishes,
        agreed=consent_words(group),
    )
