"""Many processes over one site and its index: nothing is lost, nothing is late, and no reader sees an old or
a half state."""

import multiprocessing
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from core.db import db
from core.settings import Settings
from directory.models import Service
from directory.search import index_queries
from directory.search.index import engine_of, index_of
from directory.search.indexing import catch_up, reindex, services_changed
from directory.search.request import SearchRequest
from directory.search.service import search
from directory.search.whoosh_engine import WhooshEngine
from tests.conftest import make_app
from tests.factories import make_organization, make_service
from tests.integration.directory.search import index_workers as workers
from tests.integration.directory.search.index_workers import (
    EVERYWHERE,
    name_of,
    round_word,
    save,
    state,
    words_for,
)

PAIRS = list(range(6))
_PATIENCE = 120
# Reading the program takes each process longer than all that it does here: one reads it, and all others are
# forked from that one.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.integration.directory.search.index_program"])


@pytest.fixture
def site(app: Flask) -> Flask:
    """A site of pairs, in round 0, with its index built."""
    with app.app_context():
        organization = make_organization(db.session, name="One FilterGroup")
        services = [
            make_service(
                db.session,
                organization=organization,
                name=name_of(pair, side, 0),
                description=words_for(pair, 0),
                source_id=str(pair),
            )
            for pair in PAIRS
            for side in ("a", "b")
        ]
        services_changed(db.session, [service.id for service in services])
        db.session.commit()
        reindex()
    return app


@dataclass(frozen=True)
class Worker:
    """A process, and the line over which it tells what it does."""

    process: BaseProcess
    line: Connection


Started = list[Worker]


@pytest.fixture
def started() -> Iterator[Started]:
    """Processes of this test; those that still run at its end are stopped."""
    running: Started = []
    yield running
    for worker in running:
        worker.process.kill()
        worker.process.join()
        worker.line.close()


def start(started: Started, settings: Settings, what: str, **rest: Any) -> Worker:
    """One more process."""
    ours, theirs = _PROCESSES.Pipe()
    process = _PROCESSES.Process(
        target=workers.work, args=(theirs, what, settings.data_dir, rest), daemon=True
    )
    process.start()
    theirs.close()
    started.append(Worker(process, ours))
    return started[-1]


def said(worker: Worker) -> list[dict[str, Any]]:
    """Everything a process has told, once it has ended."""
    told = []
    with suppress(EOFError, ConnectionResetError):
        while worker.line.poll(_PATIENCE):
            told.append(worker.line.recv())
    worker.process.join(_PATIENCE)
    assert worker.process.exitcode in (0, -signal.SIGKILL), f"a process failed with {worker.process.exitcode}"
    return told


def next_line(worker: Worker) -> dict[str, Any]:
    """The next thing that a process tells."""
    line: dict[str, Any] = worker.line.recv()
    return line


def disk_alone(settings: Settings) -> dict[int, set[int]]:
    """Per pair the rounds that the index on disk has for both listings, without help from the outbox."""
    view = WhooshEngine(settings.index_dir).view([])
    assert view.frequency(EVERYWHERE) == 2 * len(PAIRS)
    return {
        pair: {turn for turn in range(300) if view.frequency(round_word(pair, turn)) == 2} for pair in PAIRS
    }


@pytest.mark.slow
def test_many_writers_and_readers_at_once(
    site: Flask, settings: Settings, started: Started, tmp_path: Path
) -> None:
    """Three processes edit, one builds the index anew, two read: every read is whole and no older than the
    last commit before it."""
    enough = tmp_path / "enough"
    readers = [start(started, settings, "read", pairs=PAIRS, until=str(enough)) for _ in range(2)]
    for reader in readers:
        assert next_line(reader) == {"ready": True}
    editors = [start(started, settings, "edit", pairs=PAIRS[i::3], times=12) for i in range(3)]
    builder = start(started, settings, "rebuild", times=3)
    edits = [line for editor in editors for line in said(editor) if "shown" in line]
    assert said(builder) == [{"rebuilt": 3}]
    enough.touch()
    for told in (said(reader)[-1] for reader in readers):
        assert told["wrong"] == []
        assert told["looks"] > 3
    assert len(edits) == 12 * len(PAIRS)
    assert [edit for edit in edits if edit["shown"] != [edit["turn"]] * 4] == []
    with site.app_context():
        assert catch_up()
        assert engine_of(site).written_upto() == index_queries.last_change(db.session)
    assert disk_alone(settings) == {pair: {12} for pair in PAIRS}


@pytest.mark.slow
@pytest.mark.parametrize("which", ["ours", "whoosh"])
def test_a_lock_held_elsewhere_delays_no_edit(
    site: Flask, settings: Settings, started: Started, which: str
) -> None:
    holder = start(started, settings, "hold", which=which)
    assert next_line(holder) == {"held": True}
    another = make_app(settings)
    for turn in range(1, 4):
        with site.app_context():
            for pair in PAIRS:
                save(pair)
            assert catch_up() is False
        committed = time.monotonic()
        for reader in (site, another):
            with reader.app_context():
                assert state(reader) == {pair: [turn] * 4 for pair in PAIRS}
        assert time.monotonic() - committed < 1
    assert all(turns == {0} for turns in disk_alone(settings).values())
    said_nothing_more(holder)
    with site.app_context():
        assert catch_up()
    assert disk_alone(settings) == {pair: {3} for pair in PAIRS}


