"""What commands print cannot control the terminal, whatever a source or a visitor wrote."""

from pathlib import Path

import pytest
from flask import Flask

from core import clock
from core.db import db
from directory.models import SearchMiss

CONTROLS = {chr(code) for code in (*range(10), *range(11, 32), *range(127, 160))}

SOURCES = {
    "read.csv": "service_name,organization_name,Colour\x1b]0;x\x07,url\nA\x1b[31mB,Org\x9b2J,red\x1b[2J,no\x1burl\n",
    "refused.csv": "\x1b]0;x\x07,\x1b[2J\nA,B\n",
    "refused.json": '{"\x7f\x9b2J": "\x9b"}',
}


@pytest.mark.parametrize("name", SOURCES)
def test_an_import_prints_no_control_characters_of_its_source(app: Flask, tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    source.write_text(SOURCES[name], encoding="utf-8")
    # With colour, because click removes some of the sequences where the output is no terminal.
    result = app.test_cli_runner().invoke(
        args=["directory", "import", str(source), "--dry-run", "--all"], color=True
    )
    assert not CONTROLS & set(result.output), ascii(result.output)
    assert name.partition(".")[0] in result.output


def test_searches_without_results_print_no_control_characters(app: Flask) -> None:
    with app.app_context():
        db.session.add(SearchMiss(made_on=clock.today(), words="a\x1b]0;x\x07b\x9b", area="", times=1))
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["directory", "searches"], color=True)
    assert "a\\x1b]0;x\\x07b\\x9b" in result.output
