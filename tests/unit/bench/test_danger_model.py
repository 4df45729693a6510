"""The model of danger as it is shipped and as it is trained: how well it recognises, and that the training
gives it again."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench.danger.measure import Measure, measured
from bench.danger.ordinary import harmless_stories
from bench.danger.texts import LabelledText, halves
from bench.danger.train import (
    FIT,
    RECORD,
    all_texts,
    digest,
    gain_of_more_training,
    save,
    trained,
    trained_on_half,
)
from bench.linear.minimise import minimise
from bench.linear.record import read_record, record, training_digest
from bench.needs.texts import need_texts
from core.settings import ROOT
from directory.search.danger.model import HARMLESS, WEIGHTS, DangerModel, danger_model
from directory.search.danger.recognition import DANGER_KINDS
from directory.search.query_analysis import analyse_query
from directory.search.results import Place
from directory.search.thesaurus import load_thesaurus
from tests.judged import judging, plain_talk

THESAURUS = load_thesaurus(ROOT / "content")
GIVEN = ROOT.parent / "shared" / "data" / "search" / "danger_dev.jsonl"
SMALL_GAIN = 0.005
"""The share of the loss by which a few more steps of training may lower it."""
LARGEST_FILE = 2_000_000
FEW = [
    *(LabelledText("a", f"he hits me {at}", "domestic-abuse", "person") for at in ("now", "again", "here")),
    *(LabelledText("b", f"lunch club {at}", "none", "person") for at in ("now", "again", "here")),
]


def no_place(_text: str) -> Place | None:
    return None


def danger_of(query: str) -> str | None:
    return next(iter(analyse_query(THESAURUS, query, no_place).dangers), None)


def test_the_lowest_point_of_a_bowl_is_found() -> None:
    centre = np.array([1.0, -2.0, 3.0])
    widths = np.array([1.0, 10.0, 0.1])

    def bowl(at: np.ndarray) -> tuple[float, np.ndarray]:
        return float((widths * (at - centre) ** 2).sum()), 2 * widths * (at - centre)

    assert minimise(bowl, np.zeros(3), 100, 1e-6) == pytest.approx(centre, abs=0.01)


def test_a_model_is_trained_stored_and_read_and_twice_the_same(tmp_path: Path) -> None:
    first, second = tmp_path / "first.npz", tmp_path / "second.npz"
    save(trained(FEW), first)
    save(trained(list(FEW)), second)
    assert first.read_bytes() == second.read_bytes()
    model = DangerModel.load(first)
    assert model.kind("he hits me") == "domestic-abuse"
    assert model.kind("lunch club") is None
    assert sum(model.probabilities("he hits me").values()) == pytest.approx(1, abs=1e-5)


def test_the_shipped_model_is_small_and_names_the_five_kinds() -> None:
    assert WEIGHTS.stat().st_size < LARGEST_FILE
    assert {*danger_model().kinds} == {*DANGER_KINDS, "none"}


SPEAKS_OF_DANGER = {
    "I don't want to be here any more",
    "I'm 19 and I make myself sick after eating",
    "domestick violence",
    "my partner checks my phone and I'm scared of him",
    "self neglect hoarding fire risk S71",
    "worried about my neighbour, he isn't eating or washing",
}
"""Searches of danger among those that are judged for their results."""


@pytest.mark.slow
def test_ordinary_searches_raise_no_warning() -> None:
    queries = {one.query for one in judging.load()}
    warned = {query for query in queries if danger_of(query)}
    assert len(queries) > 150
    assert warned <= SPEAKS_OF_DANGER
    assert len(warned) > 2


@pytest.mark.slow
def test_the_names_of_services_raise_no_warning() -> None:
    files = [*(ROOT / "content" / "demo" / "services").glob("*.yaml")]
    names = re.findall(r"^(?:- )? *name: (.+)$", "\n".join(map(Path.read_text, files)), re.MULTILINE)
    assert len(names) > 100
    assert [name for name in names if danger_of(name)] == []


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("nothing to eat tonight", None),
        ("cannot cope any more caring", None),
        ("I can't cope any more caring for my wife, I need a break", None),
        ("my carer did not come", None),
        ("I want it all to stop", "crisis"),
        ("they would all be better off without me", "crisis"),
        ("hands round my neck", "domestic-abuse"),
        ("he won't let me leave", "domestic-abuse"),
        ("taken all her tablets", "emergency"),
        ("my dad hits me", "child-harm"),
        ("child abuse", "child-harm"),
        ("I was abused as a child, counselling", None),
        ("dog grooming", None),
        ("I have no food for tonight", None),
        ("kicked out with nowhere to go tonight", None),
        ("Just Found Out You Are Autistic", None),
        ("worried about my neighbour not eating, house full of rubbish", "abuse-neglect"),
        ("worried about my neighbour, he is not looking after himself", "abuse-neglect"),
        ("report a concern about an elderly man", "abuse-neglect"),
    ],
)
def test_searches_that_were_once_misread(query: str, kind: str | None) -> None:
    assert danger_of(query) == kind


STORIES_OF_DANGER = {"o016", "o024", "o028", "o103"}
"""Graded queries set aside that speak of danger by the definitions in docs/danger-model.md: a fraud just now, a
boy of 16 put out, a girl of 17 who starves herself, a home that leaves somebody wet."""


@pytest.mark.slow
def test_stories_of_ordinary_needs_seldom_raise_a_warning() -> None:
    stories = [one.query for one in plain_talk.load() if one.aside and one.id not in STORIES_OF_DANGER]
    warned = [query for query in stories if danger_of(query)]
    assert len(stories) > 150
    assert len(warned) / len(stories) <= 0.11


@pytest.mark.slow
def test_texts_of_ordinary_needs_seldom_raise_a_warning() -> None:
    """The half of the texts labelled with needs that the model has not seen.

    It learned from none of the texts of `english-voices-*`, many of which tell of despair without danger.
    """
    voices = {f"story-{one.situation}" for one in need_texts("english-voices-*.jsonl")}
    stories = harmless_stories(aside=True)
    found = measured(danger_model().kind, [one for one in stories if one.situation not in voices])
    assert found.texts["none"] > 1500
    assert found.false <= 0.1
    unlike = measured(danger_model().kind, [one for one in stories if one.situation in voices])
    assert unlike.texts["none"] > 500
    assert unlike.false <= 0.21


def floor(measure: Measure, found: float, right_kind: float, false: float) -> None:
    assert measure.found >= found
    assert measure.right_kind >= right_kind
    assert measure.false <= false


@pytest.mark.slow
@pytest.mark.skipif(not GIVEN.exists(), reason="the given texts are not beside the repository")
def test_the_given_texts_are_recognised() -> None:
    rows = map(json.loads, GIVEN.read_text(encoding="utf-8").splitlines())
    texts = [LabelledText("", row["text"], row["kind"], row["source"]) for row in rows]
    floor(measured(danger_of, texts), found=0.96, right_kind=0.9, false=0.04)


@pytest.mark.slow
def test_half_of_the_texts_teach_the_model_to_recognise_the_other_half() -> None:
    _tune, aside = halves()
    model = trained_on_half()
    floor(measured(model.kind, aside), found=0.75, right_kind=0.53, false=0.11)
    plain = [one for one in aside if one.plain]
    floor(measured(model.kind, plain), found=0.76, right_kind=0.61, false=0.12)


def test_the_shipped_weights_are_those_of_the_present_texts() -> None:
    assert read_record(RECORD) == record(digest(), WEIGHTS)


@pytest.mark.slow
def test_a_changed_text_label_or_setting_needs_another_training() -> None:
    texts = all_texts()
    first = texts[0]
    for changed in (
        replace(first, text=first.text + "x"),
        replace(first, kind=HARMLESS),
    ):
        assert training_digest([changed, *texts[1:]]) != training_digest(texts)
    assert training_digest([texts[1], texts[0], *texts[2:]]) != training_digest(texts)
    assert training_digest(texts, replace(FIT, penalty=0.2)) != training_digest(texts, FIT)


@pytest.mark.slow
def test_more_training_hardly_changes_the_shipped_weights() -> None:
    """Each kind of processor ends the training at weights of its own, so that a second training is no
    comparison."""
    model, texts = danger_model(), all_texts()
    assert gain_of_more_training(model, texts) < SMALL_GAIN
    other = replace(model, weights=np.roll(model.weights, 1, axis=1))
    assert gain_of_more_training(other, texts) > 10 * SMALL_GAIN, "weights of another training are found"
