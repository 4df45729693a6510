"""The machine door of the screening: one line of JSON in, one JSON object out. No line can stop the ones after it.

A faulty line is answered with `{"error": CODE}`. Faults are looked for in this order, and the first one is named: `bad_json`,
`unknown_field`, `missing_field`, `bad_value`; a date without figures last, as `no_figures_for_date`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from selfassess.rules import adult_needs, carer, charging, safeguarding
from selfassess.rules.figures import Figure, FigureMissing, Figures
from selfassess.rules.inputs import Ability, Impact, Risk, YesNo
from selfassess.rules.states import LegalReason, NeedsResult

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)
Id = TypeVar("Id", bound=StrEnum)
Object = Mapping[str, Any]
Reader = Callable[[Any], T]


class LineError(ValueError):
    """A fault in a line, named by its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class RuleSet:
    """One rule set behind the door: the keys a line may have (and those inside them), those it must have, and how it is answered."""

    keys: Mapping[str, frozenset[str]]
    required: frozenset[str]
    answer: Callable[[Object, Figures], dict[str, Any]]
    uses_figures: bool = False


def answer(rule_set: str, line: bytes, figures: Figures) -> dict[str, Any]:
    """The answer to one line, which is never an exception. `rule_set` is one of RULE_SETS; raises KeyError for another."""
    rules = RULE_SETS[rule_set]
    try:
        return _answered(rules, line, figures)
    except LineError as error:
        return {"error": error.code}
    except FigureMissing:
        return {"error": "no_figures_for_date"}


def _answered(rules: RuleSet, line: bytes, figures: Figures) -> dict[str, Any]:
    said = _object(line)
    if next(_unknown(rules.keys, said), None) is not None:
        raise LineError("unknown_field")
    if not rules.required <= said.keys():
        raise LineError("missing_field")
    return rules.answer(said, figures)


# JSON, strictly

_MOST_DIGITS = 1000
"""Python reads no integer of more than 4,300 digits; one this long is as good as any other."""


def _object(line: bytes) -> dict[str, Any]:
    """The JSON object on a line. NaN and Infinity are no JSON, and a key given twice says nothing that could be relied on."""
    try:
        said = json.loads(
            line.decode("utf-8"), parse_int=_integer, parse_constant=_no_json, object_pairs_hook=_unique
        )
    except (ValueError, RecursionError) as error:
        raise LineError("bad_json") from error
    if not isinstance(said, dict):
        raise LineError("bad_json")
    return said


def _integer(digits: str) -> int:
    return int(digits[:_MOST_DIGITS])


