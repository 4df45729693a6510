"""The fields of the three parts of a worry, in words for an adult, a child, or the person who writes."""

from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from core.forms import (
    CheckboxesField,
    Choice,
    EmailField,
    MaxLength,
    PhoneField,
    RadiosField,
    Required,
    TextAreaField,
    TextField,
    YesField,
)
from selfassess.referrals import labels
from selfassess.values.concern import Harm, SharingBasis, Subject
from selfassess.values.people import Answered
from selfassess.worries.told import NAMED, PROFESSIONAL, UNNAMED, Part, Told

MOST_LINE, MOST_TEXT = 300, 10_000
"""Characters of a line, and of a longer text."""

Fields = dict[str, Any]
"""Fields of WTForms that are not bound to a form yet, by their names in HTML."""


FOLDED = ("wants", "has_needs", "can_keep_safe", "name", "others_at_risk", "child_too")
"""Fields of the second part that are folded away: good to know, and nobody must read them."""
OWN_DETAILS = (
    "your_name",
    "known_how",
    "keep_private",
    "phone",
    "email",
    "safe_time",
    "never",
    "helps",
    "role",
    "organisation",
    "done",
    "basis",
)
"""Fields about who writes, which are not kept where they stay anonymous."""


def fields_of(part: Part, told: Told) -> Fields:
    """Return the fields of a part of the form. `told`: what was told so far decides the words."""
    return {Part.WHERE: _where, Part.WHAT: _what, Part.YOU: _you}[part](told)


def title_of(part: Part, told: Told) -> str:
    """Return the heading of a part."""
    return {
        Part.WHERE: _("Tell us about a worry"),
        Part.WHAT: _("What is happening to you?") if told.about_me else _("What is happening?"),
        Part.YOU: _("How can we reach you?") if told.about_me else _("About you"),
    }[part]


def _line(label: str, **options: Any) -> TextField:
    return TextField(label, [MaxLength(MOST_LINE)], **options)


def _text(label: str, **options: Any) -> TextAreaField:
    return TextAreaField(label, [MaxLength(MOST_TEXT)], **options)


def _choices(kind: type[StrEnum], without: StrEnum | None = None) -> list[tuple[str, str]]:
    return [choice for choice in labels.choices(kind) if without is None or choice[0] != without.value]


def _yes_or_no(label: str, **options: Any) -> RadiosField:
    return RadiosField(label, choices=_choices(Answered, without=Answered.NOT_SAID), **options)


def _where(told: Told) -> Fields:
    found: Fields = {
        "danger": _yes_or_no(
            _("Is someone in danger right now?"),
            hint=_("Danger means: they may be badly hurt, or die, if nobody comes. Then call 999 first."),
        ),
        "subject": RadiosField(
            _("Who are you worried about?"),
            [Required(_("Choose who you are worried about"))],
            choices=_choices(Subject),
        ),
        "where": _text(
            _("Where can we find them?"),
            rows=3,
            hint=_(
                "An address is best. Or where they are right now, or how we could find them. "
                "If it is about you: where are you?"
            ),
        ),
    }
    if told.where_missing:
        found["where_not_known"] = YesField(_("I don’t know where they are"))
        found["how_to_find"] = _text(
            _("What else could help us to find them?"),
            rows=3,
            hint=_(
                "For example: their name, a phone number, their doctor, school or work, a car, a place they go to."
            ),
        )
    found["place"] = _line(
        _("Postcode or town (optional)"),
        hint=_("If they are in another area, we tell you which council to call."),
        width=20,
        autocomplete="off",
    )
    return found


def _what(told: Told) -> Fields:
    mine = told.about_me
    found: Fields = {
        "own_words": TextAreaField(
            _("In your own words"),
            [
                Required(_("Tell us what is happening, in a few words")),
                MaxLength(MOST_TEXT),
            ],
            rows=6,
            hint=_("What happened, and when? Who does it? You don’t need proof. A few words are enough.")
            if mine
            else _("What did you see or hear, and when? You don’t need proof. A few words are enough."),
        ),
        "harms": CheckboxesField(
            _("Does any of this fit? (optional)"),
            choices=_harms(mine),
        ),
        "safe_today": _yes_or_no(
            _("Are you safe today and tonight? (optional)")
            if mine
            else _("Are they safe today and tonight? (optional)")
        ),
    }
    if not mine:
        found["knows"] = _yes_or_no(
            _("Do they know that you are telling us? (optional)"),
            hint=_("You can tell us even if they don’t know, or don’t want it."),
        )
    found["wants"] = _text(
        _("What do you want to happen? (optional)") if mine else _("What do they want to happen? (optional)"),
        rows=2,
    )
    if not told.about_child:
        found |= _about_an_adult(mine)
    found["name"] = _line(
        _("Your name (optional)") if mine else _("Their name, and about how old they are (optional)"),
        autocomplete="name" if mine else "off",
    )
    found["others_at_risk"] = _line(_("Is anyone else at risk? (optional)"))
    if not told.about_child:
        found["child_too"] = YesField(_("A child may be at risk too"))
    return found


