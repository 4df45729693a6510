"""What invented listings are about: the words by which content/thesaurus recognises needs, groups and
cultures in a listing."""

from pathlib import Path
from typing import Any

import pytest

from core.content import read_yaml
from directory.search import classify
from directory.search.thesaurus import load_thesaurus

CONTENT = Path(__file__).parents[2] / "content"
LISTED: list[dict[str, Any]] = read_yaml(Path(__file__).parent / "listed_needs.yaml")
FLOOR = 0.95
LEADING, TOO_MUCH, FOR_THEM = 3, 0.3, 0.8


def classification(listed: dict[str, Any]) -> classify.Classification:
    """Return what is recognised in a listing whose first sentence is its summary."""
    summary, _, description = listed["text"].partition(". ")
    text = classify.ListingText(
        name=listed["name"], organization=listed["org"], summary=summary, description=description
    )
    return classify.classify_listing(load_thesaurus(CONTENT), text, (), (), ())


def mistakes(listed: dict[str, Any]) -> list[str]:
    """Return what is not recognised as the file says; an empty list: nothing."""
    found = classification(listed)
    first = sorted(found.needs, key=lambda need: -found.needs[need])[:LEADING]
    for_them = {group for group, level in found.audiences.items() if level >= FOR_THEM}
    return [
        *(f"lacks {need}" for need in listed.get("needs", ()) if need not in first),
        *(
            f"wrongly {need} {found.needs[need]:.2f}"
            for need in listed.get("not", ())
            if found.needs.get(need, 0) >= TOO_MUCH
        ),
        *(f"not for {group}" for group in listed.get("who", ()) if group not in for_them),
        *(f"wrongly for {group}" for group in listed.get("not_who", ()) if group in for_them),
        *(
            f"lacks culture {culture}"
            for culture in listed.get("culture", ())
            if culture not in found.cultures
        ),
    ]


def test_only_known_needs_and_groups_are_expected() -> None:
    known = load_thesaurus(CONTENT)
    named = {need for listed in LISTED for need in [*listed.get("needs", ()), *listed.get("not", ())]}
    groups = {group for listed in LISTED for group in [*listed.get("who", ()), *listed.get("not_who", ())]}
    cultures = {culture for listed in LISTED for culture in listed.get("culture", ())}
    assert (
        named - known.tree.by_id.keys(),
        groups - known.audiences.keys(),
        cultures - known.cultures.keys(),
    ) == (set(), set(), set())


def test_there_are_enough_listings_each_once() -> None:
    names = [listed["name"] for listed in LISTED]
    assert len(names) >= 150
    assert len(set(names)) == len(names)


def test_listings_are_understood(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {listed["name"]: found for listed in LISTED if (found := mistakes(listed))}
    share = 1 - len(wrong) / len(LISTED)
    with capsys.disabled():
        print(f"\nlisted needs: {len(LISTED)} listings, {share:.3f} understood")
        print(
            "not understood:", *(f"{name!r}: {'; '.join(found)}" for name, found in wrong.items()), sep="\n  "
        )
    assert share >= FLOOR
