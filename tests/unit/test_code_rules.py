"""Rules about the whole code base, and proof that each rule finds a fault that is planted for it."""

from pathlib import Path

import pytest

from scripts.code_rules import (
    PACKAGES,
    ROOT,
    asking_which_database,
    asserting_helpers,
    assertions_that_cannot_fail,
    class_names,
    duplicates,
    functions_without_assertion,
    long_lines,
    names_given,
    python_files,
)

TESTS = {path: path.read_text(encoding="utf-8") for path in python_files("tests")}

# Lines


def test_fewer_than_one_line_in_two_hundred_is_longer_than_110_columns() -> None:
    found, total = long_lines(python_files())
    assert total > 30_000
    assert len(found) < total * 0.005, f"{len(found)} of {total} lines:\n" + "\n".join(found)


def test_a_planted_long_line_is_found(tmp_path: Path) -> None:
    path = tmp_path / "planted.py"
    path.write_text("x = 1\n" + "y" * 111 + "\n" + "z" * 110 + "\n")
    assert long_lines([path]) == ([f"{path}:2"], 3)


# Names

ONE_MEANING = ("Row", "Page", "Progress", "Change", "Problem", "Said")
"""Class names that stood for several things. Each may be defined once at most. The list may only grow."""

_OLD_NAMES = """
access beginnings birthdays cards check collect deciding draw explore faceting facts fetch finding finding_map
in_progress kind_words lexicon listing_action listing_data listing_places listing_times load meanings means nodes
occurrences opening plain planning prefilling presenting presenting_money printed promises proof_worse proofs proved
queries_cards queries_find queries_gazetteer queries_imports queries_index queries_listing queries_referrals
queries_saved queries_searches queries_services queries_ways_in reaching reading_flow reading_meanings
reading_questions reading_shared recognise recording records_request request_rules request_words returns rule_words
searches_kept searching services_corrections services_import services_index services_my_list services_postcodes
services_referrals services_saving services_searches services_taxonomy sources stored_hours suggesting tagging tables
textual texts understanding version_1 views_corrections views_decisions views_find views_listing views_my_list
views_plan views_questions views_requests views_result views_saving views_ways_in watches ways_in words
"""
OLD_MODULES = frozenset(_OLD_NAMES.split())
"""File names of before, which a newcomer could not understand. The list may only grow."""


def test_a_class_name_has_one_meaning() -> None:
    assert duplicates(class_names(python_files(*PACKAGES)), ONE_MEANING) == {}


def test_a_planted_second_class_is_found(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.py").write_text("class Row: ...\nclass _Row: ...\nclass Other: ...\n")
    assert duplicates(class_names(tmp_path.glob("*.py")), ONE_MEANING) == {"Row": 2}


def test_no_module_has_an_old_name() -> None:
    modules = python_files(*PACKAGES)
    assert len(modules) > 150
    found = {str(path.relative_to(ROOT)) for path in modules if path.stem in OLD_MODULES}
    assert found == set()


OLD_IDENTIFIERS = frozenset(
    {"with_", "_Setting", "_Careful", "open_sites", "kind_words", "lexicon", "tagging", "faceting"}
)
"""Names of classes, functions and variables of before. The list may only grow."""


def test_no_class_function_or_variable_has_an_old_name() -> None:
    modules = {path: path.read_text(encoding="utf-8") for path in python_files(*PACKAGES)}
    assert len(modules) > 150
    found = {
        str(path.relative_to(ROOT)): old
        for path, source in modules.items()
        if (old := names_given(source) & OLD_IDENTIFIERS)
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "def lexicon(): ...",
        "class lexicon: ...",
        "lexicon = 1",
        "for lexicon in x: ...",
        "def f(lexicon): ...",
        "from directory.search import lexicon",
        "import directory.search as lexicon",
    ],
)
def test_a_planted_old_name_is_found(source: str) -> None:
    assert "lexicon" in names_given(source)
    assert "lexicon" not in names_given("x = lexicon.y")


# Tests


def test_two_modules_ask_which_database_it_is() -> None:
    assert asking_which_database(python_files(*PACKAGES)) == []


@pytest.mark.parametrize("line", ['if engine.dialect.name == "x":', "from sqlalchemy.dialects import x"])
def test_a_module_that_asks_which_database_it_is_is_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "planted.py").write_text(f"x = 1\n{line}\n")
    assert asking_which_database([tmp_path / "planted.py"]) == [f"{tmp_path / 'planted.py'}:2"]


def test_every_test_asserts_something() -> None:
    assert len(TESTS) > 150
    helpers = asserting_helpers(TESTS.values())
    found = {
        f"{path.relative_to(ROOT)}::{name}"
        for path, source in TESTS.items()
        for name in functions_without_assertion(source, helpers)
    }
    assert found == set()


def test_every_assertion_can_fail() -> None:
    assert len(TESTS) > 150
    found = {
        str(path.relative_to(ROOT)): faults
        for path, source in TESTS.items()
        if (faults := assertions_that_cannot_fail(source))
    }
    assert found == {}


@pytest.mark.parametrize(
    "body",
    ["print(x)", "x = compute()", "with open('x'): pass", "client.get('/')"],
)
def test_a_planted_test_without_assertion_is_found(body: str) -> None:
    assert functions_without_assertion(f"def test_it():\n    {body}\n", {"seen"}) == ["test_it"]


@pytest.mark.parametrize(
    "body",
    [
        "assert x",
        "seen(x)",
        "page.seen(x)",
        "expect(x).to_be_visible()",
        "raise AssertionError('no')",
        "with pytest.raises(ValueError): compute()",
    ],
)
def test_a_test_that_can_fail_is_left_alone(body: str) -> None:
    assert functions_without_assertion(f"def test_it():\n    {body}\n", {"seen"}) == []


def test_a_helper_of_an_asserting_helper_counts() -> None:
    assert asserting_helpers(
        ["def seen(x): assert x", "def both(x): seen(x)", "def neither(x): print(x)"]
    ) == {
        "seen",
        "both",
    }


CANNOT_FAIL = (
    "True",
    "x or True",
    "(x, 'the words')",
    "took >= 0",
    "run.seconds >= 0",
    "len(x) >= 0",
    "all(took >= 0 for took in x)",
    "x == x",
)
CAN_FAIL = (
    "x",
    "x or y",
    "x >= 0",
    "took > 0",
    "len(x) >= 1",
    "f() == f()",
    "x == y",
    "1 <= x <= 2",
    "all(x)",
)


@pytest.mark.parametrize("test", CANNOT_FAIL)
def test_a_planted_assertion_that_cannot_fail_is_found(test: str) -> None:
    assert len(assertions_that_cannot_fail(f"assert {test}")) == 1


@pytest.mark.parametrize("test", CAN_FAIL)
def test_an_assertion_that_can_fail_is_left_alone(test: str) -> None:
    assert assertions_that_cannot_fail(f"assert {test}") == []
