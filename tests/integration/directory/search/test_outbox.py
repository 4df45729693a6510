"""An edit is in the very next search: before the index on disk has it, after, and while somebody else is
writing."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from core.db import db
from core.jobs.registry import jobs_of
from core.settings import ROOT
from directory.models import SearchDocument, SearchOutbox, Service
from directory.search.engine import EngineBusyError
from directory.search.index import engine_of, index_of
from directory.search.indexing import catch_up, is_outdated, reindex, services_changed
from directory.search.request import SearchRequest
from directory.search.service import search
from directory.search.thesaurus import load_thesaurus
from directory.taxonomy import needs
from tests.conftest import make_app, make_settings
from tests.examples import slow_on_both
from tests.factories import make_service


@pytest.fixture
def site(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def names(query: str) -> list[str]:
    found = search(SearchRequest(query, exact=True))
    cards = index_of(current_app).current(db.session).columns.names
    return [] if found.fallback else [cards[hit.number].name for hit in found.hits]


def save(service: Service) -> None:
    services_changed(db.session, [service.id])
    db.session.commit()


def add(name: str, **fields: object) -> Service:
    service = make_service(db.session, name=name, **fields)
    save(service)
    return service


def remove(service: Service) -> None:
    own = service.id
    db.session.delete(service)
    db.session.flush()
    services_changed(db.session, [own])
    db.session.commit()


@pytest.mark.parametrize("written", [False, True], ids=["before the index has it", "after"])
def test_a_new_one_an_edit_and_a_removal_are_seen_at_once(site: Flask, written: bool) -> None:
    def settle() -> None:
        if written:
            assert catch_up()

    service = add("Plimfax")
    settle()
    assert names("plimfax") == ["Plimfax"]
    service.name, service.summary = "Quorndle", "For all who dwizzle."
    save(service)
    settle()
    assert names("plimfax") == []
    assert names("quorndle") == names("dwizzle") == ["Quorndle"]
    remove(service)
    settle()
    assert names("quorndle") == []
    assert search(SearchRequest()).total == 0


@slow_on_both
def test_an_edit_is_seen_while_somebody_else_is_writing(site: Flask) -> None:
    service = add("Plimfax")
    assert catch_up()
    with engine_of(site).writing():
        service.name = "Quorndle"
        save(service)
        other = add("Vextrip")
        assert not catch_up()
        assert names("quorndle") == ["Quorndle"]
        assert names("plimfax") == []
        assert names("vextrip") == ["Vextrip"]
        remove(other)
        assert names("vextrip") == []
    assert catch_up()
    assert engine_of(site).written_upto() == db.session.scalar(select(func.max(SearchOutbox.id)))
    assert names("quorndle") == ["Quorndle"]
    assert names("vextrip") == []


@slow_on_both
def test_of_several_edits_the_last_one_counts(site: Flask) -> None:
    service = add("Plimfax")
    for number in range(5):
        service.name = f"Plimfax {number}"
        save(service)
        if number == 2:
            catch_up()
    assert names("plimfax") == ["Plimfax 4"]
    catch_up()
    assert names("plimfax") == ["Plimfax 4"]


def test_what_was_not_committed_is_not_found(site: Flask) -> None:
    service = make_service(db.session, name="Plimfax")
    services_changed(db.session, [service.id])
    db.session.rollback()
    assert names("plimfax") == []
    assert db.session.scalar(select(func.count()).select_from(SearchOutbox)) == 0


def test_facts_follow_as_words_do(site: Flask) -> None:
    service = add("Plimfax", costs=[{"kind": "free"}], needs=["falls"])
    free = SearchRequest(facets={"cost": ("free",)})
    assert search(free).total == 1
    service.cost_options[0].kind = "fixed"
    save(service)
    assert search(free).total == 0
    assert search(SearchRequest(facets={"cost": ("fixed",), "need": ("falls",)})).total == 1


@slow_on_both
def test_one_taken_down_and_put_back_keeps_its_number(site: Flask) -> None:
    service = add("Plimfax")
    number = search(SearchRequest("plimfax")).hits[0].number
    service.status = "inactive"
    save(service)
    assert names("plimfax") == []
    service.status = "active"
    save(service)
    assert search(SearchRequest("plimfax")).hits[0].number == number


@slow_on_both
def test_another_worker_sees_it_too(site: Flask) -> None:
    settings = site.extensions["settings"]
    add("Plimfax")
    other = make_app(make_settings(settings.data_dir))
    with other.app_context():
        assert names("plimfax") == ["Plimfax"]
    service = db.session.scalars(select(Service)).one()
    service.name = "Quorndle"
    save(service)
    with other.app_context():
        assert names("quorndle") == ["Quorndle"]
        assert catch_up()
    assert names("quorndle") == ["Quorndle"]


def test_a_request_ends_with_the_snapshot_it_began_with(site: Flask) -> None:
    service = add("Plimfax", needs=["falls"])
    older = index_of(site).current(db.session)
    remove(service)
    newer = index_of(site).current(db.session)
    assert newer is not older
    assert older.columns.alive.tolist()[-1:] == [True]
    assert not newer.columns.alive.any()
    assert older.view.frequency("plimfax") == 1
    assert newer.view.frequency("plimfax") == 0
    assert index_of(site).current(db.session) is newer


def test_a_removed_one_leaves_an_empty_document(site: Flask) -> None:
    service = add("Plimfax")
    remove(service)
    document = db.session.scalars(select(SearchDocument)).one()
    assert (document.body, document.words) == ({}, {})


def test_the_speller_learns_new_words(site: Flask) -> None:
    add("Kayaking club")
    assert search(SearchRequest("kayakking")).corrected == "kayaking"


class TestReindex:
    @slow_on_both
    def test_it_finds_the_same_afterwards(self, site: Flask) -> None:
        for name in ("Plimfax", "Vextrip", "Quorndle"):
            add(name)
        gone = add("Plimfax hut")
        db.session.delete(gone)
        db.session.commit()
        assert is_outdated()
        assert reindex() == 3
        assert not is_outdated()
        assert names("plimfax") == ["Plimfax"], "a service that went without a word is gone after a reindex"
        assert sorted(names("vextrip")) == ["Vextrip"]
        rows = db.session.scalars(select(SearchOutbox.number)).all()
        assert len(rows) == len(set(rows))

    def test_it_waits_for_nobody(self, site: Flask) -> None:
        add("Plimfax")
        with engine_of(site).writing(), pytest.raises(EngineBusyError):
            reindex()
        with engine_of(site).writing():
            result = site.test_cli_runner().invoke(args=["directory", "reindex"])
        assert result.exit_code == 1
        assert "another process is writing" in result.output

    def test_edits_go_on_after_it(self, site: Flask) -> None:
        service = add("Plimfax")
        reindex()
        service.name = "Quorndle"
        save(service)
        assert names("quorndle") == ["Quorndle"]
        assert names("plimfax") == []

    @pytest.mark.both_databases
    @pytest.mark.slow
    def test_a_librarian_s_new_word_counts_after_it(self, tmp_path: Path) -> None:
        content = tmp_path / "content"
        content.mkdir()
        for name in ("thesaurus", "templates", "pages"):
            shutil.copytree(ROOT / "content" / name, content / name)
        for path in (ROOT / "content").glob("*.yaml"):
            shutil.copy(path, content)
        site = make_app(make_settings(tmp_path / "data", content_dir=content))
        runner = site.test_cli_runner()
        assert runner.invoke(args=["init"]).exit_code == 0
        with site.app_context():
            add("Wobble board hour", summary="Every Tuesday.", description="")
            reindex()
            assert names("qwxk jzvq") == []
            assert "falls" not in search(SearchRequest("qwxk jzvq")).needs
        path = content / "thesaurus/needs/safe-at-home.yaml"
        path.write_text(
            path.read_text()
            .replace("falls:\n  asks: [", "falls:\n  asks: [qwxk jzvq, ", 1)
            .replace("  says: [", "  says: [wobble board, ", 1)
        )
        load_thesaurus.cache_clear()
        needs.load.cache_clear()
        with site.app_context():
            assert is_outdated()
        assert (
            "services are in the index" in runner.invoke(args=["directory", "reindex", "--if-needed"]).output
        )
        assert "up to date" in runner.invoke(args=["directory", "reindex", "--if-needed"]).output
        with site.app_context():
            found = search(SearchRequest("qwxk jzvq"))
            assert found.needs[:1] == ("falls",)
            assert names("qwxk jzvq") == ["Wobble board hour"]


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_regular_job_writes_what_no_request_has_written(
    site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outcome() -> str:
        return jobs_of(site)["index"].run(lambda: False)

    add("Plimfax")
    with engine_of(site).writing():
        assert outcome() == "another process is writing"
    assert outcome() == "built again: 1 services"
    reindex()
    add("Quorndle")
    assert outcome() == "up to date"
    assert names("quorndle") == ["Quorndle"]
    with engine_of(site).writing():
        add("Vextrip")
        assert outcome() == "another process is writing"


@slow_on_both
@pytest.mark.both_databases
def test_a_change_that_commits_late_is_not_passed_over(app: Flask) -> None:
    """Two writers at once: a reader that has seen the second change has seen the first one too."""
    with app.app_context():
        first, second = add("Plimfax"), add("Quorndle")
        ids = first.id, second.id
        catch_up()
        first.name = "Early Plimfax"
        services_changed(db.session, [ids[0]])

        def other_writer() -> None:
            with app.app_context():
                service = db.session.get(Service, ids[1])
                assert service
                service.name = "Late Quorndle"
                save(service)
                catch_up()

        writer = threading.Thread(target=other_writer)
        writer.start()
        writer.join(0.5)
        db.session.commit()
        writer.join(30)
        catch_up()
        assert names("plimfax") == ["Early Plimfax"]
        assert names("quorndle") == ["Late Quorndle"]
