"""Forms of passing somebody on to a group, and of the group's answer."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.forms import (
    CheckboxesField,
    Choice,
    Form,
    HiddenField,
    MaxLength,
    RadiosField,
    Required,
    TextAreaField,
    YesField,
)
from core.forms.form import form_class
from frontdoor.group_referrals.labels import NEXT_STEPS, PROGRESS, REASONS
from frontdoor.group_referrals.queries import Target
from frontdoor.group_referrals.shared import SHAREABLE

MOST_WORDS = 2000
MOST_BOX_HINT = 80


def choose_form(targets: Sequence[Target], boxes: Mapping[str, str]) -> type[Form]:
    """Return the form in which a handler chooses a service, and what is passed on.

    Only services that take the referral, and boxes that have a text, can be chosen.
    """
    services = [
        Choice(target.service_id, target.service, _how(target)) for target in targets if not target.why_not
    ]
    texts = [Choice(name, SHAREABLE[name], _short(text)) for name, text in boxes.items()]
    return form_class(
        {
            "service": RadiosField(
                _l("Which service?"),
                [Required(_l("Choose a service"))],
                choices=services,
                item_id=lambda number, _choice: str(number),
            ),
            "share": CheckboxesField(
                _l("What may we tell them?"),
                [Required(_l("Choose what we may tell them"))],
                hint=_l("Ask about each. Choose only what the group needs."),
                choices=texts,
            ),
        }
    )


def _how(target: Target) -> str:
    """Return how the group is told, in words."""
    if target.accounts:
        return _("%(group)s gets an email and answers here.", group=target.group)
    if target.mailbox:
        return _("%(group)s has no account here yet. The email says how to get one.", group=target.group)
    return _("%(group)s has no account and no email address. You tell them by phone.", group=target.group)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= MOST_BOX_HINT else f"{one_line[:MOST_BOX_HINT]}…"


class SendForm(Form):
    """What is read back before a referral is sent."""

    key = HiddenField()
    service = HiddenField()
    ask = TextAreaField(
        _l("What should the group do? (optional)"),
        [MaxLength(MOST_WORDS)],
        hint=_l("For example: call to tell them how to join. Read it to the person too."),
        rows=3,
    )
    agree = YesField(
        _l("I have read this to the person, and they agree"),
        [Required(_l("Read the words to the person. Tick the box if they agree"))],
    )


class DeclineForm(Form):
    """Why a group declines."""

    reason = RadiosField(
        _l("Why can’t you help?"), [Required(_l("Choose a reason"))], choices=list(REASONS.items())
    )
    words = TextAreaField(
        _l("What should we know? (optional)"),
        [MaxLength(MOST_WORDS)],
        hint=_l("For example: who may be able to help, or when you have space again."),
        rows=3,
        label_size="s",
    )

    def validate(self) -> bool:
        """Ask for words where the reason is none of the list."""
        is_valid: bool = super().validate()
        if self.reason.data == "other" and not self.words.data.strip():
            self.words.errors = [_("Write the reason in a few words")]
            return False
        return is_valid


class ProgressForm(Form):
    """What came of a referral that a group accepted."""

    progress = RadiosField(
        _l("How is it going?"), [Required(_l("Choose how it is going"))], choices=list(PROGRESS.items())
    )
    progress_words = TextAreaField(
        _l("What should we know? (optional)"), [MaxLength(MOST_WORDS)], rows=3, label_size="s"
    )


class SettleForm(Form):
    """What a call handler did about a referral that came back."""

    next_step = RadiosField(
        _l("What happens now?"),
        [Required(_l("Choose what happens now"))],
        choices=list(NEXT_STEPS.items()),
    )
