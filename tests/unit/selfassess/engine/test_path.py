"""The path: recomputed from the answers, never losing any."""

from pathlib import Path

import pytest

from selfassess.engine.migrations import NoStepError, migrate_answers
from selfassess.engine.path import walk
from selfassess.engine.schema import Questionnaire
from selfassess.engine.validation import AnswerFault, FaultCode, validate
from selfassess.questions.fault_wording import fault_message
from tests.unit.selfassess.engine.samples import sample

FULL = {
    "who_for": ("me",),
    "safe": ("safe",),
    "story": ("walk the dog", "see Ann"),
    "health": ("yes",),
    "washing": ("able",),
    "dressing": ("unable",),
    "home": ("falls", "cold"),
    "alarm": ("yes",),
}


@pytest.fixture
def questionnaire(tmp_path: Path) -> Questionnaire:
    return sample(tmp_path)


def ids(questionnaire: Questionnaire, **answers: tuple[str, ...]) -> list[str]:
    return [step.question.id for step in walk(questionnaire, answers).steps]


def test_a_question_comes_and_goes_with_the_answer_it_hangs_on(questionnaire: Questionnaire) -> None:
    assert "relation" not in ids(questionnaire, who_for=("me",))
    assert "relation" in ids(questionnaire, who_for=("someone_else",))


def test_an_answer_off_the_path_does_not_count_and_is_there_again(questionnaire: Questionnaire) -> None:
    changed = {**FULL, "home": ("cold",)}
    assert "alarm" not in walk(questionnaire, changed).answers_on_path
    assert walk(questionnaire, {**changed, "home": FULL["home"]}).answers_on_path == FULL


def test_a_question_that_comes_up_late_is_asked_and_the_later_answers_stay(
    questionnaire: Questionnaire,
) -> None:
    path = walk(questionnaire, {**FULL, "who_for": ("someone_else",)})
    assert path.current is not None
    assert path.current.question.id == "relation"
    assert path.answers_on_path["home"] == FULL["home"]


def test_a_page_off_the_path_leads_to_the_first_unanswered_question(questionnaire: Questionnaire) -> None:
    path = walk(questionnaire, {"who_for": ("me",)})
    for page in ("relation", "washing", "no-such-page"):
        step = path.at(page)
        assert step is not None
        assert step.question.id == "safe"
    asked = path.at("who_for")
    assert asked is not None
    assert asked.question.id == "who_for"
    assert walk(questionnaire, FULL).at("relation") is None


def test_a_skipped_question_is_answered_and_one_that_cannot_be_skipped_is_not(
    questionnaire: Questionnaire,
) -> None:
    assert walk(questionnaire, {**FULL, "health": ()}).complete
    path = walk(questionnaire, {**FULL, "safe": ()})
    assert path.first_unanswered is not None
    assert path.first_unanswered.question.id == "safe"


def test_an_answer_that_no_longer_exists_is_asked_again(questionnaire: Questionnaire) -> None:
    path = walk(questionnaire, {**FULL, "health": ("perhaps",)})
    assert path.current is not None
    assert path.current.question.id == "health"


def test_progress_counts_parts_and_minutes(questionnaire: Questionnaire) -> None:
    assert walk(questionnaire, {}).progress == (1, 2, 3)
    assert walk(questionnaire, {**FULL, "alarm": ()}, at="home").progress == (2, 2, 1)
    assert walk(questionnaire, FULL).progress == (2, 2, 0)


def test_the_words_are_about_the_person(questionnaire: Questionnaire) -> None:
    question = questionnaire.by_id["story"]
    assert question.text.in_voice(walk(questionnaire, FULL).voice) == "What matters to you?"
    other = walk(questionnaire, {"who_for": ("someone_else",), "relation": ("mother",)})
    assert question.text.in_voice(other.voice) == "What matters to your mother?"
    assert (
        question.text.in_voice(walk(questionnaire, {"who_for": ("someone_else",)}).voice)
        == "What matters to the person?"
    )
    # Who it was about does not count any more.
    assert (
        question.text.in_voice(walk(questionnaire, {"who_for": ("me",), "relation": ("mother",)}).voice)
        == "What matters to you?"
    )


def test_danger_interrupts_at_once(questionnaire: Questionnaire) -> None:
    path = walk(questionnaire, {"who_for": ("me",), "safe": ("danger",)})
    assert [interrupt.id for interrupt in path.interrupts_of("safe")] == ["danger"]
    assert path.interrupts_of("who_for") == ()


@pytest.mark.parametrize(
    ("question", "raw", "answer"),
    [
        ("health", ["yes"], ("yes",)),
        ("home", ["cold", "falls", "cold"], ("falls", "cold")),
        ("story", ["  walk the dog ", "", "see Ann"], ("walk the dog", "see Ann")),
        ("story", [""], ()),
    ],
)
def test_good_answers_are_taken(
    questionnaire: Questionnaire, question: str, raw: list[str], answer: tuple[str, ...]
) -> None:
    assert validate(questionnaire.by_id[question], raw) == answer


@pytest.mark.parametrize(
    ("question", "raw", "words"),
    [
        ("health", [], "Choose an answer"),
        ("health", ["yes", "no"], "Choose one answer only"),
        ("health", ["maybe"], "Choose from the answers on this page"),
        ("home", [], "Choose at least one"),
        ("home", ["none", "falls"], "You chose “None” and something else too"),
        ("home", ["not_sure", "cold"], "You chose “Not sure”"),
        ("story", ["x" * 21], "Use 20 letters or fewer. You have used 21"),
        ("story", ["x"] * 11, "Write 10 things or fewer"),
    ],
)
def test_bad_answers_are_named_in_plain_words(
    questionnaire: Questionnaire, question: str, raw: list[str], words: str
) -> None:
    fault = validate(questionnaire.by_id[question], raw)
    assert isinstance(fault, AnswerFault)
    assert words in fault_message(fault)


def test_every_fault_has_words() -> None:
    values = {"most": 2000, "least": 1, "length": 2001, "option": "None"}
    messages = {fault_message(AnswerFault(code, values)) for code in FaultCode}
    assert len(messages) == len(FaultCode)
    assert "Use 2,000 letters or fewer. You have used 2,001" in messages


def test_a_question_is_skipped_only_where_it_may_be(questionnaire: Questionnaire) -> None:
    assert validate(questionnaire.by_id["health"], ["yes"], skipped=True) == ()
    assert isinstance(validate(questionnaire.by_id["safe"], [], skipped=True), AnswerFault)


def test_saved_answers_are_migrated_by_a_written_step(questionnaire: Questionnaire) -> None:
    old = {"bath": ("cannot",), "shoe_size": ("9",), "story": ("cannot",)}
    assert migrate_answers(questionnaire, old, 1) == {"washing": ("unable",), "story": ("cannot",)}
    assert migrate_answers(questionnaire, old, 2) == old


@pytest.mark.parametrize("version", [0, 3])
def test_without_a_written_step_nothing_is_guessed(questionnaire: Questionnaire, version: int) -> None:
    with pytest.raises(NoStepError):
        migrate_answers(questionnaire, {}, version)
