"""What a line of each rule set may hold, as strict pydantic models with the same names as the facts of the
rules.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from selfassess.rules.adult_needs import AdultLimb, AdultOutcome
from selfassess.rules.carer import CarerLimb, CarerOutcome
from selfassess.rules.charging import Occupier, Setting
from selfassess.rules.inputs import Ability, Impact, Risk, YesNo

_MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _text(value: object) -> str:
    """The value, which must be a text.

    It makes a strict model take the names of an enumeration, and nothing else.
    """
    if not isinstance(value, str):
        raise ValueError("not a text")
    # JSON may hold half of a surrogate pair ("\\ud800"), which is no text: this raises a ValueError then.
    value.encode()
    return value


def _money(value: str) -> Decimal:
    if not _MONEY.fullmatch(value):
        raise ValueError("not an amount")
    return Decimal(value)


def _day(value: str) -> date:
    if not _DATE.fullmatch(value):
        raise ValueError("not a date")
    return date.fromisoformat(value)


# A strict model takes no text for a member of an enumeration; these fields do, and take nothing but texts.
_Name = BeforeValidator(_text)
_Lax = Field(strict=False)
_YesNo = Annotated[YesNo, _Lax, _Name]
_Risk = Annotated[Risk, _Lax, _Name]
_Impact = Annotated[Impact, _Lax, _Name]
_SettingValue = Annotated[Setting, _Lax, _Name]
_Occupier = Annotated[Occupier, _Lax, _Name]
_Ability = Annotated[Ability, _Lax, _Name]
_Age = Annotated[int, Field(ge=0, le=130)]
_Money = Annotated[Decimal, _Lax, BeforeValidator(_money), _Name]
_Date = Annotated[date, BeforeValidator(_day), _Name]
_AdultLimbs = Annotated[
    list[Annotated[AdultLimb, _Lax, _Name]], Field(min_length=1), AfterValidator(frozenset[AdultLimb])
]
_CarerLimbs = Annotated[
    list[Annotated[CarerLimb, _Lax, _Name]], Field(min_length=1), AfterValidator(frozenset[CarerLimb])
]


class Line(BaseModel):
    """The base of all lines: no other keys, and no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class HelpNowLine(Line):
    """The help that somebody has today. A key that is there must be true or false; null is no answer."""

    from_carer: bool = False
    from_others: bool = False
    paid_care: bool = False
    equipment: bool = False


class AdultLine(Line):
    """Facts for the rules about adults; what is not there is not sure."""

    impairment: _YesNo = YesNo.NOT_SURE
    outcomes: dict[Annotated[AdultOutcome, _Lax], _AdultLimbs | _Ability] = Field(default_factory=dict)
    wellbeing_impact: _Impact = Impact.NOT_SURE
    help_now: HelpNowLine = HelpNowLine()


class CarerLine(Line):
    """Facts for the rules about carers. An age that is null or not there is taken for an adult's."""

    carer_age: _Age | None = None
    cared_for_age: _Age | None = None
    necessary_care: _YesNo = YesNo.NOT_SURE
    health_deteriorating: _Risk = Risk.NOT_SURE
    outcomes: dict[Annotated[CarerOutcome, _Lax], _CarerLimbs | _Ability] = Field(default_factory=dict)
    wellbeing_impact: _Impact = Impact.NOT_SURE


class SafeguardingLine(Line):
    """Facts for the rules about the safety of adults."""

    care_and_support_needs: _YesNo = YesNo.NOT_SURE
    abuse_or_neglect: _Risk = Risk.NOT_SURE
    unable_to_protect: _YesNo = YesNo.NOT_SURE
    immediate_danger: _YesNo = YesNo.NOT_SURE
    resident_here: _YesNo = YesNo.NOT_SURE


class MoneyLine(Line):
    """Facts for the rules about paying for care. Amounts are pounds, written as texts."""

    on_date: _Date
    setting: _SettingValue
    age: Annotated[int, Field(ge=18, le=130)]
    single: bool
    savings: _Money
    owns_home: bool
    home_occupied_by: _Occupier
    weeks_since_moved_in: Annotated[int, Field(ge=0)] | None = None
    home_equity: _Money | None = None
