"""The words of the public pages "How this check decides": true to the rules, whole, plain, and with a dated
log for every version."""

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
import textstat

from selfassess import rules
from selfassess.loading.fact_wording import load_fact_wordings
from selfassess.loading.library import load
from selfassess.loading.rule_wording import RuleSetWording, load_rule_wordings
from selfassess.rules import adult_needs, benefits, carer, charging, figures, safeguarding
from selfassess.rules.adult_needs import AdultFacts, AdultLimb, AdultOutcome
from selfassess.rules.benefits import CaringFacts, DisabilityFacts
from selfassess.rules.carer import CarerFacts, CarerLimb, CarerOutcome
from selfassess.rules.inputs import Ability, Impact, Risk, YesNo
from selfassess.rules.safeguarding import SafeguardingFacts
from selfassess.rules.states import LegalReason
from tests.content.test_assessments import FORBIDDEN, LAW

CONTENT = Path(__file__).parents[2] / "content"
FACT_WORDINGS, WORDS = load_fact_wordings(CONTENT), load_rule_wordings(CONTENT)
RULES = {rule.id: rule for rule in WORDS.rules}
DAY = date(2026, 11, 23)
LONGEST_SENTENCE = 26
"""The reading age of the words, as for the law on a result page."""
NAMES = re.compile(
    "Personal Independence Payment|Attendance Allowance|Disabled Facilities Grant|Carer's Allowance"
)
"""Long names that nobody can make shorter."""
RULE_SETS = {"charging": "money"}
"""The rule sets that have another name than their module."""


def versions() -> dict[str, str]:
    """Return the version of every rule set."""
    modules = {
        one.name: importlib.import_module(f"{rules.__name__}.{one.name}")
        for one in pkgutil.iter_modules(rules.__path__)
    }
    return {
        RULE_SETS.get(name, name): module.VERSION
        for name, module in modules.items()
        if hasattr(module, "VERSION")
    }


def unlogged(there: Mapping[str, str], logged: Mapping[str, RuleSetWording]) -> list[str]:
    """Return rule sets whose version has no line in the log, and logs without a rule set."""
    newest = {name: str(rule.version) for name, rule in logged.items()}
    return sorted(name for name in there.keys() | newest.keys() if there.get(name) != newest.get(name))


def test_every_version_of_the_rules_is_in_the_log() -> None:
    assert set(versions()) >= {"adult_needs", "carer", "safeguarding", "money", "benefits"}
    assert unlogged(versions(), RULES) == [], (
        "write in content/assessments/rules.yaml, under changes, what is new in this version"
    )


def test_a_version_without_a_line_is_noticed() -> None:
    assert unlogged({**versions(), "carer": "9"}, RULES) == ["carer"]
    assert unlogged({**versions(), "new_rules": "1"}, RULES) == ["new_rules"]
    assert unlogged({name: version for name, version in versions().items() if name != "money"}, RULES) == [
        "money"
    ]


# LegalReason codes, as the rules give them


def codes(found: Iterable[Iterable[LegalReason]]) -> dict[str, str | None]:
    return {reason.code: reason.cites for reasons in found for reason in reasons}


def adult_reasons() -> Iterator[tuple[LegalReason, ...]]:
    unable = {outcome: frozenset({AdultLimb.UNABLE}) for outcome in AdultOutcome}
    able = dict.fromkeys(AdultOutcome, Ability.ABLE)
    for impairment, impact, outcomes in product(YesNo, Impact, (unable, able, {})):
        yield adult_needs.screen(AdultFacts(impairment, outcomes, impact)).reasons  # type: ignore[arg-type]


def carer_reasons() -> Iterator[tuple[LegalReason, ...]]:
    unable = {outcome: frozenset({CarerLimb.UNABLE}) for outcome in CarerOutcome}
    able = dict.fromkeys(CarerOutcome, Ability.ABLE)
    for age, other, care, health, outcomes, impact in product(
        (17, 18), (17, 18), YesNo, Risk, (unable, able, {}), Impact
    ):
        yield carer.screen(CarerFacts(age, other, care, health, outcomes, impact)).reasons  # type: ignore[arg-type]