def _harms(mine: bool) -> list[tuple[str, str]]:
    if not mine:
        return _choices(Harm)
    words = {
        Harm.HURT: _("Someone hits or hurts me"),
        Harm.SCARED: _("Someone scares or controls me, or keeps me away from others"),
        Harm.SEXUAL: _("Sexual things that I don’t want"),
        Harm.MONEY: _("Someone takes or uses my money or things"),
        Harm.NEGLECT: _("I don’t get the food, warmth or care that I need"),
        Harm.SELF_NEGLECT: _("I have stopped looking after myself or my home"),
        Harm.POOR_CARE: _("I get bad care from people who are paid for it"),
        Harm.FORCED: _("I am made to work, or can’t leave"),
        Harm.HATE: _("I am picked on for who I am"),
        Harm.FEELING: _("Something is wrong, but I can’t say what"),
    }
    return [(harm.value, words[harm]) for harm in Harm]


def _about_an_adult(mine: bool) -> Fields:
    """What s.42(1)(a) and (c) ask, as far as the person who tells knows it."""
    return {
        "has_needs": _yes_or_no(
            _("Do you need care or help from others? (optional)")
            if mine
            else _("Do they need care or help from others? (optional)"),
            hint=_("For example because of age, illness, disability, memory, low mood, drink or drugs."),
        ),
        "can_keep_safe": _yes_or_no(
            _("Can you keep yourself safe from this? (optional)")
            if mine
            else _("Can they keep themselves safe from this? (optional)"),
            hint=_("For example: say no, leave, or get help."),
        ),
    }


def _you(told: Told) -> Fields:
    if told.about_me:
        return _reach()
    return {
        "who": RadiosField(
            _("Who are you?"),
            [Required(_("Choose if you give your name, or stay anonymous"))],
            choices=[
                Choice(
                    UNNAMED, _("I want to stay anonymous"), _("We keep no name, number or e-mail of yours.")
                ),
                Choice(NAMED, _("I give my name"), _("We can then call you back and ask.")),
                Choice(PROFESSIONAL, _("I tell you this in my job, or as a volunteer")),
            ],
        ),
        "under_18": YesField(_("I am under 18. Then people who help children and young people read this")),
        "your_name": _line(_("Your name"), autocomplete="name"),
        "known_how": _line(_("How do you know them? (optional)"), hint=_("For example: next door, my aunt.")),
        "keep_private": YesField(_("Please don’t tell them or their family that it was me")),
        **_reach(),
        "role": _line(_("Your job or role"), autocomplete="organization-title"),
        "organisation": _line(_("Where you work or volunteer"), autocomplete="organization"),
        "done": _text(_("What have you, or others, done already? (optional)"), rows=3),
        "basis": RadiosField(
            _("Do they agree that you tell us?"),
            choices=_choices(SharingBasis, without=SharingBasis.NOT_SAID),
            hint=_(
                "You may tell us without agreement where there is a risk. We ask so that it is on record."
            ),
        ),
    }


def _reach() -> Fields:
    return {
        "phone": PhoneField(
            _("Phone number (optional)"), [MaxLength(MOST_LINE)], autocomplete="tel", width=20
        ),
        "email": EmailField(
            _("Email address (optional)"),
            [MaxLength(MOST_LINE)],
            message=_("Write an e-mail address like name@example.com"),
            autocomplete="email",
        ),
        "safe_time": _line(
            _("When is it safe to call you? (optional)"),
            hint=_("If someone could listen or see your phone, tell us when. We won’t call at another time."),
        ),
        "never": CheckboxesField(
            _("Keep me safe (optional)"),
            choices=[
                ("no_letters", _("Send no letters")),
                ("no_voicemail", _("Leave no messages on my phone")),
            ],
        ),
        "helps": _line(
            _("What helps when we talk? (optional)"),
            hint=_("For example: British Sign Language, an interpreter for Polish, a text first."),
        ),
    }
