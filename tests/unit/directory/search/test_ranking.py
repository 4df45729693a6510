"""The rules of the order: what must lead, what must sink, and what must not matter.

No numbers that are tuned.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from directory.search.columns import IndexColumns
from directory.search.engine import Scores
from directory.search.query_analysis import QueryAnalysis
from directory.search.ranking import Ranked, name_likeness, rank
from directory.search.reasons import reasons
from directory.search.thesaurus import Thesaurus, load_thesaurus
from directory.search.tokenizer import tokenize
from tests.unit.directory.search.samples import body, columns, write_content

TODAY = date(2026, 11, 23)
FRESH = TODAY.toordinal()
FALLS = QueryAnalysis(needs={"falls": 1.0})


@pytest.fixture
def thesaurus(tmp_path: Path) -> Thesaurus:
    return load_thesaurus(write_content(tmp_path))


def scores(
    thesaurus: Thesaurus,
    snapshot: IndexColumns,
    analysis: QueryAnalysis = FALLS,
    query: str = "",
    text: Any = None,
    away: list[float] | None = None,
) -> list[float]:
    words = Scores(
        np.array(text if text is not None else [0.0] * snapshot.size, np.float32),
        np.zeros(snapshot.size, np.float32),
    )
    distances = np.array(away, np.float32) if away else None
    return rank(
        snapshot,
        thesaurus,
        replace(analysis, tokens=tuple(tokenize(query))),
        words,
        snapshot.alive,
        distances,
        TODAY,
    ).scores.tolist()


def listing(number: int, **fields: Any) -> dict[str, Any]:
    return body(number, **{"due": FRESH, "needs": {"falls": 1.0}, **fields})


def test_the_need_met_more_leads(thesaurus: Thesaurus) -> None:
    first, second, none = scores(
        thesaurus, columns(listing(0), listing(1, needs={"falls": 0.5}), listing(2, needs={}))
    )
    assert first > second > none == 0


def test_of_two_needs_both_met_lead(thesaurus: Thesaurus) -> None:
    both = QueryAnalysis(needs={"falls": 1.0, "meals": 1.0})
    found = scores(
        thesaurus,
        columns(listing(0), listing(1, needs={"falls": 1.0, "meals": 1.0}), listing(2, needs={"meals": 1.0})),
        both,
    )
    assert found[1] > max(found[0], found[2]) > 0


def test_words_count_beside_needs(thesaurus: Thesaurus) -> None:
    plain, worded = scores(thesaurus, columns(listing(0), listing(1)), text=[0.0, 3.0])
    assert worded > plain


def test_neighbouring_needs_come_after(thesaurus: Thesaurus) -> None:
    analysis = QueryAnalysis(needs={"falls": 1.0}, nearby_needs={"bathing": 0.5})
    asked, near = scores(thesaurus, columns(listing(0), listing(1, needs={"bathing": 1.0})), analysis)
    assert asked > near > 0


def test_stale_records_sink_and_come_last(thesaurus: Thesaurus) -> None:
    fresh, unknown, stale = scores(
        thesaurus, columns(listing(0), listing(1, due=-1), listing(2, due=FRESH - 800))
    )
    assert fresh > unknown > stale > 0


@pytest.mark.parametrize("dates", [{"starts": FRESH + 20}, {"ends": FRESH - 3}])
def test_what_is_not_there_yet_or_has_ended_sinks(thesaurus: Thesaurus, dates: dict[str, int]) -> None:
    running, other = scores(
        thesaurus, columns(listing(0, starts=FRESH - 20, ends=FRESH + 90), listing(1, **dates))
    )
    assert running > other > 0


def test_a_service_for_one_group_does_not_lead_a_general_query(thesaurus: Thesaurus) -> None:
    for_all, for_some = scores(thesaurus, columns(listing(0), listing(1, audiences={"young_people": 1.0})))
    assert for_all > for_some > 0


@pytest.mark.parametrize("open_group", ["adults", "everyone"])
def test_a_service_for_everyone_as_well_loses_nothing(thesaurus: Thesaurus, open_group: str) -> None:
    plain, open_to_all = scores(
        thesaurus, columns(listing(0), listing(1, audiences={"young_people": 1.0, open_group: 1.0}))
    )
    assert plain == open_to_all


def test_a_service_for_several_groups_loses_less_than_one_for_a_single_group(thesaurus: Thesaurus) -> None:
    groups = {"young_people": 1.0, "older_people": 1.0}
    for_all, for_two, for_one = scores(
        thesaurus,
        columns(listing(0), listing(1, audiences=groups), listing(2, audiences={"young_people": 1.0})),
    )
    assert for_all > for_two > for_one


def test_a_condition_that_was_not_asked_for_does_not_lead(thesaurus: Thesaurus) -> None:
    conditions = replace(thesaurus, exclusive_needs=frozenset({"bathing"}))
    for_all, for_one = scores(
        conditions, columns(listing(0), listing(1, needs={"falls": 1.0, "bathing": 1.0}))
    )
    assert for_all > for_one
    asked = QueryAnalysis(needs={"falls": 1.0, "bathing": 1.0})
    for_all, for_one = scores(
        conditions, columns(listing(0), listing(1, needs={"falls": 1.0, "bathing": 1.0})), asked
    )
    assert for_one > for_all


def test_what_is_close_in_meaning_leads_among_equals_and_is_found_without_words(thesaurus: Thesaurus) -> None:
    snapshot = columns(listing(0), listing(1), listing(2, needs={}), listing(3, needs={}))
    none = Scores(np.zeros(4, np.float32), np.zeros(4, np.float32))
    close = np.array([0.0, 2.0, 3.0, -1.0], np.float32)
    found = rank(snapshot, thesaurus, FALLS, none, snapshot.alive, None, TODAY, close).scores
    assert found[1] > found[0] > 0
    assert found[2] > 0 == found[3]


def test_and_leads_when_the_group_is_asked_for(thesaurus: Thesaurus) -> None:
    analysis = QueryAnalysis(needs={"falls": 1.0}, audiences={"young_people": 1.0})
    for_all, for_them = scores(
        thesaurus, columns(listing(0), listing(1, audiences={"young_people": 1.0})), analysis
    )
    assert for_them > for_all


def test_a_group_that_excludes_nobody_costs_nothing(thesaurus: Thesaurus) -> None:
    plain, carers = scores(thesaurus, columns(listing(0), listing(1, audiences={"carers": 1.0})))
    assert plain == carers


def test_a_faith_that_was_not_asked_for_does_not_lead_and_a_diet_may(thesaurus: Thesaurus) -> None:
    plain, faith, diet = scores(
        thesaurus,
        columns(listing(0), listing(1, cultures={"jewish": 1.0}), listing(2, cultures={"kosher": 1.0})),
    )
    assert plain == diet > faith
    plain, faith, _ = scores(
        thesaurus,
        columns(listing(0), listing(1, cultures={"jewish": 1.0}), listing(2)),
        QueryAnalysis(needs={"falls": 1.0}, cultures={"jewish": 1.0}),
    )
    assert faith > plain


def test_who_asks_for_a_group_s_need_is_taken_to_belong_to_it(thesaurus: Thesaurus) -> None:
    lunch = QueryAnalysis(needs={"lunch-clubs": 1.0})
    snapshot = columns(
        listing(0, needs={"lunch-clubs": 1.0}, audiences={"carers": 1.0}),
        listing(1, needs={"lunch-clubs": 1.0}),
    )
    carers, plain = scores(thesaurus, snapshot, lunch)
    assert carers == plain


@pytest.mark.parametrize(
    ("ages", "fits"),
    [([60, -1], False), ([-1, 30], False), ([18, 65], True), ([45, 45], True), ([-1, -1], True)],
)
def test_another_age_sinks(thesaurus: Thesaurus, ages: list[int], fits: bool) -> None:
    analysis = QueryAnalysis(needs={"falls": 1.0}, age=45)
    plain, aged = scores(thesaurus, columns(listing(0), listing(1, ages=ages)), analysis)
    assert (aged == plain) is fits
    assert aged > 0


def test_nearer_leads_and_what_fits_better_still_leads_over_near(thesaurus: Thesaurus) -> None:
    near, bus, nowhere = scores(
        thesaurus, columns(listing(0), listing(1), listing(2)), away=[300, 5000, np.inf]
    )
    assert near > bus > nowhere > 0
    fitting, close = scores(
        thesaurus, columns(listing(0), listing(1, needs={"falls": 0.3})), away=[12_000, 100]
    )
    assert fitting > close


def test_a_place_that_is_a_journey_away_comes_after_what_needs_none(thesaurus: Thesaurus) -> None:
    office = {"values": ["delivery:place", "delivery:phone"]}
    snapshot = columns(listing(0), listing(1), listing(2), listing(3, **office))
    nowhere, journey, far, calls = scores(thesaurus, snapshot, away=[np.inf, 12_000, 50_000, 50_000])
    assert calls >= nowhere > journey > far > 0
    alone, farther = scores(thesaurus, columns(listing(0), listing(1)), away=[50_000, 59_000])
    assert alone >= farther > 0, "even the farthest is still found"


def test_distance_alone_finds_nothing(thesaurus: Thesaurus) -> None:
    assert scores(thesaurus, columns(listing(0, needs={})), away=[10]) == [0]


def test_the_name_leads_even_when_it_is_stale_and_for_a_group(thesaurus: Thesaurus) -> None:
    named = listing(0, name="Larkby Steady Feet", needs={}, audiences={"young_people": 1.0})
    found = scores(thesaurus, columns(named, listing(1)), query="larkby steady feet", text=[2.0, 1.0])
    assert found[0] > found[1]


@pytest.mark.parametrize(
    "typed", ["dobry sasiad", "dobry sasi", "dobri sasiad", "sasiad dobry", "polish neighbours"]
)
def test_names_are_known_half_typed_misspelt_and_by_who_runs_them(typed: str) -> None:
    snapshot = columns(
        body(0, name="Dobry Sąsiad", org="Polish Neighbours"),
        body(1, name="Lunch at the Mill", org="Mill Trust"),
    )
    assert name_likeness(typed, snapshot, 0) > 0.5
    assert name_likeness(typed, snapshot, 1) == 0


def test_older_names_are_known() -> None:
    snapshot = columns(body(0, name="Back on Your Feet", names=["Home Restart Team"]))
    assert name_likeness("home restart team", snapshot, 0) == pytest.approx(1.0)


def test_the_name_is_matched_with_the_words_that_are_left(thesaurus: Thesaurus) -> None:
    """A postcode beside the name is no part of it: the words are those without one."""
    named = listing(0, name="Larkby Steady Feet", needs={})
    with_code = scores(
        thesaurus, columns(named), QueryAnalysis(), query="larkby steady feet s73 8cv and more", text=[1.0]
    )
    without = scores(thesaurus, columns(named), QueryAnalysis(), query="larkby steady feet", text=[1.0])
    none = scores(thesaurus, columns(named), QueryAnalysis(), query="", text=[1.0])
    assert without[0] > with_code[0] > none[0] > 0


def test_who_runs_it_does_not_matter(thesaurus: Thesaurus) -> None:
    """Neutral: other names, kinds and bigger letters change nothing about otherwise equal services."""
    names = [("Zebra", "Council Services"), ("Aardvark", "Big Company Ltd"), ("Mole", "Small Charity")]
    either = columns(*(listing(n, name=name, org=org) for n, (name, org) in enumerate(names)))
    other = columns(*(listing(n, name=name, org=org) for n, (name, org) in enumerate(reversed(names))))
    for snapshot in (either, other):
        found = scores(thesaurus, snapshot, query="balance", text=[1.0, 1.0, 1.0], away=[500, 500, 500])
        assert found[0] == found[1] == found[2] > 0


def test_filtered_ones_are_not_scored(thesaurus: Thesaurus) -> None:
    snapshot = columns(listing(0), listing(1))
    none = Scores(np.zeros(2, np.float32), np.zeros(2, np.float32))
    ranked = rank(snapshot, thesaurus, FALLS, none, np.array([False, True]), None, TODAY)
    assert ranked.scores[0] == 0 < ranked.scores[1]


def test_a_long_tail_of_accidents_is_left_out(thesaurus: Thesaurus) -> None:
    assert scores(thesaurus, columns(listing(0), listing(1, needs={"falls": 0.01})))[1] == 0


def test_a_view_that_knows_fewer_or_more_numbers_does_no_harm(thesaurus: Thesaurus) -> None:
    snapshot = columns(listing(0), listing(1))
    for size in (0, 1, 9):
        text = Scores(np.ones(size, np.float32), np.ones(size, np.float32))
        assert (
            len(
                rank(
                    snapshot,
                    thesaurus,
                    replace(FALLS, tokens=("x",)),
                    text,
                    snapshot.alive,
                    None,
                    TODAY,
                ).scores
            )
            == 2
        )


def test_nothing_at_all(thesaurus: Thesaurus) -> None:
    none = Scores(np.empty(0, np.float32), np.empty(0, np.float32))
    ranked = rank(
        IndexColumns(),
        thesaurus,
        replace(FALLS, tokens=("falls",)),
        none,
        IndexColumns().alive,
        None,
        TODAY,
    )
    assert ranked.scores.tolist() == []
    assert ranked.far_off


def ranked_as(*rows: tuple[float, float, float, float]) -> Ranked:
    """From (score, coverage, need, name) of each document."""
    score, coverage, need, name = (np.array(column, np.float32) for column in zip(*rows, strict=True))
    return Ranked(score, np.zeros_like(score), need, name, coverage)


class TestFarOff:
    @pytest.mark.parametrize(
        ("coverage", "need", "name", "far"),
        [(0, 0, 0, True), (0.3, 0.1, 0.3, True), (0.9, 0, 0, False), (0, 0.9, 0, False), (0, 0, 0.9, False)],
    )
    def test_little_of_the_words_and_no_need_and_no_name(
        self, coverage: float, need: float, name: float, far: bool
    ) -> None:
        assert ranked_as((1.0, coverage, need, name)).far_off is far

    def test_the_best_is_judged_and_no_other(self) -> None:
        nothing, everything = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
        assert ranked_as((0.2, *everything), (0.9, *nothing), (0.1, *everything)).far_off
        assert not ranked_as((0.2, *nothing), (0.9, *everything), (0.1, *nothing)).far_off

    def test_it_is_told_from_what_was_ranked(self, thesaurus: Thesaurus) -> None:
        snapshot = columns(listing(0, name="Larkby archery", needs={}), listing(1, name="Sewing", needs={}))

        def far_off(analysis: QueryAnalysis, coverage: float, on: IndexColumns = snapshot) -> bool:
            text = Scores(np.array([2.0, 1.0], np.float32), np.array([coverage, 0.0], np.float32))
            return rank(on, thesaurus, analysis, text, on.alive, None, TODAY).far_off

        assert far_off(QueryAnalysis(tokens=("zzyzx", "archery", "qwrtp", "plugh")), 0.25)
        assert not far_off(QueryAnalysis(tokens=("zzyzx", "archery", "qwrtp", "plugh")), 0.75)
        assert not far_off(QueryAnalysis(tokens=("larkby", "archery")), 0.25)
        assert not far_off(replace(FALLS, tokens=("zzyzx",)), 0.25, columns(listing(0), listing(1)))

    def test_coverage_is_that_of_the_words(self, thesaurus: Thesaurus) -> None:
        snapshot = columns(listing(0), listing(1), listing(2))
        text = Scores(np.array([2.0, 1.0], np.float32), np.array([1.0, 0.5], np.float32))
        assert rank(snapshot, thesaurus, FALLS, text, snapshot.alive, None, TODAY).coverage.tolist() == [
            1.0,
            0.5,
            0.0,
        ]


def test_where_no_need_is_clear_the_likeliest_needs_lead(thesaurus: Thesaurus) -> None:
    snapshot = columns(
        listing(0, needs={"bathing": 1.0}), listing(1, needs={"falls": 1.0}), listing(2, needs={})
    )
    unclear = QueryAnalysis(possible_needs={"falls": 0.2, "bathing": 0.1})
    likely, less, unlikely = (scores(thesaurus, snapshot, unclear)[number] for number in (1, 0, 2))
    assert likely > less > unlikely == 0


@pytest.mark.parametrize("needs", [{}, {"falls": 0.1}, {"falls": 1.0}, {"bathing": 1.0}])
@pytest.mark.parametrize("reached", ["", "near", "home", "phone", "online", "area", "otherwise"])
def test_there_is_always_a_reason(thesaurus: Thesaurus, needs: dict[str, float], reached: str) -> None:
    snapshot = columns(listing(0, needs=needs))
    analysis = QueryAnalysis(needs={"falls": 1.0}, nearby_needs={"bathing": 0.5})
    none = Scores(np.zeros(1, np.float32), np.zeros(1, np.float32))
    ranked = rank(snapshot, thesaurus, replace(analysis, tokens=("x",)), none, snapshot.alive, None, TODAY)
    for parts in (ranked, None):
        found = reasons(snapshot, thesaurus, analysis, parts, 0, reached)
        assert found
        assert all(reason.kind and reason.text for reason in found)


def test_without_words_the_reason_is_the_place_or_the_choice(thesaurus: Thesaurus) -> None:
    def kinds(reached: str) -> list[str]:
        return [
            reason.kind
            for reason in reasons(columns(listing(0)), thesaurus, QueryAnalysis(), None, 0, reached)
        ]

    assert kinds("near") == kinds("phone") == ["place"]
    assert kinds("") == ["chosen"]
