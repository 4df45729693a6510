"""`make translations`: the catalogues of texts."""

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from scripts import make_translations

ROOT = Path(__file__).resolve().parents[2]
LETTERS = make_translations.po_files(make_translations.FOLDER, "letters")
SOURCES = ("core/rate_limits.py", "core/forms/parsed.py", "templates/components/error_summary.html")


@pytest.mark.slow
def test_the_same_sources_give_the_same_files_without_dates_and_names(tmp_path: Path) -> None:
    for name in ("one", "other"):
        make_translations.main(["cy"], tmp_path / name)
    for file in ("messages.pot", "cy/LC_MESSAGES/messages.po"):
        text = (tmp_path / "one" / file).read_text()
        assert text == (tmp_path / "other" / file).read_text()
        assert not re.search(r"\d{4}-\d\d-\d\d|EMAIL|FULL NAME|Copyright", text.split("\n\n")[0])


def test_texts_of_python_and_of_templates_are_found(tmp_path: Path) -> None:
    for path in SOURCES:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    assert_texts_are_in({message.id for message in make_translations.extracted(tmp_path)})


@pytest.mark.slow
def test_texts_of_all_sources_are_found() -> None:
    assert_texts_are_in({message.id for message in make_translations.extracted()})


def assert_texts_are_in(texts: set[str]) -> None:
    assert "There is a problem" in texts
    assert "Enter an email address like name@example.com" in texts
    assert ("in about %(num)d minute", "in about %(num)d minutes") in texts


@pytest.mark.slow
def test_a_translation_stays_when_the_sources_change(tmp_path: Path) -> None:
    make_translations.main(["cy"], tmp_path)
    path = tmp_path / "cy" / "LC_MESSAGES" / "messages.po"
    path.write_text(
        path.read_text().replace(
            'msgid "There is a problem"\nmsgstr ""', 'msgid "There is a problem"\nmsgstr "Mae problem"'
        )
        + '\nmsgid "Nothing in the sources says this"\nmsgstr "Dim"\n'
    )
    make_translations.main([], tmp_path)
    with path.open("rb") as file:
        catalogue = read_po(file)
    assert catalogue["There is a problem"].string == "Mae problem"
    assert "Nothing in the sources says this" not in catalogue
    with path.with_suffix(".mo").open("rb") as file:
        assert read_mo(file)["There is a problem"].string == "Mae problem"


def sentences(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.parent.parent.name)
def test_each_sentence_of_messages_is_filled_in_as_in_english(path: Path) -> None:
    catalogue = sentences(path)
    translated = [message for message in catalogue if message.id]
    assert len(translated) >= 41
    for message in translated:
        assert not list(message.check(catalogue)), message.id


@pytest.mark.slow
def test_each_sentence_of_messages_is_one_of_the_sources() -> None:
    """What the sources say otherwise by now would be sent in English, and nobody would see it."""
    texts = {message.id for message in make_translations.extracted()}
    for path in LETTERS:
        assert {message.id for message in sentences(path)} <= texts, path
