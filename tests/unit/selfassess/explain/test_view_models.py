"""What the public pages show: answers with their wording, figures as they stand today, the log in order,
and what is proved.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask

from selfassess.explain import view_models
from selfassess.loading.fact_wording import load_fact_wordings
from selfassess.loading.library import load
from selfassess.loading.rule_wording import load_rule_wordings
from selfassess.proof.breach import Breach
from selfassess.proof.checker import ProofReport
from selfassess.proof.recorder import FILE, record_proofs, valid_proof
from selfassess.rules.figures import Figure, Figures, Unit
from tests.unit.selfassess.engine.samples import CONTENT, sample

FACT_WORDINGS = load_fact_wordings(CONTENT)
REGULATIONS = "The Care and Support (Eligibility Criteria) Regulations 2015"
NEEDS = {"bathing": "Getting in and out of the bath", "equipment": "Equipment that makes life easier"}


@pytest.fixture(autouse=True)
def context(app: Flask) -> object:
    """Words of the page itself come through gettext."""
    with app.test_request_context() as pushed:
        yield pushed


def shown(tmp_path: Path) -> dict[str, view_models.QuestionShown]:
    found = view_models.sections(sample(tmp_path), FACT_WORDINGS, lambda need: NEEDS.get(need, need))
    assert [part.title for part in found] == ["Beginning", "Daily life"]
    return {question.id: question for part in found for question in part.questions}


def test_an_answer_says_what_it_counts_as_with_the_law_in_full(tmp_path: Path) -> None:
    ill = shown(tmp_path)["health"].answers[1]
    assert ill.counts == (
        view_models.CitedWords(
            "needs come from an illness, a disability or a condition", f"{REGULATIONS} reg 2(1)(a)"
        ),
    )


def test_an_area_says_once_what_it_is_in_the_law(tmp_path: Path) -> None:
    washing = shown(tmp_path)["washing"]
    assert washing.about == view_models.CitedWords(
        "maintaining personal hygiene", f"{REGULATIONS} reg 2(2)(b)"
    )
    longer = next(answer for answer in washing.answers if "longer" in answer.words)
    assert longer.counts[0].law == f"{REGULATIONS} reg 2(3)(d)"
    assert longer.counts[1].words == "equipment or changes to the home may help"
    assert longer.needs == ("Getting in and out of the bath",)


def test_questions_say_when_they_are_asked_and_where_we_stop(tmp_path: Path) -> None:
    found = shown(tmp_path)
    assert found["who_for"].when == ""
    assert found["alarm"].when == "“Worries at home?” includes “Falls”"
    assert found["safe"].answers[1].stop == "If anyone is in danger now, call 999"
    assert not found["safe"].skippable
    assert "own words" in found["story"].open
    assert [question.number for question in found.values()] == list(range(1, len(found) + 1))


def test_a_number_says_what_it_counts_as() -> None:
    paying = load(CONTENT)["paying"]
    found = [
        question
        for part in view_models.sections(paying, FACT_WORDINGS, str)
        for question in part.questions
        if question.id == "savings"
    ]
    assert found[0].open == "Answered in pounds."
    assert found[0].about is not None
    assert found[0].about.words.startswith("savings in pounds")


def test_rules_come_with_conditions_codes_and_areas() -> None:
    found = {rule.id: rule for rule in view_models.rules(load_rule_wordings(CONTENT).rules, FACT_WORDINGS)}
    adult, carer = found["adult_needs"], found["carer"]
    assert (len(adult.areas), len(carer.areas), len(found["safeguarding"].areas)) == (10, 8, 0)
    assert adult.conditions[1].codes == (
        "unable_outcomes_met",
        "unable_outcomes_not_met",
        "unable_outcomes_unclear",
    )
    assert adult.conditions[1].law == f"{REGULATIONS} reg 2(1)(b)"
    assert "carer_under_18" in [code for point in carer.alone for code in point.codes]


FIRST = Figure(
    "a_rate",
    Decimal("10.00"),
    Unit.POUNDS_A_WEEK,
    date(2025, 4, 6),
    date(2026, 4, 5),
    "https://www.gov.uk/rate",
    date(2026, 3, 1),
)
SECOND = replace(FIRST, amount=Decimal("10.50"), valid_from=date(2026, 4, 6), valid_to=date(2027, 4, 5))
MARGIN = replace(FIRST, id="margin", amount=Decimal("0.15"), unit=Unit.PERCENT)


def test_a_figure_is_that_of_the_day() -> None:
    known = Figures([FIRST, SECOND, MARGIN])
    found = view_models.figures(known, {"a_rate": "A rate", "margin": "A margin"}, date(2026, 1, 1))
    assert [(one.name, one.amount, one.row.valid_to, one.site) for one in found] == [
        ("A rate", "£10 a week", date(2026, 4, 5), "gov.uk"),
        ("A margin", "0.15%", date(2026, 4, 5), "gov.uk"),
    ]
    assert view_models.figures(known, {"a_rate": "A rate"}, date(2026, 4, 6))[0].amount == "£10.50 a week"


def test_an_old_figure_is_never_shown_as_the_one_in_use() -> None:
    found = view_models.figures(Figures([FIRST, SECOND]), {"a_rate": "A rate"}, date(2027, 4, 6))[0]
    assert found.amount == ""
    assert found.row is SECOND


def test_the_log_has_questionnaires_and_rules_the_newest_first() -> None:
    log = view_models.changes(load(CONTENT).values(), load_rule_wordings(CONTENT).rules)
    days = [line.change.on for line in log]
    assert days == sorted(days, reverse=True)
    assert {"Quick check", "Rules: Care and support for adults"} <= {line.title for line in log}


def test_the_laws_of_a_questionnaire_are_those_it_uses() -> None:
    quick = [law.id for law in view_models.laws_of(load(CONTENT)["quick-check"], FACT_WORDINGS)]
    adult = [law.id for law in view_models.laws_of(load(CONTENT)["adult-needs"], FACT_WORDINGS)]
    assert "SI 2015/313" in adult
    assert "SI 2015/313" not in quick
    assert "Care Act 2014" in quick


# What is proved


def content(tmp_path: Path) -> Path:
    sample(tmp_path)
    return tmp_path


REPORT = ProofReport("sample", (), 2**70, 12, 34, 8, 3, (), ())


def test_a_proof_is_kept_with_its_day_until_something_changes(tmp_path: Path) -> None:
    folder = content(tmp_path)
    assert valid_proof(folder, "sample") is None
    record_proofs(folder, [REPORT], date(2026, 11, 23))
    recorded = valid_proof(folder, "sample")
    assert recorded is not None
    assert (recorded.combinations, recorded.states, recorded.pairs, recorded.pages, recorded.on) == (
        2**70,
        12,
        34,
        8,
        date(2026, 11, 23),
    )
    record_proofs(folder, [REPORT], date(2026, 12, 1))
    assert valid_proof(folder, "sample") == recorded


@pytest.mark.parametrize("file", ["routes.yaml", "sample/flow.yaml", "sample/wording.yaml"])
def test_a_proof_of_other_words_is_none(tmp_path: Path, file: str) -> None:
    folder = content(tmp_path)
    record_proofs(folder, [REPORT], date(2026, 11, 23))
    path = folder / "assessments" / file
    path.write_text(path.read_text() + "# changed\n")
    assert valid_proof(folder, "sample") is None
    record_proofs(folder, [REPORT], date(2026, 12, 1))
    renewed = valid_proof(folder, "sample")
    assert renewed is not None
    assert renewed.on == date(2026, 12, 1)


def test_what_is_not_proved_is_not_recorded(tmp_path: Path) -> None:
    folder = content(tmp_path)
    faulty = replace(REPORT, breaches=(Breach("every path ends", "it does not"),))
    with pytest.raises(ValueError, match="sample is not proved"):
        record_proofs(folder, [faulty], date(2026, 11, 23))
    assert not (folder / FILE).exists()
