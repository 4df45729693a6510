"""The screening for programs, to the letter of its contract."""

import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from selfassess.rules import adult_needs, carer, charging, safeguarding
from selfassess.rules.adult_needs import AdultFacts, AdultOutcome
from selfassess.rules.carer import CarerFacts, CarerOutcome
from selfassess.rules.charging import MoneyFacts
from selfassess.rules.inputs import Ability
from selfassess.rules.safeguarding import SafeguardingFacts
from selfassess.screen import protocol
from tests.examples import examples
from tests.unit.selfassess.rules.strategies import ADULTS, CARERS, FIGURES, MEANS, SAFEGUARDING

ERRORS = {"bad_json", "unknown_field", "missing_field", "bad_value", "no_figures_for_date"}
MEANS_LINE: dict[str, Any] = {
    "on_date": "2026-11-22",
    "setting": "home",
    "age": 80,
    "single": True,
    "savings": "20000",
    "owns_home": True,
    "home_occupied_by": "nobody",
}


def ask(rule_set: str, line: Any) -> dict[str, Any]:
    """The answer to a line, as whoever reads the output gets it."""
    text = line if isinstance(line, (str, bytes)) else json.dumps(line)
    raw = text.encode() if isinstance(text, str) else text
    answer: dict[str, Any] = json.loads(json.dumps(protocol.answer(rule_set, raw, FIGURES), allow_nan=False))
    return answer


def means(**more: Any) -> dict[str, Any]:
    return ask("money", MEANS_LINE | more)


# Golden cases


def test_golden_adult() -> None:
    able = dict.fromkeys(AdultOutcome, "able")
    line = {
        "impairment": "yes",
        "outcomes": able
        | {
            "toilet": ["takes_longer"],
            "nutrition": ["prompting", "endangers"],
            "child_care": "does_not_apply",
        },
        "wellbeing_impact": "some",
        "help_now": {"from_carer": True, "equipment": False},
    }
    assert ask("adult-needs", line) == {
        "indication": "unclear",
        "reasons": [
            {"code": "impairment_met", "cites": "SI 2015/313 reg 2(1)(a)"},
            {"code": "unable_outcomes_met", "cites": "SI 2015/313 reg 2(1)(b)"},
            {"code": "wellbeing_unclear", "cites": "SI 2015/313 reg 2(1)(c)"},
        ],
        "outcomes_not_achieved": ["nutrition", "toilet"],
        "can_request_assessment": True,
        "rules_version": "1",
    }


def test_golden_carer() -> None:
    line = {
        "necessary_care": "yes",
        "health_deteriorating": "at_risk",
        "wellbeing_impact": "significant",
        "carer_age": None,
    }
    assert ask("carer", line) == {
        "indication": "may_meet",
        "reasons": [
            {"code": "necessary_care_met", "cites": "SI 2015/313 reg 3(1)(a)"},
            {"code": "circumstances_met", "cites": "SI 2015/313 reg 3(1)(b)"},
            {"code": "wellbeing_met", "cites": "SI 2015/313 reg 3(1)(c)"},
        ],
        "outcomes_not_achieved": [],
        "can_request_assessment": True,
        "rules_version": "1",
    }


@pytest.mark.parametrize(
    ("line", "indication", "reason"),
    [
        (
            {"carer_age": 17, "cared_for_age": 5},
            "young_carer",
            {"code": "carer_under_18", "cites": "Children Act 1989 s.17ZA"},
        ),
        (
            {"carer_age": 40, "cared_for_age": 17},
            "parent_carer",
            {"code": "cared_for_under_18", "cites": "Children Act 1989 s.17ZD"},
        ),
    ],
)
def test_golden_young_and_parent_carers(
    line: dict[str, Any], indication: str, reason: dict[str, str]
) -> None:
    answer = ask("carer", line | {"outcomes": {"nutrition": ["unable"]}})
    assert (answer["indication"], answer["reasons"], answer["outcomes_not_achieved"]) == (
        indication,
        [reason],
        [],
    )
    assert answer["can_request_assessment"] is True


