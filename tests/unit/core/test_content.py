"""Content is read once, or again after an edit where it is watched; a broken edit takes nothing down."""

import importlib
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import app as application  # noqa: F401 (its imports define every loader)
from core import content
from core.content import ContentLoader, content_loader, read_text, read_yaml
from core.settings import ROOT


@content_loader
def greeting(content_dir: Path) -> str:
    """The greeting of a content folder."""
    found = read_yaml(content_dir / "greeting.yaml")
    return str(found["text"])


@content_loader
def letter(content_dir: Path, name: str) -> str:
    """A letter that begins with the greeting."""
    return f"{greeting(content_dir)} {name}"


@content_loader
def notes(content_dir: Path) -> tuple[str, ...]:
    """All notes of a folder."""
    return tuple(read_text(path) for path in sorted((content_dir / "notes").glob("*.txt")))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "content"
    (made / "notes").mkdir(parents=True)
    (made / "notes" / "a.txt").write_text("one")
    write(made, "text: Hello")
    yield made
    content._watched.discard(made)
    content._copies.pop(made, None)


def write(folder: Path, text: str) -> None:
    """Edit the greeting; the time of the file differs from the one before on every file system."""
    path = folder / "greeting.yaml"
    earlier = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text)
    os.utime(path, ns=(earlier + 10**9, earlier + 10**9))


