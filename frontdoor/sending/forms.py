"""The form of a summary, and the one of its preview."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form as WTForm

from core.forms import (
    CheckboxesField,
    EmailField,
    Form,
    HiddenField,
    MaxLength,
    PhoneField,
    RadiosField,
    TextAreaField,
    TextField,
    YesField,
    form_class,
)
from core.settings import Settings
from directory.my_list.saved import SavedService
from frontdoor.people.safe_contact import Refusal
from frontdoor.sending.content import ServiceWhy, SummaryContent
from frontdoor.sending.kinds import SummaryChannel
from frontdoor.sending.labels import CHANNELS, FORMS
from frontdoor.sending.postal import address_lines, is_postal_address
from selfassess.referrals.emails import mobile_number

MOST_WORDS = 1500
MOST_WHY = 300
MOST_TEXT = 2000


class SummaryForm(Form):
    """How the summary goes, to whom, and its words. Fields named "why-" and a service's id come with each."""

    key = HiddenField()
    channel = RadiosField(_l("How they get it"), choices=list(CHANNELS.items()), label_size="m")
    phone = PhoneField(_l("Mobile number"), label_size="s", autocomplete="off", width=20)
    email = EmailField(_l("Email address"), label_size="s", autocomplete="off")
    address = TextAreaField(
        _l("Name and address for a letter"),
        [MaxLength(500)],
        hint=_l("As on an envelope. The last line is the postcode."),
        label_size="s",
        rows=4,
    )
    form = RadiosField(_l("Print"), choices=list(FORMS.items()), label_size="s")
    opening = TextAreaField(_l("First words"), [MaxLength(MOST_WORDS)], label_size="s", rows=3)
    closing = TextAreaField(_l("Last words"), [MaxLength(MOST_WORDS)], label_size="s", rows=2)

    def is_whole(self) -> bool:
        """Validate, and say at its field what the chosen channel needs."""
        valid = self.validate()
        need: dict[str, Callable[[], bool]] = {
            SummaryChannel.TEXT: self._has_mobile,
            SummaryChannel.EMAIL: self._has_email,
            SummaryChannel.POST: self._has_address,
        }
        if not self.channel.data:
            self.channel.errors = [_l("Choose how they get it")]
            return False
        check = need.get(self.channel.data)
        return (check is None or check()) and valid

    def _has_mobile(self) -> bool:
        if not self.phone.data or mobile_number(self.phone.data) is None:
            self.phone.errors = [_l("Write a British mobile number, like 07700 900123")]
            return False
        return True

    def _has_email(self) -> bool:
        if not self.email.data:
            self.email.errors = [_l("Write their email address")]
            return False
        return True

    def _has_address(self) -> bool:
        if not is_postal_address(self.address.data):
            self.address.errors = [
                _l("Write 3 to 7 lines: the name, the street and the town, and last the whole postcode")
            ]
            return False
        return True

    @property
    def recipient(self) -> str:
        """The number, the e-mail address or the lines of the address that the channel needs."""
        found: dict[str, str] = {
            SummaryChannel.TEXT: mobile_number(self.phone.data) or "",
            SummaryChannel.EMAIL: self.email.parsed or "",
            SummaryChannel.POST: "\n".join(address_lines(self.address.data)),
            SummaryChannel.PRINT: "\n".join(address_lines(self.address.data)),
        }
        return found.get(self.channel.data, "")

    def content(self, service_ids: Sequence[str]) -> SummaryContent:
        """Return the words as they were typed."""
        services = tuple(ServiceWhy(each, self[why_name(each)].data) for each in service_ids)
        return SummaryContent(
            self.opening.data.strip(), self.closing.data.strip(), services, recipient=self.recipient
        )


def why_name(service_id: str) -> str:
    """Return the name of the field that says why a service may help."""
    return f"why-{service_id}"


def summary_form(settings: Settings, items: Sequence[SavedService]) -> type[SummaryForm]:
    """Return the form for these services, with the channels that this site has."""
    offered = [
        (channel, label)
        for channel, label in CHANNELS.items()
        if (channel is not SummaryChannel.TEXT or settings.can_text)
        and (channel is not SummaryChannel.POST or settings.can_post)
    ]
    fields: Mapping[str, Any] = {
        "channel": RadiosField(_l("How they get it"), choices=offered, label_size="m"),
        **{
            why_name(item.card.service_id): TextField(
                _l("Why it may help them"), [MaxLength(MOST_WHY)], label_size="s"
            )
            for item in items
        },
    }
    made: type[Any] = form_class(fields, SummaryForm)
    return made


class SendingForm(Form):
    """What the preview asks: the text message, and what the person agreed to."""

    text = TextAreaField(
        _l("The text message"), [MaxLength(MOST_TEXT)], label_size="m", rows=8, spellcheck=True
    )
    again = YesField(_l("Send it once more all the same"))

    def shows_again(self) -> bool:
        """Return whether the box "once more" was sent back."""
        return bool(self.again.data)


def sending_form(to_confirm: Sequence[Refusal]) -> type[SendingForm]:
    """Return the form with a box for each thing that the person has to agree to."""
    if not to_confirm:
        return SendingForm
    boxes = CheckboxesField(
        _l("I asked them, and this is all right for them"),
        choices=[(each.code, each.words) for each in to_confirm],
        label_size="s",
        item_id=lambda _number, choice: choice.value,
    )
    made: type[Any] = form_class({"confirmed": boxes}, SendingForm)
    return made


def confirmed_in(form: WTForm) -> frozenset[str]:
    """Return the codes of what the person agreed to."""
    return frozenset(form["confirmed"].data) if "confirmed" in form else frozenset()
