"""The three-valued logic, and what the rules may know."""

import ast
from itertools import product
from pathlib import Path

import pytest

from selfassess.rules.carer import CarerLimb, CarerOutcome
from selfassess.rules.inputs import Ability, Impact, Risk, YesNo, count_outcomes
from selfassess.rules.states import LegalCondition, State, all_of, any_of

ROOT = Path(__file__).resolve().parents[4]
PURE = [*sorted((ROOT / "selfassess" / "rules").glob("*.py")), ROOT / "selfassess" / "screen" / "protocol.py"]
RANK = {State.NOT_MET: 0, State.UNCLEAR: 1, State.MET: 2}


@pytest.mark.parametrize(("one", "two"), [*product(State, State)])
def test_and_is_the_worse_and_or_the_better_of_two(one: State, two: State) -> None:
    assert all_of([one, two]) == min(one, two, key=RANK.__getitem__)
    assert any_of([one, two]) == max(one, two, key=RANK.__getitem__)


def test_answers_have_their_states() -> None:
    assert [answer.state for answer in YesNo] == [State.MET, State.NOT_MET, State.UNCLEAR]
    assert [answer.state for answer in Risk] == [State.MET, State.MET, State.NOT_MET, State.UNCLEAR]
    assert [answer.state for answer in Impact] == [State.MET, State.UNCLEAR, State.NOT_MET, State.UNCLEAR]


def test_a_reason_names_condition_and_state() -> None:
    reason = LegalCondition("wellbeing", State.NOT_MET, "SI 2015/313 reg 2(1)(c)").reason
    assert (reason.code, reason.cites) == ("wellbeing_not_met", "SI 2015/313 reg 2(1)(c)")


def test_an_outcome_not_asked_about_is_not_sure_and_one_that_does_not_apply_is_neither() -> None:
    count = count_outcomes(
        CarerOutcome,
        {
            CarerOutcome.CHILD_CARE: Ability.DOES_NOT_APPLY,
            CarerOutcome.NUTRITION: frozenset({CarerLimb.UNABLE}),
        },
    )
    assert (count.not_achieved, count.not_sure) == ((CarerOutcome.NUTRITION,), 6)


def test_an_empty_set_of_difficulties_is_refused() -> None:
    with pytest.raises(ValueError, match="say able"):
        count_outcomes(CarerOutcome, {CarerOutcome.CHILD_CARE: frozenset[CarerLimb]()})


def _imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return named | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("path", PURE, ids=lambda path: path.stem)
def test_the_rules_know_no_web_no_database_and_no_clock(path: Path) -> None:
    # The cache of content files knows none of the three either: of ours it imports what an overlay looks
    # like.
    imported = _imports(path) - {"core.content", "core.content_overlay"}
    assert not {
        name for name in imported if name.split(".")[0] in ("flask", "sqlalchemy", "core", "directory")
    }
    assert not {
        name
        for file in ("content.py", "content_overlay.py")
        for name in _imports(ROOT / "core" / file) - {"core.content_overlay"}
        if name.split(".")[0] in ("flask", "core")
    }