def test_golden_safeguarding() -> None:
    line = {
        "care_and_support_needs": "not_sure",
        "abuse_or_neglect": "at_risk",
        "unable_to_protect": "yes",
        "resident_here": "no",
    }
    assert ask("safeguarding", line) == {
        "route": "safeguarding_concern",
        "reasons": [
            {"code": "needs_unclear", "cites": "Care Act 2014 s.42(1)(a)"},
            {"code": "abuse_met", "cites": "Care Act 2014 s.42(1)(b)"},
            {"code": "unable_to_protect_met", "cites": "Care Act 2014 s.42(1)(c)"},
            {"code": "immediate_danger_unclear", "cites": None},
        ],
        "can_request_assessment": True,
        "rules_version": "1",
    }


def test_golden_money() -> None:
    answer = means(
        setting="care_home_permanent", weeks_since_moved_in=12, savings="14250.1", home_equity="9.9"
    )
    figures = answer.pop("figures")
    assert answer == {
        "property_counted": True,
        "capital_counted": "14260.00",
        "band": "between",
        "tariff_income_weekly": "1.00",
        "note_codes": ["home_counted"],
        "can_request_assessment": True,
        "rules_version": "1",
    }
    assert [(figure["id"], figure["amount"]) for figure in figures] == [
        ("upper_capital_limit", "23250.00"),
        ("lower_capital_limit", "14250.00"),
        ("personal_expenses_allowance", "31.80"),
    ]
    for figure in figures:
        assert set(figure) == {"id", "amount", "valid_from", "valid_to", "source"}
        assert (figure["valid_from"], figure["valid_to"]) == ("2026-04-06", "2027-04-05")
        assert figure["source"].startswith("https://")


def test_money_in_words_that_programs_read() -> None:
    assert means(savings="0")["tariff_income_weekly"] == "0.00"
    assert means(savings="23250.01")["tariff_income_weekly"] is None
    assert means(savings="0000000000.5")["capital_counted"] == "0.50"
    assert means(savings="999999999999.99")["capital_counted"] == "999999999999.99"
    unclear = means(setting="care_home_permanent", weeks_since_moved_in=30, home_equity=None, single=False)
    assert (unclear["band"], unclear["tariff_income_weekly"], unclear["capital_counted"]) == (
        "unclear",
        None,
        "20000.00",
    )
    assert unclear["note_codes"] == ["own_share_only", "home_value_needed", "home_counted"]


def test_at_66_both_guarantees_are_listed_from_2026_on() -> None:
    listed = {
        day: [figure["id"] for figure in means(age=66, on_date=day)["figures"]][2:]
        for day in ("2026-04-05", "2026-04-06")
    }
    assert listed == {
        "2026-04-05": ["mig_single_pension_age"],
        "2026-04-06": ["mig_single_25_plus", "mig_single_pension_age"],
    }


@pytest.mark.parametrize("day", ["2025-04-05", "2027-04-06", "0001-01-01", "9999-12-31"])
def test_a_day_without_figures(day: str) -> None:
    assert means(on_date=day) == {"error": "no_figures_for_date"}


def test_missing_keys_mean_not_sure() -> None:
    assert ask("adult-needs", {})["indication"] == "unclear"
    assert ask("adult-needs", {"outcomes": {}, "help_now": {}}) == ask("adult-needs", {})
    every = dict.fromkeys(AdultOutcome, "not_sure")
    assert ask(
        "adult-needs", {"impairment": "not_sure", "outcomes": every, "wellbeing_impact": "not_sure"}
    ) == ask("adult-needs", {})
    assert ask("carer", {"carer_age": None, "cared_for_age": None, "outcomes": {}}) == ask("carer", {})
    assert ask("safeguarding", {})["route"] == "safeguarding_advice"
    assert means(weeks_since_moved_in=None, home_equity=None) == means()


def test_a_limb_said_twice_is_said_once() -> None:
    twice = ask("carer", {"outcomes": {"nutrition": ["unable", "unable"]}})
    assert twice == ask("carer", {"outcomes": {"nutrition": ["unable"]}})


# Errors


