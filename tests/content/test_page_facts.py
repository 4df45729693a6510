"""Facts of law and safety that advice pages must state, as a reader sees them."""

import re

import pytest

from core.settings import ROOT
from information import pages

PAGES = pages.load(ROOT / "content")


def paragraphs(slug: str) -> list[str]:
    """Return the paragraphs and list items of a page, without marks of emphasis."""
    return [line.replace("*", "") for line in PAGES[slug].body.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("slug", "together"),
    [
        ("keeping-warm", ("carbon monoxide", "0800 111 999")),
        ("keeping-warm", ("Electric blanket", "Never", "hot water bottle")),
        ("keeping-warm", ("Warm Home Discount", "don't have to ask")),
        ("drink-and-drugs", ("stopped or cut down", "confused", "not there", "999")),
        ("drink-and-drugs", ("Fits, confusion", "999")),
        ("telecare", ("31 January 2027",)),
        ("telecare", ("alarm provider", "test it now")),
        ("memory-and-dementia", ("hurt you", "tell us")),
        ("memory-and-dementia", ("in danger", "999")),
        ("housing-and-homelessness", ("Section 21", "1 May 2026")),
        ("no-money-tonight", ("Crisis and Resilience Fund", "1 April 2026")),
        ("looking-after-someone", ("one week", "does not have to pay")),
        ("planning-ahead", ("appointee", "DWP")),
        ("young-carers", ("children and young people", "{{ childrens_phone }}")),
        ("parent-carers", ("children and young people", "{{ childrens_phone }}")),
        ("harm-to-a-child", ("Call", "{{ childrens_phone }}")),
    ],
)
def test_the_facts_stand_together(slug: str, together: tuple[str, ...]) -> None:
    """A warning and its number are in one paragraph, so that neither is read without the other."""
    assert any(all(words in line for words in together) for line in paragraphs(slug))


def test_no_page_sends_confusion_of_withdrawal_to_a_doctor() -> None:
    lines = [line for line in paragraphs("drink-and-drugs") if re.search(r"not there|seeing things", line)]
    assert lines
    assert [line for line in lines if "999" not in line] == []
