"""Forms of registering a group, claiming a listing, and deciding about it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core.forms import (
    Choice,
    EmailField,
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
from upkeep.joining.models import Proof

MOST_NAME, MOST_LINE, MOST_WORDS = 200, 200, 1500
NEW_GROUP = "new"


class _PersonForm(Form):
    """Who asks."""

    name = TextField(
        _l("Your name"),
        [Required(_l("Write your name")), MaxLength(MOST_NAME)],
        autocomplete="name",
        spellcheck=False,
        label_size="s",
        width=20,
    )
    email = EmailField(
        _l("Your email address"),
        [Required(_l("Write your email address"))],
        hint=_l("We send a link to it. It is not shown on the site."),
        label_size="s",
        width=20,
    )
    role = TextField(
        _l("What you do in the group"),
        [Required(_l("Write what you do in the group")), MaxLength(MOST_LINE)],
        hint=_l("For example: secretary, volunteer, manager."),
        label_size="s",
        width=20,
    )


class RegisterForm(_PersonForm):
    """A group that wants to be listed. `looked`: the page has shown what seems to be the same."""

    group = TextField(
        _l("Name of the group"),
        [Required(_l("Write the name of the group")), MaxLength(MOST_NAME)],
        label_size="s",
    )
    what = TextAreaField(
        _l("What the group does"),
        [Required(_l("Write what the group does")), MaxLength(MOST_WORDS)],
        hint=_l("Two or three sentences are enough."),
        label_size="s",
        rows=4,
    )
    area = TextField(
        _l("Town or postcode"),
        [Required(_l("Write a town or a postcode")), MaxLength(MOST_LINE)],
        hint=_l("Where you meet, or where you help people."),
        label_size="s",
        width=20,
    )
    phone = PhoneField(_l("Phone number of the group (optional)"), [MaxLength(60)], label_size="s", width=20)
    website = TextField(
        _l("Website (optional)"), [MaxLength(500)], label_size="s", spellcheck=False, autocomplete="off"
    )
    looked = HiddenField()


class ClaimForm(_PersonForm):
    """Somebody who looks after what a listing describes."""

    proof = RadiosField(
        _l("How can we check that it is your group?"),
        [Required(_l("Choose one"))],
        choices=[
            Choice(
                Proof.LISTING.value,
                _l("Send a link to the email address of the listing"),
                _l("Quick. Whoever reads that mailbox says yes."),
            ),
            Choice(Proof.OWN.value, _l("Ask us to look at it"), _l("We answer within a few working days.")),
        ],
        label_size="s",
    )
    what = TextAreaField(
        _l("How can we tell that it is your group?"),
        [MaxLength(MOST_WORDS)],
        hint=_l("Only if we shall look at it. For example: my name is on the group’s website."),
        label_size="s",
        rows=3,
    )

    def validate_what(self, field: Any) -> None:
        """Raise ValidationError where a moderator has nothing to go by."""
        if self.proof.data == Proof.OWN and not field.data:
            raise ValidationError(_("Write how we can tell that it is your group"))


class AcceptForm(Form):
    """Which organization the request is for: one that is listed, or a new one."""

    organization = RadiosField(
        _l("Which group is it?"), [Required(_l("Choose which group it is"))], choices=[], label_size="s"
    )


class DeclineForm(Form):
    """Why a request is declined."""

    reason = TextAreaField(
        _l("Why not? They read this."),
        [Required(_l("Write why, in words that the person can use")), MaxLength(MOST_WORDS)],
        label_size="s",
        rows=3,
    )
    sure = YesField(_l("Send this and decline"), [Required(_l("Tick the box to decline"))])
