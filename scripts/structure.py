"""The structure of the code, read from its imports: which module imports which, and where imports run in a
circle.

Used by tests/unit/test_structure.py, which fails on a circle, and by `python -m scripts.structure`, which
prints the order of the folders.
"""

from collections.abc import Mapping, Set

import grimp

PACKAGES = ("core", "directory", "selfassess", "information")
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
    """Return the height of each node of a graph without circles: 0 for a node that imports nothing, else one
    above its highest import."""
    found: dict[str, int] = {}

    def rank(name: str) -> int:
        if name not in found:
            found[name] = 1 + max((rank(other) for other in graph.get(name, ())), default=-1)
        return found[name]

    for name in graph:
        rank(name)
    return found


def main() -> None:
    """Print the folders from the lowest to the highest, each with what it imports."""
    graph = folders(modules())
    circles = cycles(graph)
    for circle in circles:
        print("circle:", ", ".join(circle))
    if not circles:
        heights = ranks(graph)
        for name in sorted(graph, key=lambda name: (heights[name], name)):
            print(f"{heights[name]:2} {name} imports {', '.join(sorted(graph[name])) or 'nothing'}")


if __name__ == "__main__":
    main()
