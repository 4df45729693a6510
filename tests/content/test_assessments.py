"""The questionnaires: proved for every combination of answers, short, in plain words, and complete for
somebody else's sake."""

import re
from functools import cache
from pathlib import Path

import pytest
import textstat

from directory.taxonomy import needs
from information import pages
from selfassess.engine.phrases import Phrase
from selfassess.engine.schema import Question, QuestionKind
from selfassess.loading.library import load
from selfassess.proof.checker import ProofReport, check
from selfassess.proof.recorder import ProofRecord, valid_proof

CONTENT = Path(__file__).parents[2] / "content"
LIBRARY = load(CONTENT)
QUESTIONS = [
    (id, question.id) for id, questionnaire in LIBRARY.items() for question in questionnaire.questions
]

MOST_PAGES = {"quick-check": 10, "adult-needs": 30, "home": 19, "paying": 19}
"""The most pages of these, with “check your answers”.

Harm is asked apart from danger. Adult needs also asks the age, and about bad weeks, going home from hospital
and help in a talk, because the law looks at them. Paying asks about public funds before it names a benefit.
"""
LONGEST = 25
OLDEST = 9
"""Reading age in years: a US school grade (automated readability index) and five.

The site's words are for 9 to 11.
"""
RESULT = 11
"""The same for the words of a result, which name offices and laws."""
LONGEST_SENTENCE = 22
FORBIDDEN = re.compile(
    r"\b(eligib\w*|entitle\w*|service users?|qualif\w*|assessed as|critical|substantial)\b", re.IGNORECASE
)
LAW = 13
"""The law in plain words is folded away; it may be harder than the rest, up to this reading age."""


LARGE = {"adult-needs", "carer"}
"""Their proofs take fifteen seconds each, so that `make test` only compares them with their records."""

every_questionnaire = pytest.mark.parametrize("id", LIBRARY)
every_proof = pytest.mark.parametrize(
    "id",
    [pytest.param(id, marks=[pytest.mark.slow] if id in LARGE else []) for id in LIBRARY],
    scope="module",
)
"""Module scope puts the tests of one questionnaire beside each other, so that one worker proves it once."""


@cache
def report(id: str) -> ProofReport:
    known = needs.load(CONTENT).by_id
    return check(LIBRARY[id], known.keys(), lambda _: True)


