"""Searches that went wrong, what has to be looked at again, merging of needs, and the content as files."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from core.content import set_overlay
from core.content_overlay import NO_OVERLAY
from core.db import db
from core.settings import ROOT
from directory.models import Attribute, SearchCount, TaxonomyTerm
from directory.search.indexing import is_outdated
from directory.search.outcome_services import code_of
from directory.search.thesaurus import load_thesaurus
from directory.taxonomy.needs import load as load_needs
from information.content_editing import files, queries, services
from information.content_editing.entries import Ref
from information.content_editing.overlay import Edit, EditOverlay, all_entries, shipped_entries
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.page_checks import PageCheckingClient

CONTENT = ROOT / "content"


def counted(app: Flask, words: str, **times: int) -> str:
    """Store how often a search ended in some ways, and return its address on the worklist."""
    with app.app_context():
        for kind, count in times.items():
            row = SearchCount(made_on=NOW.date(), kind=kind, words=words, code=code_of(words), times=count)
            db.session.add(row)
        db.session.commit()
    return f"/content/searches/{code_of(words)}"


@pytest.mark.slow
@pytest.mark.both_databases
def test_searches_are_counted_by_how_they_ended(own_demo_app: Flask, editor: PageCheckingClient) -> None:
    resident = own_demo_app.test_client()
    for _time in range(6):
        resident.get("/find?q=flurble+zxqwv")
        resident.get("/find?q=lunch+club")
    resident.get("/find?q=lunhc+clubb")
    resident.get("/find?q=he+hits+me")
    page = resident.get("/find?q=lunch+club").get_data(as_text=True)
    listing = re.search(r'href="(/service/[^"]+)"', page)
    assert listing
    assert resident.get(listing[1].replace("&amp;", "&")).status_code == 200
    assert own_demo_app.test_cli_runner().invoke(args=["directory", "searches"]).exit_code == 0
    with own_demo_app.app_context():
        rows = {(row.kind, row.words): row.times for row in db.session.scalars(select(SearchCount))}
    missed = {kind: times for (kind, words), times in rows.items() if words == "flurble zxqwv"}
    assert sum(missed.values()) == 6
    assert set(missed) <= {"nothing", "nearest"}
    assert rows["shown", "lunch club"] == 7
    assert rows["opened", "lunch club"] == 1
    assert rows["corrected", "lunhc clubb"] == 1
    assert not any("hits" in words for _kind, words in rows)
    listed = editor.get("/content/searches?list=unopened").get_data(as_text=True)
    assert "lunch club" in listed
    kind = next(iter(missed))
    assert "flurble zxqwv" in editor.get(f"/content/searches?list={kind}").get_data(as_text=True)
    rare = editor.get("/content/searches?list=corrected").get_data(as_text=True)
    assert "fewer than 5" in rare


@pytest.mark.both_databases
@pytest.mark.slow
def test_words_are_added_from_the_worklist_and_searches_find_more(
    own_demo_app: Flask, editor: PageCheckingClient
) -> None:
    path = counted(own_demo_app, "flurble zxqwv", nothing=9)
    assert "Nothing that really fits" in editor.get(path).get_data(as_text=True)
    assert editor.post_form(path, {"need": "", "same": ""}).status_code == 422
    assert editor.post_form(path, {"need": "", "same": "qqqqq wwwww"}).status_code == 422
    shown = editor.post_form(path, {"same": "lunch club", "do": "preview"}).get_data(as_text=True)
    now, then = shown.split("With your change")
    assert "luncheon club" not in now
    assert "luncheon club" in then
    assert (
        editor.post_form(path, {"same": "lunch club", "do": "publish"}).location == f"{path}?done=words-added"
    )
    resident = own_demo_app.test_client()
    assert "luncheon club" in resident.get("/find?q=flurble+zxqwv").get_data(as_text=True)


@slow_on_both
def test_a_search_is_marked_and_put_back(app: Flask, empty_editor: PageCheckingClient) -> None:
    path = counted(app, "goat yoga", nothing=12)
    assert empty_editor.post_form(f"{path}/decide", {"reason": ""}).status_code == 422
    assert empty_editor.post_form(f"{path}/decide", {"reason": "no-service"}).status_code == 303
    assert "goat yoga" not in empty_editor.get("/content/searches").get_data(as_text=True)
    decided = empty_editor.get("/content/searches?done_with=1").get_data(as_text=True)
    assert "goat yoga" in decided
    assert "nobody here offers it" in decided
    assert empty_editor.post_form(f"{path}/decide", {"again": "yes"}).status_code == 303
    assert "goat yoga" in empty_editor.get("/content/searches").get_data(as_text=True)
    assert empty_editor.get("/content/searches/nothing").status_code == 404


def test_a_page_is_marked_as_looked_at(app: Flask, empty_editor: PageCheckingClient) -> None:
    page = empty_editor.get("/content/review?team=Independent+living+team").get_data(as_text=True)
    assert "Falling: what you can do today" in page
    values = {"entry": "page/falls", "term": "6"}
    assert empty_editor.post_form("/content/review/looked", values).status_code == 303
    values = {"entry": "review-date/helplines/116 123", "term": "12"}
    assert empty_editor.post_form("/content/review/looked", values).status_code == 303
    assert empty_editor.post_form("/content/review/looked", {**values, "term": "7"}).status_code == 400
    assert "Last checked on 23 November 2026" in empty_editor.get("/advice/falls").get_data(as_text=True)
    with app.app_context():
        found = queries.entries(CONTENT)
        assert (found[Ref("page", "falls")].value or {})["next_review"] == "2027-05-24"
        assert (found[Ref("review-date", "helplines/116 123")].value or {})["look_again"] == "2027-11-23"


@pytest.mark.slow
@pytest.mark.both_databases
def test_a_merged_need_takes_services_words_and_links_along(
    own_demo_app: Flask, editor: PageCheckingClient
) -> None:
    def tagged(code: str) -> set[str]:
        with own_demo_app.app_context():
            wanted = select(Attribute.service_id).join(TaxonomyTerm).where(TaxonomyTerm.code == code)
            return set(db.session.scalars(wanted))

    old, new = tagged("bathing"), tagged("equipment")
    assert old - new
    path = "/content/need/merge/bathing"
    assert editor.get(path).status_code == 200
    assert editor.post_form(path, {"into": "equipment"}).status_code == 422
    assert editor.post_form(path, {"into": "child-harm", "sure": "yes"}).status_code == 422
    assert "cannot be merged" in editor.get("/content/need/merge/child-harm").get_data(as_text=True)
    assert editor.post_form(path, {"into": "equipment", "sure": "yes"}).status_code == 303
    # Sent twice, it changes nothing more.
    assert editor.post_form(path, {"into": "equipment", "sure": "yes"}).status_code == 303
    assert tagged("bathing") == set()
    assert tagged("equipment") == old | new
    resident = own_demo_app.test_client()
    assert resident.get("/needs/bathing").location == "/needs/equipment"
    assert resident.get("/find?need=bathing").status_code == 200
    with own_demo_app.app_context():
        tree = load_needs(CONTENT)
        assert tree.resolve("bathing") == "equipment"
        assert "bathing" not in {need.id for theme in tree.themes for need in theme.needs}
        thesaurus = load_thesaurus(CONTENT)
        asked = {need for _text, need in thesaurus.need_asks.entries()}
        assert "bathing" not in asked
        assert "bathing" not in thesaurus.related
        assert is_outdated()
    runner = own_demo_app.test_cli_runner()
    assert runner.invoke(args=["directory", "reindex"]).exit_code == 0
    assert resident.get("/needs/equipment").status_code == 200
    # The need comes back with its words.
    assert editor.post_form("/content/need/undo/bathing", {"number": "shipped"}).status_code == 303
    assert resident.get("/needs/bathing").status_code == 200


@pytest.mark.slow
def test_files_and_edits_come_round_without_loss(app: Flask, tmp_path: Path) -> None:
    settings = app.extensions["settings"]
    with app.app_context():
        falls = shipped_entries(CONTENT)[Ref("need-words", "falls")][1]
        changes = [
            services.Change(Ref("need-words", "falls"), {**falls, "asks": [*falls["asks"], "flurble"]}),
            services.Change(Ref("synonym", "ot"), None),
            services.Change(Ref("synonym", "zx"), {"from": ["zx"], "words": ["zebra crossing"]}),
        ]
        services.publish(settings, changes, actor="somebody")
        before = {ref: entry.value for ref, entry in queries.entries(CONTENT).items() if entry.value}
    runner = app.test_cli_runner()
    folder = tmp_path / "exported"
    told = runner.invoke(args=["content", "export", str(folder)])
    assert "2 files differ" in told.output
    assert runner.invoke(args=["content", "export", str(folder)]).exit_code == 1
    assert "flurble" in load_thesaurus(folder).known_words
    with app.app_context():
        assert files.changes_of(CONTENT, queries.edits(), folder) == []
        for ref in (Ref("need-words", "falls"), Ref("synonym", "ot"), Ref("synonym", "zx")):
            assert services.back_to_shipped(settings, ref, actor="somebody")
        assert queries.edits() == []
    assert "3 entries are changed" in runner.invoke(args=["content", "import", str(folder)]).output
    assert "0 entries are changed" in runner.invoke(args=["content", "import", str(folder)]).output
    with app.app_context():
        after = {ref: entry.value for ref, entry in queries.entries(CONTENT).items() if entry.value}
    assert after == before
    assert runner.invoke(args=["content", "import", str(tmp_path)]).exit_code == 1


def test_an_import_that_cannot_be_read_changes_nothing(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "exported"
    runner = app.test_cli_runner()
    assert runner.invoke(args=["content", "export", str(folder)]).exit_code == 0
    (folder / "life_events.yaml").write_text("- {id: x, title: X}\n", encoding="utf-8")
    told = runner.invoke(args=["content", "import", str(folder)])
    assert told.exit_code == 1
    assert "nothing was taken over" in told.output
    with app.app_context():
        assert queries.edits() == []


def test_loaders_read_only_what_an_edit_changes() -> None:
    tree = load_needs(CONTENT)
    edit = Edit(Ref("reassurance", "falls"), "reassurance.yaml", None, {"sentence": "Kind words."})
    set_overlay(CONTENT, EditOverlay(CONTENT, [edit], "one"))
    assert load_needs(CONTENT) is tree
    assert all_entries(CONTENT, [edit])[edit.ref].value == {"sentence": "Kind words."}
    set_overlay(CONTENT, NO_OVERLAY)
