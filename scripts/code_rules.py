"""Rules about the code base that no linter has: line lengths, names with one meaning, tests that can fail.

Used by tests/unit/test_code_rules.py. Each function takes text or paths, so that a test can plant a fault.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("core", "accounts", "directory", "selfassess", "information", "upkeep", "frontdoor")
MOST_COLUMNS = 110


def python_files(*folders: str) -> list[Path]:
    """Return the Python files below folders of the repository, and app.py where no folder is named;
    sorted."""
    chosen = folders or (*PACKAGES, "bench", "scripts", "tests", "migrations")
    found = [path for folder in chosen for path in (ROOT / folder).rglob("*.py")]
    return sorted(found if folders else [*found, ROOT / "app.py"])


def long_lines(paths: Iterable[Path], most: int = MOST_COLUMNS) -> tuple[list[str], int]:
    """Return the lines that are longer than `most` columns, as path:number, and the number of all lines."""
    found, total = [], 0
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        total += len(lines)
        found += [f"{path}:{number}" for number, line in enumerate(lines, 1) if len(line) > most]
    return found, total


def class_names(paths: Iterable[Path]) -> Counter[str]:
    """Return how often each public class name is defined at the top level of a module."""
    found: Counter[str] = Counter()
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
        found.update(name for name in names if not name.startswith("_"))
    return found


def names_given(source: str) -> set[str]:
    """Return the names that a module gives: to functions, classes, arguments, variables and what it
    imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.rpartition(".")[2])
    return found


# Which database it is

DIALECT_MODULES = (Path("core/db.py"), Path("core/dialect.py"))
_ASKS_FOR_THE_DATABASE = re.compile(
    r"\bdialect\.(name|paramstyle)\b|get_backend_name|drivername|sqlalchemy\.dialects|"
    r"""["']postgres(ql)?["']|["']sqlite["']"""
)


def asking_which_database(paths: Iterable[Path]) -> list[str]:
    """Return the lines that ask which database it is, as path:number, outside the modules that may."""
    allowed = {ROOT / module for module in DIALECT_MODULES}
    return [
        f"{path}:{number}"
        for path in paths
        if path not in allowed
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _ASKS_FOR_THE_DATABASE.search(line)
    ]


# Tests that can fail

_ASSERTING_ATTRIBUTES = {"raises", "warns", "fail"}
_ASSERTING_CALLS = {"expect"}
"""pytest.raises, pytest.warns, pytest.fail; Playwright's expect."""


@dataclass(frozen=True)
class Function:
    """What a function does for a test.

    `asserts`: by itself, with an assert statement, a raised AssertionError, or a call that fails a test.
    `called`: the plain names of all calls inside, as in `check` for `check(x)` and for `page.check(x)`.
    """

    name: str
    asserts: bool
    called: frozenset[str]


def _called(node: ast.AST) -> str:
    """Return the plain name that a node calls; "" where it is no call of a name."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


@cache
def _functions(source: str) -> tuple[Function, ...]:
    """Return all functions of a module, those inside others included. Cached, because several rules ask."""
    found = []
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            inside = list(ast.walk(function))
            called = frozenset(name for node in inside if (name := _called(node)))
            fails = any(isinstance(node, ast.Assert) or _raises_assertion_error(node) for node in inside)
            asserts = fails or not called.isdisjoint(_ASSERTING_ATTRIBUTES | _ASSERTING_CALLS)
            found.append(Function(function.name, asserts, called))
    return tuple(found)


def _raises_assertion_error(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) and "AssertionError" in ast.dump(node)


def asserting_helpers(sources: Iterable[str]) -> set[str]:
    """Return the names of functions that assert, by themselves or through another one of these functions."""
    functions = [function for source in sources for function in _functions(source)]
    helpers = {function.name for function in functions if function.asserts}
    grown = True
    while grown:
        more = {one.name for one in functions if not helpers.isdisjoint(one.called)} - helpers
        helpers |= more
        grown = bool(more)
    return helpers


def functions_without_assertion(source: str, helpers: set[str]) -> list[str]:
    """Return the names of test functions that neither assert nor call one of the asserting helpers."""
    return [
        function.name
        for function in _functions(source)
        if function.name.startswith("test_") and not function.asserts and helpers.isdisjoint(function.called)
    ]


def assertions_that_cannot_fail(source: str) -> list[str]:
    """Return assertions that hold whatever the code does, each as `line N: source`.

    Found are constants (`assert True`), `x or True`, non-empty tuples (`assert (x, "words")`), a comparison
    of a value with
    itself, `len(x) >= 0`, and a duration that is at least zero (`took >= 0`).
    """
    asserts = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]
    return [f"line {node.lineno}: {ast.unparse(node)}" for node in asserts if _cannot_fail(node.test)]


def _cannot_fail(test: ast.expr) -> bool:
    if isinstance(test, ast.Constant):
        return bool(test.value)
    if isinstance(test, ast.Tuple):
        return bool(test.elts)
    if isinstance(test, ast.BoolOp):
        parts = [_cannot_fail(part) for part in test.values]
        return any(parts) if isinstance(test.op, ast.Or) else all(parts)
    if isinstance(test, ast.Compare):
        return _compares_nothing(test)
    if isinstance(test, ast.Call) and isinstance(test.func, ast.Name) and test.func.id == "all" and test.args:
        of = test.args[0]
        return isinstance(of, ast.GeneratorExp | ast.ListComp) and _cannot_fail(of.elt)
    return False


_NEVER_NEGATIVE = ("len(", "took", "seconds", "elapsed", "duration", "milliseconds")


def _compares_nothing(test: ast.Compare) -> bool:
    """Whether a comparison with one operator holds always."""
    if len(test.ops) != 1:
        return False
    left, operator, right = ast.unparse(test.left), test.ops[0], ast.unparse(test.comparators[0])
    if isinstance(operator, ast.Eq | ast.Is | ast.LtE | ast.GtE) and left == right and "(" not in left:
        return True
    at_least_zero = isinstance(operator, ast.GtE) and right in ("0", "0.0")
    return at_least_zero and left.rsplit(".", 1)[-1].startswith(_NEVER_NEGATIVE)


def duplicates(names: Mapping[str, int], once: Iterable[str]) -> dict[str, int]:
    """Return those of the names in `once` that are defined more than once, with how often."""
    return {name: names[name] for name in once if names.get(name, 0) > 1}
