"""What people type, and what must be understood by it.

The general thesaurus in content/thesaurus, apart from any listing.
"""

from pathlib import Path
from typing import Any

import pytest

from core.content import read_yaml
from directory.search import query_analysis
from directory.search.thesaurus import load_thesaurus

CONTENT = Path(__file__).parents[2] / "content"
ASKED: list[dict[str, Any]] = read_yaml(Path(__file__).parent / "asked_needs.yaml")
FLOOR = 0.96
LEADING, TOO_MUCH, CLEARLY = 3, 0.6, 0.5


def mistakes(asked: dict[str, Any]) -> list[str]:
    """Return what is not understood as the file says; an empty list: nothing."""
    meant = query_analysis.analyse_query(load_thesaurus(CONTENT), asked["query"], lambda text: None)
    first = sorted(meant.needs, key=lambda need: -meant.needs[need])[:LEADING]
    return [
        *(f"lacks {need}" for need in asked.get("needs", ()) if need not in first),
        *(
            f"wrongly {need} {meant.needs[need]:.2f}"
            for need in asked.get("not", ())
            if meant.needs.get(need, 0) > TOO_MUCH
        ),
        *(f"not for {group}" for group in asked.get("who", ()) if meant.audiences.get(group, 0) <= CLEARLY),
        *(
            f"wrongly for {group}"
            for group in asked.get("not_who", ())
            if meant.audiences.get(group, 0) > TOO_MUCH
        ),
        *(
            f"lacks culture {culture}"
            for culture in asked.get("culture", ())
            if meant.cultures.get(culture, 0) <= CLEARLY
        ),
    ]


def test_only_known_needs_and_groups_are_expected() -> None:
    known = load_thesaurus(CONTENT)
    named = {need for asked in ASKED for need in [*asked.get("needs", ()), *asked.get("not", ())]}
    groups = {group for asked in ASKED for group in [*asked.get("who", ()), *asked.get("not_who", ())]}
    cultures = {culture for asked in ASKED for culture in asked.get("culture", ())}
    assert (
        named - known.tree.by_id.keys(),
        groups - known.audiences.keys(),
        cultures - known.cultures.keys(),
    ) == (set(), set(), set())


def test_there_are_enough_queries_each_asked_once() -> None:
    queries = [asked["query"] for asked in ASKED]
    assert len(queries) >= 500
    assert len(set(queries)) == len(queries)


def test_what_people_type_is_understood(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {asked["query"]: found for asked in ASKED if (found := mistakes(asked))}
    share = 1 - len(wrong) / len(ASKED)
    with capsys.disabled():
        print(f"\nasked needs: {len(ASKED)} queries, {share:.3f} understood")
        print(
            "not understood:",
            *(f"{query!r}: {'; '.join(found)}" for query, found in wrong.items()),
            sep="\n  ",
        )
    assert share >= FLOOR
