"""The texts labelled with needs: whole, of needs that exist, and half of their situations set aside."""

import re
from collections import Counter, defaultdict

from bench.needs.texts import need_texts
from core.settings import ROOT
from directory.taxonomy.needs import load as load_needs

TEXTS = need_texts()
NEEDS = load_needs(ROOT / "content").by_id
LONG_NUMBER = re.compile(r"\d{6,}")


def test_every_text_is_whole_and_there_once() -> None:
    times = Counter(" ".join(one.text.casefold().split()) for one in TEXTS)
    assert [text for text, count in times.items() if count > 1 or not text] == []
    assert [one.text for one in TEXTS if LONG_NUMBER.search(one.text.replace(" ", ""))] == []


def test_every_need_exists_and_is_named_once_in_a_text() -> None:
    assert {need for one in TEXTS for need in one.needs} <= NEEDS.keys()
    assert [one.text for one in TEXTS if len(set(one.needs)) < len(one.needs)] == []


def test_a_situation_has_the_same_needs_each_time_and_is_told_in_english_at_least_twice() -> None:
    told = defaultdict(list)
    for one in TEXTS:
        told[one.situation].append(one.needs)
    assert [situation for situation, needs in told.items() if len(set(needs)) > 1] == []
    english = Counter(one.situation for one in need_texts("english-*.jsonl"))
    assert [situation for situation, times in english.items() if times < 2] == []


def test_about_half_of_the_situations_are_set_aside() -> None:
    aside = {one.situation: one.aside for one in TEXTS}
    assert 0.4 < sum(aside.values()) / len(aside) < 0.6


def test_every_need_of_the_public_has_three_situations_and_some_have_no_need() -> None:
    situations = defaultdict(set)
    for one in TEXTS:
        for need in one.needs or ("none",):
            situations[need].add(one.situation)
    public = {need.id for need in NEEDS.values() if not need.professional_only}
    assert [need for need in sorted(public) if len(situations[need]) < 3] == []
    assert len(situations["none"]) >= 50
