"""docs/asvs.md has every requirement, and every test that it and the threat model name exists."""

import ast
import re
from functools import cache

import pytest

from core.logs import SECURITY_EVENTS
from core.rate_limits import RATE_LIMITS
from core.settings import ROOT

ASVS = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
THREATS = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")

REQUIRED = """
1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1-1 3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5 3.7:1-2
4.1:1-3 4.2:1-1 4.3:1-2 4.4:1-4 5.1:1-1 5.2:1-3 5.3:1-2 5.4:1-3 6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3
6.8:1-4 7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5 7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1-1 8.4:1-1 9.1:1-3 9.2:1-4 10.1:1-2
10.2:1-2 10.3:1-4 10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1-1 11.6:1-1
12.1:1-3 12.2:1-2 12.3:1-4 13.1:1-1 13.2:1-5 13.3:1-2 13.4:1-5 14.1:1-2 14.2:1-4 14.3:1-3 15.1:1-3 15.2:1-3
15.3:1-7 16.1:1-1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3 17.1:1-1 17.2:1-4 17.3:1-2
"""
"""The requirements of the levels 1 and 2 in ASVS 5.0.0, by section: 253 numbers."""

ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
ANSWERS = ("met: ", "n/a: ", "not met: ", "operator: not met by the site")


def required() -> list[str]:
    """Return the numbers that the document must have, in order."""
    numbers = []
    for section, first, last in re.findall(r"([\d.]+):(\d+)-(\d+)", REQUIRED):
        numbers += [f"{section}.{number}" for number in range(int(first), int(last) + 1)]
    return numbers


@cache
def functions_of(path: str) -> frozenset[str]:
    """Return the names of the functions in a test file; none where there is no such file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def missing_tests(text: str) -> list[str]:
    """Return the tests that a text names and that do not exist."""
    return [
        f"{path}::{name}"
        for path, name in NAMED.findall(text)
        if not (ROOT / path).is_file() or (name and name not in functions_of(path))
    ]


def bad_answers(text: str) -> list[str]:
    """Return the numbers whose row says neither met, nor not applicable, nor not met, or says it without why."""
    return [number for number, _, how in ROW.findall(text) if not how.startswith(ANSWERS) or len(how) < 10]


def test_every_requirement_has_a_row() -> None:
    assert len(required()) == 253
    assert [number for number, _, _ in ROW.findall(ASVS)] == required()


def test_every_row_has_an_answer() -> None:
    assert bad_answers(ASVS) == []


@pytest.mark.parametrize("text", [ASVS, THREATS], ids=["asvs", "threat model"])
def test_the_tests_that_are_named_exist(text: str) -> None:
    assert len(NAMED.findall(text)) > 15
    assert missing_tests(text) == []


def test_planted_faults_are_found() -> None:
    planted = "| 1.1.1 | x | met |\n| 1.1.2 | x | maybe: it is all right |\n`tests/unit/test_audit.py::test_gone` `tests/gone.py`\n"
    assert bad_answers(planted) == ["1.1.1", "1.1.2"]
    assert missing_tests(planted) == ["tests/unit/test_audit.py::test_gone", "tests/gone.py::"]


def test_the_threat_model_names_what_the_code_has() -> None:
    assert "`core/rate_limits.py`" in THREATS
    assert len(RATE_LIMITS) >= 9
    for event in ("come_back", "csrf", "host", "rate_limit", "restore"):
        assert event in SECURITY_EVENTS
        assert f"`{event}`" in THREATS
