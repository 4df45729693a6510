"""Conditions in words, and the picture of a flow: all is there, nothing leaves its box, and it needs no
style but the one it names.
"""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from selfassess.engine.conditions import All, AnyOf, Condition, Is, Not
from selfassess.engine.schema import Questionnaire
from selfassess.explain.conditions_in_words import asked_when, possible_steps, shown_when
from selfassess.explain.flowchart import NARROW, STYLE, WIDE, draw
from selfassess.loading.fact_wording import load_fact_wordings
from selfassess.loading.library import load
from tests.unit.selfassess.engine.samples import CONTENT, sample

FACT_WORDINGS = load_fact_wordings(CONTENT)
SVG = "{http://www.w3.org/2000/svg}"


def is_(key: str, *values: str) -> Is:
    return Is(key, frozenset(values))


ME, FALLS, COLD = is_("who_for", "me"), is_("home", "falls"), is_("home", "cold")
CONDITIONS: list[tuple[Condition, str]] = [
    (is_("who_for", "someone_else"), "“Who is it for?” is “Someone else”"),
    (is_("who_for", "not_sure", "me"), "“Who is it for?” is “Me” or “Not sure”"),
    (
        is_("who_for", "me", "someone_else", "not_sure"),
        "“Who is it for?” is “Me”, “Someone else” or “Not sure”",
    ),
    (FALLS, "“Worries at home?” includes “Falls”"),
    (Not(FALLS), "“Worries at home?” does not include “Falls”"),
    (Not(ME), "“Who is it for?” is not “Me”"),
    (Not(Not(ME)), "“Who is it for?” is “Me”"),
    (All((ME, FALLS)), "“Who is it for?” is “Me”, and “Worries at home?” includes “Falls”"),
    (
        Not(AnyOf((ME, FALLS))),
        "“Who is it for?” is not “Me”, and “Worries at home?” does not include “Falls”",
    ),
    (Not(All((ME, FALLS))), "“Who is it for?” is not “Me”, or “Worries at home?” does not include “Falls”"),
    (
        All((ME, AnyOf((FALLS, COLD)))),
        "“Who is it for?” is “Me”, and (“Worries at home?” includes “Falls”, or “Worries at home?” includes “Cold”)",
    ),
    (is_("signal.caring", "yes"), "what you told us counts as: the person looks after someone"),
    (Not(is_("signal.caring", "yes")), "nothing you told us counts as: the person looks after someone"),
]


@pytest.mark.parametrize(("condition", "words"), CONDITIONS, ids=[words for _, words in CONDITIONS])
def test_a_condition_reads_as_people_say_it(condition: Condition, words: str, tmp_path: Path) -> None:
    assert asked_when(sample(tmp_path), condition, FACT_WORDINGS) == words


def test_a_questionnaire_shows_only_what_can_come_up_in_it(tmp_path: Path) -> None:
    questionnaire = sample(tmp_path)
    steps = possible_steps(questionnaire)
    assert "needs_assessment" in [route.id for route in steps]
    # It asks nothing about caring, so no answer leads to a carer's assessment, and none of its steps brings
    # one.
    assert "carers_assessment" not in [route.id for route in steps]
    short_term = next(route for route in steps if route.id == "short_term_help")
    assert [wording.words for wording in shown_when(short_term, FACT_WORDINGS, questionnaire)] == [
        "equipment or changes to the home may help"
    ]
    assert len(shown_when(short_term, FACT_WORDINGS)) == 3


def drawn(questionnaire: Questionnaire, width: int = WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(draw(questionnaire, FACT_WORDINGS, width).svg)


def words_of(picture: ElementTree.Element) -> str:
    return " ".join(text.strip() for text in picture.itertext() if text.strip())


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_flow_is_drawn_with_every_question_answer_and_condition(tmp_path: Path, width: int) -> None:
    words = words_of(drawn(sample(tmp_path), width))
    for part in (
        "1. Who is it for?",
        "Asked when “Worries at home?” includes “Falls”",
        "● In danger",
        "○ My mother",
        "■ We stop here and say: If anyone is in danger now, call 999",
        "Can't be skipped",
        "Answered in your own words",
        "Ask for a care assessment",
        "When at least one thing in daily life is hard",
        "Care Act 2014 s.9",
    ):
        assert part in words


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("id", load(CONTENT))
def test_every_questionnaire_is_drawn_in_whole(id: str, width: int) -> None:
    questionnaire = load(CONTENT)[id]
    picture, words = drawn(questionnaire, width), words_of(drawn(questionnaire, width))
    for question in questionnaire.questions:
        assert re.sub(r"\{[^}]*\}", "", question.text.you)[:20] in words
        assert all(option.words.you.split()[0] in words for option in question.options)
    # No words cross each other, and all stand on the paper.
    heights = [float(text.attrib["y"]) for text in picture.iter(f"{SVG}text")]
    assert heights == sorted(heights)
    assert heights[-1] < float(picture.attrib["height"])
    assert not re.search(r"\b(adult|carer|safeguarding|signal|money|benefit|help_now)\.[a-z]", words), (
        "a code stands in the picture"
    )


def test_words_are_no_wider_than_their_box(tmp_path: Path) -> None:
    """By a letter of 0.5 of its size (0.55 in bold), which is more than system fonts take on average."""
    for width in (WIDE, NARROW):
        texts = list(drawn(load(CONTENT)["adult-needs"], width).iter(f"{SVG}text"))
        assert len(texts) > 20
        for text in texts:
            size = {"title": 22, "section": 18}.get(text.attrib.get("class", ""), 15)
            letter = 0.55 if text.attrib.get("class") in ("title", "section", "question", "stop") else 0.5
            assert float(text.attrib["x"]) + len(text.text or "") * size * letter < width


def test_the_picture_brings_one_known_style_and_nothing_that_runs(tmp_path: Path) -> None:
    source = draw(sample(tmp_path), FACT_WORDINGS).svg
    assert source.count("<style>") == 1
    assert f"<style>{STYLE}</style>" in source
    assert "style=" not in source
    assert "<script" not in source
    assert "prefers-color-scheme:dark" in STYLE


def test_a_dashed_box_has_a_way_that_passes_it_by(tmp_path: Path) -> None:
    questionnaire = sample(tmp_path)
    picture = drawn(questionnaire)
    sometimes = [box for box in picture.iter(f"{SVG}rect") if "sometimes" in box.attrib["class"]]
    ways_past = [path for path in picture.iter(f"{SVG}path") if re.search(r"H\d+ V", path.attrib["d"])]
    assert (
        len(sometimes)
        == len(ways_past)
        == sum(question.show_when is not None for question in questionnaire.questions)
        == 2
    )


def test_words_with_signs_are_written_safely(tmp_path: Path) -> None:
    questionnaire = sample(tmp_path, ("title: A sample", 'title: "<b> & more"'))
    assert "<b> & more" in words_of(drawn(questionnaire))


def test_a_picture_has_a_version_of_its_own(tmp_path: Path) -> None:
    first, second = (
        draw(sample(tmp_path / "a"), FACT_WORDINGS),
        draw(sample(tmp_path / "b", ("Getting dressed?", "Dressing?")), FACT_WORDINGS),
    )
    assert re.fullmatch(r"[0-9a-f]{12}", first.version)
    assert first.version != second.version
    assert first.version == draw(sample(tmp_path / "c"), FACT_WORDINGS).version
