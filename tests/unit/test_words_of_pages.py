"""Words that stand, or may not stand, in templates and content."""

import re
from pathlib import Path

import yaml

from core.settings import ROOT

PROMISE = re.compile(
    r"what (?:help )?(?:you|they|we|I) (?:can|could|may|might) (?:get|claim)\b", re.IGNORECASE
)
"""A promise of what somebody gets: the site helps people "find out what may help"."""


def _promises(text: str) -> list[str]:
    return [found[0] for found in PROMISE.finditer(" ".join(text.split()))]


def test_no_template_and_no_content_promises_what_people_get() -> None:
    paths = [*Path(ROOT, "templates").rglob("*.html"), *Path(ROOT, "content").rglob("*.md")]
    paths += [path for path in Path(ROOT, "content").rglob("*.yaml") if path.parts[-2] != "needs"]
    assert len(paths) > 200
    found = {str(path.relative_to(ROOT)): _promises(path.read_text()) for path in paths}
    shown = {name: words for name, words in found.items() if words and "thesaurus" not in name}
    assert shown == {}


def test_a_planted_promise_is_found() -> None:
    assert _promises("Check what you can get") == ["what you can get"]
    assert _promises("See what you\ncould get from us") == ["what you could get"]
    assert _promises("Find out what may help") == []


def test_every_theme_has_a_picture_and_all_are_small() -> None:
    source = Path(ROOT, "templates", "components", "pictures.html").read_text()
    themes = [row["id"] for row in yaml.safe_load(Path(ROOT, "content", "needs.yaml").read_text())]
    assert re.findall(r'^  "([a-z-]+)": \(', source, re.MULTILINE) == themes
    one = re.search(r"<svg.*</svg>", source)
    assert one
    assert len(source) + len(themes) * len(one[0]) < 8_192
