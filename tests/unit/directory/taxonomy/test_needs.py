"""Needs with their attributes, read from needs.yaml."""

from pathlib import Path

import pytest

from core.settings import ROOT
from directory.taxonomy.needs import NeedsTree, load

REAL = load(ROOT / "content")


def tree(folder: Path, needs: str) -> NeedsTree:
    """The tree of a file with one theme."""
    (folder / "needs.yaml").write_text(f"- id: home\n  label: At home\n  needs: {{{needs}}}\n")
    return load(folder)


def test_a_need_is_a_label_or_a_mapping(tmp_path: Path) -> None:
    read = tree(tmp_path, "falls: Falls, crisis: {label: In crisis, sensitive: true, advice_first: now}")
    assert read.label("falls") == "Falls"
    assert not read.by_id["falls"].sensitive
    assert (read.label("crisis"), read.by_id["crisis"].advice_first) == ("In crisis", "now")
    assert read.sensitive == {"crisis"}
    assert read.safety == frozenset()


def test_needs_for_professionals_have_no_public_page(tmp_path: Path) -> None:
    read = tree(tmp_path, "falls: Falls, refer: {label: To refer, professional_only: true}")
    assert read.public_need("refer") is None
    assert read.public_need("nothing") is None
    assert read.public_need("falls") == read.by_id["falls"]
    assert [need.id for need in read.themes[0].for_the_public.needs] == ["falls"]


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        ("falls: {label: Falls, sensitiv: true}", "the need falls has unknown attributes: sensitiv"),
        ("falls: {sensitive: true}", "the need falls has no label"),
    ],
)
def test_a_faulty_need_is_refused_by_its_id(tmp_path: Path, needs: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        tree(tmp_path, needs)


def test_each_need_of_safety_is_sensitive_and_has_advice_that_exists() -> None:
    assert REAL.safety
    assert REAL.safety <= REAL.sensitive
    for need in REAL.sensitive:
        assert (ROOT / "content" / "pages" / f"{REAL.by_id[need].advice_first}.md").exists()
