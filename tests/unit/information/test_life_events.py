"""Life events: read whole, and refused when they lead to something that is not there."""

from pathlib import Path

import pytest

from information import life_events
from tests.unit.information.test_pages import GOOD, write

EVENT = """
- id: fall
  title: I've had a fall
  lead: A lot can be done.
  first: ["Tell your GP."]
  needs: [falls]
  pages: [falls]
"""


def site(folder: Path, events: str) -> Path:
    write(folder, GOOD)
    (folder / "needs.yaml").write_text("- id: home\n  label: Home\n  needs:\n    falls: Falls\n")
    (folder / "life_events.yaml").write_text(events)
    return folder


def test_events_are_read_by_id(tmp_path: Path) -> None:
    events = life_events.load(site(tmp_path, EVENT))
    assert list(events) == ["fall"]
    assert events["fall"].first == ("Tell your GP.",)


@pytest.mark.parametrize(
    ("good", "planted", "says"),
    [
        ("needs: [falls]", "needs: [trips]", "'fall' names trips"),
        ("pages: [falls]", "pages: [falls, gone]", "'fall' names gone"),
        ("  lead: A lot can be done.\n", "", "'fall' has no lead"),
    ],
)
def test_an_event_that_leads_nowhere_is_refused(tmp_path: Path, good: str, planted: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        life_events.load(site(tmp_path, EVENT.replace(good, planted)))