@pytest.mark.parametrize(
    "line",
    [
        "{", "nonsense", "[]", "null", "1", '"yes"', "[{}]", "{} {}", "{},", "{'impairment':'yes'}", '{"impairment":yes}', '{"a":1,}',
        '{"impairment":NaN}', '{"impairment":Infinity}', '{"impairment":-Infinity}', '{"impairment":01}', '{"impairment":"yes\x01"}',
        '{"impairment":"yes","impairment":"no"}', '{"help_now":{"equipment":true,"equipment":false}}', "\ufeff{}", "// {}", "{}\x00",
        b'{"impairment":"\xff"}', b"\xff\xfe{\x00}\x00", "[" * 100_000, '{"outcomes":' * 100_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("rule_set", protocol.RULE_SETS)
def test_bad_json(rule_set: str, line: str | bytes) -> None:
    assert ask(rule_set, line) == {"error": "bad_json"}


@pytest.mark.parametrize(
    ("rule_set", "line"),
    [
        ("adult-needs", {"colour": "red"}),
        ("adult-needs", {"Impairment": "yes"}),
        ("adult-needs", {"impairment ": "yes"}),
        ("adult-needs", {"": None}),
        ("adult-needs", {"age": 80}),
        ("adult-needs", {"outcomes": {"recreation": ["unable"]}}),
        ("adult-needs", {"outcomes": {"dancing": "able"}}),
        ("adult-needs", {"help_now": {"from_dog": True}}),
        ("adult-needs", {"impairment": {"yes": True}}),
        ("adult-needs", {"outcomes": {"toilet": [{"limb": "unable"}]}}),
        ("adult-needs", {"outcomes": [[{"deep": 1}]]}),
        ("adult-needs", {"outcomes": {"toilet": {"unable": True}}}),
        ("carer", {"impairment": "yes"}),
        ("carer", {"outcomes": {"toilet": ["unable"]}}),
        ("carer", {"help_now": {}}),
        ("safeguarding", {"outcomes": {}}),
        ("money", MEANS_LINE | {"income": "1"}),
        ("money", {"income": "1"}),
    ],
)
def test_unknown_field_at_any_depth_before_anything_else(rule_set: str, line: dict[str, Any]) -> None:
    assert ask(rule_set, line) == {"error": "unknown_field"}
    assert ask(
        rule_set, {"wellbeing_impact": 7} | line if rule_set in ("adult-needs", "carer") else line
    ) == {"error": "unknown_field"}


@pytest.mark.parametrize("key", MEANS_LINE)
def test_money_needs_every_key_not_marked_optional(key: str) -> None:
    without = {name: value for name, value in MEANS_LINE.items() if name != key}
    assert ask("money", without) == {"error": "missing_field"}
    assert ask("money", without | {"home_equity": 7}) == {"error": "missing_field"}


@pytest.mark.parametrize("key", MEANS_LINE)
@pytest.mark.parametrize("value", [None, "", [], {}, -1, 1.5, "yes", [1], "NaN", 10**30])
def test_money_bad_values(key: str, value: Any) -> None:
    assert means(**{key: value}) == {"error": "bad_value"}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("age", 17), ("age", 131), ("age", True), ("age", "80"), ("age", 80.0), ("age", 1e400),
        ("single", 1), ("single", 0), ("single", "true"), ("owns_home", 1),
        ("savings", 20000), ("savings", "20,000"), ("savings", "£20000"), ("savings", "-1"), ("savings", "+1"), ("savings", "1."),
        ("savings", ".5"), ("savings", "1.234"), ("savings", "1e3"), ("savings", "1000000000000"), ("savings", " 1"), ("savings", "1\n"),
        ("savings", "１"), ("savings", "٣"), ("savings", "1_0"), ("savings", "Infinity"),
        ("home_equity", 5), ("home_equity", ""), ("home_equity", "x"), ("home_equity", []), ("home_equity", True),
        ("weeks_since_moved_in", -1), ("weeks_since_moved_in", True), ("weeks_since_moved_in", "12"), ("weeks_since_moved_in", 12.0),
        ("on_date", "2026-02-30"), ("on_date", "20261122"), ("on_date", "2026-W47-7"), ("on_date", "2026-1-2"), ("on_date", "22/11/2026"),
        ("on_date", "0000-01-01"), ("on_date", "2026-11-22T00:00:00"), ("on_date", "2026-11-22\n"), ("on_date", "２026-11-22"),
        ("setting", "Home"), ("setting", "care_home"), ("home_occupied_by", "child_under_16"), ("home_occupied_by", "relative"),
    ],
)  # fmt: skip
def test_money_bad_values_one_by_one(key: str, value: Any) -> None:
    line = json.dumps(MEANS_LINE | {key: value}).replace("Infinity}", "1e400}").replace("Infinity,", "1e400,")
    assert ask("money", line) == {"error": "bad_value"}


