"""No import circle between modules, nor between the folders of a package."""

import pytest

from scripts.structure import Graph, cycles, direct, folders, modules, picture, ranks

PLANTED: list[tuple[Graph, list[list[str]]]] = [
    ({"a": {"b"}, "b": {"a"}}, [["a", "b"]]),
    ({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}, [["a", "b", "c"]]),
    ({"a": {"a"}}, [["a"]]),
    ({"a": {"b"}, "b": {"a"}, "c": {"d"}, "d": {"c"}}, [["a", "b"], ["c", "d"]]),
]


@pytest.mark.parametrize(("graph", "found"), PLANTED)
def test_planted_circles_are_found(graph: Graph, found: list[list[str]]) -> None:
    assert cycles(graph) == found


def test_a_graph_without_circles_has_none() -> None:
    graph: Graph = {"a": {"b", "c"}, "b": {"c"}, "c": set()}
    assert cycles(graph) == []
    assert ranks(graph) == {"a": 2, "b": 1, "c": 0}


def test_a_circle_between_folders_is_found_although_no_modules_form_one() -> None:
    graph: Graph = {"p.x.one": {"p.y.one"}, "p.y.one": set(), "p.y.two": {"p.x.two"}, "p.x.two": set()}
    assert cycles(graph) == []
    assert cycles(folders(graph)) == [["p.x", "p.y"]]


def test_what_follows_from_other_imports_is_left_out() -> None:
    graph: Graph = {"a": {"b", "c", "d"}, "b": {"c"}, "c": set(), "d": set()}
    assert direct(graph) == {"a": {"b", "d"}, "b": {"c"}, "c": set(), "d": set()}


def test_the_picture_has_every_folder_and_follows_the_imports_alone() -> None:
    graph = {
        "core.db": set(),
        "directory.search": {"core.db", "directory.models"},
        "directory.models": {"core.db"},
    }
    drawn = picture(graph)
    assert drawn == picture(dict(reversed(graph.items())))
    assert drawn.count('class="box"') == len(graph)
    assert drawn.count("<path") == 1
    assert picture({**graph, "directory.models": {"core.db", "directory.search"}}) != drawn


def test_modules_import_in_no_circle() -> None:
    graph = modules()
    assert len(graph) > 150
    assert cycles(graph) == []


def test_folders_import_in_no_circle() -> None:
    graph = folders(modules())
    assert len(graph) > 30
    assert cycles(graph) == []
