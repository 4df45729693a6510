"""A person whose means the tests of the cost guide start from."""

from datetime import date
from decimal import Decimal

from information.cost_guide.prices import Kind
from information.cost_guide.sums import Means

DAY = date(2026, 11, 23)

IN_A_HOME = Means(
    on_date=DAY,
    kind=Kind.CARE_HOME,
    units=Decimal(1),
    savings=Decimal(80000),
    income=Decimal(240),
    age=80,
)
"""Somebody in a care home who owns no home."""
