"""The structure of the code, read from its imports: which module imports which, and where imports run in a
circle.

tests/unit/test_structure.py fails on a circle. `python -m scripts.structure` prints the order of the folders,
and `python -m scripts.structure --write` (`make layout`) draws docs/images/layout.svg.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "layout.svg"
PACKAGES = ("core", "accounts", "directory", "selfassess", "information", "upkeep", "frontdoor")
Graph = Mapping[str, Set[str]]
"""For each node the nodes that it imports."""


def modules() -> Graph:
    """Return the imports between the modules of all packages, imports inside functions included."""
    found = grimp.build_graph(*PACKAGES, include_external_packages=False)
    return {module: found.find_modules_directly_imported_by(module) for module in found.modules}


def folder_of(module: str) -> str:
    """Return the folder of a module, as in `directory.search` for `directory.search.ranking`; a module beside
    the folders is its own."""
    return ".".join(module.split(".")[:2])


def folders(graph: Graph) -> Graph:
    """Return the imports between folders: the modules' imports, without those inside one folder."""
    found: dict[str, set[str]] = {}
    for module, imported in graph.items():
        here = folder_of(module)
        targets = {folder_of(name) for name in imported}
        found.setdefault(here, set()).update(targets - {here})
    return found


def _reachable(graph: Graph, start: str) -> set[str]:
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        for name in graph.get(ahead.pop(), ()):
            if name not in seen:
                seen.add(name)
                ahead.append(name)
    return seen


def cycles(graph: Graph) -> list[list[str]]:
    """Return the strongly connected components with more than one node, or with a node that imports itself;
    sorted."""
    reached = {name: _reachable(graph, name) for name in graph}
    found = {
        tuple(sorted({name} | {other for other in reached[name] if name in reached.get(other, ())}))
        for name in graph
        if name in reached[name]
    }
    return sorted(list(component) for component in found)


def ranks(graph: Graph) -> dict[str, int]:
    """Return the height of each node of a graph without circles: 0 for one that imports nothing, else one
    above its highest import. Nodes that import each other in a circle get the height of one of them."""
    found: dict[str, int] = {}

    def rank(name: str, above: tuple[str, ...] = ()) -> int:
        if name not in found:
            below = [other for other in sorted(graph.get(name, ())) if other not in (*above, name)]
            found[name] = 1 + max((rank(other, (*above, name)) for other in below), default=-1)
        return found[name]

    for name in sorted(graph):
        rank(name)
    return found


def direct(graph: Graph) -> Graph:
    """Return the graph without imports that follow from others: a → c goes where there are a → b and b →
    c."""
    reached = {name: _reachable(graph, name) for name in graph}
    return {
        name: {
            target
            for target in targets
            if not any(target in reached.get(other, ()) for other in targets - {target})
        }
        for name, targets in graph.items()
    }


# The picture

_WIDTH, _MARGIN, _ROW, _BOX, _LETTER = 1180, 20, 58, 30, 7.6
"""Pixels: the picture's width and margin, the height of a row and of a box, the width of a letter."""

_STYLE = """
text { font: 13px sans-serif; fill: #0b0c0c }
.package { font-weight: bold; font-size: 15px }
.band { fill: #f3f2f1 }
.box { fill: #fff; stroke: #0b5563; stroke-width: 1.5 }
path { fill: none; stroke: #0b5563; stroke-opacity: .45 }
"""


@dataclass(frozen=True)
class Box:
    """The place of one folder in the picture, in pixels: left edge, top edge and width."""

    left: float
    top: float
    width: float


def _rows(graph: Graph) -> list[list[str]]:
    """Return the folders of a package in rows, the highest first; a row that is too wide goes on in the
    next one."""
    heights = ranks(graph)
    rows: list[list[str]] = []
    for height in sorted(set(heights.values()), reverse=True):
        rows.append([])
        room = float(_WIDTH - 4 * _MARGIN)
        for name in sorted(name for name in graph if heights[name] == height):
            if _box_width(name) > room:
                rows.append([])
                room = float(_WIDTH - 4 * _MARGIN)
            rows[-1].append(name)
            room -= _box_width(name) + _MARGIN
    return rows


