"""Markdown to HTML: what is allowed, and what our own pages have beyond it."""

import re

import pytest

from core.markdown import Heading, markdown, markdown_line, markdown_page, text_only

VALUES = {"council": "A & B *Council*", "phone": "01632 960999"}


def test_each_kind_of_block_has_its_class() -> None:
    html = markdown(
        "## A\n\n### B\n\nText\n\n- one\n\n1. two\n\n| a |\n|---|\n| b |\n\n[here](https://example.org)"
    )
    assert '<h2 class="govuk-heading-m">A</h2>' in html
    assert '<h3 class="govuk-heading-s">B</h3>' in html
    assert '<p class="govuk-body">Text</p>' in html
    assert '<ul class="govuk-list govuk-list--bullet">' in html
    assert '<ol class="govuk-list govuk-list--number">' in html
    assert '<table class="govuk-table">' in html
    assert re.search(
        r'<a (?=[^>]*class="govuk-link")(?=[^>]*rel="noopener")[^>]*href="https://example.org"', html
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "![x](https://example.org/x.png)",
        '<p class="x" id="y" onclick="z">',
    ],
)
def test_nothing_runs_and_no_html_comes_through(text: str) -> None:
    html = markdown(text)
    assert not re.search(r"<(script|img)|<[^>]*(javascript:|data:|onclick|id=)", html)


def test_a_description_has_no_telephone_links_and_no_placeholders() -> None:
    html = markdown("Call 01632 960100 or {{ phone }}\n\n## Heading")
    assert "tel:" not in html
    assert "{{ phone }}" in html
    assert "id=" not in html


def test_placeholders_are_filled_with_text_and_not_with_markdown() -> None:
    html = markdown_line("{{ council }}: **{{ phone }}**, {{ other }}", VALUES)
    assert html == (
        'A &amp; B *Council*: <strong><a class="govuk-link phone-link" href="tel:01632960999">01632 960999</a></strong>,'
        " {{ other }}"
    )


def test_a_number_in_a_link_is_not_linked_again() -> None:
    html = markdown_line("[Call **0800 111 999**](tel:0800111999) or **111**", {})
    assert html.count("<a ") == 2
    assert html.count("</a>") == 2


def test_what_stands_before_a_number_counts_across_bold() -> None:
    assert "tel:" not in markdown_line("Text **999**", {})
    assert "tel:999" in markdown_line("Call **999**", {})


def test_headings_have_ids_of_their_own() -> None:
    page = markdown_page(
        "## Call **us** on {{ phone }}\n\n## Call us\n\n## Call us\n\n### Not this\n\n## Sources\n\n## ?",
        VALUES,
    )
    assert page.headings == (
        Heading("call-us-on-01632-960999", "Call us on 01632 960999"),
        Heading("call-us", "Call us"),
        Heading("call-us-2", "Call us"),
        Heading("sources-2", "Sources"),
        Heading("part", "?"),
    )
    assert all(f'id="{heading.id}"' in page.html for heading in page.headings)


def test_text_only_keeps_blocks_apart() -> None:
    assert text_only("<p>One &amp; two</p><ul><li>a</li><li>b</li></ul>") == "One & two\n\n- a\n- b"
