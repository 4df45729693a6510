"""Processes of a busy site, for test_index_concurrency: editors, readers, holders of locks, and writers that
die.

Services come in pairs. An edit gives both of a pair the same new round in one transaction, so a reader can
tell an old or a half state. Each process is forked from one that holds the program and nothing else, and
tells what it does over a line to whoever started it.
"""

import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from whoosh import index as whoosh_index
from whoosh.writing import SegmentWriter

from core.db import db
from directory.models import Service
from directory.search import indexing as search_indexing
from directory.search import whoosh_engine
from directory.search.engine import EngineBusyError
from directory.search.index import index_of
from directory.search.indexing import catch_up, services_changed
from directory.search.whoosh_engine import WhooshEngine
from tests.conftest import make_app, make_settings

EVERYWHERE = "everywhereword"


class Told:
    """This process's line to whoever started it."""

    line: Connection


def tell(**values: Any) -> None:
    """Say something to whoever started this process."""
    Told.line.send(values)


def round_word(pair: int, turn: int) -> str:
    """The word that a pair's listings hold in one round, and in no other."""
    return f"pair{pair}round{turn}"


def name_of(pair: int, side: str, turn: int) -> str:
    """What a listing of a pair is called in one round."""
    return f"Pair {pair} {side} turn {turn}"


def words_for(pair: int, turn: int) -> str:
    """The description of both listings of a pair in one round."""
    return f"{EVERYWHERE} {round_word(pair, turn)}"


def turn_of(name: str) -> tuple[int, str, int]:
    """Pair, side and round out of a name."""
    _, pair, side, _, turn = name.split()
    return int(pair), side, int(turn)


def edit(app: Flask, pairs: list[int], times: int, *, writing: bool = True) -> None:
    """Bring each of the pairs a round further, many times; after each commit look at once whether a search
    would show it."""
    for _ in range(times):
        for pair in pairs:
            with app.app_context():
                turn = save(pair)
                tell(committed=pair, turn=turn)
                shown = state(app)[pair]
                time.sleep(
                    0.02
                )  # nobody edits without a pause, and SQLite gives the lock to no one in particular
                if writing:
                    catch_up()
                tell(pair=pair, turn=turn, shown=shown)


def save(pair: int) -> int:
    """Commit the next round of a pair."""
    services = list(
        db.session.scalars(select(Service).where(Service.source_id == str(pair)).order_by(Service.name))
    )
    turn = turn_of(services[0].name)[2] + 1
    for service in services:
        service.name = name_of(pair, turn_of(service.name)[1], turn)
        service.description = words_for(pair, turn)
    services_changed(db.session, [service.id for service in services])
    db.session.commit()
    return turn


def stored(pairs: list[int]) -> dict[int, int]:
    """The rounds that are committed."""
    names = db.session.scalars(
        select(Service.name).where(Service.source_id.in_([str(pair) for pair in pairs]))
    )
    db.session.rollback()
    return {pair: turn for pair, _, turn in map(turn_of, names)}


def state(app: Flask) -> dict[int, list[int]]:
    """Per pair the rounds in which the columns have its two listings, and then those in which the words
    have them."""
    snapshot = index_of(app).current(db.session)
    rounds: dict[int, list[int]] = {}
    for card in snapshot.columns.names.values():
        pair, _, turn = turn_of(card.name)
        rounds.setdefault(pair, []).append(turn)
    for pair, turns in rounds.items():
        near = range(max(0, min(turns) - 3), max(turns) + 40)
        turns += [turn for turn in near for _ in range(snapshot.view.frequency(round_word(pair, turn)))]
    return rounds


def faults(app: Flask, pairs: list[int]) -> list[str]:
    """What is wrong with what a reader sees at this moment."""
    found = []
    with app.app_context():
        committed = stored(pairs)
        total = index_of(app).current(db.session).view.frequency(EVERYWHERE)
        if total != 2 * len(pairs):
            found.append(f"{total} of {2 * len(pairs)} listings hold the word that is in all")
        for pair, turns in state(app).items():
            columns, words = turns[:2], turns[2:]
            if len(words) != 2 or len(columns) != 2 or len({*columns}) != 1 or len({*words}) != 1:
                found.append(f"pair {pair} is half: columns {columns}, words {words}")
            elif min(turns) < committed[pair]:
                found.append(f"pair {pair} is stale: {turns} where {committed[pair]} was committed before")
    return found


def read(app: Flask, pairs: list[int], until: Path) -> None:
    """Look again and again until the file is there; tell all that was wrong."""
    looks, wrong = 0, []
    tell(ready=True)
    while not until.exists():
        wrong += faults(app, pairs)
        looks += 1
    tell(looks=looks, wrong=wrong[:10])


def rebuild(app: Flask, times: int) -> None:
    """Build the index anew, several times."""
    done = 0
    while done < times:
        with app.app_context():
            try:
                search_indexing.reindex()
                done += 1
            except EngineBusyError:
                time.sleep(0.005)
    tell(rebuilt=done)


def hold(folder: Path, which: str) -> None:
    """Keep a lock until told to let go."""
    if which == "ours":
        with WhooshEngine(folder).writing():
            _wait()
    else:
        writer = whoosh_index.open_dir(str(folder / (folder / "current").read_text())).writer()
        _wait()
        writer.cancel()


def _wait() -> None:
    tell(held=True)
    Told.line.recv()


def _die(*_arguments: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _dies_after(method: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*arguments: Any, **named: Any) -> Any:
        method(*arguments, **named)
        _die()

    return wrapped


def die_at(moment: str) -> None:
    """Let this process be killed at a moment of its next commit."""
    match moment:
        case "documents half in":
            SegmentWriter.add_document = _dies_after(SegmentWriter.add_document)
        case "before the list of segments":
            SegmentWriter._commit_toc = _die
        case "after the list of segments":
            SegmentWriter._commit_toc = _dies_after(SegmentWriter._commit_toc)
        case "before the note":
            WhooshEngine._note = _die  # type: ignore[method-assign]
        case "before the new build is named":
            whoosh_engine._replace = _die
        case _:
            raise ValueError(moment)


def work(line: Connection, what: str, folder: Path, rest: dict[str, Any]) -> None:
    """What a process does, in a data folder."""
    Told.line = line
    app = make_app(make_settings(folder))
    match what:
        case "edit":
            edit(app, **rest)
        case "read":
            read(app, rest["pairs"], Path(rest["until"]))
        case "rebuild":
            rebuild(app, **rest)
        case "hold":
            hold(folder / "index", **rest)
        case "die":
            die_at(rest["moment"])
            with app.app_context():
                tell(committed=rest["pair"], turn=save(rest["pair"]))
            with app.app_context():
                search_indexing.reindex() if rest["rebuild"] else catch_up()
