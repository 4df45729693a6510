"""The lines of content/urgent_lines.yaml: one source for every number that danger shows."""

import re
from pathlib import Path

import pytest

from core.content import read_yaml
from core.settings import ROOT
from directory.urgent import lines
from directory.urgent.lines import KINDS

CONTENT = ROOT / "content"
EVERYWHERE = {"999", "111"}
"""Numbers so short that any sentence may name them."""


@pytest.mark.parametrize("kind", KINDS)
def test_each_panel_begins_with_a_number_to_call_and_has_a_way_to_write(kind: str) -> None:
    panel = lines.load(CONTENT).panels[kind]
    assert panel.calls[0].href.startswith("tel:")
    assert panel.writes
    assert not any(line.href.startswith("tel:") and line.id != "emergency_relay" for line in panel.writes)


def test_children_are_led_to_childline_and_to_the_team_for_children() -> None:
    panel = lines.load(CONTENT).panels["child-harm"]
    assert [line.id for line in panel.calls] == ["emergency", "childrens_team", "childline", "nspcc"]
    assert panel.calls[1].team == "children"
    assert not any(line.team == "adults" for line in panel.calls)


def test_an_interrupt_has_its_own_numbers_or_those_of_its_page() -> None:
    found = lines.load(CONTENT)
    assert "domestic_abuse" in [line.id for line in found.calls_of_interrupt("harm", "abuse-and-neglect")]
    assert found.calls_of_interrupt("any", "harm-to-a-child") == found.panels["child-harm"].calls
    assert found.calls_of_interrupt("any", None) == found.panels["abuse-neglect"].calls


def test_every_interrupt_about_harm_names_childline() -> None:
    """Who is asked may be under 18, whatever the questionnaire is about."""
    found = lines.load(CONTENT)
    pages = read_yaml(CONTENT / "assessments/routes.yaml")["interrupts"]
    assert len(pages) > 7
    without = {
        id
        for id, interrupt in pages.items()
        if "childline" not in [line.id for line in found.calls_of_interrupt(id, interrupt.get("page"))]
    }
    assert without == {"crisis"}, "Samaritans listens to people of any age"


def test_no_number_stands_a_second_time_where_danger_is_answered() -> None:
    found = lines.load(CONTENT)
    numbers = {line.shown for line in found.lines.values() if re.fullmatch(r"[\d ]{5,}", line.shown)}
    files = [CONTENT / "pages" / f"{panel.page}.md" for panel in found.panels.values()]
    texts = {path.name: path.read_text() for path in (*files, *(ROOT / "templates").rglob("*.html"))}
    texts["interrupts"] = str(read_yaml(CONTENT / "assessments/wording.yaml")["interrupts"])
    assert "116 123" in numbers
    for name, text in texts.items():
        digits = text.replace(" ", "")
        copies = [number for number in numbers - EVERYWHERE if number.replace(" ", "") in digits]
        assert copies == [], f"{name}: name the line of content/urgent_lines.yaml instead"


FILE = """
lines:
  emergency: {number: "999", text: now., checked_on: 2026-11-27, source: "https://www.gov.uk/"}
  adults_team: {team: adults, text: to tell us.}
panels:
"""
PANEL = "  {}: {{title: t, page: p, read: r, calls: [emergency]}}\n"


def _loaded(folder: Path, text: str) -> lines.UrgentLines:
    (folder / "urgent_lines.yaml").write_text(text)
    return lines.load(folder)


def test_a_faulty_file_is_refused_with_what_to_mend(tmp_path: Path) -> None:
    panels = "".join(PANEL.format(kind) for kind in KINDS)
    faults = {
        FILE + PANEL.format("crisis"): "one panel for each",
        FILE + panels + "interrupts: {harm: [nobody]}": "harm names the line nobody",
        FILE.replace('number: "999", ', "") + panels: "exactly one of",
        FILE.replace("checked_on: 2026-11-27, ", "") + panels: "checked_on and source",
    }
    for number, (text, words) in enumerate(faults.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(ValueError, match=words):
            _loaded(folder, text)
    assert set(_loaded(tmp_path, FILE + panels).panels) == set(KINDS)
