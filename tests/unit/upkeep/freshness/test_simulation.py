"""The simulation of freshness: its figures, and that nobody is asked wrongly or twice."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from upkeep.freshness.commands import upkeep_group
from upkeep.freshness.policy import MAIL_STEPS, Periods, Step
from upkeep.freshness.simulation import Assumptions, simulate

QUICK = Assumptions(listings=100, months=8, hours=1.8, views=4000)


def test_most_results_are_in_date_with_few_hours_of_calls() -> None:
    report = simulate(QUICK)
    assert report.share_shown_in_date >= 0.93
    assert report.hours_a_month <= 1.8
    assert report.share_by_others >= 0.5
    assert (report.wrong, report.twice) == (0, 0)
    assert report.most_hidden <= 2
    assert sum(report.messages[step] for step in MAIL_STEPS) > 100


@pytest.mark.slow
def test_fewer_answers_give_fewer_results_in_date() -> None:
    usual = simulate(QUICK).share_shown_in_date
    assert simulate(QUICK.halved()).share_shown_in_date < usual
    assert simulate(replace(QUICK, told=0)).share_shown_in_date < usual


@pytest.mark.slow
def test_a_policy_that_asks_too_soon_is_noticed() -> None:
    assert simulate(QUICK, Periods(lead=60)).wrong > 0


def test_a_policy_that_asks_twice_on_a_day_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "upkeep.freshness.simulation.next_step",
        lambda listing, _periods, _today: Step.PROMPT if listing.contacts else None,
    )
    assert simulate(replace(QUICK, months=2)).twice > 0


def test_the_same_seed_gives_the_same_run() -> None:
    short = replace(QUICK, months=3)
    assert simulate(short, seed=3).events == simulate(short, seed=3).events


def test_the_command_prints_the_figures_and_who_got_what() -> None:
    done = CliRunner().invoke(upkeep_group, ["simulate", "--listings", "40", "--months", "5"])
    assert done.exit_code == 0
    assert "shown in date" in done.output
    assert "half of each" in done.output
    assert "prompt" in done.output
