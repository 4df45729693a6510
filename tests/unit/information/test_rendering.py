"""From Markdown to what is shown: facts filled in, numbers that ring, headings that can be linked to."""

from pathlib import Path

import pytest

from information.rendering import render_line, render_page
from tests.conftest import make_settings

SETTINGS = make_settings(Path("unused"), council_phone="01632 960999", council_name="A & B Council")


def test_the_councils_facts_are_filled_in_and_escaped() -> None:
    html = render_page("Call {{ council }} on **{{ phone }}**, {{ phone_hours }}.", SETTINGS).html
    assert "A &amp; B Council" in html
    assert '<strong><a class="govuk-link phone-link" href="tel:01632960999">01632 960999</a></strong>' in html
    assert "{{" not in html


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Call 999 now", ["999"]),
        ("**111**", ["111"]),
        ("Room 101 on the left", []),
        ("Samaritans: **116 123**", ["116123"]),
        ("Free: **0808 2000 247.**", ["08082000247"]),
        ("Childline: 0800 1111", ["08001111"]),
        ("Text **999** if you cannot hear", []),
        ("Text **SHOUT** to **85258**", []),
        ("On 2026-11-03, 12 people", []),
        ("[0800 111 999](tel:0800111999)", ["0800111999"]),
    ],
)
def test_telephone_numbers_ring(text: str, links: list[str]) -> None:
    html = render_page(text, SETTINGS).html
    assert [part.split('"')[0] for part in html.split('href="tel:')[1:]] == links


def test_a_long_page_has_contents_and_a_short_one_has_none() -> None:
    long = render_page("\n\n".join(f"## Part {n}\n\nWords." for n in range(6)), SETTINGS)
    assert [heading.id for heading in long.contents] == [
        "part-0",
        "part-1",
        "part-2",
        "part-3",
        "part-4",
        "part-5",
    ]
    assert 'id="part-3"' in long.html
    assert render_page("## One\n\nWords.", SETTINGS).contents == ()


def test_headings_of_the_same_words_get_ids_of_their_own() -> None:
    html = render_page("## Call us\n\n## Call us\n\n## Sources", SETTINGS).html
    assert all(f'id="{name}"' in html for name in ("call-us", "call-us-2", "sources-2"))


def test_html_in_a_page_is_shown_and_does_nothing() -> None:
    assert "<script>" not in render_page("<script>alert(1)</script>", SETTINGS).html


def test_a_first_step_is_one_line() -> None:
    assert (
        render_line("Ask for [help](/advice/falls).", SETTINGS)
        == 'Ask for <a class="govuk-link" href="/advice/falls" rel="noopener">help</a>.'
    )
