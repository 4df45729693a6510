"""The fields of each step of a request, by their path in RequestValue, in the words for who asks."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from core.field_values import postcode
from core.forms import (
    CheckboxesField,
    DateOfBirthField,
    EmailField,
    MaxLength,
    PhoneField,
    RadiosField,
    Required,
    SelectField,
    TextAreaField,
    TextField,
)
from selfassess.referrals import call_windows, labels, required
from selfassess.referrals.draft import CALL_AT, HOME_WHEN, LIVES, NOW, Draft, RequestStep
from selfassess.values.people import Agreement, Answered, ChildAge, CommunicationNeed, Relation
from selfassess.values.request import RequestKind, Stay, WhyUs

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
        RequestStep.WHERE: _where_title(draft),
        RequestStep.FIRST: _("Before you go on"),
        RequestStep.ABOUT: _("About you") if draft.for_me else _("About the person"),
        RequestStep.ASKER: _("About you, who asks for them"),
        RequestStep.REACH: _("How can we reach you?") if mine else _("How can we reach them?"),
        RequestStep.TALKING: _("What helps when we talk?")
        if we_talk_with_you
        else _("What helps them when we talk?"),
        RequestStep.WORDS: _("In your own words"),
        RequestStep.CHECK: _("Check and send"),
    }[step]


def _line(label: str, validators: Sequence[Any] = (), **options: Any) -> TextField:
    return TextField(label, [*validators, MaxLength(MOST_LINE)], **options)


def _text(label: str, **options: Any) -> TextAreaField:
    return TextAreaField(label, [MaxLength(MOST_TEXT)], **options)


def _choices(kind: type[StrEnum], without: StrEnum) -> list[tuple[str, str]]:
    return [choice for choice in labels.choices(kind) if choice[0] != without.value]


def _who(draft: Draft) -> Fields:
    choices = _whose_children() if draft.kind is RequestKind.CHILDREN_HELP else _whom()
    return {
        "asker.relation": RadiosField(
            _who_label(draft),
            [Required(_("Choose who this is about"))],
            choices=[(relation.value, label) for relation, label in choices],
            heading=True,
        )
    }


def _whose_children() -> list[tuple[Relation, str]]:
    return [
        (Relation.SELF, _("Me. I am under 18")),
        (Relation.CARER, _("My child, or a child I look after")),
        (Relation.FAMILY_OR_FRIEND, _("A child in my family, or a friend")),
        (Relation.PROFESSIONAL, _("A child I work with or teach")),
        (Relation.OTHER, _("Another child or young person")),
    ]


def _whom() -> list[tuple[Relation, str]]:
    return [
        (Relation.SELF, _("Me")),
        (Relation.CARER, _("Someone I look after")),
        (Relation.FAMILY_OR_FRIEND, _("Someone in my family, or a friend")),
        (Relation.NEIGHBOUR, _("A neighbour")),
        (Relation.PROFESSIONAL, _("Someone I work with")),
        (Relation.OTHER, _("Someone else")),
    ]


def _who_label(draft: Draft) -> str:
    if draft.kind is RequestKind.CARERS_ASSESSMENT:
        return _("Who is the carer?")
    return _("Who are you asking for?")


def _where_title(draft: Draft) -> str:
    if draft.kind is RequestKind.CARERS_ASSESSMENT:
        return _("Where is the person who is looked after?")
    return _("Where are you?") if draft.for_me else _("Where are they?")


def _where(draft: Draft) -> Fields:
    """Where the person lives, by which the council is known; and where they are now, such as in hospital."""
    mine = draft.for_me and draft.kind is not RequestKind.CARERS_ASSESSMENT
    lives = _line(
        _("Where is your home? Postcode or town") if mine else _("Where is their home? Postcode or town"),
        validators=[Required(_("Write a postcode or a town. If you don’t know it, write “not known”"))],
        hint=_("So that you ask the right council. No home at the moment? Write the town you are in.")
        if mine
        else _("So that you ask the right council. Don’t know the postcode? The town is enough."),
        autocomplete="postal-code" if mine else "",
    )
    if draft.kind in _WITHOUT_STAY and not draft.in_hospital:
        return {LIVES: lives}
    now = [choice for choice in labels.choices(Stay) if choice[0] != Stay.NOT_SAID.value]
    home_when = (
        _("If you are in hospital: when do you go home? (optional)")
        if mine
        else _("If they are in hospital: when do they come home? (optional)")
    )
    return {
        LIVES: lives,
        NOW: RadiosField(
            _("Where are you now? (optional)") if mine else _("Where are they now? (optional)"), choices=now
        ),
        "whereabouts.now_at": _line(_("Which hospital or care home, or where? (optional)")),
        HOME_WHEN: _line(
            home_when, hint=_("For example: Friday, or 27 11 2026. Leave it empty if nobody knows yet.")
        ),
    }


_WITHOUT_STAY = (RequestKind.CALL_BACK, RequestKind.HUB_APPOINTMENT, RequestKind.CHILDREN_HELP)
"""Kinds that do not ask where somebody is now. Who said that they are in hospital finds that here all the
same.
"""


def _first(draft: Draft) -> Fields:
    """Why they send it to us, where the person lives in another council's area."""
    if not draft.is_elsewhere:
        return {}
    reasons = _choices(WhyUs, without=WhyUs.NOT_SAID)
    message = _("Choose why you send it to us, or ask the other council")
    return {
        "whereabouts.why_us": RadiosField(
            _("Why do you send it to us?"), [Required(message)], choices=reasons
        )
    }


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
    code = _("Your postcode") if mine else _("Their postcode")
    if not required.must_have(draft.kind, "about.postcode"):
        code += _(" (optional)")
    known = postcode_of_home(draft)
    fields = {
        "about.name": _line(_("Your name") if mine else _("Their name"), autocomplete=own("name")),
        "about.called": _line(called),
        "about.age": _child_age(mine),
        "about.born": DateOfBirthField(born, [MaxLength(MOST_LINE)], hint=_("For example, 31 3 1950")),
        "about.address": _text(address, autocomplete=own("street-address")),
        "about.postcode": _line(code, autocomplete=own("postal-code")),
    }
    return {path: field for path, field in fields.items() if path != "about.postcode" or not known}


