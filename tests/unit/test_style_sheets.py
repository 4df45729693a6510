"""The style sheets' sources: what is said in one place is not said again in another."""

import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from core.settings import ROOT

FOLDER = ROOT / "static" / "css"
MOST_SHARED = 3
"""Two rules may have this many declarations in common. More of them are a mixin (static/css/mixins)."""

_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
_INTERPOLATION = re.compile(r"#\{([^{}]*)\}")
_DECLARATION = re.compile(r"[a-z-]+\s*:\s")

Block = tuple[str, frozenset[str]]


def sources() -> dict[str, str]:
    """Every style sheet by its path in static/css."""
    return {path.relative_to(FOLDER).as_posix(): path.read_text() for path in sorted(FOLDER.rglob("*.scss"))}


def blocks(name: str, source: str) -> Iterator[Block]:
    """Every block of a style sheet: where it is, and the declarations that stand in it directly, without
    those of nested blocks."""
    text = _INTERPOLATION.sub(r"<\1>", _COMMENT.sub("", source))
    outer: list[tuple[str, set[str]]] = [(name, set())]
    for statement, end in re.findall(r"([^{};]*)([{};])", text):
        words = " ".join(statement.split())
        if end == "{":
            outer.append((f"{outer[-1][0]} {words}", set()))
            continue
        if _DECLARATION.match(words):
            outer[-1][1].add(words)
        if end == "}":
            where, declarations = outer.pop()
            yield where, frozenset(declarations)
    assert len(outer) == 1, f"{name} has a brace without its other half"


def repeated(style_sheets: Mapping[str, str]) -> list[str]:
    """Pairs of blocks that have too much in common, in words."""
    large = [
        (where, found)
        for name, text in style_sheets.items()
        for where, found in blocks(name, text)
        if len(found) > MOST_SHARED
    ]
    pairs = ((one, other, mine & its) for (one, mine), (other, its) in combinations(large, 2))
    return [
        f"{one} and {other}: {'; '.join(sorted(both))}"
        for one, other, both in pairs
        if len(both) > MOST_SHARED
    ]


def test_no_group_of_declarations_is_written_twice() -> None:
    assert repeated(sources()) == []


PLANTED = """
// A comment with { a brace; in: it
.planted {
  color: red;

  &__inner {
    max-width: #{$x};
    position: fixed;
    top: 0;
    right: 0;
    left: 0;
  }
}
"""


def test_a_planted_repetition_is_caught() -> None:
    once = {"one.scss": PLANTED}
    assert repeated(once) == []
    three = ".other { left: 0; top:  0; /* moved */ right: 0; z-index: 1; }"
    assert repeated({**once, "two.scss": three}) == []
    four = three.replace("z-index: 1;", "z-index: 1; @include x { max-width: 1px; } max-width: #{$x};")
    assert repeated({**once, "two.scss": four}) == [
        "one.scss .planted &__inner and two.scss .other: left: 0; max-width: <$x>; right: 0; top: 0"
    ]


def unused(style_sheets: Mapping[str, str]) -> list[str]:
    """Components that no index uses."""
    index = style_sheets["site.scss"] + style_sheets["map.scss"]
    names = [
        re.sub(r"^components/_(.*)\.scss$", r"components/\1", path)
        for path in style_sheets
        if path.startswith("components/")
    ]
    return [name for name in names if f'"{name}"' not in index]


def test_every_component_is_in_an_index() -> None:
    assert unused(sources()) == []
    assert unused({**sources(), "components/_planted.scss": ""}) == ["components/planted"]


def unnamed_widths(style_sheets: Mapping[str, str]) -> list[str]:
    """Style sheets that write a media query out.

    The tokens do, because the tests of the colours read them as they are.
    """
    allowed = {"mixins/_media.scss", "settings/_tokens.scss"}
    return [
        path
        for path, text in style_sheets.items()
        if "@media" in _COMMENT.sub("", text) and path not in allowed
    ]


def test_media_queries_have_names() -> None:
    assert unnamed_widths(sources()) == []
    assert unnamed_widths({"components/_planted.scss": "@media (min-width: 47em) { a { color: red; } }"}) == [
        "components/_planted.scss"
    ]
