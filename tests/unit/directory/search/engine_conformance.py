"""What every engine must do, whichever ranks the words.

A test class inherits `EngineConformance` and says how to make its engine.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from directory.search.engine import Clause, EngineBusyError, TextDocument, TextEngine, TextView


def doc(number: int, body: str = "", name: str = "", org: str = "", surface: str = "") -> TextDocument:
    """A document with all three fields, as the record's text is sent to an engine."""
    return TextDocument(number, {"name": name, "org": org, "body": body}, surface)


def gone(number: int) -> TextDocument:
    """A document that is to be forgotten."""
    return TextDocument(number)


def word(*stems: str, weight: float = 1.0) -> Clause:
    """One thing asked for, under any of these stems."""
    return Clause(tuple((stem, 1.0) for stem in stems), weight)


def found(view: TextView, *stems: str) -> list[int]:
    """Numbers of the documents that fit, the best first; equal ones by number."""
    values = view.scores([word(stem) for stem in stems]).values
    return sorted((int(n) for n in np.flatnonzero(values)), key=lambda n: (-float(values[n]), n))


def value(view: TextView, number: int, *clauses: Clause) -> float:
    """How well one document fits."""
    return float(view.scores(clauses).values[number])


def coverage(view: TextView, number: int, *clauses: Clause) -> float:
    """The share of what was asked that one document has."""
    return float(view.scores(clauses).coverage[number])


SOME = [
    doc(
        1,
        "lunch club for older peopl with music",
        "lunch club",
        "larkby trust",
        "lunch club older people music",
    ),
    doc(2, "a visitor come to your home for a chat", "home visit", "fireside friend", "visitor home chat"),
    doc(3, "music and singing every tuesday", "sing along", "larkby trust", "music singing every tuesday"),
    doc(5, "debt advic and help with lunch", "money matter", "advic hub", "debt advice lunch"),
]


def _breaks(documents: list[TextDocument]) -> Iterator[TextDocument]:
    yield from documents
    raise RuntimeError("the source of documents failed")


