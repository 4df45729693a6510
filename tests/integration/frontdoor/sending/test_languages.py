"""Messages are written in the person's language where the site has words in it, and say so where it has none."""

import re
from pathlib import Path

import pytest
from flask import Flask

from core.clock import now
from core.db import db
from core.languages import in_language
from core.outbox.messages import Email, html_part, mime_message
from core.settings import Settings
from core.web import settings as settings_of
from directory.interpreters import interpreter_line
from frontdoor.callbacks.details import CallBackDetails
from frontdoor.callbacks.last_message import last_message
from frontdoor.callbacks.models import CallBack
from frontdoor.sending.composing import (
    closing_words,
    email_words,
    items_of,
    opening_words,
    text_words,
)
from frontdoor.sending.content import ServiceWhy, SummaryContent
from frontdoor.sending.letters import letter_html, letter_section
from frontdoor.sending.models import SentSummary
from frontdoor.sending.text_parts import size_of
from scripts.make_translations import FOLDER, compile_catalog, po_files
from selfassess.values.people import ContactWishes, Way
from tests.examples import slow_on_both
from tests.factories import make_service
from tests.pseudo_locale import make_catalogue, outside_brackets, untranslated

TOKEN = "a" * 26
MORE = {"summary": "Chair exercise", "phones": ["01226 555014"]}


@pytest.fixture
def service(app: Flask) -> str:
    with app.app_context():
        found = make_service(db.session, name="Steady Steps", slug="steady-steps", **MORE).id
        db.session.commit()
    return found


def content(service_id: str) -> SummaryContent:
    services = (ServiceWhy(service_id, "Wozzek"),)
    return SummaryContent(
        opening_words(), closing_words(), services, "Ewa\n1 High Street\nS73 8CV", token=TOKEN
    )


def pieces_of(text: str) -> set[str]:
    return set(outside_brackets(text).pieces)


@pytest.fixture(scope="module")
def pseudo_folder(shared_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pseudo")
    make_catalogue(folder, shared_root, "fr")
    return folder


@pytest.fixture(scope="module")
def letters_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the catalogues of messages, compiled."""
    folder = tmp_path_factory.mktemp("letters")
    for path in po_files(FOLDER, "letters"):
        copy = folder / path.relative_to(FOLDER)
        copy.parent.mkdir(parents=True)
        copy.write_bytes(path.read_bytes())
        compile_catalog(copy)
    return folder


def use(app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.extensions["babel"], "translation_directories", [str(folder)])


def test_every_word_of_a_message_is_translated(
    app: Flask, service: str, pseudo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(app, pseudo_folder, monkeypatch)
    with app.test_request_context():
        settings, words = settings_of(), content(service)
        facts = {
            "Steady Steps",
            "Chair exercise",
            "1.",
            "-",
            ":",
            "Steady Steps: 01226 555014",
            "- Steady Steps: 01226 555014",
        }
        facts |= {settings.council_name, "1. Steady Steps"}
        with in_language("French") as language:
            items = items_of(words)
            subject, text = email_words(settings, words, items, now(), "French")
            assert pieces_of(subject) == set()
            assert pieces_of(text) <= facts
            assert pieces_of(text_words(settings, words, items, "French")) <= facts
            wishes = ContactWishes(ways=(Way.EMAIL,))
            details = CallBackDetails(email="ewa@example.org", language="French", wishes=wishes)
        found = last_message(settings, CallBack(team="adult", attempts=3), details)
        assert found
        missed = found[0]
        assert pieces_of(missed.subject) | pieces_of(missed.text) == set()
        row = SentSummary(channel="post", form="normal", language="French", expires_at=now())
        page = letter_html(row, words, items)
        assert language == missed.language == "fr"
        assert '<html lang="fr" dir="ltr">' in page
        address = {"Ewa", "1 High Street", "S73 8CV", "01226 555014", "23 novembre 2026"}
        left = set(untranslated(page).pieces) - facts - address
        assert {each for each in left if any(sign.isalpha() for sign in each)} == set()


def test_where_there_are_only_the_sentences_of_messages_facts_stay_english(
    app: Flask, service: str, letters_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(app, letters_folder, monkeypatch)
    with app.test_request_context():
        settings, words = settings_of(), content(service)
        with in_language("polish") as language:
            subject, text = email_words(settings, words, items_of(words), now(), "Polish")
        assert language == "pl"
        assert subject == f"Od: {settings.council_name}"
        assert text.startswith("Rozumiemy trochę po polsku.")
        assert "Oto, co może Ci pomóc." in text
        assert "Link działa do 23 listopada 2026." in text
        assert "Monday to Friday" in text
        assert not re.search("poniedziałek|Here is what may help|The link works|Talk to somebody", text)
        own = SummaryContent("Ewa, call Jo.", "", words.services, token=TOKEN)
        with in_language("pl"):
            assert "Ewa, call Jo." in email_words(settings, own, items_of(own), now(), "pl")[1]
        with in_language("pl", whole_pages=True) as pages:
            assert pages == ""


@slow_on_both
@pytest.mark.parametrize(("language", "direction"), [("Arabic", "rtl"), ("Lithuanian", "ltr")])
def test_an_english_message_says_in_their_language_how_to_get_an_interpreter(
    app: Flask, service: str, language: str, direction: str
) -> None:
    with app.test_request_context():
        settings, words = settings_of(), content(service)
        items = items_of(words)
        line = interpreter_line(settings, language)
        assert line
        _subject, text = email_words(settings, words, items, now(), language)
        first = text.partition("\n\n")[0]
        assert line in first
        assert f"You told us that you speak {language}. We can only write to you in English so far." in first
        row = SentSummary(channel="print", form="large", language=language, expires_at=now())
        for page in (letter_html(row, words, items), str(letter_section(row, words, items))):
            assert re.search(rf'<p lang="\w+" dir="{direction}"><strong>{re.escape(str(line)[:10])}', page)
        message = text_words(settings, words, items, language)
        assert size_of(message).fits
        assert "01226 555014" in message
        assert "/s/" in message


def test_an_unknown_language_and_english_say_nothing(app: Flask, service: str) -> None:
    with app.test_request_context():
        settings, words = settings_of(), content(service)
        for language in ("", "English", "en-GB", "Klingonese"):
            text = email_words(settings, words, items_of(words), now(), language)[1]
            assert text.startswith("Thank you for talking to us.")


def test_a_message_in_a_language_from_right_to_left_says_so(settings: Settings) -> None:
    email = Email("jo@example.org", "مرحبا", "مرحبا\n\nSteady Steps", "test", language="ar")
    assert '<html lang="ar" dir="rtl">' in html_part(email)
    assert '<html lang="en-GB" dir="ltr">' in html_part(Email("jo@example.org", "a", "b", "test"))
    assert mime_message(email, "1", settings)["Content-Language"] == "ar"
    assert "language" not in Email("jo@example.org", "a", "b", "test").to_json()