def said_nothing_more(holder: Worker) -> None:
    """Let a holder go."""
    holder.line.send("enough")
    assert (said(holder), holder.process.exitcode) == ([], 0)


@pytest.mark.slow
def test_a_search_finds_an_edit_while_the_lock_is_held(
    site: Flask, settings: Settings, started: Started
) -> None:
    """The same through the search that the pages use, for a change, a new listing, and one that is taken
    down."""
    holder = start(started, settings, "hold", which="ours")
    next_line(holder)
    with site.app_context():
        service = make_service(db.session, name="Trampolining for everybody")
        save(1)
        services_changed(db.session, [service.id])
        db.session.commit()
        catch_up()
    assert found(site, "trampolining") == ["Trampolining for everybody"]
    assert sorted(found(site, round_word(1, 1))) == [name_of(1, "a", 1), name_of(1, "b", 1)]
    with site.app_context():
        service = db.session.merge(service)
        service.status = "inactive"
        services_changed(db.session, [service.id])
        db.session.commit()
    assert "Trampolining for everybody" not in found(site, "trampolining")


def found(app: Flask, query: str) -> list[str]:
    """Return the names that a search finds, without the nearest things that are offered when nothing fits."""
    with app.test_request_context("/"):
        answer = search(SearchRequest(query, exact=True))
        cards = index_of(app).current(db.session).columns.names
        return [] if answer.fallback else [cards[hit.number].name for hit in answer.hits]


MOMENTS = [
    "documents half in",
    "before the list of segments",
    "after the list of segments",
    "before the note",
]


EDITING, BUILDING = (
    [(moment, False) for moment in MOMENTS],
    [(moment, True) for moment in [*MOMENTS, "before the new build is named"]],
)


QUICK = ("after the list of segments", False)
"""The moment that `make test` tries; all others are slow."""


@pytest.mark.both_databases
@pytest.mark.slow
@pytest.mark.parametrize(
    ("moment", "rebuild"),
    [
        pytest.param(*case, marks=[] if case == QUICK else [pytest.mark.slow])
        for case in (*EDITING, *BUILDING)
    ],
)
def test_a_killed_writer_loses_nothing(
    site: Flask, settings: Settings, started: Started, moment: str, rebuild: bool
) -> None:
    with site.app_context():
        state(site)  # this worker has the index open already
    told = said(start(started, settings, "die", pair=2, moment=moment, rebuild=rebuild))
    assert told == [{"committed": 2, "turn": 1}]
    assert started[0].process.exitcode == -signal.SIGKILL
    for reader in (site, make_app(settings)):
        with reader.app_context():
            assert state(reader) == {pair: [1 if pair == 2 else 0] * 4 for pair in PAIRS}
    with site.app_context():
        save(3)
        assert catch_up()
        assert engine_of(site).written_upto() == index_queries.last_change(db.session)
    assert disk_alone(settings) == {pair: {1 if pair in (2, 3) else 0} for pair in PAIRS}


@pytest.mark.slow
def test_writers_killed_at_any_moment_lose_nothing(site: Flask, settings: Settings, started: Started) -> None:
    """Whatever an editor has told as committed is there after it was killed, for readers at once and on disk
    after the next commit."""
    committed = dict.fromkeys(PAIRS, 0)
    for kill in range(4):
        editor = start(started, settings, "edit", pairs=PAIRS, times=100)
        next_line(editor)
        time.sleep(0.05 + 0.11 * kill)
        editor.process.kill()
        for line in said(editor):
            if "committed" in line:
                committed[line["committed"]] = max(committed[line["committed"]], line["turn"])
        with site.app_context():
            assert workers.faults(site, PAIRS) == []
            shown = state(site)
        assert all(shown[pair][0] >= committed[pair] for pair in PAIRS)
    with site.app_context():
        catch_up()
    assert disk_alone(settings) == {pair: {shown[pair][0]} for pair in PAIRS}


@pytest.mark.slow
def test_building_anew_puts_no_older_listing_over_a_newer(
    site: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit between the moment when a listing is read for the new build and the moment when its document is
    written."""
    another, whole = make_app(settings), index_queries.services_whole
    editors: list[Thread] = []

    def edit_elsewhere() -> None:
        with another.app_context():
            save(0)

    def read_and_dawdle(session: Session, ids: Sequence[str]) -> list[Service]:
        services = whole(session, ids)
        if not editors:
            editors.append(Thread(target=edit_elsewhere))
            editors[0].start()
            editors[0].join(1)
        return services

    monkeypatch.setattr(index_queries, "services_whole", read_and_dawdle)
    with site.app_context():
        reindex()
    editors[0].join()
    for reader in (site, another):
        with reader.app_context():
            assert state(reader) == {pair: [1 if pair == 0 else 0] * 4 for pair in PAIRS}


@pytest.mark.slow
def test_rebuilding_hides_nothing_from_a_reader(site: Flask, settings: Settings, started: Started) -> None:
    builder = start(started, settings, "rebuild", times=8)
    looks = 0
    while builder.process.is_alive():
        assert workers.faults(site, PAIRS) == []
        looks += 1
    assert said(builder) == [{"rebuilt": 8}]
    assert looks > 3
    assert workers.faults(site, PAIRS) == []
