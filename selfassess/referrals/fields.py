"""The fields of each step of a request, by their path in RequestValue, in the words for who asks."""

from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from core.forms import (
    CheckboxesField,
    DateOfBirthField,
    EmailField,
    MaxLength,
    PhoneField,
    RadiosField,
    Required,
    TextAreaField,
    TextField,
)
from selfassess.referrals import labels, required
from selfassess.referrals.draft import Draft, RequestStep
from selfassess.values.request import Agreement, Answered, CommunicationNeed, Relation, RequestKind

MOST_LINE, MOST_TEXT = 200, 10_000
"""Characters of a line, and of a longer text."""

Fields = dict[str, Any]
"""Fields of WTForms that are not bound to a form yet, by path."""


def fields_of(step: RequestStep, draft: Draft) -> Fields:
    """Return the fields of a step: those that this kind of request may have. "Check and send" has none."""
    made = _MAKERS[step](draft) if step in _MAKERS else {}
    return {path: field for path, field in made.items() if required.may_have(draft.kind, path)}


def title_of(step: RequestStep, draft: Draft) -> str:
    """Return the heading of a step."""
    mine = draft.for_me or draft.whom == "asker"
    we_talk_with_you = draft.for_me or draft.speaks_for_them
    return {
        RequestStep.WHO: _who_label(draft),
        RequestStep.ABOUT: _("About you") if draft.for_me else _("About the person"),
        RequestStep.ASKER: _("About you, who asks for them"),
        RequestStep.REACH: _("How can we reach you?") if mine else _("How can we reach them?"),
        RequestStep.TALKING: _("What helps when we talk?")
        if we_talk_with_you
        else _("What helps them when we talk?"),
        RequestStep.WORDS: _("In your own words"),
        RequestStep.CHECK: _("Check and send"),
    }[step]


def _line(label: str, **options: Any) -> TextField:
    return TextField(label, [MaxLength(MOST_LINE)], **options)


def _text(label: str, **options: Any) -> TextAreaField:
    return TextAreaField(label, [MaxLength(MOST_TEXT)], **options)


def _choices(kind: type[StrEnum], without: StrEnum) -> list[tuple[str, str]]:
    return [choice for choice in labels.choices(kind) if choice[0] != without.value]


def _who(draft: Draft) -> Fields:
    choices = [
        (Relation.SELF, _("Me")),
        (Relation.CARER, _("Someone I look after")),
        (Relation.FAMILY_OR_FRIEND, _("Someone in my family, or a friend")),
        (Relation.NEIGHBOUR, _("A neighbour")),
        (Relation.PROFESSIONAL, _("Someone I work with")),
        (Relation.OTHER, _("Someone else")),
    ]
    return {
        "asker.relation": RadiosField(
            _who_label(draft),
            [Required(_("Choose who this is about"))],
            choices=[(relation.value, label) for relation, label in choices],
            heading=True,
        )
    }


def _who_label(draft: Draft) -> str:
    if draft.kind is RequestKind.CARERS_ASSESSMENT:
        return _("Who is the carer?")
    return _("Who do you ask for?")


def _about(draft: Draft) -> Fields:
    """The person it is about. Browsers fill in the details of who writes, so only theirs are offered."""
    mine = draft.for_me

    def own(autocomplete: str) -> str:
        return autocomplete if mine else ""

    called = (
        _("What would you like us to call you? (optional)")
        if mine
        else _("What do they like to be called? (optional)")
    )
    born = _("Your date of birth (optional)") if mine else _("Their date of birth (optional)")
    address = _("Your address (optional)") if mine else _("Their address (optional)")
    postcode = _("Your postcode") if mine else _("Their postcode")
    if not required.must_have(draft.kind, "about.postcode"):
        postcode += _(" (optional)")
    return {
        "about.name": _line(_("Your name") if mine else _("Their name"), autocomplete=own("name")),
        "about.called": _line(called),
        "about.born": DateOfBirthField(born, [MaxLength(MOST_LINE)], hint=_("For example, 31 3 1950")),
        "about.address": _text(address, autocomplete=own("street-address")),
        "about.postcode": _line(postcode, autocomplete=own("postal-code")),
    }


def _asker(_draft: Draft) -> Fields:
    """Who asks for somebody else."""
    whom = [("asker", _("Me")), ("person", _("The person it is about"))]
    return {
        "asker.name": _line(_("Your name"), autocomplete="name"),
        "asker.agreement": RadiosField(
            _("Do they agree that you ask us?"),
            [Required(_("Choose whether they agree"))],
            choices=_choices(Agreement, without=Agreement.NOT_SAID),
        ),
        "asker.why_no_agreement": _line(_("If they don’t agree, or don’t know: why is that? (optional)")),
        "contact.whom": RadiosField(
            _("Who should we get in touch with?"),
            [Required(_("Choose who we should get in touch with"))],
            choices=whom,
        ),
    }


def _reach(draft: Draft) -> Fields:
    mine = draft.for_me or draft.whom == "asker"
    ways = required.ways_offered(draft.kind, "asker" if draft.whom == "asker" else "person")
    times = (_("Mornings"), _("Afternoons"), _("Early evenings"), _("Any time"))
    return {
        "contact.ways": CheckboxesField(
            _("How should we get in touch?"), choices=[(way.value, labels.label(way)) for way in ways]
        ),
        f"{draft.whom}.phone": PhoneField(
            _("Phone number"), [MaxLength(MOST_LINE)], autocomplete="tel" if mine else ""
        ),
        f"{draft.whom}.email": EmailField(
            _("Email address (optional)"),
            [MaxLength(MOST_LINE)],
            message=_("Write an email address like name@example.com"),
            autocomplete="email" if mine else "",
        ),
        "contact.times": CheckboxesField(
            _("Which times are good? (optional)"), choices=[(time, time) for time in times]
        ),
        "contact.safe_time": _line(
            _("When is it safe to call? (optional)"),
            hint=_(
                "If someone could listen in or see your phone, tell us when it is safe. "
                "We won’t call at any other time."
            ),
        ),
        "contact.voicemail_is_safe": RadiosField(
            _("Is it safe to leave a message? (optional)"),
            choices=_choices(Answered, without=Answered.NOT_SAID),
        ),
    }


def _talking(_draft: Draft) -> Fields:
    return {
        "communication.needs": CheckboxesField(
            _("Choose all that help (optional)"), choices=labels.choices(CommunicationNeed)
        ),
        "communication.language": _line(_("If an interpreter: for which language? (optional)")),
        "communication.other": _line(_("Anything else we should know when we talk? (optional)")),
    }


def _words(_draft: Draft) -> Fields:
    travel = [("yes", _("Yes, please visit")), ("no", _("No, I can come"))]
    return {
        "own_words": _text(
            _("What matters most, or what is hard? (optional)"),
            hint=_("The person who calls reads this first."),
        ),
        "looks_after": _line(
            _("Who do you look after? (optional)"), hint=_("For example: my mother, who has dementia")
        ),
        "visit.cannot_travel": RadiosField(_("Is it hard to come to us?"), choices=travel),
        "visit.why": _line(_("If it is hard: why is that? (optional)")),
    }


_MAKERS = {
    RequestStep.WHO: _who,
    RequestStep.ABOUT: _about,
    RequestStep.ASKER: _asker,
    RequestStep.REACH: _reach,
    RequestStep.TALKING: _talking,
    RequestStep.WORDS: _words,
}
