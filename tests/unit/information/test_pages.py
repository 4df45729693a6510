"""Pages of advice: read whole, and refused with the file's name and what to do."""

from datetime import date
from pathlib import Path

import pytest

from information import pages

GOOD = """---
title: Falling
summary: What to do.
section: home
owner: A team
last_reviewed: 2026-10-02
next_review: 2027-10-01
needs: [falls]
sources:
- title: Falls
  publisher: NHS
  url: https://www.nhs.uk/
words: ['999', trips]
sensitive: true
order: 3
---

## Today

Call {{ phone }}.
"""


def write(folder: Path, text: str, name: str = "falls.md") -> Path:
    (folder / "pages").mkdir(exist_ok=True)
    path = folder / "pages" / name
    path.write_text(text)
    return path


def test_a_page_is_read_whole(tmp_path: Path) -> None:
    page = pages.read_page(write(tmp_path, GOOD))
    assert (page.slug, page.title, page.section, page.order) == ("falls", "Falling", "home", 3)
    assert page.last_reviewed == date(2026, 10, 2)
    assert page.sources == (pages.PageSource("Falls", "NHS", "https://www.nhs.uk/"),)
    assert page.words == ("999", "trips")
    assert page.sensitive
    assert page.body.startswith("## Today")


FAULTS = [
    ("---\ntitle", "title", "three dashes"),
    ("title: Falling", "title: Falling: again", "not YAML"),
    ("title: Falling\n", "", "add title"),
    ("next_review: 2027-10-01\n", "", "add next_review"),
    ("section: home", "section: house", "use one of staying-safe"),
    ("last_reviewed: 2026-10-02", "last_reviewed: soon", "date such as"),
    ("  publisher: NHS\n", "", "a title, a publisher and a url"),
]


@pytest.mark.parametrize(("good", "planted", "says"), FAULTS)
def test_a_file_that_is_not_right_says_where_and_what_to_do(
    tmp_path: Path, good: str, planted: str, says: str
) -> None:
    path = write(tmp_path, GOOD.replace(good, planted, 1))
    with pytest.raises(ValueError, match=says) as refused:
        pages.read_page(path)
    assert str(refused.value).startswith("falls.md: ")


def test_sections_stand_in_their_order_and_empty_ones_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("section: home", "section: money"), "b.md")
    write(tmp_path, GOOD.replace("order: 3", "order: 9"), "z.md")
    write(tmp_path, GOOD, "y.md")
    grouped = pages.by_section(tmp_path)
    assert {section: [page.slug for page in group] for section, group in grouped.items()} == {
        "home": ["y", "z"],
        "money": ["b"],
    }
    assert list(grouped) == ["home", "money"]


def test_brackets_stand_for_every_choice() -> None:
    assert pages.expand_choices("(bus|night bus) (late|lost)") == (
        "bus late",
        "bus lost",
        "night bus late",
        "night bus lost",
    )
    assert pages.expand_choices("no bus") == ("no bus",)


def test_a_bracket_that_is_open_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("order: 3", 'order: 3\nasks: ["(bus|train late"]'))
    with pytest.raises(ValueError, match="close every bracket"):
        pages.read_page(path)
