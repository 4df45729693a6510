"""The questions of the cost guide. What is typed is kept for the visit only."""

import re
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core.forms import Choice, Form, MoneyField, RadiosField, Required
from core.forms.parsed import ParsedField
from information.cost_guide.prices import Kind
from information.cost_guide.sums import Means
from selfassess.rules.charging import Occupier

_UNITS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
_MOST_UNITS = {Kind.HOME_CARE: 168, Kind.DAY_CENTRE: 7}
"""The hours and the days of a week."""
_IN_A_HOME = frozenset({Kind.CARE_HOME, Kind.NURSING_HOME})
_AGES = {"under_25": 20, "25_to_pension": 40, "pension": 80}
"""An age of each group that the rules of charging tell apart."""
_NOBODY_COUNTED = "someone_else"


def read_units(text: str) -> Decimal | None:
    """Return a number of hours or days, such as 7 or 3.5; None for any other text, and for nothing at all."""
    number = Decimal(text) if _UNITS.fullmatch(text) else None
    return number or None


class CostForm(Form):
    """The kind of care, and the money that may pay for it."""

    care = RadiosField(
        _l("What kind of care?"),
        [Required(_l("Choose the kind of care"))],
        choices=[
            Choice(Kind.HOME_CARE, _l("A paid carer at home")),
            Choice(Kind.DAY_CENTRE, _l("A day centre")),
            Choice(Kind.CARE_HOME, _l("A care home, for good")),
            Choice(Kind.NURSING_HOME, _l("A nursing home, for good")),
        ],
    )
    units = ParsedField(
        _l("How many hours or days a week?"),
        parse=read_units,
        message=_l("Write the hours or days a week as a number, such as 7 or 3.5"),
        hint=_l("Hours of a carer at home, or days at a day centre. Leave it empty for a care home."),
        inputmode="decimal",
        width=4,
    )
    savings = MoneyField(
        _l("Savings"),
        [Required(_l("Write the savings in pounds. Write 0 if there are none"))],
        message=_l(
            "We can’t read the savings. Write them in pounds and in full, such as 80,000, without letters"
        ),
        hint=_l(
            "Money in the bank and what shares are worth. Only the person’s own, and half of what they share. Not the home."
        ),
    )
    income = MoneyField(
        _l("Income a week"),
        [Required(_l("Write the income of a week in pounds. Write 0 if there is none"))],
        message=_l(
            "We can’t read the income. Write it in pounds and in full, such as 250.50, without letters"
        ),
        hint=_l("Pensions and benefits. Leave out wages from a job, and the part of PIP for getting about."),
    )
    age = RadiosField(
        _l("Age of the person who needs care"),
        [Required(_l("Choose the age of the person who needs care"))],
        choices=[
            Choice("under_25", _l("18 to 24")),
            Choice("25_to_pension", _l("25 up to State Pension age")),
            Choice("pension", _l("State Pension age or over")),
        ],
    )
    owns_home = RadiosField(
        _l("Do they own their home, or a part of it?"),
        [Required(_l("Say if they own their home, or a part of it"))],
        choices=[Choice("yes", _l("Yes")), Choice("no", _l("No"))],
    )
    lives_there = RadiosField(
        _l("If they own it: who else lives there, since before any move?"),
        hint=_l("Someone who lived there before the person moves to a care home."),
        choices=[
            Choice(Occupier.NOBODY, _l("Nobody else")),
            Choice(Occupier.PARTNER, _l("Their husband, wife or partner")),
            Choice(Occupier.RELATIVE_60_PLUS, _l("A relative who is 60 or over")),
            Choice(Occupier.RELATIVE_INCAPACITATED, _l("A relative who is ill or disabled")),
            Choice(Occupier.CHILD_UNDER_18, _l("Their child under 18")),
            Choice(_NOBODY_COUNTED, _l("Someone else, or someone who moved in later")),
        ],
    )
    home_worth = MoneyField(
        _l("What their part of the home is worth, less any mortgage (optional)"),
        message=_l(
            "We can’t read what the home is worth. Write it in pounds and in full, such as 180,000, without letters"
        ),
        hint=_l("A guess will do."),
    )

    @property
    def kind(self) -> Kind | None:
        """The kind of care; None where none was chosen."""
        return Kind(self.care.data) if self.care.data else None

    def validate_units(self, field: Any) -> None:
        """Raise ValidationError where hours or days are missing, or are more than a week has."""
        most = _MOST_UNITS.get(self.kind) if self.kind else None
        if most is None:
            return
        if not field.data:
            raise ValidationError(_("Write how many hours or days a week"))
        if field.parsed and field.parsed > most:
            raise ValidationError(_("A week has %(most)s. Write that or less", most=most))

    def validate_lives_there(self, field: Any) -> None:
        """Raise ValidationError where it decides if the home counts, and was not said."""
        if self.kind in _IN_A_HOME and self.owns_home.data == "yes" and not field.data:
            raise ValidationError(_("Choose who else lives there"))

    def means(self, on_date: Any) -> Means:
        """Return what was typed, for the sums of a day. Only for a form that was found valid."""
        kind = Kind(self.care.data)
        occupier = Occupier.NOBODY
        if self.lives_there.data and self.lives_there.data != _NOBODY_COUNTED:
            occupier = Occupier(self.lives_there.data)
        return Means(
            on_date=on_date,
            kind=kind,
            units=Decimal(1) if kind in _IN_A_HOME else self.units.parsed or Decimal(0),
            savings=self.savings.parsed or Decimal(0),
            income=self.income.parsed or Decimal(0),
            age=_AGES[self.age.data],
            owns_home=self.owns_home.data == "yes",
            occupier=occupier,
            home_worth=self.home_worth.parsed,
        )

    @property
    def someone_else_lives_there(self) -> bool:
        """True where somebody lives in the home whom the council may choose to take into account."""
        return bool(self.lives_there.data == _NOBODY_COUNTED)
