"""The words of facts and rules: mistakes in facts.yaml and rules.yaml are named with their line, and no
fact in use goes without words.
"""

from pathlib import Path

import pytest

from selfassess.loading.fact_wording import (
    Law,
    Laws,
    in_use,
    load_fact_wordings,
    load_laws,
    read_fact_wordings,
)
from selfassess.loading.library import load
from selfassess.loading.problems import AssessmentError
from selfassess.loading.rule_wording import load_rule_wordings, read_rule_wordings
from tests.unit.selfassess.engine.samples import CONTENT

FACTS, RULES = CONTENT / "assessments" / "facts.yaml", CONTENT / "assessments" / "rules.yaml"


def swapped(source: Path, folder: Path, old: str, new: str) -> Path:
    """The file with some of its text swapped."""
    text = source.read_text(encoding="utf-8")
    assert old in text, f"nothing to swap: {old}"
    path = folder / source.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


FACT_MISTAKES = {
    "a fact in use without words": (
        "    yes: needs come from an illness, a disability or a condition\n",
        "",
        "adult.impairment = yes has no words",
    ),
    "a signal in use without words": (
        "  signal.caring: {cites: Care Act 2014 s.10, yes: the person looks after someone}\n",
        "",
        "signal.caring = yes has no",
    ),
    "an unknown fact": (
        "  adult.impairment:",
        "  adult.illness:",
        "adult.illness is no fact that needs words here",
    ),
    "an unknown value": (
        "    at_risk: the adult is at risk",
        "    perhaps: the adult is at risk",
        "perhaps is not known here; use one of: at_risk,",
    ),
    "a law that is not listed": (
        "cites: Care Act 2014 s.42(1)(a)",
        "cites: Care Law 2014 s.42",
        "begins with no law named under `laws`",
    ),
    "a law without its page": ('page: "https://www', 'page: "www', "beginning with https://"),
    "words of their own without a law": (
        "{says: the carer is an adult, cites: Care Act 2014 s.10}",
        "{says: an adult}",
        "cites is missing",
    ),
    "an area without its name": (
        "  adult.toilet: managing toilet needs\n",
        "",
        "the area of daily life adult.toilet has no words",
    ),
    "an answer to an area without words": (
        "  prompting: not able",
        "  reminding: not able",
        "the answer to an area prompting has no words",
    ),
    "no YAML": ("laws:", "laws: [", "this is no YAML"),
}


@pytest.mark.parametrize("name", FACT_MISTAKES)
def test_a_mistake_in_the_words_of_facts_is_named(name: str, tmp_path: Path) -> None:
    old, new, words = FACT_MISTAKES[name]
    with pytest.raises(AssessmentError) as caught:
        read_fact_wordings(swapped(FACTS, tmp_path, old, new), load(CONTENT))
    assert any(words in problem.message and problem.line for problem in caught.value.problems), caught.value


def test_the_line_of_a_mistake_is_the_right_one(tmp_path: Path) -> None:
    path = swapped(FACTS, tmp_path, "cites: Care Act 2014 s.42(1)(a)", "cites: Care Law 2014 s.42")
    with pytest.raises(AssessmentError) as caught:
        read_fact_wordings(path, load(CONTENT))
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if "Care Law" in text)
    assert [problem.line for problem in caught.value.problems] == [line]


RULE_MISTAKES = {
    "an unknown name": ("    says:\n", "    say:\n", "say is not known here"),
    "a law that is not listed": (
        "cites: Care Act 2014 s.42(1)(a)",
        "cites: s.42",
        "begins with no law named",
    ),
    "a day that is none": ("on: 2026-11-22", "on: 2026-11-32", "a day is written as"),
    "a change without a reason": (
        "why: They follow section 42",
        "because: They follow section 42",
        "why is missing",
    ),
}


@pytest.mark.parametrize("name", RULE_MISTAKES)
def test_a_mistake_in_the_words_of_rules_is_named(name: str, tmp_path: Path) -> None:
    old, new, words = RULE_MISTAKES[name]
    with pytest.raises(AssessmentError, match=words):
        read_rule_wordings(swapped(RULES, tmp_path, old, new), load_laws(CONTENT))


def test_the_newest_change_stands_first(tmp_path: Path) -> None:
    change = "      - {on: 2027-01-05, version: 2, what: Something, why: Of something}\n"
    path = swapped(RULES, tmp_path, "\n  adult_needs:", f"{change}\n  adult_needs:")
    with pytest.raises(AssessmentError, match="the newest change stands first"):
        read_rule_wordings(path, load_laws(CONTENT))


def test_a_log_is_never_empty(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("rules: {carer: {title: Carers, says: [Something], changes: []}}\nfigures: {}\n")
    with pytest.raises(AssessmentError, match="the log is empty"):
        read_rule_wordings(path, load_laws(CONTENT))


def test_rules_are_read_though_a_fact_has_no_words(tmp_path: Path) -> None:
    """The result page needs the names of figures; it does not fall with the words of the public page."""
    folder = tmp_path / "assessments"
    folder.mkdir()
    swapped(FACTS, folder, "  adult.impairment:", "  adult.illness:")
    swapped(RULES, folder, "rules:", "rules:")
    assert "carers_allowance" in load_rule_wordings(tmp_path).figures


def test_every_fact_in_use_has_a_meaning_with_the_law_in_full() -> None:
    fact_wordings = load_fact_wordings(CONTENT)
    pairs = in_use(load(CONTENT))
    assert len(pairs) > 100
    assert all(fact_wordings.of(pair).words for pair in pairs)
    found = fact_wordings.of(("adult.impairment", "yes"))
    assert (
        fact_wordings.laws.in_full(*found.cites)
        == "The Care and Support (Eligibility Criteria) Regulations 2015 reg 2(1)(a)"
    )


def test_areas_and_limbs_take_their_law_from_the_rules() -> None:
    fact_wordings = load_fact_wordings(CONTENT)
    assert fact_wordings.areas["adult.personal_hygiene"].cites == ("SI 2015/313 reg 2(2)(b)",)
    assert fact_wordings.areas["carer.recreation"].cites == ("SI 2015/313 reg 3(2)(b)(viii)",)
    assert fact_wordings.of(("adult.personal_hygiene", "takes_longer")).cites == ("SI 2015/313 reg 2(3)(d)",)
    assert fact_wordings.of(("carer.nutrition", "endangers")).cites == ("SI 2015/313 reg 3(3)(c)",)
    assert fact_wordings.of(("carer.nutrition", "able")).cites == ()
    assert ("carer.nutrition", "takes_longer") not in fact_wordings.by_pair


def test_citations_name_each_law_once() -> None:
    laws = Laws(
        (
            Law("SI 2015/313", "The Regulations", "https://x"),
            Law("Care Act 2014", "Care Act 2014", "https://y"),
        )
    )
    assert (
        laws.in_full("SI 2015/313 reg 2(2)(b)", "SI 2015/313 reg 2(3)(c)")
        == "The Regulations reg 2(2)(b) and reg 2(3)(c)"
    )
    assert laws.in_full("Care Act 2014 s.9", "SI 2015/313") == "Care Act 2014 s.9; The Regulations"
    assert laws.in_full("SI 2015/3130 reg 1") == "SI 2015/3130 reg 1"
    assert laws.in_full(None) == ""