def _no_json(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        raise ValueError("a key is given twice")
    return said


def _unknown(keys: Mapping[str, frozenset[str]], said: Object) -> Iterator[str]:
    """The keys that the contract does not list, at any depth. It walks without recursion: a line may be nested deeply."""
    yield from (key for key in said if key not in keys)
    waiting: list[tuple[frozenset[str], Any]] = [
        (keys.get(key, frozenset()), value) for key, value in said.items()
    ]
    while waiting:
        known, value = waiting.pop()
        if isinstance(value, dict):
            yield from (key for key in value if key not in known)
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting += [(frozenset(), one) for one in inner]


# Values

_MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _get(said: Object, key: str, read: Reader[T], absent: T) -> T:
    return read(said[key]) if key in said else absent


def _choice(choices: type[Choice]) -> Reader[Choice]:
    def read(value: Any) -> Choice:
        if not isinstance(value, str) or value not in list(choices):
            raise LineError("bad_value")
        return choices(value)

    return read


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise LineError("bad_value")
    return value


def _whole(least: int, most: int | None = None) -> Reader[int]:
    def read(value: Any) -> int:
        # True is an int to Python, not to JSON.
        if type(value) is not int or value < least or (most is not None and value > most):
            raise LineError("bad_value")
        return value

    return read


def _or_null(read: Reader[T]) -> Reader[T | None]:
    return lambda value: None if value is None else read(value)


def _money(value: Any) -> Decimal:
    if not isinstance(value, str) or not _MONEY.fullmatch(value):
        raise LineError("bad_value")
    return Decimal(value)


def _date(value: Any) -> date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise LineError("bad_value")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise LineError("bad_value") from error


def _outcomes(ids: type[Id], limbs: type[Choice]) -> Reader[dict[Id, frozenset[Choice] | Ability]]:
    def read(value: Any) -> dict[Id, frozenset[Choice] | Ability]:
        if not isinstance(value, dict):
            raise LineError("bad_value")
        return {ids(key): _outcome(one, limbs) for key, one in value.items()}

    return read


def _outcome(value: Any, limbs: type[Choice]) -> frozenset[Choice] | Ability:
    if value == []:
        raise LineError("bad_value")
    if isinstance(value, list):
        return frozenset(map(_choice(limbs), value))
    return _choice(Ability)(value)


def _help_now(value: Any) -> adult_needs.HelpNow:
    if not isinstance(value, dict):
        raise LineError("bad_value")
    return adult_needs.HelpNow(**{key: _flag(one) for key, one in value.items()})


# Rule sets

_READ_YES_NO, _READ_RISK, _READ_IMPACT = _choice(YesNo), _choice(Risk), _choice(Impact)
_READ_AGE = _or_null(_whole(0, 130))


def _adult_needs(said: Object, _figures: Figures) -> dict[str, Any]:
    facts = adult_needs.AdultFacts(
        impairment=_get(said, "impairment", _READ_YES_NO, YesNo.NOT_SURE),
        outcomes=_get(said, "outcomes", _outcomes(adult_needs.AdultOutcome, adult_needs.AdultLimb), {}),
        wellbeing_impact=_get(said, "wellbeing_impact", _READ_IMPACT, Impact.NOT_SURE),
        help_now=_get(said, "help_now", _help_now, adult_needs.HelpNow()),
    )
    return _needs_result(adult_needs.screen(facts), adult_needs.VERSION)


def _carer(said: Object, _figures: Figures) -> dict[str, Any]:
    facts = carer.CarerFacts(
        carer_age=_get(said, "carer_age", _READ_AGE, None),
        cared_for_age=_get(said, "cared_for_age", _READ_AGE, None),
        necessary_care=_get(said, "necessary_care", _READ_YES_NO, YesNo.NOT_SURE),
        health_deteriorating=_get(said, "health_deteriorating", _READ_RISK, Risk.NOT_SURE),
        outcomes=_get(said, "outcomes", _outcomes(carer.CarerOutcome, carer.CarerLimb), {}),
        wellbeing_impact=_get(said, "wellbeing_impact", _READ_IMPACT, Impact.NOT_SURE),
    )
    return _needs_result(carer.screen(facts), carer.VERSION)


def _safeguarding(said: Object, _figures: Figures) -> dict[str, Any]:
    facts = safeguarding.SafeguardingFacts(
        care_and_support_needs=_get(said, "care_and_support_needs", _READ_YES_NO, YesNo.NOT_SURE),
        abuse_or_neglect=_get(said, "abuse_or_neglect", _READ_RISK, Risk.NOT_SURE),
        unable_to_protect=_get(said, "unable_to_protect", _READ_YES_NO, YesNo.NOT_SURE),
        immediate_danger=_get(said, "immediate_danger", _READ_YES_NO, YesNo.NOT_SURE),
        resident_here=_get(said, "resident_here", _READ_YES_NO, YesNo.NOT_SURE),
    )
    result = safeguarding.screen(facts)
    return {
        "route": result.route.value,
        "reasons": _reasons(result.reasons),
        "can_request_assessment": result.can_request_assessment,
        "rules_version": safeguarding.VERSION,
    }


def _money_rules(said: Object, figures: Figures) -> dict[str, Any]:
    facts = charging.MoneyFacts(
        on_date=_date(said["on_date"]),
        setting=_choice(charging.Setting)(said["setting"]),
        age=_whole(18, 130)(said["age"]),
        single=_flag(said["single"]),
        savings=_money(said["savings"]),
        owns_home=_flag(said["owns_home"]),
        home_occupied_by=_choice(charging.Occupier)(said["home_occupied_by"]),
        weeks_since_moved_in=_get(said, "weeks_since_moved_in", _or_null(_whole(0)), None),
        home_equity=_get(said, "home_equity", _or_null(_money), None),
    )
    return _money_result(charging.screen(facts, figures))


def _needs_result(result: NeedsResult, version: str) -> dict[str, Any]:
    return {
        "indication": result.indication.value,
        "reasons": _reasons(result.reasons),
        "outcomes_not_achieved": [str(outcome) for outcome in result.outcomes_not_achieved],
        "can_request_assessment": result.can_request_assessment,
        "rules_version": version,
    }


def _money_result(result: charging.MoneyResult) -> dict[str, Any]:
    tariff = result.tariff_income_weekly
    return {
        "property_counted": result.property_counted,
        "capital_counted": _pounds(result.capital_counted),
        "band": result.band.value,
        "tariff_income_weekly": None if tariff is None else _pounds(tariff),
        "note_codes": [note.value for note in result.notes],
        "figures": [_figure(figure) for figure in result.figures],
        "can_request_assessment": result.can_request_assessment,
        "rules_version": charging.VERSION,
    }


def _reasons(reasons: tuple[LegalReason, ...]) -> list[dict[str, str | None]]:
    return [{"code": reason.code, "cites": reason.cites} for reason in reasons]


def _pounds(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _figure(figure: Figure) -> dict[str, str]:
    return {
        "id": figure.id,
        "amount": _pounds(figure.amount),
        "valid_from": figure.valid_from.isoformat(),
        "valid_to": figure.valid_to.isoformat(),
        "source": figure.source,
    }


def _keys(*names: str, **inside: type[StrEnum] | frozenset[str]) -> dict[str, frozenset[str]]:
    nested = {name: frozenset(str(key) for key in keys) for name, keys in inside.items()}
    return {name: frozenset[str]() for name in names} | nested


_HELP = frozenset({"from_carer", "from_others", "paid_care", "equipment"})
_MONEY_REQUIRED = ("on_date", "setting", "age", "single", "savings", "owns_home", "home_occupied_by")
_NONE: frozenset[str] = frozenset()

RULE_SETS: Mapping[str, RuleSet] = {
    "adult-needs": RuleSet(
        _keys("impairment", "wellbeing_impact", outcomes=adult_needs.AdultOutcome, help_now=_HELP),
        _NONE,
        _adult_needs,
    ),
    "carer": RuleSet(
        _keys(
            "carer_age",
            "cared_for_age",
            "necessary_care",
            "health_deteriorating",
            "wellbeing_impact",
            outcomes=carer.CarerOutcome,
        ),
        _NONE,
        _carer,
    ),
    "safeguarding": RuleSet(
        _keys(
            "care_and_support_needs",
            "abuse_or_neglect",
            "unable_to_protect",
            "immediate_danger",
            "resident_here",
        ),
        _NONE,
        _safeguarding,
    ),
    "money": RuleSet(
        _keys(*_MONEY_REQUIRED, "weeks_since_moved_in", "home_equity"),
        frozenset(_MONEY_REQUIRED),
        _money_rules,
        uses_figures=True,
    ),
}