def _label(name: str) -> str:
    return name.partition(".")[2] or name


def _box_width(name: str) -> float:
    return len(_label(name)) * _LETTER + 20


def _boxes(rows: Sequence[Sequence[str]], top: float) -> dict[str, Box]:
    """Return the place of each folder; every row is centred."""
    found: dict[str, Box] = {}
    for number, row in enumerate(rows):
        widths = [_box_width(name) for name in row]
        gaps = (_WIDTH - 2 * _MARGIN - sum(widths)) / (len(row) + 1)
        left = _MARGIN + gaps
        for name, width in zip(row, widths, strict=True):
            found[name] = Box(round(left, 1), top + number * _ROW, round(width, 1))
            left += width + gaps
    return found


def _drawn(graph: Graph, boxes: Mapping[str, Box]) -> Iterator[str]:
    """Yield the lines of imports, then the boxes, which cover the lines behind them."""
    for name in sorted(graph):
        for target in sorted(graph[name]):
            here, there = boxes[name], boxes[target]
            x1, y1 = here.left + here.width / 2, here.top + _BOX
            x2, y2 = there.left + there.width / 2, there.top
            middle = (y1 + y2) / 2
            yield f'<path d="M{x1:.1f} {y1:.1f}C{x1:.1f} {middle:.1f} {x2:.1f} {middle:.1f} {x2:.1f} {y2:.1f}"/>'
    for name, box in boxes.items():
        place = f'x="{box.left}" y="{box.top}" width="{box.width}" height="{_BOX}"'
        yield f'<rect class="box" {place} rx="4"/>'
        centre = box.left + box.width / 2
        yield f'<text x="{centre:.1f}" y="{box.top + 20}" text-anchor="middle">{_label(name)}</text>'


def picture(graph: Graph) -> str:
    """Return the layout as SVG: a band for each package, in it the folders and the modules beside them.

    A line leads from a folder down to one that it imports; lines that follow from others are left out. Every
    package may import the packages below it. The same imports give the same picture.
    """
    parts: list[str] = []
    top = float(_MARGIN)
    for package in reversed(PACKAGES):
        inside = {name for name in graph if name.split(".")[0] == package and name != package}
        own = {name: set(graph[name]) & inside for name in inside}
        rows = _rows(own)
        height = 40 + len(rows) * _ROW
        place = f'x="{_MARGIN}" y="{top}" width="{_WIDTH - 2 * _MARGIN}" height="{height}"'
        parts.append(f'<rect class="band" {place} rx="6"/>')
        parts.append(f'<text class="package" x="{_MARGIN + 12}" y="{top + 22}">{package}</text>')
        # Single modules of core import each other too much for lines to be of use.
        parts += _drawn({} if package == "core" else direct(own), _boxes(rows, top + 40))
        top += height + _MARGIN
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top:.0f}" role="img">'
    title = "<title>The packages of Signpost and what they import</title>"
    return "\n".join([head, title, f"<style>{_STYLE}</style>", *parts, "</svg>", ""])


def main() -> None:
    """Print the folders from the lowest to the highest, each with its imports; with --write, draw the
    picture."""
    graph = folders(modules())
    if "--write" in sys.argv[1:]:
        PICTURE.write_text(picture(graph), encoding="utf-8")
        print(f"{PICTURE.relative_to(ROOT)} is written.")
        return
    circles = cycles(graph)
    for circle in circles:
        print("circle:", ", ".join(circle))
    if not circles:
        heights = ranks(graph)
        for name in sorted(graph, key=lambda name: (heights[name], name)):
            print(f"{heights[name]:2} {name} imports {', '.join(sorted(graph[name])) or 'nothing'}")


if __name__ == "__main__":
    main()