def _child_age(mine: bool) -> RadiosField:
    return RadiosField(
        _("How old are you?") if mine else _("How old are they?"),
        [Required(_("Choose an age. You can choose “I’m not sure”"))],
        choices=_choices(ChildAge, without=ChildAge.NOT_SAID),
        hint=_("18 or over? Then another team helps: ask for a care assessment."),
    )


def postcode_of_home(draft: Draft) -> str:
    """Return the whole postcode that was written for the person's home; empty where there is none.

    A carer's own postcode is asked for apart, because the home is that of the person they look after.
    """
    if draft.kind is RequestKind.CARERS_ASSESSMENT:
        return ""
    return postcode(str(draft.values.get(LIVES) or "")) or ""


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
    fields = {
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
    offered = call_windows.offered(draft.kind)
    return {**fields, CALL_AT: _call_at(offered)} if offered else fields


def _call_at(offered: Sequence[tuple[str, str]]) -> SelectField:
    return SelectField(
        _("When should we ring? (optional)"),
        choices=[("", _("Any time that is good")), *offered],
        hint=_("Choose half an hour. Then we ring you in that time."),
    )


def _talking(_draft: Draft) -> Fields:
    return {
        "communication.needs": CheckboxesField(
            _("Choose all that help (optional)"), choices=labels.choices(CommunicationNeed)
        ),
        "communication.language": _line(_("If an interpreter: for which language? (optional)")),
        "communication.other": _line(_("Anything else we should know when we talk? (optional)")),
    }


def _words(draft: Draft) -> Fields:
    travel = [("yes", _("Yes, please visit")), ("no", _("No, I can come"))]
    asked = {
        RequestKind.REVIEW: _("What has changed, or which decision should we look at again? (optional)"),
        RequestKind.CHILDREN_HELP: _("What is going on? (optional)"),
    }.get(draft.kind, _("What matters most, or what is hard? (optional)"))
    child = draft.kind is RequestKind.CHILDREN_HELP
    looks_after = (
        _("Do you look after someone? Who is it? (optional)")
        if draft.for_me
        else _("Do they look after someone? Who is it? (optional)")
    )
    return {
        "own_words": _text(
            asked,
            hint=_("The person who calls reads this first."),
        ),
        "looks_after": _line(
            looks_after if child else _("Who do you look after? (optional)"),
            hint=_("For example: my mum, who is ill a lot")
            if child
            else _("For example: my mother, who has dementia"),
        ),
        "visit.cannot_travel": RadiosField(_("Is it hard to come to us?"), choices=travel),
        "visit.why": _line(_("If it is hard: why is that? (optional)")),
    }


_MAKERS = {
    RequestStep.WHO: _who,
    RequestStep.WHERE: _where,
    RequestStep.FIRST: _first,
    RequestStep.ABOUT: _about,
    RequestStep.ASKER: _asker,
    RequestStep.REACH: _reach,
    RequestStep.TALKING: _talking,
    RequestStep.WORDS: _words,
}