@every_proof
def test_everything_is_proved_for_every_combination_of_answers(
    id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = report(id)
    with capsys.disabled():
        print(
            f"\n{id}: {found.combinations:,} combinations, {found.states:,} states, {found.pairs:,} pairs of states"
        )
    assert [str(breach) for breach in found.breaches] == []
    assert found.combinations > 0


def recorded(id: str) -> ProofRecord:
    shown = valid_proof(CONTENT, id)
    assert shown is not None, (
        "what was recorded is older than the questions or the rules: run `flask --app app selfassess check --record`"
    )
    return shown


@every_questionnaire
def test_the_present_questions_and_rules_have_a_recorded_proof(id: str) -> None:
    assert recorded(id).combinations > 0


@every_proof
def test_the_public_page_says_what_is_proved_now(id: str) -> None:
    shown, found = recorded(id), report(id)
    assert (shown.combinations, shown.states, shown.pairs) == (found.combinations, found.states, found.pairs)
    assert (shown.pages, shown.minutes) == (found.pages, found.minutes)


@every_questionnaire
def test_no_questionnaire_is_long(id: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = recorded(id)
    with capsys.disabled():
        print(
            f"\n{id}: at most {found.pages} pages of questions and “check your answers”, about {found.minutes} minutes"
        )
    # “Check your answers” is a page as well.
    assert found.pages + 1 <= MOST_PAGES.get(id, LONGEST)
    assert found.minutes <= (4 if id == "quick-check" else 12)


def passage(question: Question, other: bool) -> str:
    """Return all texts of a page, each as a sentence."""
    parts: list[Phrase | None] = [
        question.text,
        question.hint,
        question.why,
        *(option.words for option in question.options),
    ]
    words = [(part.other if other else part.you) for part in parts if part]
    return " ".join(word if word.endswith((".", "?", "!")) else f"{word}." for word in words).replace(
        "{who}", "your mother"
    )


def reading_age(text: str) -> float:
    return textstat.automated_readability_index(text) + 5


@pytest.mark.parametrize("other", [False, True], ids=["you", "other"])
@pytest.mark.parametrize(("id", "question"), QUESTIONS)
def test_every_page_can_be_read_at_nine(id: str, question: str, other: bool) -> None:
    assert reading_age(passage(LIBRARY[id].by_id[question], other)) <= OLDEST


def test_the_reading_ages(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        for id, questionnaire in LIBRARY.items():
            ages = sorted(
                (max(reading_age(passage(question, False)), 5), question.id)
                for question in questionnaire.questions
            )
            middle, (oldest, hardest) = ages[len(ages) // 2][0], ages[-1]
            print(
                f"\n{id}: reading age {middle:.1f} in the middle, at most {oldest:.1f} ({hardest}); limit {OLDEST}"
            )
    assert (
        reading_age(
            "The aforementioned determination necessitates comprehensive multidisciplinary consideration."
        )
        > OLDEST
    )


def shared_words() -> list[tuple[str, str]]:
    shared = LIBRARY.shared
    phrases = [
        (f"{route.id}.{name}", phrase) for route in shared.routes for name, phrase in route.words.items()
    ]
    phrases += [
        (f"{interrupt.id}.{number}", line)
        for interrupt in shared.interrupts.values()
        for number, line in enumerate((interrupt.title, *interrupt.lines))
    ]
    phrases += [
        *shared.reasons.items(),
        *shared.areas.items(),
        *shared.area_options.items(),
        *shared.notes.items(),
    ]
    money = shared.money
    phrases += [*money.bands.items(), *money.notes.items(), *money.lines.items(), *money.conditions.items()]
    phrases += [
        (f"{id}.{name}", phrase)
        for id, words in money.benefits.items()
        for name, phrase in (("name", words.name), ("say", words.say))
    ]
    return [(name, text) for name, phrase in phrases for text in dict.fromkeys((phrase.you, phrase.other))]


@pytest.mark.parametrize(("name", "text"), shared_words())
def test_the_result_can_be_read(name: str, text: str) -> None:
    spoken = (
        text.replace("{who's}", "your mother's")
        .replace("{who}", "your mother")
        .replace("{Who}", "Your mother")
    )
    assert max(len(sentence.split()) for sentence in re.split(r"[.?!]", spoken)) <= (
        26 if name.endswith(".law") else LONGEST_SENTENCE
    )
    if len(spoken.split()) >= 10:
        assert reading_age(spoken) <= (LAW if name.endswith(".law") else RESULT)


def all_words() -> list[str]:
    found = [text for _, text in shared_words()]
    for questionnaire in LIBRARY.values():
        found += [questionnaire.title.you, questionnaire.summary.you]
        for question in questionnaire.questions:
            found += [passage(question, False), passage(question, True)]
    return found


def test_nobody_is_told_that_they_are_eligible() -> None:
    assert [text for text in all_words() if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize(("id", "question"), QUESTIONS)
def test_not_sure_is_always_there_and_all_but_safety_can_be_skipped(id: str, question: str) -> None:
    found = LIBRARY[id].by_id[question]
    if found.kind in (QuestionKind.ONE, QuestionKind.MANY):
        assert found.options[-1].id == "not_sure"
    assert found.skippable or any(option.alarm for option in found.options)


@pytest.mark.parametrize(("id", "question"), QUESTIONS)
def test_on_somebodys_behalf_nothing_speaks_to_the_wrong_person(id: str, question: str) -> None:
    """Where the words differ, those for somebody else name them, and do not speak of the person as "you"."""
    found = LIBRARY[id].by_id[question]
    if found.text.you != found.text.other:
        assert re.search(r"\{[Ww]ho", found.text.other)
    for option in found.options:
        if option.words.you != option.words.other:
            assert not re.search(r"\b(I|my|me)\b", option.words.other), option.words.other


def test_every_signal_and_interrupt_is_used_and_every_reason_has_words() -> None:
    shared = LIBRARY.shared
    options = [
        option
        for questionnaire in LIBRARY.values()
        for question in questionnaire.questions
        for option in question.options
    ]
    signals_set = {
        fact.removeprefix("signal.")
        for option in options
        for fact, _ in option.sets
        if fact.startswith("signal.")
    }
    read = {
        fact.removeprefix("signal.")
        for route in shared.routes
        for fact, _ in route.when
        if fact.startswith("signal.")
    }
    assert shared.signals == signals_set
    in_place = {fact.removeprefix("signal.") for route in shared.routes for fact, _ in route.in_place_when}
    variants = {"home_later", "cannot_travel", "harm_to_me", "harm_to_other", "nobody_suitable"}
    assert signals_set <= read | in_place | set(shared.notes) | variants
    assert {option.interrupt for option in options} - {None} == set(shared.interrupts)
    for signal in read | in_place:
        assert signal in shared.reasons or {f"{signal}_yes", f"{signal}_not_sure"} <= shared.reasons.keys()


def test_where_to_ask_about_a_benefit_is_there() -> None:
    places = LIBRARY.shared.money.benefits.values()
    assert {words.page for words in places} <= pages.load(CONTENT).keys()
    assert {words.need for words in places} <= needs.load(CONTENT).by_id.keys()
