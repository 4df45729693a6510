"""The screening for programs: one line of JSON in, one JSON object out. No line can stop the lines after it.

A faulty line is answered with `{"error": CODE}`. Of several faults, the one that comes first in ERROR_CODES
is named.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from selfassess.rules import adult_needs, carer, charging, safeguarding
from selfassess.rules.figures import Figure, FigureMissing, Figures
from selfassess.rules.states import LegalReason, NeedsResult
from selfassess.screen.json_line import has_key, read_object
from selfassess.screen.lines import AdultLine, CarerLine, Line, MoneyLine, SafeguardingLine

ERROR_CODES = ("bad_json", "unknown_field", "missing_field", "bad_value", "no_figures_for_date")


@dataclass(frozen=True)
class ScreeningRuleSet:
    """One rule set: the model of its lines, and the function that answers a line on the figures of the
    day.
    """

    line: type[Line]
    answer: Callable[[Any, Figures], dict[str, Any]]
    uses_figures: bool = False


def answer(rule_set: str, line: bytes, figures: Figures) -> dict[str, Any]:
    """Return the answer to one line; a faulty line is answered with its error code, and raises nothing.

    `rule_set` is one of RULE_SETS. Raises KeyError for another.
    """
    rules = RULE_SETS[rule_set]
    try:
        facts = read_object(line)
    except ValueError:
        return {"error": "bad_json"}
    try:
        return rules.answer(rules.line.model_validate(facts), figures)
    except ValidationError as error:
        codes = [_error_code(details) for details in error.errors(include_url=False, include_context=False)]
        return {"error": min(codes, key=ERROR_CODES.index)}
    except FigureMissing:
        return {"error": "no_figures_for_date"}


def _error_code(details: ErrorDetails) -> str:
    """The contract's code for one of pydantic's errors."""
    if details["type"] == "missing":
        return "missing_field"
    # A key that is not even proper Unicode gives "string_unicode". Values do not: see _text in lines.
    # The name of an outcome is a key as well. pydantic marks the place of a key with "[key]".
    is_key = details["type"] in ("extra_forbidden", "string_unicode") or details["loc"][-1] == "[key]"
    # Where an object stands in place of a value, its keys are unknown fields, as in {"impairment": {"yes":
    # true}}.
    return "unknown_field" if is_key or has_key(details["input"]) else "bad_value"


def _adult_needs(line: AdultLine, _figures: Figures) -> dict[str, Any]:
    help_now = adult_needs.HelpNow(**line.help_now.model_dump(exclude_unset=True))
    facts = adult_needs.AdultFacts(**{**dict(line), "help_now": help_now})
    return _needs_result(adult_needs.screen(facts), adult_needs.VERSION)


def _carer(line: CarerLine, _figures: Figures) -> dict[str, Any]:
    return _needs_result(carer.screen(carer.CarerFacts(**dict(line))), carer.VERSION)


def _safeguarding(line: SafeguardingLine, _figures: Figures) -> dict[str, Any]:
    result = safeguarding.screen(safeguarding.SafeguardingFacts(**dict(line)))
    return {
        "route": result.route.value,
        "reasons": _reasons(result.reasons),
        "can_request_assessment": result.can_request_assessment,
        "rules_version": safeguarding.VERSION,
    }


def _money(line: MoneyLine, figures: Figures) -> dict[str, Any]:
    result = charging.screen(charging.MoneyFacts(**dict(line)), figures)
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


def _needs_result(result: NeedsResult, version: str) -> dict[str, Any]:
    return {
        "indication": result.indication.value,
        "reasons": _reasons(result.reasons),
        "outcomes_not_achieved": [str(outcome) for outcome in result.outcomes_not_achieved],
        "can_request_assessment": result.can_request_assessment,
        "rules_version": version,
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


RULE_SETS: Mapping[str, ScreeningRuleSet] = {
    "adult-needs": ScreeningRuleSet(AdultLine, _adult_needs),
    "carer": ScreeningRuleSet(CarerLine, _carer),
    "safeguarding": ScreeningRuleSet(SafeguardingLine, _safeguarding),
    "money": ScreeningRuleSet(MoneyLine, _money, uses_figures=True),
}
