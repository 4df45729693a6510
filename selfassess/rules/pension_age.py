"""State Pension age, as far as it follows from an age in completed years."""

from datetime import date

from selfassess.rules.states import State

SETTLED_FROM = 67
BEGINS_AT = 66
RISE_BEGINS = date(2026, 4, 6)
"""From this day those born on or after 6 April 1960 turn 66 before their pension age, which rises month
by month to 67.
"""


def over_pension_age(age: int, on_date: date) -> State:
    """Return whether somebody of `age` completed years has reached pension age.

    Unclear at 66 from 6 April 2026 (Pensions Act 2014 s.26).
    """
    if age >= SETTLED_FROM:
        return State.MET
    if age < BEGINS_AT:
        return State.NOT_MET
    return State.MET if on_date < RISE_BEGINS else State.UNCLEAR