def safeguarding_reasons() -> Iterator[tuple[LegalReason, ...]]:
    for facts in product(YesNo, Risk, YesNo, YesNo, YesNo):
        yield safeguarding.screen(SafeguardingFacts(*facts)).reasons


def benefit_reasons() -> Iterator[tuple[LegalReason, ...]]:
    known = figures.load(CONTENT)
    for age, answer in product((None, 10, 30, 80), YesNo):
        facts = DisabilityFacts(DAY, age, *([answer] * 6))
        yield benefits.attendance_allowance(facts).reasons
        yield benefits.personal_independence_payment(facts).reasons
        yield benefits.disabled_facilities_grant(answer, age).reasons
        for earnings in (None, Decimal(0), Decimal(9999)):
            yield benefits.carers_allowance(
                CaringFacts(DAY, age, answer, answer, earnings, answer), known
            ).reasons


GIVEN = {
    "adult_needs": adult_reasons,
    "carer": carer_reasons,
    "safeguarding": safeguarding_reasons,
    "benefits": benefit_reasons,
}


@pytest.mark.parametrize("rule", GIVEN)
def test_the_reasons_shown_are_those_the_rules_give_with_the_same_law(rule: str) -> None:
    assert RULES[rule].reasons == codes(GIVEN[rule]())


def test_the_notes_about_money_are_those_the_rules_give_with_the_same_law() -> None:
    assert RULES["money"].reasons == {str(note): cites for note, cites in charging.NOTE_CITES.items()}
    assert set(charging.NOTE_CITES) == set(charging.Note)


# Figures and laws


def test_every_figure_has_a_name_and_every_name_a_figure() -> None:
    assert set(WORDS.figures) == figures.load(CONTENT).ids


def test_every_law_is_listed_and_used() -> None:
    library = load(CONTENT)
    cites = {
        cite
        for wording in (*FACT_WORDINGS.by_pair.values(), *FACT_WORDINGS.areas.values())
        for cite in wording.cites
    }
    cites |= {cite for rule in WORDS.rules for cite in rule.reasons.values() if cite}
    cites |= {route.cites for route in library.shared.routes if route.cites}
    assert [cite for cite in sorted(cites) if FACT_WORDINGS.laws.cited_in(cite) is None] == []
    assert {FACT_WORDINGS.laws.cited_in(cite) for cite in cites} == set(FACT_WORDINGS.laws.all)


# Plain words


def own_words() -> list[tuple[str, str]]:
    """Return all words of the site on these pages."""
    found = [(f"{fact} = {value}", wording.words) for (fact, value), wording in FACT_WORDINGS.by_pair.items()]
    found += [(f"{rule.id}: {line[:30]}", line) for rule in WORDS.rules for line in rule.says]
    found += [
        (f"{rule.id}.{point.name}", point.words)
        for rule in WORDS.rules
        for point in (*rule.conditions, *rule.alone)
    ]
    return found + list(WORDS.figures.items())


def words_of_the_log() -> list[str]:
    changes = [change for rule in WORDS.rules for change in rule.changes]
    return [text for change in changes for text in (change.what, change.why)]


def is_hard(text: str) -> bool:
    """Whether a sentence is too long, or the whole text is too hard to read."""
    sentences = re.split(r"[.?!;:]", NAMES.sub("It", text))
    if max(len(sentence.split()) for sentence in sentences) > LONGEST_SENTENCE:
        return True
    return len(text.split()) >= 10 and textstat.automated_readability_index(". ".join(sentences)) + 5 > LAW


def test_the_words_can_be_read() -> None:
    assert is_hard(
        "The aforementioned determination necessitates comprehensive multidisciplinary consideration of interdependent criteria"
    )
    assert len(own_words()) > 200
    assert [name for name, text in own_words() if is_hard(text)] == []


def test_nobody_is_told_that_they_are_eligible() -> None:
    texts = [
        *(text for _, text in own_words()),
        *(wording.words for wording in FACT_WORDINGS.areas.values()),
        *words_of_the_log(),
    ]
    assert [text for text in texts if FORBIDDEN.search(text)] == []
