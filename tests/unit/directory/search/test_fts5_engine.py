"""SQLite FTS5, the yardstick of bench/, is an engine like any other."""

from pathlib import Path

import numpy as np

from bench.fts5_engine import Fts5Engine
from directory.search.engine import TextEngine
from directory.search.whoosh_engine import WhooshEngine
from tests.unit.directory.search.engine_conformance import SOME, EngineConformance, word


class TestFts5Engine(EngineConformance):
    """FTS5 conforms."""

    def make(self, folder: Path) -> Fts5Engine:
        return Fts5Engine(folder)

    def test_scores_are_whooshs(self, filled: TextEngine, tmp_path: Path) -> None:
        """Both keep the same words, so the same search over either is a fair comparison."""
        other = WhooshEngine(tmp_path / "whoosh")
        self.write(other, SOME, 4)
        for stems in (["lunch"], ["music", "debt"], ["larkby", "chat", "tuesday"]):
            clauses = [word(stem) for stem in stems]
            np.testing.assert_allclose(
                filled.view([]).scores(clauses).values, other.view([]).scores(clauses).values, rtol=1e-5
            )

    def test_by_itself_it_finds_any_of_the_words(self, filled: TextEngine) -> None:
        assert isinstance(filled, Fts5Engine)
        assert {number for number, _ in filled.top(["debt", "chat"])} == {2, 5}
        assert filled.top([]) == []
