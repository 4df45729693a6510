"""The letter of a summary: large print is large print, and the address stands in the window of the envelope."""

import pytest
from flask import Flask

from core import clock
from directory.my_list.saved import SavedService
from frontdoor.sending.content import SummaryContent
from frontdoor.sending.kinds import LetterForm, SummaryChannel
from frontdoor.sending.letters import letter_html
from frontdoor.sending.models import SentSummary
from selfassess.documents import pdf
from selfassess.pdf_pool import pdf_pool
from tests.examples import slow_on_both

ADDRESS = "Ewa Nowak\n1 High Street\nWombwell\nS73 8CV"
LEFT, RIGHT, TOP, BOTTOM = 24.6, 120.0, 39.5, 66.3
"""The window in which GOV.UK Notify reads the address of a letter, in millimetres of an A4 page."""
_MM = 96 / 25.4


def html_of(app: Flask, form: LetterForm) -> str:
    row = SentSummary(channel=SummaryChannel.POST.value, form=form.value, language="", expires_at=clock.now())
    items: list[SavedService] = []
    with app.test_request_context():
        return letter_html(row, SummaryContent("Hello", "Bye", recipient=ADDRESS, token="a" * 26), items)


@pytest.mark.parametrize(("form", "points"), [("normal", 13), ("large", 18), ("easy", 18)])
def test_large_print_has_18_points(app: Flask, form: str, points: int) -> None:
    sizes = [part.split("pt")[0] for part in html_of(app, LetterForm(form)).split("body {")[1:]]
    sizes = [size.rpartition("font-size: ")[2] for size in sizes]
    assert sizes[-1] == str(points)


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_address_stands_in_the_window(app: Flask) -> None:
    with app.app_context():
        if not pdf_pool().can_make():
            pytest.skip("this machine cannot make PDFs")
    from weasyprint import HTML

    page = HTML(string=html_of(app, LetterForm.LARGE)).render().pages[0]
    boxes = [box for box in page._page_box.descendants() if "envelope" in _classes(box)]
    assert boxes
    lines = [text for box in boxes for text in box.descendants() if getattr(text, "text", "")]
    assert [line.text for line in lines] == ADDRESS.split("\n")
    for line in lines:
        assert line.position_x / _MM >= LEFT
        assert (line.position_x + line.width) / _MM <= RIGHT
        assert line.position_y / _MM >= TOP
        assert (line.position_y + line.height) / _MM <= BOTTOM
    others = [
        text
        for text in page._page_box.descendants()
        if getattr(text, "text", "") and text not in lines and TOP - 5 <= text.position_y / _MM <= BOTTOM + 5
    ]
    assert [text.text for text in others] == []


def _classes(box: object) -> str:
    element = getattr(box, "element", None)
    return (element.get("class") or "") if element is not None else ""


@slow_on_both
def test_the_letter_is_a_pdf(app: Flask) -> None:
    with app.test_request_context():
        if not pdf_pool().can_make():
            pytest.skip("this machine cannot make PDFs")
        assert pdf(html_of(app, LetterForm.EASY)).startswith(b"%PDF")
