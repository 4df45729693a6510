"""The README says what is true."""

import re
from pathlib import Path

import pytest

from core.settings import ROOT, Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_table_and_no_other() -> None:
    told = set(re.findall(r"^\| `SIGNPOST_([A-Z_]+)`", README, flags=re.MULTILINE))
    assert told == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_a_setting_is_told_as_the_code_has_it(name: str) -> None:
    description = Settings.model_fields[name].description
    assert description
    assert re.search(
        rf"^\| `SIGNPOST_{name.upper()}` \|.*\| {re.escape(description)} \|$", README, flags=re.MULTILINE
    )


def test_every_link_to_a_file_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_make_target_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", Path(ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", README)) - {"sure"} <= targets
