"""What the tests of the rules share: facts at random, answers from the best to the worst, and the figures
of the site.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st

from selfassess.rules import figures
from selfassess.rules.adult_needs import AdultFacts, AdultLimb, AdultOutcome, HelpNow
from selfassess.rules.carer import CarerFacts, CarerLimb, CarerOutcome
from selfassess.rules.charging import MoneyFacts, Occupier, Setting
from selfassess.rules.inputs import Ability, Impact, Risk, YesNo
from selfassess.rules.safeguarding import SafeguardingFacts
from selfassess.rules.states import Indication

FIGURES = figures.load(Path(__file__).resolve().parents[4] / "content")
T = TypeVar("T")
Id = TypeVar("Id", bound=StrEnum)
Limb = TypeVar("Limb", bound=StrEnum)

# From the best to the worst; two answers of one rank are as bad as each other.
YES_NO = [[YesNo.NO], [YesNo.NOT_SURE], [YesNo.YES]]
RISK = [[Risk.NO], [Risk.NOT_SURE], [Risk.AT_RISK, Risk.YES]]
IMPACT = [[Impact.NONE], [Impact.NOT_SURE, Impact.SOME], [Impact.SIGNIFICANT]]
INDICATIONS = [Indication.MAY_NOT_MEET, Indication.UNCLEAR, Indication.MAY_MEET]


def no_better(ranks: Sequence[Sequence[T]]) -> list[tuple[T, T]]:
    """Every pair of answers whose second is as bad as the first, or worse."""
    flat = [(rank, answer) for rank, answers in enumerate(ranks) for answer in answers]
    return [(one, two) for rank, one in flat for other, two in flat if other >= rank]


def counts(outcomes: type[Id], limb: Limb) -> Iterator[dict[Id, frozenset[Limb] | Ability]]:
    """Outcomes for each number of them not achieved and not sure: all that the rules can tell apart."""
    ids = list(outcomes)
    for bad in range(len(ids) + 1):
        for unsure in range(len(ids) + 1 - bad):
            answers: dict[Id, frozenset[Limb] | Ability] = dict.fromkeys(ids, Ability.ABLE)
            answers |= dict.fromkeys(ids[bad : bad + unsure], Ability.NOT_SURE)
            answers |= dict.fromkeys(ids[:bad], frozenset({limb}))
            yield answers


def outcome_answers(
    outcomes: type[Id], limbs: type[Limb]
) -> st.SearchStrategy[dict[Id, frozenset[Limb] | Ability]]:
    """Answers to some of the outcomes."""
    answer = st.frozensets(st.sampled_from(limbs), min_size=1) | st.sampled_from(Ability)
    return st.dictionaries(st.sampled_from(outcomes), answer)


AGES = st.none() | st.integers(0, 130)
HELP = st.builds(HelpNow, *[st.none() | st.booleans()] * 4)
ADULTS = st.builds(
    AdultFacts,
    st.sampled_from(YesNo),
    outcome_answers(AdultOutcome, AdultLimb),
    st.sampled_from(Impact),
    HELP,
)
CARERS = st.builds(
    CarerFacts,
    AGES,
    AGES,
    st.sampled_from(YesNo),
    st.sampled_from(Risk),
    outcome_answers(CarerOutcome, CarerLimb),
    st.sampled_from(Impact),
)
SAFEGUARDING = st.builds(
    SafeguardingFacts, st.sampled_from(YesNo), st.sampled_from(Risk), *[st.sampled_from(YesNo)] * 3
)
MONEY = st.one_of(
    st.decimals(0, 40000, places=2),
    st.sampled_from(["14250", "14250.00", "14250.01", "14500", "23250", "23250.01", "999999999999.99"]).map(
        Decimal
    ),
)
MEANS = st.builds(
    MoneyFacts,
    st.dates(date(2025, 4, 6), date(2027, 4, 5)),
    st.sampled_from(Setting),
    st.integers(18, 130),
    st.booleans(),
    MONEY,
    st.booleans(),
    st.sampled_from(Occupier),
    st.none() | st.integers(0, 60),
    st.none() | MONEY,
)


def means(**more: Any) -> MoneyFacts:
    """A single home owner of 80 with £20,000, cared for at home, on 22 November 2026, unless said
    otherwise.
    """
    facts: dict[str, Any] = {
        "on_date": date(2026, 11, 22),
        "setting": Setting.HOME,
        "age": 80,
        "single": True,
        "savings": Decimal("20000"),
        "owns_home": True,
        "home_occupied_by": Occupier.NOBODY,
    }
    return MoneyFacts(**(facts | more))
