"""An e-mail as a MIME message: its headers, and the HTML part of the same words."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outbox.messages import Email, html_part, mime_message
from core.settings import Settings
from core.text import clean, controls_escaped, without_web_addresses
from tests.conftest import make_settings

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200).map(clean)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(Path(tmp_path_factory.mktemp("site")))


def words_of(html: str) -> list[str]:
    body = html.partition("<body")[2].partition(">")[2]
    text = re.sub("<[^>]+>", " ", body)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text.split()


@given(TEXT)
def test_the_html_part_has_the_words_of_the_text_and_no_tag_of_it(text: str) -> None:
    html = html_part(Email("jo@example.org", "Subject", text, "test"))
    assert "".join(words_of(html)) == "".join(text.split())


def test_web_addresses_are_links_and_markup_is_text() -> None:
    html = html_part(Email("jo@example.org", "A <b>", "See https://x.example/a?b=1&c=2.\n<script>", "test"))
    assert '<a href="https://x.example/a?b=1&amp;c=2">https://x.example/a?b=1&amp;c=2</a>.<br>' in html
    assert "<script>" not in html
    assert "<title>A &lt;b&gt;</title>" in html


@pytest.mark.parametrize("subject", ["Hello\r\nBcc: all@example.org", "Hello\nBcc: x", "Tab\there"])
def test_a_subject_adds_no_header(site: Settings, subject: str) -> None:
    mail = mime_message(Email("jo@example.org", subject, "Text", "test"), "id", site)
    parsed = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert parsed["Bcc"] is None
    assert parsed["Subject"] == " ".join(subject.split())


@given(text=TEXT)
def test_every_line_can_go_through_any_mail_server(text: str) -> None:
    site = Settings(council_name="Café Council, East")
    sent = mime_message(Email("jo@example.org", text, text, "test"), "id", site).as_bytes()
    assert sent.isascii()
    assert max(len(line) for line in sent.split(b"\r\n")) <= 998
    assert b"\n" not in sent.replace(b"\r\n", b"")


@given(st.text(max_size=100))
def test_escaped_text_has_no_control_character_but_line_ends(text: str) -> None:
    shown = controls_escaped(text)
    assert shown.encode().decode() == shown
    assert not set(shown) & {chr(code) for code in (*range(10), *range(11, 32), *range(127, 160))}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("https://evil.example/x y", "[] y"),
        ("HTTP://EVIL.EXAMPLE", "[]"),
        ("www.evil.example, then", "[] then"),
        ("see evil.example/win", "see []"),
        ("javascript://x", "[]"),
        ("jo@example.org", "jo@example.org"),
        ("Mondays 9.30/10am and/or Dr. Jones", "Mondays 9.30/10am and/or Dr. Jones"),
    ],
)
def test_web_addresses_are_left_out(text: str, left: str) -> None:
    assert without_web_addresses(text, "[]") == left
