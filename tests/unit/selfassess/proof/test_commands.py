"""The command that proves questionnaires, with the demonstration borough's services."""

import shutil
from pathlib import Path

from flask import Flask

from core.settings import Settings
from selfassess.proof.checker import check
from selfassess.proof.commands import check_command, report_lines
from selfassess.proof.recorder import FILE, valid_proof
from tests.conftest import make_app, make_settings
from tests.unit.selfassess.engine.samples import sample


def test_check_proves_all_questionnaires_and_names_gaps(demo_app: Flask) -> None:
    result = demo_app.test_cli_runner().invoke(check_command)
    assert result.exit_code == 0, result.output
    assert "adult-needs: proved for 47," in result.output
    assert "BREACH" not in result.output
    # The council itself looks into abuse and neglect: no group in the directory does, and none is shown for
    # it.
    gaps = {line.rsplit(" ", 1)[1] for line in result.output.splitlines() if "GAP" in line}
    assert gaps == {"abuse-neglect"}


def test_without_services_every_need_is_a_gap_and_nothing_is_broken(
    settings: Settings, tmp_path: Path
) -> None:
    content = Path(shutil.copytree(settings.content_dir, tmp_path / "content"))
    (content / "assessments" / "order.yaml").write_text("- quick-check\n")
    runner = make_app(make_settings(settings.data_dir, content_dir=content)).test_cli_runner()
    result = runner.invoke(check_command)
    assert result.exit_code == 0
    assert "GAP no live service for the need falls" in result.output


def test_without_a_database_the_questionnaires_are_proved_all_the_same(
    settings: Settings, tmp_path: Path
) -> None:
    content = Path(shutil.copytree(settings.content_dir, tmp_path / "content"))
    (content / "assessments" / "order.yaml").write_text("- concern\n")
    result = (
        make_app(make_settings(tmp_path / "nothing-yet", content_dir=content))
        .test_cli_runner()
        .invoke(check_command)
    )
    assert result.exit_code == 0, result.output
    assert "There is no directory yet" in result.output
    assert "concern: proved" in result.output
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


def test_what_was_proved_is_recorded_only_when_asked_for(settings: Settings, tmp_path: Path) -> None:
    content = Path(shutil.copytree(settings.content_dir, tmp_path / "content"))
    (content / "assessments" / "order.yaml").write_text("- concern\n")
    (content / FILE).unlink()
    runner = make_app(make_settings(settings.data_dir, content_dir=content)).test_cli_runner()
    assert runner.invoke(check_command).exit_code == 0
    assert valid_proof(content, "concern") is None
    result = runner.invoke(check_command, ["--record"])
    assert result.exit_code == 0, result.output
    found = valid_proof(content, "concern")
    assert found is not None
    assert found.combinations == 4_496_472
