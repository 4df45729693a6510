"""The forms about people who agreed to be known."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.models import Account
from core.field_values import british_phone, email_address, has_phone_digits
from core.forms import (
    CheckboxesField,
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
    form_class,
)
from frontdoor.contacts.sheet import MOST_LINE
from frontdoor.people.agreement import LOOK_LABELS
from frontdoor.people.needs import ListedNeed, ListedNeeds
from frontdoor.people.record import Agreed, PersonRecord, Worker
from frontdoor.people.safe_contact import forbidden
from frontdoor.people.services import RecognisedBy
from selfassess.referrals import labels
from selfassess.values.people import Answered, Communication, ContactWishes, Person, Way

MOST_WORDS = 2000
PHONE, EMAIL = "phone", "email"
TIMES = (
    ("mornings", _l("Mornings")),
    ("afternoons", _l("Afternoons")),
    ("evenings", _l("Early evenings")),
)
_MESSAGES = ((Answered.YES.value, _l("Yes")), (Answered.NO.value, _l("No")), ("not_said", _l("Not asked")))


class FindForm(Form):
    """What recognises somebody."""

    known_by = TextField(
        _l("Their reference, or the phone number or email address that they agreed to be known by"),
        [Required(_l("Write a reference, a phone number or an email address")), MaxLength(MOST_LINE)],
        label_size="s",
        autocomplete="off",
        spellcheck=False,
        width=20,
    )


class LookForm(Form):
    """Why somebody looks at a restricted person."""

    why = RadiosField(
        _l("Why do you need to see this record?"),
        [Required(_l("Choose why you need to see this record"))],
        choices=LOOK_LABELS.items(),
    )
    words = TextAreaField(
        _l("In your words"),
        [Required(_l("Write in a few words why you need to see it")), MaxLength(MOST_WORDS)],
        rows=3,
        label_size="s",
    )


class PersonForm(Form):
    """The base of the form about a person."""

    def is_whole(self, listed: ListedNeeds, worker: Account | None) -> bool:
        """Validate each field, and what belongs together. `worker`: the account with the worker's address."""
        if not self.validate():
            return False
        if PHONE in self.recognise_by.data and not british_phone(self.phone.data):
            self.phone.errors = [_("Write the phone number by which we may know them")]
        elif self.phone.data and not has_phone_digits(self.phone.data):
            self.phone.errors = [_("Write a phone number with its area code, like 01632 960100")]
        if EMAIL in self.recognise_by.data and not email_address(self.email.data):
            self.email.errors = [_("Write the email address by which we may know them")]
        self._check_ways(listed)
        if self.worker_email.data and worker is None:
            self.worker_email.errors = [_("Nobody with this email address works on calls or requests here")]
        if not self.worker_name.data and (self.worker_role.data or self.worker_email.data):
            self.worker_name.errors = [_("Write the name of who works with them")]
        return not self.errors

    def _check_ways(self, listed: ListedNeeds) -> None:
        communication = listed.communication(self.needs.data)
        wishes = ContactWishes(ways=tuple(Way(one) for one in self.ways.data))
        for way in wishes.ways:
            if (refusal := forbidden(wishes, communication, way)) is not None:
                self.ways.errors = [f"{refusal.words} {_('Change one of the two.')}"]

    def recognised_by(self) -> RecognisedBy:
        """Return what the person agreed to be recognised by."""
        return RecognisedBy(phone=PHONE in self.recognise_by.data, email=EMAIL in self.recognise_by.data)

    def record(self, agreed: Agreed, listed: ListedNeeds, worker: Account | None) -> PersonRecord:
        """Return what is stored, after `is_whole`."""
        workers: tuple[Worker, ...] = ()
        if self.worker_name.data:
            workers = (
                Worker(
                    self.worker_name.data,
                    self.worker_role.data,
                    self.worker_phone.data,
                    worker.id if worker else "",
                ),
            )
        return PersonRecord(
            person=Person(
                name=self.name.data,
                called=self.called.data,
                address=self.address.data,
                postcode=self.postcode.data,
                phone=self.phone.data,
                email=self.email.data,
            ),
            agreed=agreed,
            wishes=ContactWishes(
                ways=tuple(Way(one) for one in self.ways.data),
                times=tuple(self.times.data),
                safe_time=self.safe_time.data,
                voicemail_is_safe=Answered(self.voicemail.data or Answered.NOT_SAID),
            ),
            communication=self._communication(listed),
            listed_needs=tuple(self.needs.data),
            other_needs=self.other_needs.data,
            language=self.language.data,
            works_with=workers,
        )

    def _communication(self, listed: ListedNeeds) -> Communication:
        return listed.communication(self.needs.data, self.language.data, self.other_needs.data)

    @property
    def shares_needs(self) -> bool:
        """Whether the needs may be passed on with a referral."""
        return bool(self.share_needs.data)


