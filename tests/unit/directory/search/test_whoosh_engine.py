"""Whoosh as the engine: the conformance tests, and what is its own."""

from pathlib import Path

import numpy as np
import pytest
from whoosh import index

from directory.search.engine import EngineBusyError, TextEngine
from directory.search.whoosh_engine import WhooshEngine
from tests.unit.directory.search.engine_conformance import SOME, EngineConformance, doc, found, word


class TestWhooshEngine(EngineConformance):
    """Whoosh conforms."""

    def make(self, folder: Path) -> WhooshEngine:
        return WhooshEngine(folder)

    def test_whooshs_own_lock_means_busy(self, filled: TextEngine, folder: Path) -> None:
        build = folder / (folder / "current").read_text()
        held = index.open_dir(str(build)).writer(timeout=0)
        try:
            with filled.writing(), pytest.raises(EngineBusyError):
                filled.write([doc(6, "gardening")], 5)
            assert filled.written_upto() == 4
            assert found(filled.view([doc(6, "gardening")]), "gardening") == [6]
        finally:
            held.cancel()
        self.write(filled, [doc(6, "gardening")], 5)
        assert found(filled.view([]), "gardening") == [6]

    @pytest.mark.parametrize("pattern", ["*.seg", "*.toc", "state.json"])
    def test_damage_is_told_and_set_aside_by_the_next_build(
        self, filled: TextEngine, folder: Path, pattern: str
    ) -> None:
        assert not self.make(folder).is_damaged()
        build = folder / (folder / "current").read_text()
        files = list(build.glob(pattern))
        assert files
        for file in files:
            file.write_bytes(file.read_bytes()[:4])
        engine = self.make(folder)
        assert engine.is_damaged()
        self.rebuild(engine, SOME, 4)
        assert not engine.is_damaged()
        assert not build.exists()
        assert {file.name for file in files} <= {file.name for file in (folder / "damaged").iterdir()}

    def test_words_that_nobody_has_are_not_remembered(self, filled: TextEngine) -> None:
        """Otherwise whatever visitors type would fill the memory of a worker."""
        view = filled.view([])
        found(view, "lunch")
        (segment,) = [segment for segment, _ in filled._current()]  # type: ignore[attr-defined]
        before = len(segment._cached)
        for i in range(50):
            assert found(view, f"zzz{i}") == []
        assert len(segment._cached) == before

    def test_many_postings_are_read_whole(self, engine: TextEngine) -> None:
        """More than one of Whoosh's blocks, with different frequencies."""
        self.rebuild(engine, [doc(n, "lift " * (1 + n % 3)) for n in range(1, 1000)], 1)
        (segment, _) = engine._current()[0]  # type: ignore[attr-defined]
        ids, often = segment.postings("body", "lift")
        assert segment.numbers[ids].tolist() == list(range(1, 1000))
        assert often.tolist() == [1 + n % 3 for n in range(1, 1000)]

    def test_unchanged_segments_keep_what_was_read(self, engine: TextEngine) -> None:
        """A small edit must not cost a worker all the postings that it has read."""
        self.rebuild(engine, [doc(n, f"lift number{n}") for n in range(1, 400)], 1)
        big = max((segment for segment, _ in engine._current()), key=lambda s: len(s.numbers))  # type: ignore[attr-defined]
        self.write(engine, [doc(500, "lift")], 2)
        assert any(segment is big for segment, _ in engine._current())  # type: ignore[attr-defined]

    def test_scores_are_small_numbers_of_one_type(self, filled: TextEngine) -> None:
        scores = filled.view(SOME).scores([word("lunch")])
        assert scores.values.dtype == scores.coverage.dtype == np.float32