class EngineConformance:
    """Inherit, and return your engine over a folder from `make`."""

    def make(self, folder: Path) -> TextEngine:
        """An engine that keeps everything in the folder.

        Called again, it is another process's view of the same.
        """
        raise NotImplementedError

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "index"

    @pytest.fixture
    def engine(self, folder: Path) -> TextEngine:
        return self.make(folder)

    @pytest.fixture
    def filled(self, engine: TextEngine) -> TextEngine:
        self.write(engine, SOME, 4)
        return engine

    def write(self, engine: TextEngine, documents: list[TextDocument], upto: int) -> None:
        with engine.writing():
            engine.write(documents, upto)

    def rebuild(
        self, engine: TextEngine, documents: list[TextDocument], upto: int, version: str = "v"
    ) -> None:
        with engine.writing():
            engine.rebuild(documents, upto, version)

    # A new index

    def test_a_new_index_is_empty(self, engine: TextEngine) -> None:
        view = engine.view([])
        assert engine.written_upto() == 0
        assert engine.version() == ""
        assert found(view, "lunch") == []
        assert view.frequency("lunch") == 0
        assert dict(view.vocabulary()) == {}

    def test_a_new_index_shows_what_is_pending(self, engine: TextEngine) -> None:
        assert found(engine.view(SOME), "lunch") == [1, 5]

    # Finding

    def test_finds_what_holds_the_word_and_nothing_else(self, filled: TextEngine) -> None:
        assert found(filled.view([]), "debt") == [5]
        assert found(filled.view([]), "gardening") == []

    def test_a_word_is_found_in_every_field(self, filled: TextEngine) -> None:
        view = filled.view([])
        assert found(view, "matter") == [5]
        assert found(view, "fireside") == [2]
        assert found(view, "chat") == [2]

    def test_scores_reach_to_the_highest_number(self, filled: TextEngine) -> None:
        scores = filled.view([]).scores([word("lunch")])
        assert len(scores.values) == len(scores.coverage) == 6
        assert scores.values.min() >= 0

    def test_numbers_may_be_far_apart(self, engine: TextEngine) -> None:
        self.write(engine, [doc(7, "a lift"), doc(70_000, "a lift")], 1)
        assert found(engine.view([]), "lift") == [7, 70_000]

    def test_nothing_asked_nothing_found(self, filled: TextEngine) -> None:
        scores = filled.view([]).scores([])
        assert not scores.values.any()
        assert not scores.coverage.any()

    def test_a_word_in_the_name_leads(self, engine: TextEngine) -> None:
        self.write(engine, [doc(1, "choir on monday", "group"), doc(2, "group on monday", "choir")], 1)
        assert found(engine.view([]), "choir") == [2, 1]

    def test_a_rare_word_counts_more(self, engine: TextEngine) -> None:
        self.write(engine, [doc(1, "carer"), doc(2, "carer"), doc(3, "carer"), doc(4, "stroke")], 1)
        view = engine.view([])
        assert value(view, 4, word("carer"), word("stroke")) > value(view, 1, word("carer"), word("stroke"))

    def test_more_words_asked_for_lead(self, filled: TextEngine) -> None:
        assert found(filled.view([]), "music", "lunch")[0] == 1

    def test_a_short_text_leads_a_long_one(self, engine: TextEngine) -> None:
        self.write(engine, [doc(1, "lift " + "and more " * 60), doc(2, "lift and more")], 1)
        assert found(engine.view([]), "lift") == [2, 1]

    def test_repeating_a_word_helps_less_and_less(self, engine: TextEngine) -> None:
        rest = "x " * 30
        self.write(engine, [doc(n, "lift " * n + rest) for n in (1, 2, 20, 21)], 1)
        once, twice, often, oftener = (value(engine.view([]), n, word("lift")) for n in (1, 2, 20, 21))
        assert twice - once > oftener - often
        assert twice > once

    def test_alternatives_are_one_thing_asked_for(self, engine: TextEngine) -> None:
        self.write(engine, [doc(1, "choir x"), doc(2, "sing x"), doc(3, "y x")], 1)
        view = engine.view([])
        assert found(view, "choir") == [1]
        either = word("choir", "sing")
        assert value(view, 1, either) == pytest.approx(value(view, 2, either))
        assert coverage(view, 2, either) == pytest.approx(1.0)

    def test_a_weak_alternative_counts_less(self, engine: TextEngine) -> None:
        self.write(engine, [doc(1, "choir x"), doc(2, "sing x"), doc(3, "y x")], 1)
        asked = Clause((("choir", 1.0), ("sing", 0.4)))
        assert 0 < value(engine.view([]), 2, asked) < value(engine.view([]), 1, asked)
        assert coverage(engine.view([]), 2, asked) < coverage(engine.view([]), 1, asked)

    def test_a_heavy_clause_decides(self, engine: TextEngine) -> None:
        self.write(engine, [doc(1, "choir"), doc(2, "lunch"), doc(3, "tea")], 1)
        view = engine.view([])
        assert value(view, 1, word("choir", weight=2.0), word("lunch")) > value(
            view, 2, word("choir", weight=2.0), word("lunch")
        )

    def test_coverage_is_the_share_of_what_was_asked(self, engine: TextEngine) -> None:
        self.write(
            engine,
            [doc(1, "music and lunch"), doc(2, "music alone"), doc(3, "lunch alone"), doc(4, "tea")],
            1,
        )
        view, asked = engine.view([]), (word("music"), word("lunch"))
        assert coverage(view, 2, *asked) == pytest.approx(coverage(view, 3, *asked))
        assert 0 < coverage(view, 2, *asked) < coverage(view, 1, *asked) <= 1
        assert coverage(view, 4, *asked) == 0

    def test_a_word_that_nobody_has_lowers_coverage(self, filled: TextEngine) -> None:
        assert coverage(filled.view([]), 5, word("debt"), word("gambling")) < 1

    @pytest.mark.parametrize(
        "stem",
        [
            "",
            " ",
            "*",
            '"',
            "'",
            'a"b',
            "a b",
            "lunch*",
            "[a TO z]",
            "lunch OR debt",
            "\x00",
            "-",
            "~",
            "é",
            "日本",
            "x" * 3000,
            "(" * 50,
        ],
    )
    def test_odd_words_find_nothing_and_harm_nothing(self, filled: TextEngine, stem: str) -> None:
        view = filled.view([])
        assert found(view, stem) == []
        assert view.frequency(stem) == 0
        assert found(view, "debt") == [5]

    def test_names_of_synonyms_are_words_of_their_own(self, engine: TextEngine) -> None:
        self.write(engine, [doc(1, "somebody you pay ~personal_assist"), doc(2, "personal assist")], 1)
        assert found(engine.view([]), "~personal_assist") == [1]
        assert found(engine.view([]), "personal") == [2]

    # Counting

    def test_frequency_counts_listings_not_places_in_them(self, filled: TextEngine) -> None:
        view = filled.view([])
        assert view.frequency("lunch") == 2
        assert view.frequency("larkbi") == 0
        assert view.frequency("larkby") == 2

    def test_frequency_knows_what_changed(self, filled: TextEngine) -> None:
        self.write(filled, [gone(5), doc(6, "lunch"), doc(7, "lunch")], 5)
        assert filled.view([]).frequency("lunch") == 3
        assert filled.view([gone(6)]).frequency("lunch") == 2

    def test_vocabulary_counts_listings_by_words_as_written(self, filled: TextEngine) -> None:
        assert filled.view([]).vocabulary()["music"] == 2
        assert filled.view([]).vocabulary()["visitor"] == 1
        assert "advic" not in filled.view([]).vocabulary()

    def test_vocabulary_knows_what_is_pending(self, filled: TextEngine) -> None:
        assert filled.view([doc(9, "x", surface="trampoline")]).vocabulary()["trampoline"] == 1

    # Changing

    def test_a_document_takes_the_place_of_its_older_self(self, filled: TextEngine) -> None:
        self.write(filled, [doc(5, "gardening for everybody")], 5)
        assert found(filled.view([]), "gardening") == [5]
        assert found(filled.view([]), "debt") == []

    def test_a_document_without_fields_is_forgotten(self, filled: TextEngine) -> None:
        self.write(filled, [gone(5), gone(99)], 5)
        assert found(filled.view([]), "lunch") == [1]

    def test_how_it_came_in_does_not_matter(self, tmp_path: Path) -> None:
        at_once, bit_by_bit = self.make(tmp_path / "a"), self.make(tmp_path / "b")
        self.rebuild(at_once, SOME, 4)
        for i, document in enumerate(SOME):
            self.write(bit_by_bit, [doc(document.number, "something else")], 2 * i + 1)
            self.write(bit_by_bit, [document], 2 * i + 2)
        self.assert_alike(at_once.view([]), bit_by_bit.view([]))

    def test_pending_counts_as_if_it_were_written(self, tmp_path: Path) -> None:
        changes = [doc(3, "lunch and debt", "tuesday"), gone(1), doc(8, "music with lunch")]
        written, pending = self.make(tmp_path / "a"), self.make(tmp_path / "b")
        for engine in (written, pending):
            self.write(engine, SOME, 4)
        self.write(written, changes, 7)
        self.assert_alike(written.view([]), pending.view(changes))

    def test_pending_may_be_written_already(self, filled: TextEngine) -> None:
        self.assert_alike(filled.view([]), filled.view(SOME[:2]))

    def assert_alike(self, one: TextView, other: TextView) -> None:
        for stems in (["lunch"], ["music", "debt"], ["larkby", "chat", "tuesday"], ["nothing"]):
            clauses = [word(stem) for stem in stems]
            np.testing.assert_allclose(one.scores(clauses).values, other.scores(clauses).values, rtol=1e-5)
            np.testing.assert_allclose(
                one.scores(clauses).coverage, other.scores(clauses).coverage, rtol=1e-5
            )

    # Keeping

    def test_everything_is_there_for_another_process(self, filled: TextEngine, folder: Path) -> None:
        other = self.make(folder)
        assert other.written_upto() == 4
        assert found(other.view([]), "lunch") == [1, 5]

    def test_another_process_sees_a_later_write(self, filled: TextEngine, folder: Path) -> None:
        reader = self.make(folder)
        assert found(reader.view([]), "gardening") == []
        self.write(filled, [doc(6, "gardening")], 5)
        assert reader.written_upto() == 5
        assert found(reader.view([]), "gardening") == [6]

    def test_a_rebuild_replaces_everything(self, filled: TextEngine, folder: Path) -> None:
        reader = self.make(folder)
        reader.view([])
        self.rebuild(filled, [doc(9, "only this")], 12, "thesaurus-2")
        for engine in (filled, reader, self.make(folder)):
            assert found(engine.view([]), "lunch") == []
            assert found(engine.view([]), "only") == [9]
            assert (engine.written_upto(), engine.version()) == (12, "thesaurus-2")

    def test_a_write_keeps_the_version(self, engine: TextEngine) -> None:
        self.rebuild(engine, SOME, 4, "thesaurus-1")
        self.write(engine, [doc(6, "gardening")], 5)
        assert (engine.written_upto(), engine.version()) == (5, "thesaurus-1")

    def test_rebuilding_many_times_leaves_little_behind(self, engine: TextEngine, folder: Path) -> None:
        for i in range(5):
            self.rebuild(engine, SOME, i)
        before = sum(1 for path in folder.rglob("*") if path.is_file())
        for i in range(5):
            self.rebuild(engine, SOME, i)
        assert sum(1 for path in folder.rglob("*") if path.is_file()) <= before + 1

    def test_a_view_never_changes(self, filled: TextEngine) -> None:
        view = filled.view([])
        self.write(filled, [gone(1), doc(5, "gardening")], 5)
        self.rebuild(filled, [doc(9, "only this")], 12)
        self.rebuild(filled, [doc(9, "only this")], 13)
        assert found(view, "lunch") == [1, 5]
        assert found(view, "tuesday") == [3]  # not asked for before the changes
        assert found(view, "gardening") == []

    # Writing by one at a time

    def test_only_one_may_write(self, engine: TextEngine, folder: Path) -> None:
        other = self.make(folder)
        with engine.writing(), pytest.raises(EngineBusyError), other.writing():
            pytest.fail("two are writing")
        with other.writing():
            pass

    def test_only_one_thread_may_write(self, engine: TextEngine) -> None:
        def try_it() -> str:
            try:
                with engine.writing():
                    return "wrote"
            except EngineBusyError:
                return "busy"

        with engine.writing(), ThreadPoolExecutor(1) as pool:
            assert pool.submit(try_it).result() == "busy"
        assert try_it() == "wrote"

    def test_a_failure_lets_the_next_one_write(self, filled: TextEngine) -> None:
        with pytest.raises(RuntimeError), filled.writing():
            filled.write(_breaks([doc(6, "gardening"), gone(1)]), 6)
        assert filled.written_upto() == 4
        assert found(filled.view([]), "gardening") == []
        assert found(filled.view([]), "lunch") == [1, 5]
        self.write(filled, [doc(6, "gardening")], 5)
        assert found(filled.view([]), "gardening") == [6]

    def test_a_failed_rebuild_changes_nothing(self, engine: TextEngine) -> None:
        self.rebuild(engine, SOME, 4, "first")
        with pytest.raises(RuntimeError), engine.writing():
            engine.rebuild(_breaks([doc(9, "only this")]), 9, "second")
        assert (engine.written_upto(), engine.version()) == (4, "first")
        assert found(engine.view([]), "lunch") == [1, 5]
        self.rebuild(engine, [doc(9, "only this")], 9, "second")
        assert found(engine.view([]), "only") == [9]

    # Many at once

    def test_threads_share_a_view(self, engine: TextEngine) -> None:
        stems = [f"w{i}" for i in range(150)]
        self.write(
            engine,
            [doc(n, " ".join(s for i, s in enumerate(stems) if (n * 7 + i) % 5 == 0)) for n in range(1, 300)],
            1,
        )
        expected = {s: found(engine.view([]), s) for s in stems}
        fresh = self.make_again(engine)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda s: (s, found(fresh, s)), stems * 4))
        assert all(answer == expected[s] for s, answer in answers)

    def make_again(self, engine: TextEngine) -> TextView:
        """A view that has read nothing yet."""
        self.write(engine, [doc(1000, "nothing new")], 2)
        return engine.view([])

    @pytest.mark.slow
    def test_a_reader_never_sees_half_a_write(self, engine: TextEngine, folder: Path) -> None:
        numbers, rounds = range(1, 41), 12
        self.rebuild(engine, [doc(n, "round0") for n in numbers], 1)
        reader, halves, stop = self.make(folder), [], threading.Event()

        def read() -> None:
            while not stop.is_set():
                view = reader.view([])
                seen = [i for i in range(rounds + 1) if found(view, f"round{i}")]
                whole = found(view, f"round{seen[0]}") if seen else []
                if len(seen) != 1 or whole != list(numbers):
                    halves.append((seen, len(whole)))

        with ThreadPoolExecutor(2) as pool:
            readers = [pool.submit(read) for _ in range(2)]
            for i in range(1, rounds + 1):
                documents = [doc(n, f"round{i}") for n in numbers]
                (self.rebuild if i % 4 == 0 else self.write)(engine, documents, i + 1)
            stop.set()
            for each in readers:
                each.result()
        assert halves == []