def _line(label: Any, most: int = MOST_LINE, **options: Any) -> TextField:
    return TextField(label, [MaxLength(most)], label_size="s", autocomplete="off", **options)


def _small(component: str) -> dict[str, str]:
    return {"classes": f"govuk-{component}--small"}


def person_form(offered: Sequence[ListedNeed], *, agrees: bool) -> type[PersonForm]:
    """Return the class of the form. `agrees`: whether it asks for the agreement too."""
    fields: dict[str, Any] = {}
    if agrees:
        fields["agreed"] = YesField(
            _l("I read this out, and they agree"),
            [Required(_l("Read the words out. Tick this if they agree"))],
        )
    fields |= {
        "recognise_by": CheckboxesField(
            _l("We may know them by their reference, and by"),
            choices=[(PHONE, _l("their phone number")), (EMAIL, _l("their email address"))],
            label_size="s",
            params=_small("checkboxes"),
        ),
        "name": TextField(
            _l("Name"), [Required(_l("Write their name")), MaxLength(200)], label_size="s", autocomplete="off"
        ),
        "called": _line(_l("What they like to be called (optional)")),
        "phone": PhoneField(_l("Phone number (optional)"), [MaxLength(MOST_LINE)], label_size="s", width=20),
        "email": EmailField(
            _l("Email address (optional)"), [MaxLength(MOST_LINE)], label_size="s", autocomplete="off"
        ),
        "address": _line(_l("Address (optional)")),
        "postcode": _line(_l("Postcode (optional)"), 20, width=10),
        "needs": CheckboxesField(
            _l("What do they need, so that they can follow us?"),
            choices=[(one.id, one.label) for one in offered],
            label_size="s",
            params=_small("checkboxes"),
        ),
        "other_needs": _line(_l("Anything else they need, in their words (optional)")),
        "language": _line(_l("Language, if not English (optional)"), 40, width=20),
        "share_needs": YesField(_l("We may pass these needs on with a request"), params=_small("checkboxes")),
        "ways": CheckboxesField(
            _l("How do they want to be reached? (optional)"),
            choices=[(way.value, labels.label(way)) for way in Way],
            label_size="s",
            params=_small("checkboxes"),
        ),
        "times": CheckboxesField(
            _l("Which times are good? (optional)"),
            choices=TIMES,
            label_size="s",
            params=_small("checkboxes"),
        ),
        "safe_time": _line(
            _l("When is it safe to call? (optional)"),
            hint=_l("In their words. Nobody rings at another time."),
        ),
        "voicemail": RadiosField(
            _l("Is it safe to leave a message?"),
            choices=_MESSAGES,
            label_size="s",
            params=_small("radios"),
        ),
        "worker_name": _line(_l("Who already works with them? Name (optional)"), 200),
        "worker_role": _line(_l("What they do (optional)"), 200, hint=_l("For example: social worker.")),
        "worker_phone": _line(_l("Their phone number (optional)"), width=20),
        "worker_email": _line(
            _l("Email address of their account here (optional)"),
            hint=_l("Then you can tell them when the person gets in touch."),
        ),
        "version": HiddenField(),
    }
    made = form_class(fields, PersonForm)
    assert issubclass(made, PersonForm)
    return made


def data_of(record: PersonRecord, by: RecognisedBy, worker_email: str, version: int) -> dict[str, Any]:
    """Return the values with which the form about a known person begins."""
    person, wishes = record.person, record.wishes
    worker = record.works_with[0] if record.works_with else Worker("")
    return {
        "recognise_by": [name for name, is_so in ((PHONE, by.phone), (EMAIL, by.email)) if is_so],
        "name": person.name,
        "called": person.called,
        "phone": person.phone,
        "email": person.email,
        "address": person.address,
        "postcode": person.postcode,
        "needs": record.listed_needs,
        "other_needs": record.other_needs,
        "language": record.language,
        "share_needs": record.agreed.to_share_needs,
        "ways": [way.value for way in wishes.ways],
        "times": wishes.times,
        "safe_time": wishes.safe_time,
        "voicemail": wishes.voicemail_is_safe.value,
        "worker_name": worker.name,
        "worker_role": worker.role,
        "worker_phone": worker.phone,
        "worker_email": worker_email,
        "version": str(version),
    }