@pytest.mark.parametrize(
    ("rule_set", "line"),
    [
        ("adult-needs", {"impairment": None}),
        ("adult-needs", {"impairment": "Yes"}),
        ("adult-needs", {"impairment": True}),
        ("adult-needs", {"impairment": "at_risk"}),
        ("adult-needs", {"impairment": {}}),
        ("adult-needs", {"outcomes": None}),
        ("adult-needs", {"outcomes": []}),
        ("adult-needs", {"outcomes": "able"}),
        ("adult-needs", {"outcomes": {"toilet": []}}),
        ("adult-needs", {"outcomes": {"toilet": None}}),
        ("adult-needs", {"outcomes": {"toilet": "unable"}}),
        ("adult-needs", {"outcomes": {"toilet": ["able"]}}),
        ("adult-needs", {"outcomes": {"toilet": ["unable", None]}}),
        ("adult-needs", {"outcomes": {"toilet": ["unable", ["unable"]]}}),
        ("adult-needs", {"outcomes": {"toilet": True}}),
        ("adult-needs", {"outcomes": {"toilet": {}}}),
        ("adult-needs", {"wellbeing_impact": "yes"}),
        ("adult-needs", {"wellbeing_impact": "a lot"}),
        ("adult-needs", {"help_now": None}),
        ("adult-needs", {"help_now": []}),
        ("adult-needs", {"help_now": {"from_carer": None}}),
        ("adult-needs", {"help_now": {"from_carer": 1}}),
        ("adult-needs", {"help_now": {"from_carer": "yes"}}),
        ("carer", {"carer_age": -1}),
        ("carer", {"carer_age": 131}),
        ("carer", {"carer_age": True}),
        ("carer", {"carer_age": 17.0}),
        ("carer", {"carer_age": "17"}),
        ("carer", {"cared_for_age": 10**20}),
        ("carer", {"carer_age": 5, "cared_for_age": "x"}),
        ("carer", {"carer_age": 5, "outcomes": {"nutrition": []}}),
        ("carer", {"necessary_care": None}),
        ("carer", {"health_deteriorating": "maybe"}),
        ("carer", {"outcomes": {"nutrition": ["takes_longer"]}}),
        ("carer", {"outcomes": {"nutrition": ["prompting"]}}),
        ("safeguarding", {"care_and_support_needs": "at_risk"}),
        ("safeguarding", {"immediate_danger": "at_risk"}),
        ("safeguarding", {"immediate_danger": True}),
        ("safeguarding", {"resident_here": None}),
        ("safeguarding", {"abuse_or_neglect": "some"}),
    ],
)
def test_bad_value(rule_set: str, line: dict[str, Any]) -> None:
    assert ask(rule_set, line) == {"error": "bad_value"}


def test_carers_have_no_takes_longer_limb_while_adults_do() -> None:
    assert "error" not in ask("adult-needs", {"outcomes": {"nutrition": ["takes_longer"]}})


def test_numbers_longer_than_python_reads_are_numbers_all_the_same() -> None:
    digits = "9" * 5000
    assert ask("carer", f'{{"carer_age":{digits}}}') == {"error": "bad_value"}
    assert ask("carer", f'{{"carer_age":-{digits}}}') == {"error": "bad_value"}
    line = json.dumps(MEANS_LINE | {"setting": "care_home_permanent", "home_equity": "1"})
    assert ask("money", f'{line[:-1]},"weeks_since_moved_in":{digits}}}')["property_counted"] is True


def test_a_line_nested_as_deep_as_python_reads_is_still_answered() -> None:
    for depth in (50, 200, 400, 900, 5000):
        nested = '{"impairment":' + "[" * depth + "]" * depth + "}"
        assert ask("adult-needs", nested)["error"] in ("bad_value", "bad_json")


def test_surrogates_alone_do_no_harm() -> None:
    assert ask("adult-needs", '{"impairment":"\\ud800"}') == {"error": "bad_value"}
    assert ask("adult-needs", '{"\\ud800":"yes"}') == {"error": "unknown_field"}
    assert ask("adult-needs", '{"help_now":{"\\ud800":true}}') == {"error": "unknown_field"}
    assert ask("adult-needs", '{"outcomes":{"\\ud800":"able"}}') == {"error": "unknown_field"}
    assert ask("money", json.dumps(MEANS_LINE | {"savings": "\ud800"})) == {"error": "bad_value"}


# Properties


def _outcomes(answers: Any) -> dict[str, Any]:
    return {
        key: answer.value if isinstance(answer, Ability) else sorted(answer)
        for key, answer in answers.items()
    }


