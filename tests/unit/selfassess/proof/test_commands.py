"""The command that proves questionnaires, with the demonstration borough's services."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from core.settings import Settings
from selfassess.loading.for_commands import library
from selfassess.proof.checker import check
from selfassess.proof.commands import check_command, report_lines
from selfassess.proof.recorder import FILE, valid_proof
from tests.conftest import make_app, make_settings
from tests.unit.selfassess.engine.samples import sample


def with_only(questionnaire: str, settings: Settings, folder: Path) -> Path:
    """Return a copy of the content in which this is the only questionnaire, and no page leads to another."""
    content = Path(shutil.copytree(settings.content_dir, folder / "content"))
    (content / "first_steps.yaml").write_text("[]\n")
    (content / "assessments" / "order.yaml").write_text(f"- {questionnaire}\n")
    return content


def gaps(output: str) -> set[str]:
    """Return the needs for which the command found no service."""
    return {line.rsplit(" ", 1)[1] for line in output.splitlines() if "GAP" in line}


# The council itself looks into abuse, neglect and harm to a child: no group in the directory does.
LOOKED_INTO_BY_THE_COUNCIL = {"abuse-neglect", "child-harm"}


@pytest.mark.slow
def test_check_proves_all_questionnaires_and_names_gaps(demo_app: Flask, demo_folder: Path) -> None:
    result = demo_app.test_cli_runner().invoke(check_command)
    assert result.exit_code == 0, result.output
    for questionnaire in library(make_settings(demo_folder).content_dir):
        assert f"{questionnaire}: proved for " in result.output
    assert "BREACH" not in result.output
    assert gaps(result.output) == LOOKED_INTO_BY_THE_COUNCIL


@pytest.mark.slow
def test_check_proves_one_questionnaire_and_names_gaps(demo_folder: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(demo_folder, tmp_path / "data"))
    content = with_only("quick-check", make_settings(data), tmp_path)
    runner = make_app(make_settings(data, content_dir=content)).test_cli_runner()
    result = runner.invoke(check_command)
    assert result.exit_code == 0, result.output
    assert "quick-check: proved for " in result.output
    assert "BREACH" not in result.output
    assert gaps(result.output) <= LOOKED_INTO_BY_THE_COUNCIL
    assert "abuse-neglect" in gaps(result.output)


@pytest.mark.slow
def test_without_services_every_need_is_a_gap_and_nothing_is_broken(
    settings: Settings, tmp_path: Path
) -> None:
    content = with_only("quick-check", settings, tmp_path)
    runner = make_app(make_settings(settings.data_dir, content_dir=content)).test_cli_runner()
    result = runner.invoke(check_command)
    assert result.exit_code == 0
    assert "GAP no live service for the need falls" in result.output


@pytest.mark.slow
def test_without_a_database_the_questionnaires_are_proved_all_the_same(
    settings: Settings, tmp_path: Path
) -> None:
    content = with_only("quick-check", settings, tmp_path)
    result = (
        make_app(make_settings(tmp_path / "nothing-yet", content_dir=content))
        .test_cli_runner()
        .invoke(check_command)
    )
    assert result.exit_code == 0, result.output
    assert "There is no directory yet" in result.output
    assert "quick-check: proved" in result.output
    assert "GAP" not in result.output


def test_a_breach_is_shown_with_the_answers_that_lead_to_it(tmp_path: Path) -> None:
    faulty = sample(tmp_path, ("unable: [home-care]", "prompting: [home-care]"))
    lines = "\n".join(
        report_lines(
            check(faulty, {"bathing", "equipment", "home-care", "falls", "energy-bills"}, lambda _: True)
        )
    )
    assert "sample: NOT PROVED" in lines
    assert (
        "the need home-care would be lost\n    shown by: better: dressing = prompting | worse: dressing = unable"
        in lines
    )


@pytest.mark.slow
def test_what_was_proved_is_recorded_only_when_asked_for(settings: Settings, tmp_path: Path) -> None:
    content = with_only("quick-check", settings, tmp_path)
    (content / FILE).unlink()
    runner = make_app(make_settings(settings.data_dir, content_dir=content)).test_cli_runner()
    assert runner.invoke(check_command).exit_code == 0
    assert valid_proof(content, "quick-check") is None
    result = runner.invoke(check_command, ["--record"])
    assert result.exit_code == 0, result.output
    found = valid_proof(content, "quick-check")
    assert found is not None
    recorded = valid_proof(settings.content_dir, "quick-check")
    assert recorded is not None
    assert found.combinations == recorded.combinations
