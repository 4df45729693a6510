"""People of the demonstration borough on the telephone: a handler works through each call by keyboard alone.

Each test prints how long the journey took, and the presses beside typing words.
"""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from core.db import db
from frontdoor.ending import queries as endings
from frontdoor.ending.outcomes import OWN_ADVICE, Ending, Outcome
from tests.e2e.call_steps import Hand, call_began, contact_id_of, sign_in_handler
from tests.e2e.conftest import Arrive, Visitor

MOST_TO_TEXT = 25
"""Presses from the search to the text that is sent, beside typing words (person 12)."""

SAID = "The curtains stay shut. She does not wash any more"

Say = Callable[[str], None]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Return a function that prints a line, also where the test passes."""

    def line(words: str) -> None:
        with capsys.disabled():
            print(f"\n{words}")

    return line


def begin(visitor: Visitor) -> Hand:
    """Begin a contact by keyboard, and return the hand. What it presses until then does not count."""
    sign_in_handler(visitor)
    page = visitor.go("/calls")
    hand = Hand(page)
    hand.reach("button[name=channel]")
    hand.opens("Contact", "Enter")
    call_began(page)
    hand.presses = 0
    return hand


def searched(hand: Hand, words: str, place: str, *ticks: str) -> None:
    """Search from anywhere on the call screen, and tick results by their numbers."""
    page = hand.page
    hand.press("s")
    hand.write(words)
    hand.press("Tab")
    hand.write(place)
    expect(page.locator(".call-results__count")).to_contain_text(f"near {place}")
    hand.press("Escape", *ticks)
    expect(page.locator("[data-ticked]")).to_have_count(len(ticks))


def ended(visitor: Visitor, contact_id: str) -> Ending:
    """Return what the database has of the end of a contact."""

    def read(app: Flask) -> Ending:
        with app.app_context():
            row = endings.living_ending(contact_id)
            assert row is not None, "the contact has not ended"
            found = endings.stored_ending(app.extensions["settings"], row)
            db.session.rollback()
            return found

    return visitor.site.within(read)


def end_from_here(hand: Hand) -> None:
    """End the contact with the outcome that the page chose, from any page with the shortcut."""
    hand.opens("End contact", "e")
    expect(hand.page.locator("#outcome")).to_be_focused()
    hand.press("Enter")
    expect(hand.page.get_by_role("status").first).to_contain_text("what came of it is stored")


def write_sheet(hand: Hand, who: str, **boxes: str) -> None:
    """Choose who calls by the first letters, and write into boxes of the sheet, in their order."""
    hand.press("c", "Shift+Tab")
    expect(hand.page.locator("#who")).to_be_focused()
    hand.write(who)
    for name, words in boxes.items():
        hand.reach(f"#{name}")
        hand.write(words)
    hand.press("Escape")


def chosen(page: Page, name: str) -> str:
    """Return the value of the radio button that is chosen."""
    return page.locator(f"[name={name}]:checked").get_attribute("value") or ""


@pytest.mark.slow
def test_4_a_son_asks_for_his_mother_who_is_in_hospital(arrive: Arrive, say: Say) -> None:
    visitor = arrive(desktop=True)
    hand = begin(visitor)
    page, contact_id = hand.page, contact_id_of(hand.page)
    write_sheet(
        hand,
        "Somebody else",
        matters="She wants to come home from hospital",
        said="She is 98, and she fell",
        name="Alan Thorpe",
        phone="07700 900321",
        about_whom="Mrs T",
    )
    hand.opens("Ask the council for them", "q")
    expect(page.locator("[name=kind]").first).to_be_focused()
    hand.press("Space")
    assert (chosen(page, "for_whom"), page.locator("[name=name]").input_value()) == ("other", "Mrs T")
    expect(page.locator("[name=own_words]")).to_have_value(
        "She wants to come home from hospital\nShe is 98, and she fell"
    )
    hand.reach("[name=ways]")
    hand.press("Space")
    hand.reach("[name=agrees]")
    hand.press("Space", "Tab")
    hand.opens("The request is sent", "Enter")
    expect(page.locator("main")).to_contain_text("Three words")
    end_from_here(hand)
    hand.report(say, "person 4, the son of Mrs T")
    assert ended(visitor, contact_id).outcome is Outcome.TEAM_REFERRAL


@pytest.mark.slow
def test_5_a_daughter_who_cares_gets_an_email(arrive: Arrive, say: Say) -> None:
    visitor = arrive(desktop=True)
    hand = begin(visitor)
    page, contact_id = hand.page, contact_id_of(hand.page)
    write_sheet(hand, "Somebody who", said="Her mother has dementia; she works part time", name="Helen Marsh")
    searched(hand, "carer of somebody with dementia", "S70", "1", "2")
    hand.opens("Summary for the caller", "m")
    expect(page.locator("[name=channel]").first).to_be_focused()
    while chosen(page, "channel") != "email":
        hand.press("ArrowDown")
    hand.reach("[name=email]")
    hand.write("helen@example.org")
    hand.opens("Look at it before you send it", "Enter")
    hand.reach("form#send button")
    hand.opens("What was sent", "Enter")
    end_from_here(hand)
    hand.report(say, "person 5, a daughter who cares")
    stored = ended(visitor, contact_id)
    assert (stored.outcome, stored.is_carer) == (Outcome.SUMMARY_SENT, True)
    assert OWN_ADVICE in stored.advised
    assert len(stored.advised) >= 2


def test_9_a_neighbour_worries_about_self_neglect(arrive: Arrive, say: Say) -> None:
    visitor = arrive(desktop=True)
    hand = begin(visitor)
    page, contact_id = hand.page, contact_id_of(hand.page)
    write_sheet(hand, "Somebody else", said=SAID)
    panel = page.locator("[data-call-danger]")
    hand.press("d")
    expect(panel.locator("summary")).to_be_focused()
    leaves_both_ways(hand)
    hand.press("d")
    # A panel that opened by a key closes by Escape, and the next key acts.
    hand.press("Escape")
    assert panel.get_attribute("open") is None
    hand.press("d")
    hand.reach("[data-call-danger] a.govuk-button")
    hand.opens("Tell safeguarding", "Enter")
    expect(page.locator("[name=subject]").first).to_be_focused()
    hand.press("Space")
    expect(page.locator("[name=own_words]")).to_have_value(SAID)
    hand.reach("[name=where]")
    hand.write("The end house, Cobnut Row")
    hand.opens("Safeguarding has it", "Enter")
    end_from_here(hand)
    hand.report(say, "person 9, a worried neighbour")
    assert ended(visitor, contact_id).outcome is Outcome.SAFEGUARDING


def leaves_both_ways(hand: Hand) -> None:
    """Check that Tab and Shift+Tab lead out of the open panel."""
    inside = "document.activeElement.closest('[data-call-danger]') !== null"
    for key in ("Tab", "Shift+Tab"):
        for _ in range(20):
            hand.page.keyboard.press(key)
            if not hand.page.evaluate(inside):
                break
        assert not hand.page.evaluate(inside), f"{key} does not leave the panel"
        hand.page.keyboard.press("Shift+Tab" if key == "Tab" else "Tab")


def test_12_a_caller_who_speaks_polish_gets_a_text(arrive: Arrive, say: Say) -> None:
    visitor = arrive(desktop=True)
    hand = begin(visitor)
    page, contact_id = hand.page, contact_id_of(hand.page)
    searched(hand, "befriending, Polish-speaking", "S73", "1", "2", "3")
    expect(page.locator("[data-ticked]").filter(has_text="Polish").first).to_be_visible()
    hand.opens("Summary for the caller", "m")
    while chosen(page, "channel") != "text":
        hand.press("ArrowUp")
    hand.reach("[name=phone]")
    hand.write("07700 900412")
    hand.opens("Look at it before you send it", "Enter")
    hand.reach("form#send button")
    hand.opens("What was sent", "Enter")
    expect(page.get_by_role("status").first).to_contain_text("The summary is on its way")
    to_text = hand.presses
    end_from_here(hand)
    hand.report(say, f"person 12, {to_text} presses to the text; all")
    assert to_text <= MOST_TO_TEXT
    stored = ended(visitor, contact_id)
    assert (stored.outcome, stored.is_carer) == (Outcome.SUMMARY_SENT, None)
