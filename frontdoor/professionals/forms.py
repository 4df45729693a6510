"""The form in which a professional refers somebody, and the form of a referring organisation."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import clock
from core.forms import (
    CheckboxesField,
    Choice,
    DateOfBirthField,
    EmailField,
    Form,
    MaxLength,
    PhoneField,
    PostcodeField,
    RadiosField,
    Required,
    SelectField,
    TextAreaField,
    TextField,
)
from selfassess.referrals.draft import age_group
from selfassess.referrals.labels import label
from selfassess.values.concern import SharingBasis
from selfassess.values.people import CommunicationNeed, Way
from selfassess.values.professional import Urgency
from selfassess.values.request import RequestKind

MOST_LINE, MOST_TEXT = 320, 4000

TEAMS = (
    RequestKind.NEEDS_ASSESSMENT,
    RequestKind.CARERS_ASSESSMENT,
    RequestKind.OCCUPATIONAL_THERAPY,
    RequestKind.REABLEMENT,
    RequestKind.HOSPITAL_DISCHARGE,
    RequestKind.MENTAL_HEALTH,
)
"""What professionals ask for. A worry about somebody's safety has a form of its own."""

KINDS = {
    "gp": _l("GP surgery"),
    "hospital": _l("Hospital"),
    "community_nhs": _l("NHS in the community"),
    "police_fire": _l("Police, fire or ambulance"),
    "housing": _l("Housing"),
    "school": _l("School or college"),
    "voluntary": _l("Charity or group"),
    "care_provider": _l("Care provider"),
    "other": _l("Another kind"),
}
"""Kinds of referring organisations."""


class OrganizationForm(Form):
    """An organisation that gets a form."""

    name = TextField(
        _l("Name of the organisation"), [Required(_l("Write the name")), MaxLength(200)], label_size="s"
    )
    kind = SelectField(
        _l("What is it?"),
        [Required(_l("Choose what it is"))],
        choices=[("", _l("Choose")), *KINDS.items()],
        label_size="s",
    )


def _line(text: object, *validators: object, **options: object) -> TextField:
    return TextField(text, [*validators, MaxLength(MOST_LINE)], label_size="s", **options)  # type: ignore[arg-type]


def _area(text: object, *validators: object, **options: object) -> TextAreaField:
    return TextAreaField(text, [*validators, MaxLength(MOST_TEXT)], label_size="s", rows=4, **options)


class ReferForm(Form):
    """Who refers whom, why, and how the person agreed. Its pages are in steps.py."""

    team = RadiosField(
        _l("What do you ask for?"),
        [Required(_l("Choose what you ask for"))],
        choices=[(kind.value, "") for kind in TEAMS],
    )
    urgency = RadiosField(
        _l("How soon?"), [Required(_l("Choose how soon"))], choices=[(one.value, "") for one in Urgency]
    )
    why = _area(_l("Why now?"), Required(_l("Write why you refer them now")))
    about_name = _line(_l("Their name"), Required(_l("Write their name")))
    born = DateOfBirthField(
        _l("Their date of birth (optional)"),
        [MaxLength(MOST_LINE)],
        label_size="s",
        hint=_l("For example, 31 3 1950"),
    )
    address = _line(_l("Their address (optional)"))
    postcode = PostcodeField(
        _l("Their postcode (optional)"), [MaxLength(MOST_LINE)], label_size="s", autocomplete=""
    )
    hospital = _line(_l("If they are in hospital: which hospital and ward? (optional)"))
    home_when = _line(_l("If they are in hospital: when do they go home? (optional)"))
    looks_after = _line(_l("For a carer: who do they look after? (optional)"))
    matters = _area(
        _l("What matters to them, in their words? (optional)"),
        hint=_l("The person who calls reads this first."),
    )
    going_well = _area(
        _l("What is going well? (optional)"), hint=_l("What they can do, and who and what helps already.")
    )
    risks = _area(
        _l("What are the risks? (optional)"), hint=_l("For the person, and for those who visit them.")
    )
    whom = RadiosField(
        _l("Who should we get in touch with?"),
        [Required(_l("Choose who we should get in touch with"))],
        choices=[("person", _l("The person")), ("asker", _l("You"))],
        label_size="s",
    )
    phone = PhoneField(_l("Their phone number (optional)"), [MaxLength(MOST_LINE)], label_size="s")
    safe_time = _line(_l("When is it safe to call them? (optional)"))
    needs = CheckboxesField(
        _l("What do they need to follow? (optional)"),
        choices=[(one.value, "") for one in CommunicationNeed],
        label_size="s",
    )
    language = _line(_l("If an interpreter: for which language? (optional)"))
    basis = RadiosField(
        _l("May you tell us?"),
        [Required(_l("Choose why you may tell us"))],
        choices=[(one.value, "") for one in SharingBasis if one is not SharingBasis.NOT_SAID],
    )
    why_no_agreement = _line(
        _l("If they did not agree: why not?"), hint=_l("Leave it empty where they agreed.")
    )

    who_name = _line(_l("Your name"), Required(_l("Write your name")), autocomplete="name")
    who_role = _line(_l("Your role"), Required(_l("Write your role")), hint=_l("For example: district nurse"))
    who_phone = PhoneField(
        _l("Your phone number"),
        [Required(_l("Write your phone number")), MaxLength(MOST_LINE)],
        label_size="s",
        autocomplete="tel",
    )
    who_email = EmailField(
        _l("Your email address (optional)"),
        [MaxLength(MOST_LINE)],
        label_size="s",
        hint=_l("We send the reference there, and nothing about the person."),
    )

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        for field, kinds in (
            (self.team, RequestKind),
            (self.urgency, Urgency),
            (self.needs, CommunicationNeed),
            (self.basis, SharingBasis),
        ):
            field.choices = [Choice(one.value, label(kinds(one.value))) for one in field.choices]

    def validate(self) -> bool:
        """Refuse what one field alone does not show: how to reach the person, and why they did not agree."""
        is_valid: bool = super().validate()
        if self.basis.data and self.basis.data != SharingBasis.AGREED and not self.why_no_agreement.data:
            self.why_no_agreement.errors = [_("Write why they did not agree")]
            is_valid = False
        if self.whom.data == "person" and not self.phone.data:
            self.phone.errors = [_("Write their phone number, or choose that we get in touch with you")]
            is_valid = False
        if self.team.data == RequestKind.OCCUPATIONAL_THERAPY and not self.postcode.data:
            self.postcode.errors = [_("Write their postcode, so that the right team comes")]
            is_valid = False
        if self.born.parsed and age_group(self.born.parsed, clock.today()):
            self.born.errors = [_("People under 18 have another team. Call us, or use the form for children")]
            is_valid = False
        return is_valid


WAYS = (Way.PHONE,)
"""How professionals' requests are answered: by phone."""


class InviteProfessionalForm(Form):
    """Somebody who shall refer people for an organisation."""

    email = EmailField(
        _l("Email address"), [Required(_l("Write an email address"))], label_size="s", width=20
    )