def _fields(facts: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(facts).items() if value is not None}


@given(ADULTS)
@settings(max_examples=examples(150), deadline=None)
def test_an_adults_facts_are_screened_unchanged(facts: AdultFacts) -> None:
    line = _fields(facts) | {"outcomes": _outcomes(facts.outcomes), "help_now": _fields(facts.help_now)}
    result, answer = adult_needs.screen(facts), ask("adult-needs", line)
    assert answer["indication"] == result.indication
    assert [(reason["code"], reason["cites"]) for reason in answer["reasons"]] == [
        (reason.code, reason.cites) for reason in result.reasons
    ]
    assert tuple(answer["outcomes_not_achieved"]) == result.outcomes_not_achieved


@given(CARERS)
@settings(max_examples=examples(150), deadline=None)
def test_a_carers_facts_are_screened_unchanged(facts: CarerFacts) -> None:
    result, answer = (
        carer.screen(facts),
        ask("carer", _fields(facts) | {"outcomes": _outcomes(facts.outcomes)}),
    )
    assert answer["indication"] == result.indication
    assert [reason["code"] for reason in answer["reasons"]] == [reason.code for reason in result.reasons]
    assert tuple(answer["outcomes_not_achieved"]) == result.outcomes_not_achieved


@given(SAFEGUARDING)
@settings(max_examples=examples(60), deadline=None)
def test_a_worry_is_screened_unchanged(facts: SafeguardingFacts) -> None:
    result, answer = safeguarding.screen(facts), ask("safeguarding", asdict(facts))
    assert answer["route"] == result.route
    assert [(reason["code"], reason["cites"]) for reason in answer["reasons"]] == [
        (reason.code, reason.cites) for reason in result.reasons
    ]


@given(MEANS)
@settings(max_examples=examples(150), deadline=None)
def test_means_are_screened_unchanged(facts: MoneyFacts) -> None:
    equity = None if facts.home_equity is None else str(facts.home_equity)
    line = asdict(facts) | {
        "on_date": facts.on_date.isoformat(),
        "savings": str(facts.savings),
        "home_equity": equity,
    }
    result, answer = charging.screen(facts, FIGURES), ask("money", line)
    assert (answer["property_counted"], answer["band"]) == (result.property_counted, result.band)
    assert answer["capital_counted"] == f"{result.capital_counted:.2f}"
    assert answer["note_codes"] == list(result.notes)
    assert [figure["id"] for figure in answer["figures"]] == [figure.id for figure in result.figures]


WORDS = [
    "impairment",
    "outcomes",
    "toilet",
    "nutrition",
    "unable",
    "yes",
    "not_sure",
    "help_now",
    "equipment",
    "carer_age",
    *MEANS_LINE,
]
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.sampled_from(WORDS)
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*WORDS, *CarerOutcome]) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=8,
)


def _check_any_answer(rule_set: str, answer: dict[str, Any]) -> None:
    if "error" in answer:
        assert set(answer) == {"error"}
        assert answer["error"] in ERRORS
    else:
        assert answer["can_request_assessment"] is True
        assert rule_set == "money" or all(set(reason) == {"code", "cites"} for reason in answer["reasons"])


@given(st.sampled_from(sorted(protocol.RULE_SETS)), JSON)
@settings(max_examples=examples(150), deadline=None)
@example("money", MEANS_LINE)
def test_any_json_is_answered(rule_set: str, line: Any) -> None:
    _check_any_answer(rule_set, ask(rule_set, line))


@given(st.sampled_from(sorted(protocol.RULE_SETS)), st.binary(max_size=40))
@settings(max_examples=examples(150), deadline=None)
def test_any_bytes_are_answered(rule_set: str, line: bytes) -> None:
    _check_any_answer(rule_set, ask(rule_set, line))


@given(st.sampled_from(sorted(MEANS_LINE)), JSON)
@settings(max_examples=examples(60), deadline=None)
def test_means_with_anything_in_one_place_are_answered(key: str, value: Any) -> None:
    _check_any_answer("money", means(**{key: value}))


def test_no_answer_says_that_anybody_is_or_is_not_eligible() -> None:
    lines = [
        ("adult-needs", {}),
        ("carer", {}),
        ("carer", {"carer_age": 3}),
        ("safeguarding", {}),
        ("money", MEANS_LINE),
    ]
    assert "eligib" not in json.dumps([ask(rule_set, line) for rule_set, line in lines])
