"""What answers say of money and benefits: open answers stay open, the order does not matter, and no way
to help hangs on any of it.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfassess.engine.legal_facts import MONEY_AND_BENEFITS, MONEY_FACTS, NUMBERS
from selfassess.engine.migrations import migrate_answers
from selfassess.engine.money_indications import (
    FinancialPosition,
    MoneyIndications,
    money_answers,
    money_indications,
    possible_positions,
)
from selfassess.engine.outcome import outcome
from selfassess.engine.path import walk
from selfassess.engine.schema import Answer, QuestionKind, Questionnaire
from selfassess.loading.library import load
from selfassess.rules.benefits import Benefit
from selfassess.rules.charging import Band, Note, Setting
from selfassess.rules.figures import Figures
from selfassess.rules.states import State
from tests.examples import examples
from tests.unit.selfassess.engine.samples import CONTENT, sample
from tests.unit.selfassess.engine.strategies import answers, each
from tests.unit.selfassess.rules.strategies import FIGURES

DAY = date(2026, 11, 22)
LIBRARY = load(CONTENT)
PAYING, CARER = LIBRARY["paying"], LIBRARY["carer"]
WITH_MONEY = [id for id, one in LIBRARY.items() if one.mentions or one.tells_costs]
Given = dict[str, Answer]
OWNER: Given = {
    "who_for": ("me",),
    "safe_now": ("safe",),
    "harm": ("no",),
    "setting": ("for_good",),
    "true_now": ("none",),
    "age": ("80",),
    "day_night": ("both",),
    "how_long": ("from_6",),
    "looked_after": ("yes",),
    "benefits": ("none",),
    "couple": ("single",),
    "savings": ("20000",),
    "own_home": ("yes",),
    "lives_there": ("nobody",),
    "moved_in": ("from_12",),
    "home_worth": ("3250",),
}
"""A single owner of 80 with £20,000, who moved into a care home long ago; the home is worth £3,250."""
SOME = settings(max_examples=examples(60), deadline=None)


def found(
    given: Given, questionnaire: Questionnaire = PAYING, on_date: date = DAY, figures: Figures = FIGURES
) -> MoneyIndications:
    result = money_indications(walk(questionnaire, given), on_date, figures)
    assert result is not None
    return result


def means_of(given: Given) -> FinancialPosition:
    means = found(given).position
    assert means is not None
    return means


def benefits_of(given: Given, questionnaire: Questionnaire = PAYING, figures: Figures = FIGURES) -> set[str]:
    result = money_indications(walk(questionnaire, given), DAY, figures)
    return {str(one.benefit) for one in result.benefits} if result else set()


def without(given: Given, *ids: str) -> Given:
    """The answers, with these questions skipped."""
    return {id: () if id in ids else answer for id, answer in given.items()}


# FinancialPosition


def test_what_was_said_is_worked_out_to_the_pound() -> None:
    means = means_of(OWNER)
    assert (means.band, means.capital, means.tariff_income_weekly) == (
        Band.BETWEEN,
        Decimal(23250),
        Decimal(36),
    )
    assert means.home_counts is State.MET
    assert [figure.id for figure in means.figures][2:] == ["personal_expenses_allowance"]


@pytest.mark.parametrize(
    ("savings", "band", "tariff"),
    [
        ("14250", "below_lower", "0"),
        ("14250.01", "between", "1"),
        ("14500.01", "between", "2"),
        ("23250", "between", "36"),
    ],
)
def test_savings_come_through_the_questions_to_the_penny(savings: str, band: str, tariff: str) -> None:
    means = means_of({**OWNER, "setting": ("home",), "savings": (savings,)})
    assert (means.band, means.tariff_income_weekly) == (band, Decimal(tariff))


def test_nothing_said_of_money_is_nothing_worked_out() -> None:
    assert (
        possible_positions(
            money_answers(frozenset({("money.age", "80"), ("money.setting", "not_sure")})), DAY
        )
        == ()
    )
    assert found({"who_for": ("me",)}).position is None
    assert found({"who_for": ("me",)}).asked


@pytest.mark.parametrize(
    ("skipped", "band"),
    [
        (["savings"], "unclear"),
        (["setting"], "unclear"),
        (["home_worth"], "unclear"),
        (["lives_there"], "between"),
        (["age", "couple"], "between"),
        (["own_home"], "unclear"),
    ],
)
def test_an_open_answer_leaves_open_what_hangs_on_it_alone(skipped: list[str], band: str) -> None:
    assert means_of(without(OWNER, *skipped)).band == band


def test_savings_above_the_limit_decide_whatever_else_is_open() -> None:
    means = means_of({"savings": ("23250.01",)})
    assert (means.band, means.setting, means.home_counts) == (Band.ABOVE_UPPER, None, State.UNCLEAR)
    assert means_of({"setting": ("home",), "savings": ("100",)}).band is Band.BELOW_LOWER


def test_the_home_is_spoken_of_though_savings_were_skipped() -> None:
    means = means_of(without({**OWNER, "lives_there": ("child",)}, "savings"))
    assert Note.HOME_IGNORED_RELATIVE in means.notes
    assert means.home_counts is State.NOT_MET


def test_an_age_that_was_skipped_leaves_every_figure_that_it_could_be() -> None:
    figures = [figure.id for figure in means_of(without({**OWNER, "setting": ("home",)}, "age")).figures]
    assert figures[2:] == ["mig_single_18_24", "mig_single_25_plus", "mig_single_pension_age"]


def test_someone_else_who_lives_there_does_not_keep_the_home_out() -> None:
    assert Note.HOME_COUNTED in means_of({**OWNER, "lives_there": ("someone_else",)}).notes


@SOME
@given(data=st.data())
def test_a_skipped_answer_opens_what_was_settled_and_settles_nothing(data: st.DataObject) -> None:
    # The rules of charging are for adults.
    path = walk(PAYING, data.draw(answers(PAYING)) | {"who_for": ("me",)})
    given = path.answers_on_path
    skipped = data.draw(
        st.sampled_from(sorted(id for id in given if PAYING.by_id[id].skippable and id != "who_for"))
    )
    before, after = found(given).position, found(without(given, skipped)).position
    if before is None or after is None:
        assert after is None
        return
    assert after.band in (before.band, Band.UNCLEAR)
    assert after.tariff_income_weekly in (before.tariff_income_weekly, None)
    assert set(after.notes) <= {*before.notes, Note.HOME_VALUE_NEEDED}


# Figures that are not in force


@pytest.mark.parametrize("day", [date(2024, 6, 1), date(2027, 4, 6)])
def test_without_a_limit_in_force_nothing_is_worked_out(day: date) -> None:
    result = found(OWNER, on_date=day)
    assert (result.position, result.figure_missing) == (None, True)


def test_no_figure_is_taken_from_another_year() -> None:
    late = found(OWNER, on_date=date(2027, 4, 6))
    assert {amount.figure for amount in late.amounts} == {None}
    assert {amount.figure for one in late.benefits for amount in one.amounts} == {None}
    today = found(OWNER)
    figures = [
        amount.figure
        for amount in (*today.amounts, *(amount for one in today.benefits for amount in one.amounts))
    ]
    assert all(figure and figure.valid_from <= DAY <= figure.valid_to for figure in figures)


def test_earnings_stay_open_where_no_limit_is_in_force(tmp_path: Path) -> None:
    swaps = [
        (
            "- {id: story, kind: lines, keeps: matters, most: 20}",
            "- {id: earnings, kind: money, fact: benefit.weekly_earnings}",
        ),
        (
            '  story: {text: {you: "What matters to you?", other: "What matters to {who}?"}}',
            "  earnings: {text: How much?}",
        ),
        ("voice: {", "worth: [{benefit: carers_allowance}]\nvoice: {"),
    ]
    questionnaire = sample(tmp_path, *swaps)
    assert benefits_of({"earnings": ("204",)}, questionnaire) == {"carers_allowance"}
    assert benefits_of({"earnings": ("204.01",)}, questionnaire) == set()
    assert benefits_of({"earnings": ("204.01",)}, questionnaire, Figures(())) == {"carers_allowance"}


# Benefits


@pytest.mark.parametrize(
    ("changes", "there", "gone"),
    [
        (
            {},
            {"attendance_allowance", "carers_allowance"},
            {"personal_independence_payment", "disabled_facilities_grant"},
        ),
        ({"age": ("40",)}, {"personal_independence_payment"}, {"attendance_allowance"}),
        ({"setting": ("changes",)}, {"disabled_facilities_grant"}, set()),
        (
            {"benefits": ("attendance_allowance",)},
            {"carers_allowance"},
            {"attendance_allowance", "personal_independence_payment"},
        ),
        (
            {"benefits": ("pip",)},
            {"carers_allowance"},
            {"attendance_allowance", "personal_independence_payment"},
        ),
        ({"day_night": ("neither",)}, set(), {"attendance_allowance"}),
        ({"looked_after": ("no",)}, set(), {"carers_allowance"}),
        ({"looked_after": ("with_allowance",)}, set(), {"carers_allowance"}),
        ({"how_long": ("from_3",)}, set(), {"attendance_allowance"}),
    ],
)
def test_a_benefit_is_worth_checking_until_it_is_ruled_out(
    changes: Given, there: set[str], gone: set[str]
) -> None:
    shown = benefits_of({**OWNER, **changes})
    assert there <= shown
    assert not gone & shown


def test_carers_allowance_stays_open_while_the_other_benefit_can_still_be_claimed() -> None:
    def conditions(given: Given) -> tuple[str, ...]:
        return next(one.open for one in found(given).benefits if one.benefit is Benefit.CARERS_ALLOWANCE)

    assert "qualifying_benefit" in conditions(OWNER)
    assert "qualifying_benefit" not in conditions({**OWNER, "benefits": ("pip",)})
    # No benefit now, and none to claim: then Carer's Allowance has nothing to rest on.
    assert "carers_allowance" not in benefits_of({**OWNER, "day_night": ("neither",)})


def test_why_is_told_with_its_law() -> None:
    allowance = next(one for one in found(OWNER).benefits if one.benefit is Benefit.ATTENDANCE_ALLOWANCE)
    assert allowance.met == ("pension_age", "help_day_or_night", "six_months")
    assert allowance.open == ()
    assert any("s.64" in cites for cites in allowance.cites)
    unsure = next(
        one for one in found(without(OWNER, "age")).benefits if one.benefit is Benefit.ATTENDANCE_ALLOWANCE
    )
    assert unsure.open == ("pension_age",)


def test_every_condition_and_reason_that_can_be_told_has_words() -> None:
    everything = [
        one for id in WITH_MONEY for one in found({"money": ("benefits",)}, LIBRARY[id]).benefits
    ] + list(found(OWNER).benefits)
    names = {name for one in everything for name in (*one.met, *one.open)} | {"no_means_test_for_children"}
    assert names <= LIBRARY.shared.money.conditions.keys()


@pytest.mark.parametrize("id", each(WITH_MONEY))
@SOME
@given(data=st.data())
def test_skipping_an_answer_never_turns_a_benefit_off(id: str, data: st.DataObject) -> None:
    questionnaire = LIBRARY[id]
    given = walk(questionnaire, data.draw(answers(questionnaire))).answers_on_path
    skipped = data.draw(st.sampled_from(sorted(one for one in given if questionnaire.by_id[one].skippable)))
    assert benefits_of(given, questionnaire) <= benefits_of(without(given, skipped), questionnaire)


@pytest.mark.parametrize("id", each(WITH_MONEY))
@SOME
@given(data=st.data())
def test_the_order_of_answers_changes_nothing(id: str, data: st.DataObject) -> None:
    given = data.draw(answers(LIBRARY[id]))
    shuffled = dict(data.draw(st.permutations(list(given.items()))))
    assert money_indications(walk(LIBRARY[id], shuffled), DAY, FIGURES) == money_indications(
        walk(LIBRARY[id], given), DAY, FIGURES
    )


def test_questionnaires_without_benefits_say_nothing_of_money() -> None:
    assert money_indications(walk(LIBRARY["quick-check"], {"independent": ("cannot",)}), DAY, FIGURES) is None
    assert money_indications(walk(LIBRARY["adult-needs"], {"money": ("no",)}), DAY, FIGURES) is None
    assert benefits_of({"money": ()}, LIBRARY["adult-needs"]) == {
        "attendance_allowance",
        "personal_independence_payment",
    }


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"hours": ("many",)}, {"carers_allowance", "attendance_allowance", "personal_independence_payment"}),
        ({"hours": ("under_35",)}, {"attendance_allowance", "personal_independence_payment"}),
        (
            {"hours": ("not_sure",)},
            {"carers_allowance", "attendance_allowance", "personal_independence_payment"},
        ),
        ({"hours": ("many",), "cared_for": ("child",)}, {"carers_allowance"}),
        (
            {"age": ("under_18",)},
            {"carers_allowance", "attendance_allowance", "personal_independence_payment"},
        ),
    ],
)
def test_carers_are_told_of_their_own_allowance_from_35_hours(given: Given, shown: set[str]) -> None:
    assert benefits_of(given, CARER) == shown


# Apart from all help


@pytest.mark.slow
@SOME
@given(data=st.data())
def test_money_changes_no_next_step(data: st.DataObject) -> None:
    one, other = data.draw(answers(PAYING)), data.draw(answers(PAYING))
    about_money = {
        question.id for question in PAYING.questions if question.section == "money" or question.fact
    }
    richer = {id: other[id] if id in about_money else answer for id, answer in one.items()}
    assert [step.id for step in outcome(walk(PAYING, one)).routes] == [
        step.id for step in outcome(walk(PAYING, richer)).routes
    ]
    assert outcome(walk(PAYING, one)).requests == outcome(walk(PAYING, richer)).requests


@pytest.mark.parametrize("id", each(LIBRARY))
@SOME
@given(data=st.data())
def test_the_money_check_comes_only_where_something_leads_to_it(id: str, data: st.DataObject) -> None:
    result = outcome(walk(LIBRARY[id], data.draw(answers(LIBRARY[id]))))
    assert ("money_advice" in {step.id for step in result.routes}) is (
        ("signal.money", "yes") in result.facts and ("signal.under_18", "yes") not in result.facts
    )


def test_a_danger_leads_and_the_money_check_stays() -> None:
    result = outcome(walk(PAYING, {**OWNER, "safe_now": ("danger",), "talked": ("yes",)}))
    assert result.leading.id == "emergency"
    assert {"needs_assessment", "money_advice"} <= {step.id for step in result.routes}


def test_need_comes_before_money() -> None:
    leading = {
        answer: outcome(walk(PAYING, {**OWNER, "talked": (answer,)})).leading.id
        for answer in ("yes", "no", "not_sure")
    }
    assert leading == {"yes": "money_advice", "no": "needs_assessment", "not_sure": "needs_assessment"}
    assert (
        outcome(walk(PAYING, without({**OWNER, "talked": ("yes",)}, "talked"))).leading.id
        == "needs_assessment"
    )


def test_facts_of_money_are_read_by_no_route() -> None:
    assert not {fact for route in LIBRARY.shared.routes for fact, _ in route.when} & MONEY_FACTS
    assert not MONEY_AND_BENEFITS.keys() & NUMBERS.keys()


# Saved answers


def test_hours_saved_before_the_line_at_35_are_asked_for_again_and_nothing_else_is() -> None:
    old = {"safe_now": ("safe",), "age": ("adult",), "hours": ("some",), "health": ("yes",)}
    path = walk(CARER, migrate_answers(CARER, old, 1))
    assert path.answers_on_path == {"safe_now": ("safe",), "age": ("adult",), "health": ("yes",)}
    assert walk(CARER, migrate_answers(CARER, {**old, "hours": ("many",)}, 1)).answers_on_path["hours"] == (
        "many",
    )


@pytest.mark.parametrize(
    ("id", "answer"), [("age", "old"), ("age", "17"), ("savings", "a lot"), ("savings", "-5")]
)
def test_an_answer_that_is_no_number_is_no_answer(id: str, answer: str) -> None:
    assert PAYING.by_id[id].kind in (QuestionKind.NUMBER, QuestionKind.MONEY)
    assert id not in walk(PAYING, {**OWNER, id: (answer,)}).answers_on_path


def test_settings_are_those_of_the_rules() -> None:
    settings_asked = {dict(option.sets)["money.setting"] for option in PAYING.by_id["setting"].options}
    assert settings_asked == {*map(str, Setting), "not_sure"}
