"""Facts of law and safety that advice pages must state, as a reader sees them."""

import re
from collections.abc import Mapping

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
        ("paying-for-care", ("You pay for it all yourself?", "ask us to arrange it", "can't say no")),
        ("paying-for-care", ("section 117 aftercare", "can't be charged", "Section 2 does not")),
        ("paying-for-care", ("NHS-funded nursing care",)),
        ("paying-for-care", ("since before you moved", "relative aged 60 or over", "under 18")),
        ("paying-for-care", ("Did they move in later?", "choose to leave it out")),
        ("paying-for-care", ("Attendance Allowance", "28 days")),
        ("choosing-a-care-home", ("top-up", "your choice, not ours")),
        ("making-decisions-for-someone", ("deprivation of liberty", "DoLS")),
        ("making-decisions-for-someone", ("direct payment", "A suitable person")),
        ("moving-to-another-area", ("same care", "until they have assessed you")),
        ("leaving-prison", ("care assessment", "The council where the prison is")),
        ("armed-forces-and-veterans", ("Armed Forces Covenant",)),
        ("after-the-assessment", ("personal budget",)),
        ("disagree-with-a-decision", ("12 months", "the day you knew")),
        ("new-to-the-country", ('not a "public fund"', "does not stop you")),
        ("benefits-check", ("no recourse to public funds", "before you claim", "Carer's Allowance")),
        ("council-tax-help", ("no recourse to public funds", "before you claim")),
        ("housing-and-homelessness", ("no recourse to public funds", "before you claim")),
        ("privacy", ("public task", "Article 6(1)(e)", "Article 9(2)(h)")),
        ("privacy", ("Since 19 June 2026", "look into it", "30 days")),
        ("needs-assessment", ("/ask/needs-assessment",)),
        ("needs-assessment", ("/ask/children-help",)),
        ("carers-assessment", ("/ask/carers-assessment",)),
        ("coming-out-of-hospital", ("3 days or less", "{{ phone }}", "{{ night_phone }}")),
        ("looking-after-someone", ("you may hurt the person", "{{ night_phone }}", "999")),
        ("taking-a-break", ("breaking point", "{{ night_phone }}")),
        ("needs-assessment", ("Is it urgent?", "{{ night_phone }}")),
        ("hate-crime", ("needs care or support", "Tell us")),
        ("hate-crime", ("care assessment",)),
        ("moving-on-from-school", ("Before 18", "assessment", "should not stop")),
        ("parent-carers", ("parent carer's assessment",)),
        ("young-carers", ("children and young people", "{{ childrens_phone }}")),
        ("parent-carers", ("children and young people", "{{ childrens_phone }}")),
        ("harm-to-a-child", ("Call", "{{ childrens_phone }}")),
    ],
)
def test_the_facts_stand_together(slug: str, together: tuple[str, ...]) -> None:
    """A warning and its number are in one paragraph, so that neither is read without the other."""
    assert any(all(words in line for words in together) for line in paragraphs(slug))


ABOUT_MONEY = re.compile(
    r"£|\bsavings\b|\bbenefits?\b|\bcosts?\b|\bfees?\b|\bpay(s|ing)? for\b|care assessment|carer's assessment"
)
ADVICE = re.compile(r"/advice/(independent-money-advice|advocacy)\b")
WITHOUT_ADVICE = frozenset(
    {
        "about-this-site",
        "accessibility-statement",
        "cookies",
        "for-organisations",
        "how-search-works",
        "privacy",
    }
)
"""Pages about the site itself."""
IN_DANGER = frozenset({"domestic-abuse", "harm-to-a-child", "suicidal-thoughts", "urgent-help"})
"""Pages that lead to somebody to call, and nowhere else."""


def missing_advice(bodies: Mapping[str, str]) -> set[str]:
    """Return the pages about money or an assessment that lead to no independent adviser or advocate."""
    return {
        slug
        for slug, body in bodies.items()
        if ABOUT_MONEY.search(body) and not ADVICE.search(body) and slug not in WITHOUT_ADVICE | IN_DANGER
    }


def test_every_page_about_money_or_eligibility_leads_to_independent_advice() -> None:
    bodies = {slug: page.body for slug, page in PAGES.items()}
    assert missing_advice(bodies) == set()
    planted = ADVICE.sub("/advice/elsewhere", bodies["my-care-bill"])
    assert missing_advice({"my-care-bill": planted}) == {"my-care-bill"}


RIDDLES = (
    "what you can get",
    "what they can get",
    "who are you asking for it for",
    "back on your feet",
    "been there",
    "time may be short",
    "ask this apart",
    "in the long run",
    "way of their own",
    "usual most",
    "the old kind of blanket",
    "service user",
    "you are eligible",
    "you are not eligible",
)
"""Promises, idioms and riddles that readers did not understand, or that the site must not make."""


def riddles(texts: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return each text with a riddle that stands in it."""
    return {(name, riddle) for name, text in texts.items() for riddle in RIDDLES if riddle in text.casefold()}


def test_no_page_question_or_template_has_words_that_were_riddles() -> None:
    folders = (ROOT / "content" / "pages", ROOT / "content" / "assessments", ROOT / "templates")
    files = [
        path for folder in folders for path in folder.rglob("*.*") if path.suffix in (".md", ".yaml", ".html")
    ]
    texts = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in files}
    assert len(texts) > 150
    assert riddles(texts) == set()
    assert riddles({"planted": "See what you can get"}) == {("planted", "what you can get")}


def test_no_page_sends_confusion_of_withdrawal_to_a_doctor() -> None:
    lines = [line for line in paragraphs("drink-and-drugs") if re.search(r"not there|seeing things", line)]
    assert lines
    assert [line for line in lines if "999" not in line] == []
