"""Content editors change needs, words and pages: previews, publishing, history, conflicts and refusals."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from accounts.roles import Role
from core.audit.models import AuditEntry
from core.content import set_overlay
from core.content_overlay import NO_OVERLAY
from core.db import db
from core.settings import ROOT
from directory.search.thesaurus import load_thesaurus
from directory.taxonomy.needs import load as load_needs
from information import life_events
from information.content_editing import queries, services
from information.content_editing.entries import Ref
from information.content_editing.models import ContentEdit, ContentVersion
from information.content_editing.overlay import Edit, EditOverlay, all_entries
from tests.accounts import signed_in_as
from tests.conftest import StatementCounter
from tests.examples import sampled, slow_on_both
from tests.integration.core.broken_stores import failing
from tests.page_checks import PageCheckingClient

CONTENT = ROOT / "content"
FALLS = "/content/page/edit/falls"


def typed(client: PageCheckingClient, path: str) -> dict[str, str]:
    """Return what the form of a page holds."""
    page = client.get(path).get_data(as_text=True)
    form = page[page.index('name="seen"') - 60 :]
    values = dict(re.findall(r'name="(\w+)" type="(?:text|hidden)" (?:[^>]* )?value="([^"]*)"', form))
    values |= {
        name: value.strip() for name, value in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)<', form)
    }
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="seen"', page)
    assert seen
    values["seen"] = seen[1] or seen[2]
    for name, options in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        values[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in values.items()}


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("content.%"))))


@pytest.mark.both_databases
def test_a_page_is_previewed_published_and_undone(app: Flask, empty_editor: PageCheckingClient) -> None:
    client = empty_editor
    fields = {
        **typed(client, FALLS),
        "title": "Falling over",
        "body": "## Hello\n\nRing us. <script>x</script>",
    }
    shown = client.post_form(FALLS, {**fields, "do": "preview"})
    assert shown.status_code == 200
    text = shown.get_data(as_text=True)
    assert "not live yet" in text
    assert "Reading age: about" in text
    assert "<script>x" not in text
    assert "Falling over" not in client.get("/advice/falls").get_data(as_text=True)
    assert client.post_form(FALLS, {**fields, "do": "publish"}).status_code == 303
    assert "Falling over" in client.get("/advice/falls").get_data(as_text=True)
    # Sent twice, it changes nothing more.
    again = {**typed(client, FALLS), "do": "publish"}
    assert client.post_form(FALLS, again).status_code == 303
    assert actions(app) == ["content.edited"]
    history = client.get("/content/page/history/falls").get_data(as_text=True)
    assert "Falling over" in history
    assert client.post_form("/content/page/undo/falls", {"number": "shipped"}).status_code == 303
    assert "Falling: what you can do" in client.get("/advice/falls").get_data(as_text=True)
    with app.app_context():
        number = db.session.scalar(select(ContentVersion.number).order_by(ContentVersion.number).limit(1))
        assert db.session.query(ContentEdit).count() == 0
    assert client.post_form("/content/page/undo/falls", {"number": str(number)}).status_code == 303
    assert "Falling over" in client.get("/advice/falls").get_data(as_text=True)
    assert client.post_form("/content/page/undo/falls", {"number": "999"}).status_code == 400


def test_bad_input_is_refused_beside_the_field(empty_editor: PageCheckingClient) -> None:
    client = empty_editor
    fields = typed(client, FALLS)
    for name, value, says in (
        ("title", "", "Write something here"),
        ("needs", "No such need", "nothing called"),
        ("sources", "only a title", "title | publisher"),
        ("next_review", "soon", "2027-02-15"),
    ):
        answer = client.post_form(FALLS, {**fields, name: value, "do": "publish"})
        assert answer.status_code == 422, name
        text = answer.get_data(as_text=True)
        assert says in text
        assert value in text
    assert client.get("/content/nothing").status_code == 404
    assert client.get("/content/page/edit/nothing").status_code == 404


@slow_on_both
def test_a_stale_form_overwrites_nothing_silently(app: Flask, empty_editor: PageCheckingClient) -> None:
    other = signed_in_as(app, Role.CONTENT_EDITOR)
    path = "/content/life-event/edit/feeling-low"
    mine, theirs = typed(empty_editor, path), typed(other, path)
    assert other.post_form(path, {**theirs, "lead": "Their words."}).status_code == 303
    answer = empty_editor.post_form(path, {**mine, "lead": "My words."})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Somebody changed this" in text
    assert "Their words." in text
    assert "My words." in text
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="seen"', text)
    assert seen
    again = {**mine, "lead": "My words.", "seen": seen[1] or seen[2]}
    assert empty_editor.post_form(path, again).status_code == 303


@slow_on_both
def test_an_upgrade_shows_both_sides_and_loses_neither(app: Flask, empty_editor: PageCheckingClient) -> None:
    ref = Ref("life-event", "feeling-low")
    with app.app_context():
        shipped = all_entries(CONTENT, [])[ref].shipped
        assert shipped
        # As if the edit had been made on an older version of the program.
        before = {**shipped, "title": "An older title", "first": shipped["first"][:-1]}
        mine = {**before, "title": "My title", "first": [*before["first"], "My step."]}
        edit = ContentEdit(
            kind=ref.kind, key=ref.key, file="life_events.yaml", base=before, value=mine, author_id="x"
        )
        version = ContentVersion(
            kind=ref.kind, key=ref.key, before=before, after=mine, origin="edited", author_id="x"
        )
        db.session.add_all([edit, version])
        db.session.commit()
    page = empty_editor.get("/life-events/feeling-low").get_data(as_text=True)
    assert "My title" in page
    assert "My step." in page
    assert "feeling-low" in empty_editor.get("/content/upgrades").get_data(as_text=True)
    shown = empty_editor.get("/content/life-event/edit/feeling-low").get_data(as_text=True)
    assert "Yours counts until you decide" in shown
    assert "An older title" in shown
    assert shipped["title"] in shown.replace("&#39;", "'")
    assert (
        empty_editor.post_form("/content/life-event/undo/feeling-low", {"number": "keep"}).status_code == 303
    )
    assert "nothing to decide" in empty_editor.get("/content/upgrades").get_data(as_text=True)
    with app.app_context():
        entry = queries.entries(CONTENT)[ref]
        assert entry.value
        assert entry.value["first"] == [*before["first"], "My step.", shipped["first"][-1]]


@pytest.mark.both_databases
@pytest.mark.slow
def test_words_about_danger_are_only_added(app: Flask, empty_editor: PageCheckingClient) -> None:
    path = "/content/danger/edit/crisis"
    fields = typed(empty_editor, path)
    fewer = "\n".join(fields["phrases"].splitlines()[1:])
    answer = empty_editor.post_form(path, {**fields, "phrases": fewer})
    assert answer.status_code == 422
    assert "but not taken away" in answer.get_data(as_text=True)
    more = f"{fields['phrases']}\nend it tonight for good"
    assert empty_editor.post_form(path, {**fields, "phrases": more}).status_code == 303
    with app.app_context():
        found = {phrase for phrase, _kind in load_thesaurus(CONTENT).dangers.entries()}
        assert "end it tonight for good" in found
    assert empty_editor.post_form("/content/danger/undo/crisis", {"number": "shipped"}).status_code == 422
    words = "/content/need-words/edit/child-harm"
    fields = typed(empty_editor, words)
    for name, value in (("asks", "harm"), ("not", "something")):
        assert empty_editor.post_form(words, {**fields, name: value}).status_code == 422


@pytest.mark.slow
@pytest.mark.both_databases
def test_words_for_a_need_are_tried_and_found_at_once(
    own_demo_app: Flask, editor: PageCheckingClient
) -> None:
    path = "/content/need-words/edit/falls"
    fields = typed(editor, path)
    fields |= {"asks": f"{fields['asks']}\nFlurble’s", "try_words": "flurbles"}
    shown = editor.post_form(path, {**fields, "do": "preview"}).get_data(as_text=True)
    now, then = shown.split("With your change")
    assert "Nothing that really fits" in now
    assert "Nothing that really fits" not in then
    assert "Steady Feet" in then
    assert editor.post_form(path, {**fields, "do": "publish"}).status_code == 303
    found = own_demo_app.test_client().get("/find?q=flurbles").get_data(as_text=True)
    assert "Steady Feet" in found


@pytest.mark.both_databases
@pytest.mark.slow
def test_synonyms_are_added_and_taken_away(app: Flask, empty_editor: PageCheckingClient) -> None:
    fields = {"words": "Flurble’s\nbalance class", "from": "", "seen": ""}
    assert empty_editor.post_form("/content/synonym/new", fields).status_code == 303
    with app.app_context():
        assert "flurbles" in load_thesaurus(CONTENT).known_words
    assert "flurbles" in empty_editor.get("/content/synonym?words=flurb").get_data(as_text=True)
    assert empty_editor.post_form("/content/synonym/remove/flurbles").status_code == 303
    with app.app_context():
        assert "flurbles" not in load_thesaurus(CONTENT).known_words


@pytest.mark.slow
def test_a_need_moves_and_is_renamed_and_a_new_one_is_added(
    app: Flask, empty_editor: PageCheckingClient
) -> None:
    path = "/content/need/edit/falls"
    fields = {**typed(empty_editor, path), "label": "Falling", "theme": "health"}
    assert empty_editor.post_form(path, fields).status_code == 303
    new = {"label": "Pets 2 in hospital", "theme": "health", "seen": ""}
    assert empty_editor.post_form("/content/need/new", new).status_code == 303
    with app.app_context():
        tree = load_needs(CONTENT)
        assert (tree.by_id["falls"].label, tree.by_id["falls"].theme_id) == ("Falling", "health")
        assert tree.by_id["pets-in-hospital"].theme_id == "health"
    theme = "/content/theme/edit/health"
    fields = typed(empty_editor, theme)
    order = fields["order"].splitlines()
    assert order[-2:] == ["Falling", "Pets 2 in hospital"]
    fields["order"] = "\n".join(reversed(order))
    assert empty_editor.post_form(theme, fields).status_code == 303
    themes = empty_editor.get("/needs/health").get_data(as_text=True)
    assert themes.index("Pets 2 in hospital") < themes.index("Falling")
    words = "/content/need-words/edit/pets-in-hospital"
    fields = {**typed(empty_editor, words), "asks": "mind my cat, ward cat"}
    assert empty_editor.post_form(words, fields).status_code == 303
    with app.app_context():
        assert ("ward cat", "pets-in-hospital") in load_thesaurus(CONTENT).need_asks.entries()


@pytest.mark.both_databases
@pytest.mark.slow
def test_another_worker_has_an_edit_at_its_next_request(app: Flask, empty_editor: PageCheckingClient) -> None:
    path = "/content/need/edit/falls"
    assert empty_editor.post_form(path, {**typed(empty_editor, path), "label": "Wobbling"}).status_code == 303
    # As in a process that has not seen it yet.
    set_overlay(CONTENT, NO_OVERLAY)
    assert "Wobbling" in empty_editor.get("/needs/safe-at-home").get_data(as_text=True)


@pytest.mark.both_databases
@pytest.mark.slow
@pytest.mark.parametrize("path", ["/needs/", "/advice/falls", "/urgent-help"])
def test_the_last_edits_stay_while_the_database_fails(
    app: Flask, empty_editor: PageCheckingClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    need = "/content/need/edit/falls"
    assert empty_editor.post_form(need, {**typed(empty_editor, need), "label": "Wobbling"}).status_code == 303
    for name in ("connect", "begin", "raw_connection"):
        monkeypatch.setattr(Engine, name, failing)
    assert app.test_client().get(path).status_code == 200
    assert load_needs(CONTENT).by_id["falls"].label == "Wobbling"


def test_an_edit_that_cannot_be_loaded_leaves_the_shipped_content(
    app: Flask, empty_editor: PageCheckingClient
) -> None:
    wrong = Edit(Ref("life-event", "feeling-low"), "life_events.yaml", None, {"title": "No more"})
    life_events.load.cache_clear()
    set_overlay(CONTENT, EditOverlay(CONTENT, [wrong], "t"))
    assert life_events.load(CONTENT)["feeling-low"].lead
    life_events.load.cache_clear()


@slow_on_both
@pytest.mark.parametrize(
    "path", sampled(["/content/need", "/content/page", "/content/review", "/content/searches", "/content"], 5)
)
def test_lists_take_the_same_statements_with_many_edits(
    app: Flask, empty_editor: PageCheckingClient, statements: StatementCounter, path: str
) -> None:
    empty_editor.get(path)
    with statements(app) as few:
        assert empty_editor.get(path).status_code == 200
    settings = app.extensions["settings"]
    with app.app_context():
        found = queries.entries(CONTENT)
        changes = [
            services.Change(ref, {**(found[ref].value or {}), "label": f"Renamed {ref.key}"})
            for ref in list(found)
            if ref.kind == "theme"
        ]
        services.publish(settings, changes, actor="somebody")
    empty_editor.get(path)
    with statements(app) as many:
        assert empty_editor.get(path).status_code == 200
    assert len(few) + 1 >= len(many)


def test_only_content_editors_come_in(own_demo_app: Flask) -> None:
    moderator = signed_in_as(own_demo_app, Role.MODERATOR)
    assert moderator.get("/content").status_code == 403
    assert moderator.post_form("/content/need/edit/falls", {"label": "x"}).status_code == 403


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_content_folder_itself_is_never_written(empty_editor: PageCheckingClient) -> None:
    before = {path: path.stat().st_mtime_ns for path in Path(CONTENT).rglob("*") if path.is_file()}
    path = "/content/need/edit/falls"
    empty_editor.post_form(path, {**typed(empty_editor, path), "label": "Wobbling"})
    assert {p: p.stat().st_mtime_ns for p in Path(CONTENT).rglob("*") if p.is_file()} == before
