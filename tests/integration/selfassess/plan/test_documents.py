"""The plan on paper, as a PDF, in an e-mail and in a calendar."""

import importlib
import re
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from icalendar import Calendar

from core.settings import ROOT, Settings
from selfassess import documents, pdf_pool
from selfassess.pdf_pool import PdfPool, PdfUnavailable
from selfassess.pdf_program import CANNOT_MAKE_PDF
from selfassess.plan import documents as plan_documents
from selfassess.plan.emails import plan_email
from selfassess.plan.reminders import reminder
from selfassess.saving.emails import link_email
from selfassess.values import plan_operations as plans
from selfassess.values.saved import ActionKind, PlanValue, RequestSent
from tests.page_checks import Parsed, parse, words

TODAY = date(2026, 11, 23)


@pytest.fixture
def site(app: Flask) -> Iterator[Settings]:
    """The settings of a fresh site, inside its application context."""
    with app.app_context():
        yield app.extensions["settings"]


@pytest.fixture
def plan() -> PlanValue:
    """A plan with something in every part."""
    plan = plans.with_text(PlanValue(), "what_matters", "My garden <b>& the dog</b>\n\nand seeing people")
    plan = plans.add_goal(plan, "Sit in the garden")
    plan = plans.add_strength(plan, "I cook")
    plan = plans.add_person(plan, "Jo", "shops for me", "07700 900111")
    plan = plans.add_action(
        plan, ActionKind.SERVICE, "Steady Steps", service_id="s1", phone="01632 960900", note="Tuesday"
    )
    plan = plans.add_action(plan, ActionKind.EQUIPMENT, "A bath board")
    plan = plans.tick(plan, plan.actions[1].id, True)
    plan = plans.with_asked(plan, "call_back", "Ask us to call you", ASKED)
    plan = plans.add_call(plan, "The hub", "01632 960222", "about the rail")
    plan = plans.look_again(plan, plans.offered_days(TODAY))
    plan = plans.with_text(plan, "contingency", "Jo has a key")
    return plans.with_score(plan, "getting_out", "Getting out", 3, TODAY)


ASKED = RequestSent(TODAY, "K7MX-4RTP", "Our first contact team: We call you back.", date(2026, 11, 26))
TOLD = (
    "Asked for on 23 November 2026. Reference: K7MX-4RTP. "
    "Our first contact team: We call you back. By 26 November 2026.",
    "Sit in the garden",
    "I cook",
    "Jo",
    "shops for me",
    "07700 900111",
    "Steady Steps",
    "01632 960900",
    "Tuesday",
    "A bath board",
    "The hub",
    "01632 960222",
    "about the rail",
    "Jo has a key",
)


def spoken(page: Parsed) -> str:
    """The text of a page, with a space wherever an element begins or ends."""
    return " ".join(" ".join(page.tree.itertext()).split())


def test_everything_in_the_plan_is_on_paper(app: Flask, site: Settings, plan: PlanValue) -> None:
    page = parse(plan_documents.plan_html(plan, url="https://signpost.example"), app)
    text = spoken(page)
    assert page.errors == []
    for told in (
        *TOLD,
        "14 December 2026",
        "Getting out 23 November 2026 3",
        site.council_phone,
        "Phone 999",
        "https://signpost.example",
    ):
        assert told in text
    assert "My garden <b>& the dog</b>" in text
    assert page.tree.attrib["lang"].startswith("en")


def test_an_empty_plan_is_a_page_without_empty_headings(app: Flask, site: Settings) -> None:
    page = parse(plan_documents.plan_html(PlanValue()), app)
    assert [words(heading) for heading in page.all("h1", "h2")] == ["My plan"]


def streams(pdf: bytes) -> bytes:
    """The PDF with its compressed parts opened."""
    opened = [pdf]
    for raw in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, flags=re.DOTALL):
        try:
            opened.append(zlib.decompress(raw))
        except zlib.error:
            continue
    return b"\n".join(opened)


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_pdf_is_tagged_titled_and_says_its_language(site: Settings, plan: PlanValue) -> None:
    made = streams(documents.pdf(plan_documents.plan_html(plan)))
    assert made.startswith(b"%PDF-")
    for mark in (
        b"/MarkInfo",
        b"/StructTreeRoot",
        b"/Lang",
        b"pdfuaid",
        b"My plan",
        b"/H1",
        b"/H2",
        b"/TH",
        b"/LI",
    ):
        assert mark in made, mark


@pytest.mark.slow
def test_a_document_loads_nothing(site: Settings) -> None:
    picture = (ROOT / "static" / "images" / "icon.svg").as_uri()
    body = f'<body><p>Hello<img src="{picture}" alt="x"></p></body>'
    html = f'<html lang="en"><head><title>x</title></head>{body}</html>'
    loaded = importlib.import_module("weasyprint").HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    assert len(documents.pdf(html)) < len(loaded)


def test_without_pango_a_pdf_is_unavailable(
    site: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "program.py"
    program.write_text(f"import sys; sys.exit({CANNOT_MAKE_PDF})")
    monkeypatch.setattr(pdf_pool, "_PROGRAM", program)
    pool = PdfPool(site)
    assert not pool.can_make()
    with pytest.raises(PdfUnavailable, match="Pango"):
        pool.pdf("<p>")
    monkeypatch.undo()
    assert PdfPool(site).can_make()


def test_the_email_has_everything_and_its_subject_nothing(site: Settings, plan: PlanValue) -> None:
    subject, body = plan_email(site, plan)
    for told in (*TOLD, "My garden", "A bath board (done)", "3 (23 November 2026)", site.council_phone):
        assert told in body
        assert told not in subject
    assert subject == f"Your plan from {site.council_name}"


def test_the_link_email_says_how_long_it_works(site: Settings) -> None:
    subject, body = link_email(site, "https://signpost.example/back/abc")
    assert "\nhttps://signpost.example/back/abc\n" in body
    assert "works once" in body
    assert "assess" not in (subject + body).lower()


def test_the_reminders_are_whole_days_and_say_nothing_of_the_plan(site: Settings) -> None:
    file = reminder(site, plans.offered_days(TODAY), "https://signpost.example/back")
    events = Calendar.from_ical(file).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [date(2026, 12, 14), date(2027, 1, 4)]
    assert all(
        not isinstance(event.decoded("dtstart"), type(None)) and event.walk("VALARM") for event in events
    )
    assert {str(event["summary"]) for event in events} == {"Look at my plan again"}
    assert len({str(event["uid"]) for event in events}) == 2
    assert reminder(site, plans.offered_days(TODAY), "https://signpost.example/back") == file
