"""The command that draws a questionnaire."""

import shutil
from pathlib import Path
from xml.etree import ElementTree

from flask import Flask

from core.settings import Settings
from selfassess.explain.commands import draw_command
from tests.conftest import make_app, make_settings


def test_mistakes_in_the_words_of_facts_are_named(settings: Settings, tmp_path: Path) -> None:
    content = Path(shutil.copytree(settings.content_dir, tmp_path / "content"))
    facts = content / "assessments" / "facts.yaml"
    facts.write_text(facts.read_text().replace("  adult.impairment:", "  adult.illness:"))
    result = (
        make_app(make_settings(settings.data_dir, content_dir=content))
        .test_cli_runner()
        .invoke(draw_command, ["carer"])
    )
    assert result.exit_code == 1
    assert "adult.illness is no fact that needs words here" in result.output


def test_draw_prints_a_picture(app: Flask) -> None:
    result = app.test_cli_runner().invoke(draw_command, ["quick-check"])
    assert result.exit_code == 0
    assert ElementTree.fromstring(result.output).attrib["width"] == "720"
    narrow = app.test_cli_runner().invoke(draw_command, ["quick-check", "--narrow"])
    assert ElementTree.fromstring(narrow.output).attrib["width"] == "330"
    unknown = app.test_cli_runner().invoke(draw_command, ["no-such"])
    assert unknown.exit_code == 2
    assert "use one of: quick-check" in unknown.output