@pytest.fixture
def errors(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    monkeypatch.setattr(logging.getLogger("signpost"), "propagate", True)
    caplog.set_level("WARNING", "signpost.content")
    return caplog


def test_in_production_a_file_is_read_once_and_not_looked_at_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert letter(folder, "Ann") == "Hello Ann"
    write(folder, "text: Goodbye")

    def no_look(*_arguments: Any, **_named: Any) -> None:
        raise AssertionError("a file was looked at")

    monkeypatch.setattr(os, "stat", no_look)
    monkeypatch.setattr(Path, "stat", no_look)
    monkeypatch.setattr(Path, "read_text", no_look)
    assert letter(folder, "Ann") == "Hello Ann"


def test_an_edit_shows_at_once_where_the_folder_is_watched(folder: Path) -> None:
    content.watch_content(folder)
    assert letter(folder, "Ann") == "Hello Ann"
    assert notes(folder) == ("one",)
    write(folder, "text: Goodbye")
    assert letter(folder, "Ann") == "Goodbye Ann"
    (folder / "notes" / "b.txt").write_text("two")
    assert notes(folder) == ("one", "two")


def test_what_was_not_edited_is_not_read_again(folder: Path) -> None:
    content.watch_content(folder)
    first = notes(folder)
    write(folder, "text: Goodbye")
    assert notes(folder) is first


@pytest.mark.parametrize("broken", ["text: [", "- 1", "other: x"])
def test_a_broken_edit_is_logged_once_and_the_last_good_version_stays(
    folder: Path, broken: str, errors: pytest.LogCaptureFixture
) -> None:
    content.watch_content(folder)
    assert letter(folder, "Ann") == "Hello Ann"
    write(folder, broken)
    assert [letter(folder, "Ann"), letter(folder, "Ann")] == ["Hello Ann", "Hello Ann"]
    assert len(errors.records) == 1
    write(folder, "text: Mended")
    assert letter(folder, "Ann") == "Mended Ann"


def test_a_server_that_starts_with_a_broken_edit_reads_the_copy(
    folder: Path, tmp_path: Path, errors: pytest.LogCaptureFixture
) -> None:
    content.keep_copies(folder, tmp_path / "copies")
    assert greeting(folder) == "Hello"
    assert notes(folder) == ("one",)
    for loader in (greeting, letter, notes):
        loader.cache_clear()
    write(folder, "text: [")
    (folder / "notes" / "a.txt").unlink()
    assert letter(folder, "Ann") == "Hello Ann"
    assert "greeting.yaml cannot be read" in errors.text
    assert notes(folder) == ()
    greeting.cache_clear()
    write(folder, "text: Mended")
    assert greeting(folder) == "Mended"
    assert (tmp_path / "copies" / greeting._name / "greeting.yaml").read_text() == "text: Mended"


def test_without_a_copy_a_broken_file_is_an_error(folder: Path) -> None:
    write(folder, "text: [")
    with pytest.raises(ValueError, match=r"greeting\.yaml cannot be read"):
        greeting(folder)


def test_a_copy_that_cannot_be_kept_is_logged(folder: Path, errors: pytest.LogCaptureFixture) -> None:
    (folder / "a-file").touch()
    content.keep_copies(folder, folder / "a-file" / "copies")
    assert greeting(folder) == "Hello"
    assert "no copy of the content was kept" in errors.text


def loaders_of_the_site() -> list[ContentLoader[Any, Any]]:
    """Return the loaders in all modules of the site, which its application imports."""
    importlib.import_module("app")
    modules = [module for name, module in sys.modules.items() if name.startswith(PACKAGES)]
    found = {
        id(each): each for module in modules for each in vars(module).values() if type(each) is ContentLoader
    }
    return list(found.values())


PACKAGES = ("core.", "directory.", "selfassess.", "information.")

opened: list[str] = []
"""The content files that were opened while `is_listening`."""
is_listening = False


def _listen(event: str, arguments: tuple[Any, ...]) -> None:
    if is_listening and event == "open" and str(arguments[0]).startswith(str(ROOT / "content")):
        opened.append(str(arguments[0]))


@pytest.mark.slow
def test_every_loader_of_the_site_records_every_file_that_it_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is read in another way than by `read_text` would not be noticed after an edit."""
    sys.addaudithook(_listen)
    loaders = loaders_of_the_site()
    assert len(loaders) >= 12
    for loader in loaders:
        if loader._read.__code__.co_argcount == 1:  # type: ignore[attr-defined]
            monkeypatch.setattr(loader, "_loaded", {})
    monkeypatch.setattr(f"{__name__}.is_listening", True)
    for loader in loaders:
        if loader._read.__code__.co_argcount == 1:  # type: ignore[attr-defined]
            loader(ROOT / "content")
    recorded = {
        str(path) for loader in loaders for loaded in loader._loaded.values() for path in loaded.files
    }
    assert len(opened) > 50
    assert sorted(set(opened) - recorded) == []


def test_the_listening_catches_a_file_that_is_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    sys.addaudithook(_listen)
    monkeypatch.setattr(f"{__name__}.is_listening", True)
    careless = ContentLoader(lambda content_dir: (content_dir / "word_list.yaml").read_text())
    careless(ROOT / "content")
    (loaded,) = careless._loaded.values()
    assert str(ROOT / "content" / "word_list.yaml") in opened
    assert not loaded.files


def test_no_other_cache_holds_content() -> None:
    """A function of the content folder that is cached in another way would show no edit until a restart."""
    found = [
        f"{path}:{number}"
        for package in ("core", "directory", "selfassess", "information")
        for path in sorted((ROOT / package).rglob("*.py"))
        for number, (first, second) in enumerate(pairs_of_lines(path), 1)
        if is_cached_otherwise(first, second)
    ]
    assert found == []


def pairs_of_lines(path: Path) -> Iterator[tuple[str, str]]:
    lines = path.read_text().splitlines()
    return pairwise(lines)


def is_cached_otherwise(first: str, second: str) -> bool:
    return first.startswith(("@cache", "@lru_cache")) and "content_dir" in second


def test_another_cache_would_be_found() -> None:
    assert is_cached_otherwise("@cache", "def load(content_dir: Path) -> Library:")
    assert not is_cached_otherwise("@content_loader", "def load(content_dir: Path) -> Library:")


@pytest.mark.slow
def test_the_copies_of_the_real_content_can_be_read(tmp_path: Path) -> None:
    """Each copy has every file that its loader needs, also those that another loader reads for it."""
    own = tmp_path / "content"
    shutil.copytree(ROOT / "content", own)
    content.keep_copies(own, tmp_path / "copies")
    loaders = [each for each in loaders_of_the_site() if each._read.__code__.co_argcount == 1]  # type: ignore[attr-defined]
    assert len(loaders) > 15
    try:
        for loader in loaders:
            loader(own)
            loader._read(tmp_path / "copies" / loader._name)
    finally:
        content._copies.pop(own)
