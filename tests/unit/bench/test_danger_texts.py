"""The labelled texts for the recognition of danger: enough of them, labelled, each once, and split by
situation."""

import json
from collections import Counter

from bench.danger.texts import FOLDER, halves, labelled_texts, situations_aside
from directory.search.danger.model import HARMLESS
from directory.search.danger.recognition import DANGER_KINDS

TEXTS = labelled_texts()
KINDS = {*DANGER_KINDS, HARMLESS}


def test_there_are_enough_texts_and_situations() -> None:
    by_kind = Counter(one.kind for one in TEXTS)
    situations = {one.situation: one.kind for one in TEXTS}
    harmless = sum(kind == HARMLESS for kind in situations.values())
    assert len(TEXTS) >= 18_000
    assert len(situations) >= 1500
    assert 0.4 <= harmless / len(situations) <= 0.6
    assert set(by_kind) == KINDS
    assert min(by_kind.values()) >= 1800
    assert min(Counter(one.situation for one in TEXTS).values()) >= 4


def test_every_text_stands_once_and_has_one_kind_by_situation() -> None:
    texts = Counter(" ".join(one.text.casefold().split()) for one in TEXTS)
    kinds = {(one.situation, one.kind) for one in TEXTS}
    assert [text for text, number in texts.items() if number > 1] == []
    assert len(kinds) == len({situation for situation, _kind in kinds})
    assert {one.source for one in TEXTS} == {"person", "other", "child", "professional"}


def test_every_situation_is_described() -> None:
    lines = (FOLDER / "situations.jsonl").read_text(encoding="utf-8").splitlines()
    described = {row["situation"]: row["kind"] for row in map(json.loads, lines)}
    assert described == {one.situation: one.kind for one in TEXTS}


def test_the_halves_share_no_situation() -> None:
    tune, aside = halves()
    assert {one.situation for one in aside} == situations_aside()
    assert not {one.situation for one in tune} & situations_aside()
    assert 0.4 <= len(aside) / len(TEXTS) <= 0.6
    assert {one.kind for one in aside} == {one.kind for one in tune} == KINDS
