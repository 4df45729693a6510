"""What an editor typed outlives a closed browser; two who save at the same moment are shown both texts."""

from datetime import timedelta

import pytest
from flask import Flask

from accounts.roles import Role
from core import clock
from core.db import db
from information.content_editing import drafts, services
from information.content_editing.models import ContentDraft, ContentVersion
from tests.accounts import signed_in_as
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.integration.information.content_editing.test_editing import typed
from tests.page_checks import PageCheckingClient

LIFE_EVENT = "/content/life-event/edit/feeling-low"
KEEP = "/content/life-event/draft/feeling-low"


@pytest.mark.both_databases
def test_what_was_typed_is_there_again_until_it_is_published(
    app: Flask, empty_editor: PageCheckingClient
) -> None:
    fields = {**typed(empty_editor, LIFE_EVENT), "lead": "Half a sent"}
    for words in ("Half a", "Half a sent"):
        assert empty_editor.post_form(KEEP, {**fields, "lead": words}).status_code == 204
    assert "Half a sent" not in empty_editor.get("/life/feeling-low").text
    other = signed_in_as(app, Role.CONTENT_EDITOR)
    assert "Half a sent" not in other.get(LIFE_EVENT).text
    page = empty_editor.get(LIFE_EVENT).text
    assert "Half a sent" in page
    assert "It is not live" in page
    assert "What you typed and did not publish" in empty_editor.get("/content").text
    assert empty_editor.post_form(LIFE_EVENT, fields).status_code == 303
    assert "It is not live" not in empty_editor.get(LIFE_EVENT).text


def test_what_cannot_be_published_is_kept_and_can_be_thrown_away(empty_editor: PageCheckingClient) -> None:
    fields = {**typed(empty_editor, LIFE_EVENT), "lead": "", "first": "One step"}
    assert empty_editor.post_form(LIFE_EVENT, fields).status_code == 422
    assert typed(empty_editor, LIFE_EVENT)["first"] == "One step"
    assert empty_editor.post_form("/content/life-event/drop/feeling-low").status_code == 303
    assert typed(empty_editor, LIFE_EVENT)["first"] != "One step"


def test_a_new_entry_has_a_draft_too(empty_editor: PageCheckingClient) -> None:
    assert empty_editor.post_form("/content/synonym/draft/-", {"words": "zumba"}).status_code == 204
    assert "zumba" in empty_editor.get("/content/synonym/new").text
    assert empty_editor.post_form("/content/synonym/drop/-").status_code == 303
    assert empty_editor.post_form("/content/review-date/draft/-", {"who": "x"}).status_code == 404
    assert empty_editor.post_form("/content/page/draft/nothing", {"title": "x"}).status_code == 404


def test_drafts_are_deleted_after_their_time(app: Flask, empty_editor: PageCheckingClient) -> None:
    assert empty_editor.post_form(KEEP, {"lead": "Old"}).status_code == 204
    clock.set_clock(lambda: NOW + timedelta(days=drafts.KEPT_DAYS + 1))
    again = signed_in_as(app, Role.CONTENT_EDITOR)
    assert again.post_form("/content/synonym/draft/-", {"words": "zumba"}).status_code == 204
    with app.app_context():
        assert [row.kind for row in db.session.query(ContentDraft)] == ["synonym"]


@slow_on_both
def test_who_saves_in_the_same_instant_is_asked_with_both_texts(
    app: Flask, empty_editor: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two others publish while mine is between its check and its lock, one after the other."""
    others = [signed_in_as(app, Role.CONTENT_EDITOR) for _number in range(2)]
    fields = typed(empty_editor, LIFE_EVENT)
    elsewhere, same = typed(others[0], "/content/life-event/edit/moving-home"), typed(others[1], LIFE_EVENT)
    faster = iter(
        [
            lambda: others[0].post_form(
                "/content/life-event/edit/moving-home", {**elsewhere, "lead": "Elsewhere."}
            ),
            lambda: others[1].post_form(LIFE_EVENT, {**same, "lead": "Their words."}),
        ]
    )
    checked = services._checked

    def slow(*args: object, **options: object) -> object:
        made = checked(*args, **options)  # type: ignore[arg-type]
        do = next(faster, None)
        if do:
            monkeypatch.setattr(services, "_checked", checked)
            with app.app_context():
                assert do().status_code == 303
            monkeypatch.setattr(services, "_checked", slow)
        return made

    monkeypatch.setattr(services, "_checked", slow)
    answer = empty_editor.post_form(LIFE_EVENT, {**fields, "lead": "My words."})
    assert answer.status_code == 422
    assert "My words." in answer.text
    assert answer.text.count("Their words.") >= 2
    with app.app_context():
        assert db.session.query(ContentVersion).count() == 2
