"""content/review_dates.yaml names every figure, date and helpline of the content, and nothing that is gone."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from core.settings import ROOT
from information.review_dates import coverage, dates
from information.review_dates.dates import FigureDate, HelplineDate, SchemeDate

CONTENT = ROOT / "content"
LISTED = dates.load(CONTENT)
DAY = date(2027, 2, 1)


def test_the_list_is_complete_and_names_nothing_that_is_gone() -> None:
    assert coverage.faults(LISTED, CONTENT) == []


def test_a_planted_fault_of_each_kind_is_named() -> None:
    planted = LISTED.model_copy(
        update={
            "figures": (*LISTED.figures[1:], FigureDate(id="gone", look_again=DAY, who="A team")),
            "helplines": (
                *[row for row in LISTED.helplines if row.name != "Stroke Association"],
                HelplineDate(number="0800 000 0000", name="Nobody", look_again=DAY, who="A team"),
                LISTED.helplines[0],
            ),
            "schemes": (
                *[row for row in LISTED.schemes if row.says != "31 January 2027"],
                SchemeDate(name="A grant", says="A grant of old", look_again=DAY, who="A team"),
            ),
        }
    )
    found = "\n".join(coverage.faults(planted, CONTENT))
    for says in (
        f"add the figure {LISTED.figures[0].id}",
        "the figure gone is gone",
        "pages/stroke.md: add the helpline 03033033100",
        "0800 000 0000 (Nobody) is gone",
        "is named twice",
        "pages/telecare.md: add a scheme that says 31 January 2027",
        "no text says “A grant of old”",
    ):
        assert says in found


def test_numbers_of_a_text() -> None:
    text = "Call 999, or 0800 1111, or us on 01632 960100. Text SHOUT to 85258. Dial 18001 first."
    assert coverage.numbers(text) == {"08001111", "85258"}


def test_a_row_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "review_dates.yaml").write_text("figures: []\nschemes: []\nhelplines: [{number: '1'}]\n")
    with pytest.raises(ValueError, match=r"review_dates\.yaml: helplines, 0"):
        dates.load(tmp_path)


def test_the_command_prints_what_is_due(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    early = run(args=["content", "due", "--on", "2026-11-23"])
    assert early.output.strip().endswith("0 to look at by 23 November 2026")
    later = run(args=["content", "due", "--on", "2027-02-15"]).output
    assert "2027-01-15  scheme    Old phone lines: analogue switch-off  (Adult social care" in later
    assert "2027-02-15  figure    upper_capital_limit  (Welfare rights team)" in later
    assert "page      /advice/" in run(args=["content", "due", "--on", "2027-12-31"]).output
    assert run(args=["content", "due", "--on", "soon"]).exit_code == 2
