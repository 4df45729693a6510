"""The first steps above lists: each need and page leads to a check or a request that is there."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from selfassess import first_steps
from tests.examples import sampled

CONTENT = Path("content")


def planted(folder: Path, rows: str) -> Path:
    shutil.copytree(CONTENT, folder / "content", ignore=shutil.ignore_patterns("demo"))
    (folder / "content" / "first_steps.yaml").write_text(rows, "utf-8")
    return folder / "content"


def test_needs_and_pages_lead_to_what_fits() -> None:
    steps = first_steps.load(CONTENT)
    assert steps.by_need["falls"].check == "home"
    assert steps.by_need["carers"].check == "carer"
    assert steps.by_need["young-carers"].ask == "children_help"
    assert steps.by_need["paying-for-care"].check == "paying"
    assert steps.by_need["occupational-therapy"].ask == "occupational_therapy"
    assert steps.by_page["carers-assessment"].ask == "carers_assessment"
    assert len(steps.by_need) > 50


def test_who_writes_comes_before_the_person_they_look_after(app: Flask) -> None:
    with app.test_request_context():
        found = {
            needs: first_steps.first_step(needs)
            for needs in (
                ("dementia",),
                ("home-care", "carers"),
                ("dementia", "carers"),
                ("carers", "young-carers"),
            )
        }
    assert [card.url for card in found.values() if card] == [
        "/check/adult-needs",
        "/check/adult-needs",
        "/check/carer",
        "/ask/children-help",
    ]


@pytest.mark.parametrize(
    ("rows", "named"),
    sampled(
        [
            ("- {check: nonsense, say: x, needs: [falls]}", "nonsense"),
            ("- {check: home, ask: call_back, say: x}", "home"),
            ("- {ask: safeguarding_concern, say: x}", "safeguarding_concern"),
            ("- {check: home, say: x, needs: [nowhere]}", "nowhere"),
            ("- {check: home, say: x, needs: [crisis]}", "crisis"),
            ("- {check: home, say: x, needs: [abuse-neglect]}", "abuse-neglect"),
            ("- {check: home, say: x, needs: [falls, falls]}", "falls stands twice"),
            ("- {check: home, say: x, pages: [nowhere]}", "nowhere"),
        ],
        8,
    ),
)
def test_a_mistake_is_named(tmp_path: Path, rows: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        first_steps.load(planted(tmp_path, rows))
