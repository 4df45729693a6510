"""The form that ends a contact, and the one that chooses a period for the counts."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.forms import (
    CheckboxesField,
    Choice,
    DayField,
    Form,
    HiddenField,
    MaxLength,
    RadiosField,
    Required,
    SelectField,
    TextAreaField,
    TextField,
    YesField,
    form_class,
)
from directory.taxonomy.needs import NeedsTree
from frontdoor.ending.outcomes import (
    CHOICES,
    FOLLOW_UP_DAYS,
    FOLLOW_UP_WORDS,
    OWN_ADVICE,
    WHOLE_AREA,
    WHY_NOT_LABELS,
    WHY_UNMET_LABELS,
    Ending,
    Outcome,
    Unmet,
    WhyNot,
    WhyUnmet,
)
from frontdoor.people.safe_contact import forbidden
from frontdoor.people.wishes import NeedsAndWishes
from selfassess.referrals import labels
from selfassess.values.people import Way

MOST_WORDS = 2000
UNMET_SUFFIXES = ("", "_2", "_3")
"""What the names of the fields for the first, second and third unmet need end with."""
YES, NO, NOT_ASKED = "yes", "no", "not_asked"
_ASKED = {YES: True, NO: False}
_YES_OR_NO = ((YES, _l("Yes")), (NO, _l("No")), (NOT_ASKED, _l("We did not ask")))
_WHEN = (("days", _l("In a few days")), ("weeks_3", _l("In 3 weeks")), ("weeks_6", _l("In 6 weeks")))
_WAYS = (Way.PHONE, Way.TEXT, Way.EMAIL, Way.LETTER)
_SMALL = {"classes": "govuk-radios--small"}


class EndForm(Form):
    """The base of the form: what belongs together, and the value that it gives."""

    def is_whole(self, needs: NeedsAndWishes) -> bool:
        """Validate each field, and what belongs together. `needs`: what to obey with this person."""
        if not self.validate():
            return False
        if self.outcome.data == Outcome.COULD_NOT_HELP and not self.why_not.data:
            self.why_not.errors = [_("Choose why we could not help")]
        for suffix in UNMET_SUFFIXES:
            need, why = self[f"unmet_need{suffix}"], self[f"unmet_why{suffix}"]
            if need.data and not why.data:
                why.errors = [_("Choose why they can’t get it")]
            if why.data and not need.data:
                need.errors = [_("Choose what we could not find")]
        if self.follow_up.data == YES:
            self.follow_up_by.errors = self._follow_up_problems(needs)
        return not self.errors

    def _follow_up_problems(self, needs: NeedsAndWishes) -> list[str]:
        if not self.follow_up_by.data:
            return [_("Choose how we may get in touch")]
        refusal = forbidden(needs.wishes, needs.communication, Way(self.follow_up_by.data))
        return [str(refusal.words)] if refusal else []

    def ending(self, today: date) -> Ending:
        """Return what was chosen and written, after `is_whole`. What does not apply is left out."""
        outcome = Outcome(self.outcome.data)
        follows = self.follow_up.data == YES
        is_carer = _ASKED.get(self.carer.data)
        days = FOLLOW_UP_DAYS.get(self.follow_up_when.data, FOLLOW_UP_DAYS["weeks_3"])
        return Ending(
            outcome=outcome,
            why_not=WhyNot(self.why_not.data) if outcome is Outcome.COULD_NOT_HELP else None,
            more=self.more.data.strip(),
            is_carer=is_carer,
            advised=tuple(sorted(self.advised.data)) if is_carer else (),
            follow_up=_ASKED.get(self.follow_up.data),
            follow_up_by=Way(self.follow_up_by.data) if follows else None,
            follow_up_on=today + timedelta(days=days) if follows else None,
            unmet=self._unmet(),
            is_dissatisfied=self.unhappy.data or bool(self.unhappy_words.data.strip()),
            dissatisfied_words=self.unhappy_words.data.strip(),
        )

    def _unmet(self) -> tuple[Unmet, ...]:
        """Return the needs by their ids. Of a need that was chosen twice the first one counts."""
        found: dict[str, Unmet] = {}
        for suffix in UNMET_SUFFIXES:
            need, why, area = (self[f"unmet_{part}{suffix}"].data for part in ("need", "why", "area"))
            if need:
                found.setdefault(need, Unmet(need, WhyUnmet(why), area or WHOLE_AREA))
        return tuple(found[need] for need in sorted(found))


def _unmet_fields(needs: NeedsTree, areas: Sequence[str], suffix: str) -> dict[str, Any]:
    """Return the three fields of one need. `suffix`: what their names end with."""
    return {
        f"unmet_need{suffix}": SelectField(
            _l("What could we not find?") if not suffix else _l("What else could we not find?"),
            choices=[
                ("", _l("Nothing: we found what they need") if not suffix else _l("Nothing else")),
                *[(one.id, one.label) for one in needs.needs],
            ],
            label_size="s",
        ),
        f"unmet_why{suffix}": SelectField(
            _l("Why can’t they get it?"),
            choices=[("", _l("Choose")), *WHY_UNMET_LABELS.items()],
            label_size="s",
        ),
        f"unmet_area{suffix}": SelectField(
            _l("Where?"),
            choices=[(WHOLE_AREA, _l("Anywhere in our area")), *[(area, area) for area in areas]],
            label_size="s",
        ),
    }


def end_form(
    needs: NeedsTree, areas: Sequence[str], organizations: Sequence[tuple[str, str]]
) -> type[EndForm]:
    """Return the class of the form. `organizations`: ids and names of those whose services were ticked."""
    fields: dict[str, Any] = {
        "outcome": RadiosField(
            _l("What came of it?"),
            [Required(_l("Choose what came of the contact"))],
            choices=CHOICES.items(),
            label_size="s",
            params=_SMALL,
        ),
        "why_not": SelectField(
            _l("If we could not help: why?"),
            choices=[("", _l("Choose")), *WHY_NOT_LABELS.items()],
            label_size="s",
        ),
        "more": TextField(
            _l("To whom, or anything to add (optional)"), [MaxLength(MOST_WORDS)], label_size="s"
        ),
        "carer": RadiosField(
            _l("Does the caller look after somebody?"), choices=_YES_OR_NO, label_size="s", params=_SMALL
        ),
        "advised": CheckboxesField(
            _l("If yes: about whom did they get information or advice?"),
            choices=[
                Choice(OWN_ADVICE, _l("About the council, or from us")),
                *[Choice(*one) for one in organizations],
            ],
            hint=_l("Each counts once for carers."),
            label_size="s",
            params={"classes": "govuk-checkboxes--small"},
        ),
        "follow_up": RadiosField(
            FOLLOW_UP_WORDS, choices=_YES_OR_NO, label_size="s", hint=_l("Read this out."), params=_SMALL
        ),
        "follow_up_by": SelectField(
            _l("If yes: how?"),
            choices=[("", _l("Choose")), *[(way.value, labels.label(way)) for way in _WAYS]],
            label_size="s",
        ),
        "follow_up_when": SelectField(_l("And when?"), choices=_WHEN, label_size="s"),
        **{
            name: field
            for suffix in UNMET_SUFFIXES
            for name, field in _unmet_fields(needs, areas, suffix).items()
        },
        "unhappy": YesField(_l("They were not happy with us"), params={"classes": "govuk-checkboxes--small"}),
        "unhappy_words": TextAreaField(
            _l("What about? (optional)"), [MaxLength(MOST_WORDS)], rows=2, label_size="s"
        ),
        "version": HiddenField(),
    }
    made = form_class(fields, EndForm)
    assert issubclass(made, EndForm)
    return made


class PeriodForm(Form):
    """From which day until which; empty: the last 30 days."""

    first = DayField(_l("From"), label_size="s", hint=_l("Like 1 11 2026."))
    last = DayField(_l("Until"), label_size="s", hint=_l("Like 30 11 2026."))

    def is_whole(self) -> bool:
        """Validate the days and their order."""
        if not self.validate():
            return False
        if self.first.parsed and self.last.parsed and self.first.parsed > self.last.parsed:
            self.last.errors = [_("Write a day that is not before the first one")]
        return not self.errors
